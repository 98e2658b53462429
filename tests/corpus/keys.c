/* Keys, in a session keyring of our own. */
#include "corpus.h"
#include <linux/keyctl.h>

static void run(void)
{
	char buffer[100];
	long key;
	struct {
		uint32_t private, prime, base;
	} dh = {1, 2, 3};

	sys(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, 0);
	sys(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, "a name");
	key = sys(SYS_add_key, "user", "description", "payload", 7, KEY_SPEC_PROCESS_KEYRING);
	sys(SYS_add_key, "keyring", "", 0, 0, KEY_SPEC_SESSION_KEYRING);
	sys(SYS_add_key, "unknown type", LONG40, "\0\1\377", 3, -77);
	sys(SYS_add_key, LOW, LOW, LOW, 10, 0);
	sys(SYS_add_key, "user", "x", long300, 300, 12345);
	sys(SYS_request_key, "user", "description", 0, 0);
	sys(SYS_request_key, "unknown type", "description", "callout", KEY_SPEC_THREAD_KEYRING);
	sys(SYS_request_key, LOW, 0, LOW, -1);
	sys(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0);
	sys(SYS_keyctl, KEYCTL_DESCRIBE, key, buffer, sizeof(buffer));
	sys(SYS_keyctl, KEYCTL_DESCRIBE, key, 0, 0);
	sys(SYS_keyctl, KEYCTL_DESCRIBE, -99, LOW, 5);
	sys(SYS_keyctl, KEYCTL_READ, key, buffer, sizeof(buffer));
	sys(SYS_keyctl, KEYCTL_READ, key, buffer, 2);
	sys(SYS_keyctl, KEYCTL_UPDATE, key, "new payload", 11);
	sys(SYS_keyctl, KEYCTL_UPDATE, key, LOW, 5);
	sys(SYS_keyctl, KEYCTL_CHOWN, key, -1, -1);
	sys(SYS_keyctl, KEYCTL_CHOWN, 77, 1, 2);
	sys(SYS_keyctl, KEYCTL_SETPERM, key, 0x3f3f0000);
	sys(SYS_keyctl, KEYCTL_SETPERM, 77, 0xffffffff);
	sys(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_PROCESS_KEYRING, "user", "description", 0);
	sys(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_USER_KEYRING, LOW, LOW, -4);
	sys(SYS_keyctl, KEYCTL_LINK, 77, KEY_SPEC_SESSION_KEYRING);
	sys(SYS_keyctl, KEYCTL_UNLINK, 77, KEY_SPEC_USER_SESSION_KEYRING);
	sys(SYS_keyctl, KEYCTL_SET_TIMEOUT, key, 1000);
	sys(SYS_keyctl, KEYCTL_GET_SECURITY, key, buffer, sizeof(buffer));
	sys(SYS_keyctl, KEYCTL_SET_REQKEY_KEYRING, KEY_REQKEY_DEFL_NO_CHANGE);
	sys(SYS_keyctl, KEYCTL_SET_REQKEY_KEYRING, 77);
	sys(SYS_keyctl, KEYCTL_INSTANTIATE, 77, "payload", 7, 0);
	sys(SYS_keyctl, KEYCTL_INSTANTIATE_IOV, 77, LOW, 2, 0);
	sys(SYS_keyctl, KEYCTL_NEGATE, 77, 5, KEY_SPEC_REQKEY_AUTH_KEY);
	sys(SYS_keyctl, KEYCTL_REJECT, 77, 5, 126, 0);
	sys(SYS_keyctl, KEYCTL_ASSUME_AUTHORITY, 0);
	sys(SYS_keyctl, KEYCTL_GET_PERSISTENT, -1, 77);
	sys(SYS_keyctl, KEYCTL_DH_COMPUTE, &dh, buffer, sizeof(buffer), 0);
	sys(SYS_keyctl, KEYCTL_DH_COMPUTE, LOW, LOW, 5, LOW);
	sys(SYS_keyctl, KEYCTL_RESTRICT_KEYRING, 77, "type", "restriction");
	sys(SYS_keyctl, KEYCTL_CAPABILITIES, buffer, 2);
	sys(SYS_keyctl, KEYCTL_REVOKE, key);
	sys(SYS_keyctl, KEYCTL_INVALIDATE, key);
	sys(SYS_keyctl, KEYCTL_CLEAR, 77);
	sys(SYS_keyctl, 999, 1, 2, 3, 4);
	sys(SYS_keyctl, -1, -1, -1, -1, -1);
}
