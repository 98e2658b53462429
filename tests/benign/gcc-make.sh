# needs: gcc make
# A library and a program are built twice, the second time after a change, and run.
set -e
for n in 1 2 3 4 5; do echo "int f$n(int x) { return x * $n; }" >f$n.c; done
printf '#include <stdio.h>\nint f1(int), f5(int);\nint main(void) { printf("%%d\\n", f1(2) + f5(3)); return 0; }\n' >main.c
printf 'prog: main.o libf.a\n\tcc -o $@ $^\nlibf.a: f1.o f2.o f3.o f4.o f5.o\n\tar rcs $@ $^\n' >Makefile
make CC=gcc
touch f3.c
make CC=gcc
./prog
