/usr/bin/id root
