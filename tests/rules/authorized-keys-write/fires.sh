mkdir -p "$HOME/.ssh"
echo 'ssh-ed25519 AAAA' >> "$HOME/.ssh/authorized_keys"
