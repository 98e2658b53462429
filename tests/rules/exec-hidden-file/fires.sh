mkdir /tmp/.rule-fixture
cp /bin/true /tmp/.rule-fixture/tool
/tmp/.rule-fixture/tool
rm -r /tmp/.rule-fixture
