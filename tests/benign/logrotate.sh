# needs: logrotate
# Logs are rotated and compressed.
set -e
mkdir log && seq 10000 >log/app.log
printf '%s/log/*.log {\n rotate 3\n compress\n missingok\n copytruncate\n}\n' "$PWD" >config
chmod 644 config
for n in 1 2 3; do logrotate -f -s state config; seq 1000 >>log/app.log; done
ls log
