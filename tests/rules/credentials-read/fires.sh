cat /etc/shadow > /dev/null
