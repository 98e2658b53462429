cp /bin/true /dev/shm/rule-fixture
/dev/shm/rule-fixture
rm /dev/shm/rule-fixture
