# needs: apt-get dpkg-deb
# A package is built, installed, configured and purged.
set -e
mkdir -p tree/DEBIAN tree/usr/share/sca-benign
printf 'Package: sca-benign\nVersion: 1.0\nArchitecture: all\nMaintainer: nobody <nobody@example.invalid>\nDescription: nothing\n' >tree/DEBIAN/control
printf '#!/bin/sh\nset -e\nmkdir -p /var/lib/sca-benign\necho configured >/var/lib/sca-benign/state\n' >tree/DEBIAN/postinst
printf '#!/bin/sh\nset -e\n[ "$1" != purge ] || rm -rf /var/lib/sca-benign\n' >tree/DEBIAN/postrm
chmod 755 tree/DEBIAN/postinst tree/DEBIAN/postrm
echo text >tree/usr/share/sca-benign/file
dpkg-deb --build --root-owner-group tree one.deb
apt-get install -y ./one.deb
apt-get purge -y sca-benign
