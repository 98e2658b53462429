//! Calls as strace prints them, and any bytes at all.

use super::*;
use proptest::prelude::*;

fn captured<'a>(pieces: &[(u16, u16, &'a [u8])]) -> Vec<Capture<'a>> {
    let capture =
        |(arg, part, bytes): &(u16, u16, &'a [u8])| Capture { arg: *arg, part: *part, bytes, ..Capture::default() };
    pieces.iter().map(capture).collect()
}

fn shown(name: &str, args: [u64; 6], ret: i64, captures: &[Capture<'_>]) -> (String, String) {
    let nr = Arch::X86_64.syscall_nr(name).unwrap();
    let (arch, notation) = (Some(Arch::X86_64), Notation::default());
    let call = Call { arch, nr, args, ret: Some(ret), captures, fd_path: None, path_abs: None, notation };
    let (mut arguments, mut result) = (String::new(), String::new());
    call.arguments(&mut arguments);
    call.result(&mut result);
    (arguments, result)
}

fn words(words: &[u64]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

#[test]
fn calls_look_as_strace_prints_them() {
    let (args, result) =
        shown("openat", [-100i64 as u64, 1, 0o2000000, 0, 0, 0], -2, &captured(&[(1, 0, b"/etc/x\n")]));
    assert_eq!(args, "AT_FDCWD, \"/etc/x\\n\", O_RDONLY|O_CLOEXEC");
    assert_eq!(result, "-1 ENOENT (No such file or directory)");
    let (args, _) = shown("execve", [1, 2, 3, 0, 0, 0], 0, &captured(&[(0, 0, b"/bin/ls"), (1, 0, b"ls\0-l\0")]));
    assert_eq!(args, "\"/bin/ls\", [\"ls\", \"-l\"], 0x3");
    let (arch, notation) = (Some(Arch::X86_64), Notation::default());
    let unknown = [1, 0, 0, 0, 0, 6];
    let none =
        Call { arch, nr: 9999, args: unknown, ret: None, captures: &[], fd_path: None, path_abs: None, notation };
    let (mut args, mut result) = (String::new(), String::new());
    none.arguments(&mut args);
    none.result(&mut result);
    assert_eq!((args.as_str(), result.as_str()), ("0x1, 0x0, 0x0, 0x0, 0x0, 0x6", "?"));
}

#[test]
fn what_another_argument_decides_is_decided() {
    assert_eq!(
        shown("fcntl", [3, 3, 99, 0, 0, 0], 0x8002, &[]),
        ("3, F_GETFL".into(), "0x8002 (flags O_RDWR|O_LARGEFILE)".into())
    );
    assert_eq!(shown("fcntl", [3, 2, 1, 0, 0, 0], 0, &[]).0, "3, F_SETFD, FD_CLOEXEC");
    let window = [24u8, 0, 80, 0, 0, 0, 0, 0];
    let captures = [Capture { arg: 2, exit: true, bytes: &window, ..Capture::default() }];
    assert_eq!(
        shown("ioctl", [1, 0x5413, 9, 0, 0, 0], 0, &captures).0,
        "1, TIOCGWINSZ, {ws_row=24, ws_col=80, ws_xpixel=0, ws_ypixel=0}"
    );
    assert_eq!(shown("futex", [16, 0x81, 1, 0, 0, 0], 0, &[]).0, "0x10, FUTEX_WAKE_PRIVATE, 1");
    assert_eq!(
        shown("clone", [0x0120_0011, 0, 0, 0x20, 0, 0], 7, &[]).0,
        "child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x20"
    );
}

#[test]
fn pointers_inside_structures_are_followed() {
    let header = words(&[0, 0, 0x100, 1, 0, 0, 0]);
    let vector = words(&[0x200, 2]);
    let captures = captured(&[(1, 0, &header), (1, 2, &vector), (1, 3, b"hi")]);
    assert_eq!(
        shown("sendmsg", [3, 0x10, 0, 0, 0, 0], 2, &captures).0,
        "3, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"hi\", iov_len=2}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, 0"
    );
}

#[test]
fn what_the_kernel_changed_is_shown_with_the_result() {
    let (before, after) = ([3u8, 0, 0, 0, 1, 0, 0, 0], [3u8, 0, 0, 0, 1, 0, 1, 0]);
    let mut captures = captured(&[(0, 0, &before), (0, 0, &after)]);
    captures[1].exit = true;
    assert_eq!(
        shown("poll", [16, 1, 1000, 0, 0, 0], 1, &captures),
        ("[{fd=3, events=POLLIN}], 1, 1000".into(), "1 ([{fd=3, revents=POLLIN}])".into())
    );
}

proptest! {
    #[test]
    fn any_registers_and_bytes_are_shown_on_one_line(
        arch in 0u8..5, nr in -1i32..520, args: [u64; 6], ret: Option<i64>, small: [bool; 6], verbose: bool,
        pieces: Vec<(u16, u16, bool, u8, Vec<u8>)>,
    ) {
        let status = |n: u8| [Status::Whole, Status::Truncated, Status::Fault][usize::from(n) % 3];
        let captures: Vec<Capture<'_>> = pieces
            .iter()
            .map(|(arg, part, exit, n, bytes)| {
                Capture { arg: arg % 8, part: part % 6, exit: *exit, status: status(*n), bytes }
            })
            .collect();
        // Small numbers are those that decide.
        let mut args = args;
        args.iter_mut().zip(small).for_each(|(arg, small)| if small { *arg %= 50 });
        let notation = Notation { verbose, descriptors: 2, ..Notation::default() };
        let fd_path = Some("NETLINK:[ROUTE]");
        let call = Call { arch: Arch::from_code(arch), nr, args, ret, captures: &captures, fd_path, path_abs: None, notation };
        let mut text = String::new();
        call.arguments(&mut text);
        call.result(&mut text);
        for argument in call.typed() {
            text.extend(argument.symbol);
        }
        prop_assert!(!text.chars().any(schema::text::is_harmful), "{text:?}");
    }

    /// Every kind of memory with bytes enough for its structure.
    #[test]
    fn any_structure_is_shown_on_one_line(nr in 0i32..470, choice in 0u64..64, bytes in prop::collection::vec(any::<u8>(), 0..300), verbose: bool) {
        let captures: Vec<Capture<'_>> = (0..6u16)
            .flat_map(|arg| (0..5u16).map(move |part| (arg, part)))
            .map(|(arg, part)| Capture { arg, part, bytes: &bytes, ..Capture::default() })
            .collect();
        let notation = Notation { verbose, ..Notation::default() };
        for args in [[choice; 6], [1 << 40; 6], [3, 0x5401 + choice, 16, 2, 1, 1]] {
            for arch in [Arch::X86_64, Arch::I386] {
                let ret = Some(choice as i64);
                let call =
                    Call { arch: Some(arch), nr, args, ret, captures: &captures, fd_path: None, path_abs: None, notation };
                let mut text = String::new();
                call.arguments(&mut text);
                call.result(&mut text);
                prop_assert!(!text.chars().any(schema::text::is_harmful), "{text:?}");
            }
        }
    }
}
