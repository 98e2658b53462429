//! Addresses of virtual sockets: vsock(7), `include/uapi/linux/vm_sockets.h`.

use super::FlagSet;

/// Addresses of virtual sockets.
pub static VSOCK_CID: FlagSet = FlagSet {
    name: "addresses of virtual sockets",
    header: "include/uapi/linux/vm_sockets.h",
    mask: 0,
    names: &[
        (0xffffffff, "VMADDR_CID_ANY"),
        (0, "VMADDR_CID_HYPERVISOR"),
        (1, "VMADDR_CID_LOCAL"),
        (2, "VMADDR_CID_HOST"),
    ],
};
