mkdir -p /etc/pam.d
echo 'auth sufficient pam_permit.so' > /etc/pam.d/fixture
