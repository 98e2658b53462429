# echo stands in for the miner.
/bin/echo -o stratum+tcp://pool.example.test:3333 -u wallet
