find . -perm -0644
find . -name '*.c'
