mkdir -p "$HOME/.ssh"
echo key > "$HOME/.ssh/id_ed25519"
cat "$HOME/.ssh/id_ed25519"
