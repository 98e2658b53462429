cat /etc/passwd /etc/hosts /proc/cpuinfo > /dev/null
