//! What a signal's `siginfo_t` says (`include/uapi/asm-generic/siginfo.h`). The layout is that of all 64-bit machines.

/// SIGCHLD, of x86 and arm (`include/uapi/asm-generic/signal.h`).
const SIGCHLD: i32 = 17;

/// `si_code`s of signals that a process sent: SI_USER, SI_QUEUE, SI_MESGQ, SI_TKILL.
const SENT: [i32; 4] = [0, -1, -3, -6];

fn number(info: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_ne_bytes(*info.get(at..)?.first_chunk()?))
}

/// Why the signal was sent: `si_code`.
pub fn code(info: &[u8]) -> Option<i32> {
    number(info, 8)
}

/// The process that the signal is from, or that it is about (SIGCHLD), as the receiver sees its id.
pub fn sender(info: &[u8]) -> Option<u32> {
    let (signal, code) = (number(info, 0)?, code(info)?);
    let told = SENT.contains(&code) || signal == SIGCHLD && code > 0;
    number(info, 16).filter(|pid| told && *pid > 0).map(|pid| pid as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_signals_of_processes_have_a_sender() {
        let info = |signal: i32, code: i32, pid: i32| {
            [signal, 0, code, 0, pid, 0].iter().flat_map(|n| n.to_ne_bytes()).collect::<Vec<u8>>()
        };
        assert_eq!(sender(&info(15, 0, 7)), Some(7));
        assert_eq!(sender(&info(17, 1, 7)), Some(7));
        assert_eq!(sender(&info(11, 1, 7)), None);
        assert_eq!((sender(&[]), code(&[1, 2])), (None, None));
    }
}
