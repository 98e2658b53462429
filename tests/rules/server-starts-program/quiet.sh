cp /usr/bin/perl worker
./worker -e 'system("/bin/sh", "-c", "true")'
