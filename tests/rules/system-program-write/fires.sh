cp /bin/true /usr/bin/rule-fixture
