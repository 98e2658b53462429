mkdir place
mount -t tmpfs none place
umount place
