find . -perm -4000
