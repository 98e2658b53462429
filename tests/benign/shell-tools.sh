# needs: find awk
# What people do in a shell: look for files, count words, sort, cut, compare.
find /usr/share/doc -maxdepth 2 -name copyright 2>/dev/null | head -n 200 | xargs grep -l GPL | wc -l
ls -lR /etc >/dev/null 2>&1
awk -F: '{ n[$7]++ } END { for (s in n) print s, n[s] }' /etc/passwd | sort | tee shells
sed 's/a/b/g' /etc/services | cut -c1-20 | sort -u >words
diff words shells >difference
df -h >/dev/null; ps aux >/dev/null; id; uname -a; date
