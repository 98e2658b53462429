cat /etc/hostname > /dev/null
mkdir -p /opt/etc
echo x > /opt/etc/fixture.conf
