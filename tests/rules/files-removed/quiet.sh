mkdir -p /srv/project/node_modules
cd /srv/project/node_modules
seq 400 | xargs touch
rm -r /srv/project
