/usr/sbin/groupadd fixture
