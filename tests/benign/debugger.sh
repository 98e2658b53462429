# needs: gdb gcc
# A program of one's own is built with symbols and stopped at a function.
set -e
printf 'int f(int x) { return x + 1; }\nint main(void) { return f(1) - 2; }\n' >a.c
gcc -g -o a a.c
gdb -q -nx -batch -ex 'break f' -ex run -ex bt -ex continue ./a >/dev/null 2>&1
