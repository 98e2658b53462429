# needs: redis-server redis-benchmark redis-cli
# A store under load writes a snapshot in a child and ends.
set -e
redis-server --port 16379 --bind 127.0.0.1 --dir "$PWD" --daemonize no >/dev/null &
until redis-cli -p 16379 ping >/dev/null 2>&1; do sleep 0.1; done
redis-benchmark -p 16379 -q -n 3000 -c 8 -t set,get,lpush >/dev/null
redis-cli -p 16379 bgsave
sleep 0.5
redis-cli -p 16379 shutdown save
wait
