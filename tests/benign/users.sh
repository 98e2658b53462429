# needs: runuser setpriv
# A service starts as root and gives its rights up, as many do.
runuser -u nobody -- id
setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs sh -c 'ls / >/dev/null; id'
