# needs: git
# A repository is made, filled, cloned, changed, fetched, packed.
set -e
export HOME="$PWD" GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.invalid GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.invalid
git init -q one
for n in 1 2 3 4 5; do echo $n >one/file$n; git -C one add .; git -C one commit -qm "$n"; done
git clone -q one two
echo more >>two/file1
git -C two commit -qam more
git -C two log --stat >/dev/null
git -C one fetch -q ../two
git -C one gc -q
