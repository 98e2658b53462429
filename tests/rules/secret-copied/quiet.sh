mkdir -p "$HOME/.aws"
echo key > "$HOME/.aws/credentials"
cat "$HOME/.aws/credentials" > /dev/null
echo other | tr a-z A-Z > /tmp/rule-fixture.txt
rm /tmp/rule-fixture.txt
