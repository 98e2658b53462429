# needs: cargo
# A new project is built and run, offline.
set -e
export CARGO_TARGET_DIR="$PWD/target" USER=nobody
cargo new -q --vcs none one
cd one
cargo run -q --offline
