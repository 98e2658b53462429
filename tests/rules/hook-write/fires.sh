mkdir -p /etc/udev/rules.d
echo 'ACTION=="add"' > /etc/udev/rules.d/99-fixture.rules
