busybox cp /bin/busybox /tmp/busybox
/tmp/busybox true
