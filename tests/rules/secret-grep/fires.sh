grep -ri password . > /dev/null
true
