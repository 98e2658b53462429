/bin/echo nc -z 203.0.113.5 4444
