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

/// Shows a call in every way; the text.
fn all_of(call: &Call<'_>) -> String {
    let mut text = String::new();
    call.arguments(&mut text);
    call.result(&mut text);
    call.typed().into_iter().for_each(|argument| text.extend(argument.symbol));
    assert!(call.payloads().map(<[u8]>::len).sum::<usize>() < 1 << 20);
    text
}

/// Every call of every ABI, every row of every table, with every kind of memory behind every argument.
#[test]
fn every_row_is_shown_whatever_memory_holds() {
    let noise = |seed: u32, len: usize| -> Vec<u8> {
        let next = |state: &mut u32| {
            *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            Some((*state >> 24) as u8)
        };
        std::iter::repeat(()).scan(seed, |state, ()| next(state)).take(len).collect()
    };
    let mut memories: Vec<Vec<u8>> =
        [0, 3, 8, 12, 40, 130, 300].into_iter().map(|len| noise(len, len as usize)).collect();
    memories.extend([vec![0; 200], vec![0xff; 200], words(&[16, 1, 8, 2, 24, 3]), b"a\0b\x1b[2J\n".repeat(20)]);
    let sockets = schema::netlink::PROTOCOLS.iter().map(|protocol| format!("NETLINK:[{}]", protocol.name));
    let sockets: Vec<String> = sockets.collect();
    let mut shown = 0usize;
    for (i, memory) in memories.iter().enumerate() {
        let captures = |exit: bool, status: Status| -> Vec<Capture<'_>> {
            let places = (0..14u16).flat_map(|arg| (0..6u16).map(move |part| (arg, part)));
            places.map(|(arg, part)| Capture { arg, part, exit, status, bytes: memory }).collect()
        };
        let both = [captures(false, Status::Whole), captures(true, Status::Truncated)].concat();
        for arch in Arch::ALL {
            let deciding = schema::choices::used(arch).flat_map(|choices| choices.rows()).map(|row| row.value);
            let standing = (0..schema::syscalls::stood_for().len() as i32).map(|i| stands::FIRST + i);
            let mut calls: Vec<(i32, u64)> = arch.syscall_nrs().into_iter().chain(standing).map(|nr| (nr, 0)).collect();
            let decided =
                ["ioctl", "fcntl", "prctl", "bpf", "futex", "keyctl", "ptrace", "quotactl", "socketcall", "ipc"];
            let decided: Vec<i32> = decided.iter().filter_map(|name| arch.syscall_nr(name)).collect();
            calls.extend(deciding.chain(0..24).flat_map(|value| decided.iter().map(move |nr| (*nr, value))));
            for (nr, value) in calls {
                for args in [[value; 6], [1, value, value, 3, 4, 5], [u64::MAX; 6]] {
                    let (fd_path, verbose) = (sockets.get(shown % sockets.len()), shown.is_multiple_of(2));
                    let ret = [Some(0), Some(5), Some(-14), None, Some(i64::MIN)][shown % 5];
                    let notation = Notation { verbose, descriptors: 2, ..Notation::default() };
                    let fd_path = fd_path.map(String::as_str);
                    let call =
                        Call { arch: Some(arch), nr, args, ret, captures: &both, fd_path, path_abs: None, notation };
                    let text = all_of(&call);
                    assert!(!text.chars().any(schema::text::is_harmful), "{arch:?} {nr} memory {i}: {text:?}");
                    shown += 1;
                }
            }
        }
    }
    assert!(shown > 100_000, "{shown}");
}

#[test]
fn a_socketcall_is_shown_as_what_it_stands_for() {
    let (nr, memory) =
        (Arch::I386.syscall_nr("socketcall").unwrap(), [3u32, 0x1000, 16].map(u32::to_le_bytes).concat());
    let address = [2, 0, 0, 80, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];
    let captures = captured(&[(1, 0, &memory), (9, 0, &address)]);
    let call = Call {
        arch: Some(Arch::I386),
        nr,
        args: [3, 0x500, 0, 0, 0, 0],
        ret: Some(0),
        captures: &captures,
        fd_path: None,
        path_abs: None,
        notation: Notation::default(),
    };
    let mut text = String::new();
    call.arguments(&mut text);
    assert_eq!(text, "3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"127.0.0.1\")}, 16");
    let names: Vec<_> = call.typed().into_iter().map(|argument| argument.name).collect();
    assert_eq!(names, ["sockfd", "addr", "addrlen"]);
    // Without the words it is the call that was made.
    text.clear();
    Call { captures: &[], ..call }.arguments(&mut text);
    assert_eq!(text, "SYS_CONNECT, 0x500");
}

#[test]
fn routing_messages_are_read_to_their_attributes() {
    let mut message = words(&[52 | 16 << 32 | 5 << 48, 1]);
    message.extend(words(&[1 << 32, 0]));
    message.extend([9, 0, 3, 0, b'n', b'a', b'm', b'e', 0, 0, 0, 0, 8, 0, 4, 0, 220, 5, 0, 0]);
    let captures = captured(&[(1, 0, &message)]);
    let call = Call {
        arch: Some(Arch::X86_64),
        nr: Arch::X86_64.syscall_nr("sendto").unwrap(),
        args: [3, 0x10, 52, 0, 0, 0],
        ret: Some(52),
        captures: &captures,
        fd_path: Some("NETLINK:[ROUTE:0]"),
        path_abs: None,
        notation: Notation::default(),
    };
    let mut text = String::new();
    call.arguments(&mut text);
    assert_eq!(
        text,
        "3, [{nlmsg_len=52, nlmsg_type=RTM_NEWLINK, nlmsg_flags=NLM_F_REQUEST|NLM_F_ACK, nlmsg_seq=1, nlmsg_pid=0}, \
         {ifi_family=AF_UNSPEC, ifi_type=ARPHRD_NETROM, ifi_index=if_nametoindex(1), ifi_flags=0, ifi_change=0}, \
         [[{nla_len=9, nla_type=IFLA_IFNAME}, \"name\"], [{nla_len=8, nla_type=IFLA_MTU}, 1500]]], 52, 0, NULL, 0"
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
