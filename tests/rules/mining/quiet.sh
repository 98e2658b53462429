/bin/echo -o tcp://pool.example.test:3333 -u user
