"""It is read."""
import os

os.mkdir("group")
open("group/cgroup.procs", "w").close()
try:
    open("group/release_agent").read()
except OSError:
    pass
