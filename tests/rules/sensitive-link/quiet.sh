ln -s /etc/hostname other-name
