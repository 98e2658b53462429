cat /etc/hosts /etc/resolv.conf > /dev/null
true
