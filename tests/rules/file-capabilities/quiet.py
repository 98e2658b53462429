"""A file gets an attribute of a user."""
import os

open("text", "w").close()
try:
    os.setxattr("text", "user.note", b"x")
except OSError:
    pass
