mkdir -p /etc/apt/sources.list.d
echo 'deb http://example.test/ stable main' > /etc/apt/sources.list.d/fixture.list
