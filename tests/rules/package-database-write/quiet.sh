cat /var/lib/dpkg/status > /dev/null
dpkg-query -l dpkg > /dev/null
