mount > /dev/null
mkdir place
mount -t nonexistent none place 2> /dev/null
true
