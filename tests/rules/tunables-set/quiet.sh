LANG=C /bin/true
