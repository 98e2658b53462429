cat /proc/1/root/etc/hostname > /dev/null 2>&1
true
