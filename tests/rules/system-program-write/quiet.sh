mkdir -p /usr/local/bin
cp /bin/true /usr/local/bin/rule-fixture
