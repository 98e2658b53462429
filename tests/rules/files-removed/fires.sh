mkdir /srv/data
cd /srv/data
seq 400 | xargs touch
rm -r /srv/data
