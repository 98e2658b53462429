echo line >> /var/log/auth.log
: > /var/log/auth.log
