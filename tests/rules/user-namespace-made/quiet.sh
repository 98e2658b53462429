unshare --uts true
