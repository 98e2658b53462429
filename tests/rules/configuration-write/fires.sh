echo x > /etc/fixture.conf
