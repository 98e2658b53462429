mkdir -p "$HOME/.aws"
echo region > "$HOME/.aws/config"
cat "$HOME/.aws/config"
