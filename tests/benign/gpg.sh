# needs: gpg
# A key is made, a file signed, encrypted and read again, by programs that guard their memory.
set -e
export GNUPGHOME="$PWD/h"
mkdir -m 700 h
gpg --batch -q --pinentry-mode loopback --passphrase '' --quick-gen-key a@example.invalid
echo text >file
gpg --batch -q --pinentry-mode loopback --passphrase '' --sign --encrypt -r a@example.invalid file
gpg --batch -q --pinentry-mode loopback --passphrase '' -d file.gpg
gpgconf --kill all
