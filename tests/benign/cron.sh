# needs: cron unshare
# The daemon runs a job when its minute comes. Its folders are empty ones of our own, in a mount namespace of our own.
unshare -m sh -c '
  mount -t tmpfs tmpfs /var/spool/cron && mkdir /var/spool/cron/crontabs
  mount -t tmpfs tmpfs /etc/cron.d
  echo "* * * * * root date >>'"$PWD"'/ran" >/etc/cron.d/one
  cron -f & daemon=$!
  n=0; until [ -s ran ] || [ $n = 140 ]; do sleep 0.5; n=$((n + 1)); done
  kill $daemon; wait; [ -s ran ]'
