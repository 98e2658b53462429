echo ls >> "$HOME/.bash_history"
cat "$HOME/.bash_history"
