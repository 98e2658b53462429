mkdir /tmp/.rule-fixture-2
rmdir /tmp/.rule-fixture-2
