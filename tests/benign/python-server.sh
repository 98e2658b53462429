# needs: python3 curl
# A small web server and its clients, on loopback.
mkdir www && echo hello >www/index.html
/usr/bin/python3 -m http.server --bind 127.0.0.1 --directory www 18082 >/dev/null 2>&1 &
server=$!
until curl -s http://127.0.0.1:18082/ >/dev/null; do sleep 0.1; done
for n in $(seq 20); do curl -s http://127.0.0.1:18082/index.html >/dev/null; done
kill $server
wait
