echo text > /tmp/text
cat /tmp/text
/bin/busybox true
