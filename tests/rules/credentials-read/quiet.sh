cat /etc/passwd > /dev/null
