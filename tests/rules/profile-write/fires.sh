echo alias x=y >> "$HOME/.bashrc"
