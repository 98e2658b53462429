cp /bin/true /opt/rule-fixture
/opt/rule-fixture
