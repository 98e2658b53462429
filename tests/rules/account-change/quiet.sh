grep root /etc/passwd
cp /etc/passwd passwd
echo 'fixture:x:0:0::/:/bin/sh' >> passwd
