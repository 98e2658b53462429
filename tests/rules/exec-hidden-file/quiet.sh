mkdir /tmp/rule-fixture.d
cp /bin/true /tmp/rule-fixture.d/tool
/tmp/rule-fixture.d/tool
rm -r /tmp/rule-fixture.d
