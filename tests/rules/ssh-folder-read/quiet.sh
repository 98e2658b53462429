mkdir -p "$HOME/.ssh.d"
echo text > "$HOME/.ssh.d/known_hosts"
cat "$HOME/.ssh.d/known_hosts"
