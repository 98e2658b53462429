"""A named pipe, a socket, a folder, a file."""
import os, socket, stat

os.mkfifo("pipe")
os.mknod("file", stat.S_IFREG | 0o600)
os.mkdir("folder")
socket.socket(socket.AF_UNIX).bind("socket")
