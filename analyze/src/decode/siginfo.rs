//! What is known of a signal that was delivered.

use super::{Call, Notation, captures, memory::Target, structs::Memory};
use schema::{Arch, kind::Len};

/// Bytes of a `siginfo_t` (`SI_MAX_SIZE` of `include/uapi/asm-generic/siginfo.h`); of what the kernel does not keep, none is set.
const SIZE: usize = 128;

/// Writes a signal's `siginfo_t`, of which the beginning is there in hexadecimal: `{si_signo=SIGCHLD, si_code=CLD_EXITED, ...}`;
/// nothing if the kernel did not say (SIGKILL).
pub fn siginfo(out: &mut String, hex: &str) {
    let mut bytes = Vec::with_capacity(SIZE);
    if captures::unhex(hex, &mut bytes).is_none() || bytes.iter().take(4).all(|b| *b == 0) {
        return;
    }
    bytes.resize(SIZE, 0);
    // The kernel hands it over in its own layout, whatever the ABI of the program.
    let call = Call {
        arch: Some(Arch::X86_64),
        nr: -1,
        args: [0; 6],
        ret: Some(0),
        captures: &[],
        fd_path: None,
        path_abs: None,
        notation: Notation::default(),
    };
    let target = Target { arg: 0, part: 0, raw: 1 };
    let memory = Memory { name: "siginfo", len: Len::Whole, bytes: &bytes, before: None, truncated: false, target };
    memory.render(&call, out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(hex: &str) -> String {
        let mut out = String::new();
        siginfo(&mut out, hex);
        out
    }

    #[test]
    fn signals_look_as_in_strace() {
        let hex =
            |words: &[i32]| words.iter().flat_map(|w| w.to_le_bytes()).map(|b| format!("{b:02x}")).collect::<String>();
        assert_eq!(
            shown(&hex(&[17, 0, 1, 0, 7, 0, 3, 0, 1, 0, 2, 0])),
            "{si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=7, si_uid=0, si_status=3, si_utime=1, si_stime=2}"
        );
        assert_eq!(shown(&hex(&[11, 0, 1, 0, 16, 0])), "{si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=0x10}");
        assert_eq!(
            shown(&hex(&[12, 0, -1, 0, 7, 0, -2, -1])),
            "{si_signo=SIGUSR2, si_code=SI_QUEUE, si_pid=7, si_uid=0, si_int=-2, si_ptr=0xfffffffffffffffe}"
        );
        assert_eq!(shown(&hex(&[14, 0, 128, 0, 0, 0])), "{si_signo=SIGALRM, si_code=SI_KERNEL}");
        assert_eq!((shown(""), shown(&hex(&[0, 0, 0, 0]))), (String::new(), String::new()));
    }

    proptest! {
        #[test]
        fn any_text_is_shown_without_panic(hex in "[0-9a-f]{0,120}|\\PC{0,20}") {
            let shown = shown(&hex);
            prop_assert!(shown.is_empty() || shown.starts_with("{si_signo="), "{}", shown);
        }
    }
}
