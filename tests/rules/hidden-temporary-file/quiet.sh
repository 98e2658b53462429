mkdir /tmp/rule-fixture-2
touch /tmp/rule-fixture-2/.hidden
rm -r /tmp/rule-fixture-2
