"""A file of that name is opened for writing."""
import os

os.mkdir("group")
os.close(os.open("group/release_agent", os.O_WRONLY | os.O_CREAT))
