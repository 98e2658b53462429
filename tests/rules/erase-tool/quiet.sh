echo text > file
dd if=file of=copy 2> /dev/null
rm -f file copy
