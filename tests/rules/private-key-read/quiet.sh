mkdir -p "$HOME/.ssh"
echo key > "$HOME/.ssh/id_ed25519.pub"
cat "$HOME/.ssh/id_ed25519.pub"
