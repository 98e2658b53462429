GLIBC_TUNABLES=glibc.malloc.perturb=1 /bin/true
