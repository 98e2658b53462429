id
uname -a
ls
cat /etc/hostname
date
