cp /bin/true /tmp/rule-fixture
/tmp/rule-fixture
rm /tmp/rule-fixture
