//! What of a call rules can see once equal calls have become one row.

use schema::{
    effects::{self, Effect},
    kind::{Kind, Ret},
    notable, syscalls,
};

/// How equal calls of one name are told from others.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shape {
    /// Each call is a row of its own: in what order they came matters.
    pub single: bool,
    /// Bits of the arguments that are neither addresses nor sizes.
    pub args: u8,
    /// The value returned is a descriptor.
    pub makes: bool,
    /// What it returns is worth adding up.
    pub adds: bool,
}

/// Of the calls of that name.
pub fn shape(name: &str) -> Shape {
    let matters = |kind: Kind| {
        !matches!(
            kind,
            Kind::Addr
                | Kind::Path
                | Kind::Str
                | Kind::StrVec
                | Kind::EnvVec
                | Kind::Payload(..)
                | Kind::Struct(..)
                | Kind::Sockaddr(..)
                | Kind::Iovec(..)
                | Kind::Control(..)
                | Kind::FdSet(_)
                | Kind::Polls(_)
                | Kind::Timeout(_)
                | Kind::WaitStatus
                | Kind::SockVal(..)
                | Kind::Size
                | Kind::Offset
                | Kind::Joined(_)
                | Kind::Handler
                | Kind::Unused
        )
    };
    let mut shape = Shape { single: is_single(name), args: 0, makes: false, adds: false };
    for row in syscalls::all().filter(|row| row.name == name) {
        for (at, _) in row.args.iter().enumerate().filter(|(_, arg)| matters(arg.kind)) {
            shape.args |= 1 << at;
        }
        shape.makes |= matches!(row.ret, Ret::Fd);
    }
    let role = schema::roles::of(name);
    use schema::roles::Role::{Fill, Messages, Move, Read, Write};
    shape.adds = matches!(role, Some(Read | Write | Move | Fill | Messages));
    shape
}

/// Whether each call of that name is a row of its own.
fn is_single(name: &str) -> bool {
    let makes = matches!(
        effects::of(name),
        Some(
            Effect::Socket
                | Effect::SocketPair
                | Effect::Pipe(_)
                | Effect::Dup(_)
                | Effect::Memfd
                | Effect::Exec
                | Effect::Pidfd
                | Effect::PidfdGetfd
                | Effect::Local
                | Effect::Unshare
                | Effect::Setns
        )
    );
    notable::of(name).is_some() || makes || ["fork", "vfork", "clone", "clone3", "prctl", "setsid"].contains(&name)
}
