# perl stands in for a server: it goes by the name of one.
cp /usr/bin/perl nginx
./nginx -e 'system("/bin/sh", "-c", "true")'
