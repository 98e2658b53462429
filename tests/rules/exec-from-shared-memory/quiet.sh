echo text > /dev/shm/rule-fixture
cat /dev/shm/rule-fixture
rm /dev/shm/rule-fixture
