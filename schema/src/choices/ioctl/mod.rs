//! The argument of ioctl(2), by request, a file per kind of device.
//!
//! A request without a row tells how many bytes its argument has and who writes them, in its own number; those bytes are
//! kept. [`crate::flags::IOCTL`] has the names of further requests.

use super::{Choice, Choices};
use crate::kind::Kind::Hex;
use std::sync::OnceLock;

mod block;
mod device;
mod fs;
mod other;
mod sock;
mod tty;

/// The argument of ioctl(2).
pub static IOCTL_ARGS: Choices = Choices {
    name: "ioctl",
    header: "include/uapi/asm-generic/ioctls.h, include/uapi/linux/sockios.h, fs.h, loop.h, ...",
    mask: 0xffff_ffff,
    encoded: true,
    groups: GROUPS,
    otherwise: &[Hex],
    index: OnceLock::new(),
};

static GROUPS: &[&[Choice]] = &[tty::ROWS, sock::ROWS, fs::ROWS, block::ROWS, device::ROWS, other::ROWS];
