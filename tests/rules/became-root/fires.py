"""A process that kept a way back becomes root again."""
import os, subprocess, sys

if len(sys.argv) == 1:
    # The saved user stays root over an exec only if the effective one is, so that it is done with a program run as another user and the
    # capability to change users.
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SETUID = 8, 47, 2, 7
    libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setresuid(65534, 65534, 65534)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)(1 << CAP_SETUID, 1 << CAP_SETUID, 1 << CAP_SETUID, 0, 0, 0)
    libc.syscall(126, header, data)
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SETUID, 0, 0)
    os.execv("/usr/bin/perl", ["perl", "-e", "$> = 0; $< = 0;"])
