grep -ri include . > /dev/null
true
