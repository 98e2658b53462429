echo text > file
shred file
