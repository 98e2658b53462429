cp /bin/true tool
chmod 4755 tool
