ls /etc/ssl/certs > /dev/null
mkdir -p certs
echo x > certs/fixture.crt
