//! Arguments one by one, for programs.

use super::Call;
use schema::{choices::decided, kind::Kind};

/// One argument of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument {
    /// Name, as in the manual page.
    pub name: &'static str,
    /// What it is: `fd`, `path`, `flags`, `struct`, ...
    pub kind: &'static str,
    /// The register.
    pub value: u64,
    /// Whether the register holds a number with a sign.
    pub signed: bool,
    /// What it means, as strace writes it; absent where that is only the number.
    pub symbol: Option<String>,
}

/// Names of registers whose call is not known.
const REGISTERS: [&str; 6] = ["a0", "a1", "a2", "a3", "a4", "a5"];

impl Call<'_> {
    /// The arguments, those that the call does not look at left out.
    pub fn typed(&self) -> Vec<Argument> {
        self.meant(|call| call.own_typed())
    }

    fn own_typed(&self) -> Vec<Argument> {
        let Some(row) = self.row() else {
            let raw = |(name, value): (&&'static str, &u64)| Argument {
                name,
                kind: "unknown",
                value: *value,
                signed: false,
                symbol: None,
            };
            return REGISTERS.iter().zip(&self.args).map(raw).collect();
        };
        let mut arguments = Vec::new();
        for (i, arg) in row.args.iter().enumerate().take(6) {
            let kind = decided(arg.kind, &self.args);
            let Some(name) = name(kind).filter(|_| !self.is_left_out(kind)) else { continue };
            let signed = matches!(
                kind,
                Kind::Int | Kind::Long | Kind::Offset | Kind::Joined(_) | Kind::Fd | Kind::DirFd | Kind::Pid
            );
            let narrow = matches!(kind, Kind::Int | Kind::Fd | Kind::DirFd | Kind::Pid);
            let value = match kind {
                Kind::Joined(upper) => {
                    self.args.get(usize::from(upper)).map_or(0, |upper| upper << 32) | self.args[i] & 0xffff_ffff
                }
                _ if narrow => i64::from(self.args[i] as i32) as u64,
                _ => self.args[i],
            };
            let mut symbol = String::new();
            self.argument(&mut symbol, i, kind);
            let number = symbol.parse() == Ok(value as i64) || symbol.parse() == Ok(value);
            let symbol = (!number && !self.notation.raw).then_some(symbol);
            arguments.push(Argument { name: arg.name, kind: name, value, signed, symbol });
        }
        arguments
    }
}

/// The name of a kind; `None` of an argument that the call does not look at.
fn name(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Int
        | Kind::Uint
        | Kind::Long
        | Kind::Size
        | Kind::Hex
        | Kind::Hex32
        | Kind::Offset
        | Kind::Joined(_)
        | Kind::FutexOp
        | Kind::IoPrio => "number",
        Kind::Addr | Kind::Handler => "address",
        Kind::Key => "key",
        Kind::Id16 => "id",
        Kind::Fd | Kind::DirFd => "fd",
        Kind::Path => "path",
        Kind::Str => "string",
        Kind::StrVec | Kind::EnvVec => "strings",
        Kind::Payload(..) => "bytes",
        Kind::Struct(..) | Kind::Timeout(_) | Kind::Control(_) | Kind::Frame(..) | Kind::Message(..) => "struct",
        Kind::NodeMask(..) => "nodes",
        Kind::Stands(_) => "address",
        Kind::SockVal(..) => "option_value",
        Kind::Sockaddr(..) => "sockaddr",
        Kind::Iovec(..) => "iovec",
        Kind::FdSet(_) => "fd_set",
        Kind::Polls(_) => "pollfd",
        Kind::WaitStatus => "wait_status",
        Kind::Enum(_)
        | Kind::SockOpt(_)
        | Kind::Protocol(_)
        | Kind::Request(_)
        | Kind::QuotaCmd
        | Kind::Named(_)
        | Kind::Errno => "enum",
        Kind::Flags(_) | Kind::LongFlags(_) | Kind::FlagsSignal(_) | Kind::FlagsMode(_) => "flags",
        Kind::Mode | Kind::FileMode => "mode",
        Kind::Dev => "device",
        Kind::Uid => "uid",
        Kind::Gid => "gid",
        Kind::Pid => "pid",
        Kind::Signal => "signal",
        Kind::SigSet => "signal_set",
        Kind::By(..) | Kind::If(..) | Kind::Unused => return None,
    })
}
