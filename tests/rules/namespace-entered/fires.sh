nsenter --uts=/proc/self/ns/uts true
