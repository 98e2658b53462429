# needs: /usr/lib/postgresql runuser
# A database is made, started as its own user, loaded and stopped.
set -e
bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
id postgres >/dev/null
mkdir data && chown postgres . data && chmod a+rx ..
as() { runuser -u postgres -- "$@"; }
as "$bin/initdb" -D "$PWD/data" --auth=trust >/dev/null
as "$bin/pg_ctl" -D "$PWD/data" -o "-p 15432 -c listen_addresses=127.0.0.1 -k $PWD" -l "$PWD/log" -w start >/dev/null
as "$bin/pgbench" -h 127.0.0.1 -p 15432 -i -s 1 postgres >/dev/null 2>&1
as "$bin/pgbench" -h 127.0.0.1 -p 15432 -c 4 -t 100 postgres >/dev/null 2>&1
as "$bin/pg_ctl" -D "$PWD/data" -m fast -w stop >/dev/null
