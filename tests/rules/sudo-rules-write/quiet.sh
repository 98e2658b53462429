echo 'Defaults' > /etc/sudo.conf
