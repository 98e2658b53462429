setarch x86_64 true
