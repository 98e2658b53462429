ls /boot > /dev/null
echo x > /boot.cfg 2> /dev/null || true
rm -f /boot.cfg
