//! What a call returned.

use super::{Call, Status, memory::Target, sets, text, value};
use schema::{
    choices::decided,
    errno,
    kind::{Kind, Ret, Syscall},
};

impl Call<'_> {
    /// The result: `3`, `-1 ENOENT (No such file or directory)`, `0x7f...`, or `?` if there is none.
    pub fn result(&self, out: &mut String) {
        self.meant(|call| call.own_result(out));
    }

    fn own_result(&self, out: &mut String) {
        let Some(ret) = self.ret else { return out.push('?') };
        if let Some(number) = errno::of_return(ret) {
            // A call that will be restarted has no result yet.
            out.push_str(if number >= 512 { "? " } else { "-1 " });
            out.push_str(&errno::display(number));
            out.push_str(" (");
            out.push_str(errno::message(number).unwrap_or("unknown error"));
            out.push(')');
            return;
        }
        let Some(row) = self.row().filter(|_| !self.notation.raw) else { return value::signed(out, ret) };
        match self.returned(row) {
            // Of 32 bits, an address in the upper half of the memory is no negative number.
            Ret::Hex if self.layouts().word() == 4 => value::hex(out, (ret as u32).into()),
            Ret::Hex => value::hex(out, ret as u64),
            Ret::Mode => value::octal(out, ret as u64),
            Ret::Fd => {
                value::signed(out, ret);
                if self.notation.descriptors > 0
                    && let Some(path) = self.path_abs
                {
                    value::stands_for(out, path, self.notation.descriptors);
                }
            }
            Ret::Flags(label, set) if ret != 0 || set.name(0).is_some() => {
                value::hex(out, ret as u64);
                out.push_str(" (");
                out.push_str(label);
                set.write_flags(out, ret as u64);
                out.push(')');
            }
            Ret::Enum(set) if set.name(ret as u64).is_some() => {
                value::signed(out, ret);
                out.push_str(" (");
                set.write_enum(out, ret as u64);
                out.push(')');
            }
            Ret::Signal if ret > 0 => {
                value::signed(out, ret);
                out.push_str(" (");
                text::signal_name(out, ret as i32);
                out.push(')');
            }
            _ => value::signed(out, ret),
        }
        self.outputs(out, row, ret);
    }

    /// What the return value is, which an argument may decide.
    fn returned(&self, row: &Syscall) -> Ret {
        let chosen = row.args.iter().find_map(|arg| match arg.kind {
            Kind::By(selector, choices, _) => {
                choices.find(self.args.get(usize::from(selector)).copied().unwrap_or_default())?.ret
            }
            _ => None,
        });
        chosen.unwrap_or(row.ret)
    }

    /// ` (in [3], left {tv_sec=0, tv_usec=1})`: arguments that belong to the result.
    fn outputs(&self, out: &mut String, row: &Syscall, ret: i64) {
        let waits = |kind: &Kind| matches!(kind, Kind::Polls(_) | Kind::FdSet(_));
        if !row.args.iter().any(|arg| waits(&arg.kind)) {
            return;
        }
        if ret == 0 {
            return out.push_str(" (Timeout)");
        }
        let start = out.len();
        let mut sets_seen = 0;
        for (i, arg) in row.args.iter().enumerate() {
            let capture = self.capture_at(i as u16, 0, true);
            let comma = if out.len() > start { ", " } else { " (" };
            match (decided(arg.kind, &self.args), capture) {
                (Kind::FdSet(_), capture) => {
                    sets_seen += 1;
                    if let Some(c) = capture.filter(|c| c.bytes.iter().any(|b| *b != 0)) {
                        out.push_str(comma);
                        out.push_str(["in ", "out ", "except "][(sets_seen - 1).min(2)]);
                        sets::descriptors(out, c.bytes);
                    }
                }
                (Kind::Polls(_), Some(c)) => {
                    out.push_str(comma);
                    sets::polled(self, out, c.bytes, c.status == Status::Truncated);
                }
                (kind @ Kind::Timeout(_), Some(c)) => {
                    out.push_str(comma);
                    out.push_str("left ");
                    let only = [*c];
                    let call = Call { captures: &only, ..*self };
                    super::memory::render(&call, out, Target { arg: i as u16, part: 0, raw: 1 }, kind);
                }
                _ => {}
            }
        }
        out.push_str(if out.len() > start { ")" } else { "" });
    }
}
