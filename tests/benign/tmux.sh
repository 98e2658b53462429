# needs: tmux
# A terminal session: a shell on a pty, commands typed into it.
set -e
export TMUX_TMPDIR="$PWD"
tmux new-session -d -s one sh
tmux send-keys -t one 'ls /; id; echo done >'"$PWD"'/done' Enter
n=0; until [ -e done ] || [ $n = 50 ]; do sleep 0.1; n=$((n + 1)); done
tmux kill-server
