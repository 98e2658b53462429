# needs: sshd ssh ssh-keygen
# A log-in by key on loopback, a command, a file copied.
set -e
mkdir -p /run/sshd
ssh-keygen -q -t ed25519 -N '' -f host
ssh-keygen -q -t ed25519 -N '' -f me
cp me.pub allowed && chmod 600 allowed
cat >config <<C
ListenAddress 127.0.0.1:18022
HostKey $PWD/host
AuthorizedKeysFile $PWD/allowed
PidFile $PWD/sshd.pid
StrictModes no
PermitRootLogin yes
Subsystem sftp internal-sftp
C
/usr/sbin/sshd -f "$PWD/config"
set -- -F none -i me -o StrictHostKeyChecking=no -o UserKnownHostsFile=known -o LogLevel=ERROR
ssh "$@" -p 18022 root@127.0.0.1 'id; ls / >/dev/null'
scp "$@" -P 18022 config root@127.0.0.1:"$PWD/copied"
kill "$(cat sshd.pid)"
