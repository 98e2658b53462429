LD_PRELOAD=/lib/x86_64-linux-gnu/libz.so.1 /bin/true
