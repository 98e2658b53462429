setarch --addr-no-randomize true
