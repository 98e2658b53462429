# needs: tar gzip rsync
# A folder is copied, archived, unpacked elsewhere and compared.
set -e
mkdir -p from && cp -r /usr/share/common-licenses from/
rsync -a from/ to/
tar czf from.tar.gz from
mkdir back && tar xzf from.tar.gz -C back
diff -r from back/from
sha256sum from.tar.gz >sums && sha256sum -c sums
