"""A program under another name."""
import os

os.execv("/bin/sleep", ["worker", "0.1"])
