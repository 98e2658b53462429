mkdir -p /etc/systemd/other
echo '[Service]' > /etc/systemd/other.service
