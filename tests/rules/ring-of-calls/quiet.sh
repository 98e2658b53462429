cat /etc/hosts > /dev/null
