cat "$HOME/.bashrc" > /dev/null
echo set > "$HOME/.vimrc"
