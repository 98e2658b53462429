mkdir -p "$HOME/.aws"
echo key > "$HOME/.aws/credentials"
cat "$HOME/.aws/credentials"
