# needs: nginx ab
# A web server with a worker answers some thousand requests, reads its configuration again, and ends.
set -e
mkdir -p www log
echo hello >www/index.html
cat >nginx.conf <<C
worker_processes 1; pid $PWD/nginx.pid; error_log $PWD/log/error.log;
events {}
http { access_log $PWD/log/access.log;
  client_body_temp_path $PWD/body; proxy_temp_path $PWD/proxy; fastcgi_temp_path $PWD/fastcgi; uwsgi_temp_path $PWD/uwsgi; scgi_temp_path $PWD/scgi;
  server { listen 127.0.0.1:18081; root $PWD/www; } }
C
chmod -R a+rX . && chmod a+rx ..
nginx -c "$PWD/nginx.conf" -e "$PWD/log/error.log"
ab -q -n 2000 -c 8 http://127.0.0.1:18081/index.html >/dev/null
nginx -c "$PWD/nginx.conf" -e "$PWD/log/error.log" -s reload
ab -q -n 500 -k -c 4 http://127.0.0.1:18081/index.html >/dev/null
nginx -c "$PWD/nginx.conf" -e "$PWD/log/error.log" -s quit
