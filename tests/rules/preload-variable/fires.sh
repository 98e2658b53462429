cp /lib/x86_64-linux-gnu/libz.so.1 /tmp/rule-fixture.so
LD_PRELOAD=/tmp/rule-fixture.so /bin/true
rm /tmp/rule-fixture.so
