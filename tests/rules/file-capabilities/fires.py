"""A file gets cap_net_raw."""
import os, shutil, struct

shutil.copy("/bin/true", "tool")
os.setxattr("tool", "security.capability", struct.pack("<5I", 0x02000001, 1 << 13, 0, 0, 0))
