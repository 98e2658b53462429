echo '127.0.0.1 example.test' >> /etc/hosts
