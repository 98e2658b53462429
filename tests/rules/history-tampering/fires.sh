echo ls > "$HOME/.bash_history"
rm "$HOME/.bash_history"
