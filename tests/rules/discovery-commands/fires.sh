whoami
id
uname -a
hostname
ps
df
mount
uptime
who
true
