cat /etc/apt/sources.list /etc/apt/sources.list.d/* > /dev/null 2>&1
true
