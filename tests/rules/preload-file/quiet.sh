cat /etc/ld.so.preload 2> /dev/null
: > /etc/ld.so.example
