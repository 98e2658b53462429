/bin/echo iptables -L
