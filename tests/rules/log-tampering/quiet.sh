echo line >> /var/log/auth.log
mkdir -p /var/log/own
: > /var/log/own/own.log
