//! Programs of the classic packet filter, as macros of `include/uapi/linux/filter.h` write them: seccomp(2), SO_ATTACH_FILTER.

use super::{structs, value};
use schema::flags::{BPF_ALU_OP, BPF_CLASS, BPF_JMP_OP, BPF_MODE, BPF_SIZE};

const BPF_LD: u16 = 0;
const BPF_LDX: u16 = 1;
const BPF_ALU: u16 = 4;
const BPF_JMP: u16 = 5;
const BPF_RET: u16 = 6;
const BPF_MISC: u16 = 7;

/// `[BPF_STMT(BPF_LD|BPF_W|BPF_ABS, 0x4), BPF_JUMP(BPF_JMP|BPF_K|BPF_JEQ, 0xc000003e, 0, 0x1)]`.
pub(super) fn render(out: &mut String, bytes: &[u8], truncated: bool) {
    out.push('[');
    for (i, item) in bytes.chunks_exact(8).enumerate() {
        out.push_str(if i > 0 { ", " } else { "" });
        let (code, jt, jf) = (structs::number(&item[..2]) as u16, item[2], item[3]);
        let jump = code & 7 == BPF_JMP;
        out.push_str(if jump { "BPF_JUMP(" } else { "BPF_STMT(" });
        opcode(out, code);
        out.push_str(", ");
        value::hex(out, structs::number(&item[4..8]));
        if jump {
            out.push_str(", ");
            value::hex(out, jt.into());
            out.push_str(", ");
            value::hex(out, jf.into());
        }
        out.push(')');
    }
    out.push_str(if truncated { ", ...]" } else { "]" });
}

fn opcode(out: &mut String, code: u16) {
    let part = |out: &mut String, set: &schema::flags::FlagSet, bits: u16| {
        out.push('|');
        set.write_enum(out, bits.into());
    };
    BPF_CLASS.write_enum(out, (code & 7).into());
    let source = if code & 8 != 0 { "|BPF_X" } else { "|BPF_K" };
    match code & 7 {
        BPF_LD | BPF_LDX => {
            part(out, &BPF_SIZE, code & 0x18);
            part(out, &BPF_MODE, code & 0xe0);
        }
        BPF_ALU => {
            out.push_str(source);
            part(out, &BPF_ALU_OP, code & 0xf0);
        }
        BPF_JMP => {
            out.push_str(source);
            part(out, &BPF_JMP_OP, code & 0xf0);
        }
        BPF_RET => out.push_str(match code & 0x18 {
            0 => "|BPF_K",
            8 => "|BPF_X",
            _ => "|BPF_A",
        }),
        BPF_MISC => out.push_str(if code & 0x80 != 0 { "|BPF_TXA" } else { "|BPF_TAX" }),
        _ => {
            out.push('|');
            value::hex(out, (code & !7).into());
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn instructions_are_macros() {
        let mut out = String::new();
        super::render(
            &mut out,
            &[0x20, 0, 0, 0, 4, 0, 0, 0, 0x15, 0, 0, 1, 0x3e, 0, 0, 0xc0, 6, 0, 0, 0, 0, 0, 0xff, 0x7f],
            false,
        );
        assert_eq!(
            out,
            "[BPF_STMT(BPF_LD|BPF_W|BPF_ABS, 0x4), BPF_JUMP(BPF_JMP|BPF_K|BPF_JEQ, 0xc000003e, 0, 0x1), \
             BPF_STMT(BPF_RET|BPF_K, 0x7fff0000)]"
        );
    }
}
