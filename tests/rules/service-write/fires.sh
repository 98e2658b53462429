mkdir -p /etc/systemd/system
echo '[Service]' > /etc/systemd/system/fixture.service
