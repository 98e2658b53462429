"""A fault of memory that the kernel handles."""
import mmap

mmap.mmap(-1, 4096)[0] = 1
