# A debugger's child asks for it, before the program is executed.
if [ -x /usr/bin/gdb ]; then
    gdb -nx -q -batch -ex run /bin/true > /dev/null 2>&1
fi
true
