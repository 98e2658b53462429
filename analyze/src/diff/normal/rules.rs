//! What differs from run to run and says nothing: the rules, each with what it merges and what it leaves alone.
//!
//! Sources: proc(5) and pts(4) for paths, RFC 9562 for UUIDs, ISO 8601 for dates, mkstemp(3), mktemp(1) and Python's `tempfile` for names
//! of temporary files, ip(7) for ports, ldconfig(8) for names of libraries.

use super::Form;
use schema::telling::EPHEMERAL;

/// A rule.
pub struct Rule {
    /// Name, as --explain shows it.
    pub name: &'static str,
    /// What texts it is for.
    pub forms: &'static [Form],
    /// What it finds; the part named `v` is what the condition looks at.
    pub pattern: &'static str,
    /// What stands in its place.
    pub to: &'static str,
    /// Whether the part `v`, or all that was found, really is what it looks like.
    pub only_if: fn(&str) -> bool,
    /// What it replaces is told when it changed from one side to the other, even if only one run is known of each.
    pub told: bool,
    /// Texts, and what becomes of them.
    pub merges: &'static [(&'static str, &'static str)],
    /// Texts that look alike and stay as they are.
    pub keeps: &'static [&'static str],
}

const PATHS: &[Form] = &[Form::Path, Form::Values, Form::Address];

/// All rules, in the order in which they are applied.
pub const RULES: &[Rule] = &[
    Rule {
        name: "process id",
        forms: PATHS,
        pattern: r"(/proc/)\d+\b",
        to: "${1}PID",
        only_if: always,
        told: false,
        merges: &[("/proc/4711/maps", "/proc/PID/maps"), ("cat /proc/1/mem", "cat /proc/PID/mem")],
        keeps: &["/proc/self/maps", "/srv/proc7/x", "/proc/sys/kernel/pid_max"],
    },
    Rule {
        name: "thread id",
        forms: PATHS,
        pattern: r"(/proc/(?:PID|self|thread-self)/task/)\d+\b",
        to: "${1}TID",
        only_if: always,
        told: false,
        merges: &[("/proc/self/task/12/comm", "/proc/self/task/TID/comm")],
        keeps: &["/proc/self/task", "/srv/task/12"],
    },
    Rule {
        name: "descriptor",
        forms: PATHS,
        pattern: r"(/proc/(?:PID|self|thread-self)(?:/task/TID)?/fd(?:info)?/|/dev/fd/)\d+\b",
        to: "${1}FD",
        only_if: always,
        told: false,
        merges: &[("/proc/self/fd/17", "/proc/self/fd/FD"), ("/dev/fd/63", "/dev/fd/FD")],
        keeps: &["/proc/self/fd", "/srv/fd/17"],
    },
    Rule {
        name: "address in /proc",
        forms: PATHS,
        pattern: r"(/map_files/)[0-9a-f]+-[0-9a-f]+",
        to: "${1}ADDRESSES",
        only_if: always,
        told: false,
        merges: &[("/proc/PID/map_files/7f00-7f10", "/proc/PID/map_files/ADDRESSES")],
        keeps: &["/srv/7f00-7f10"],
    },
    Rule {
        name: "terminal",
        forms: PATHS,
        pattern: r"(/dev/pts/)\d+\b",
        to: "${1}N",
        only_if: always,
        told: false,
        merges: &[("/dev/pts/3", "/dev/pts/N")],
        keeps: &["/dev/pts/ptmx", "/dev/tty1"],
    },
    Rule {
        name: "inode",
        forms: PATHS,
        pattern: r"\b(pipe|socket|anon_inode|mnt|net|pid|user|uts|ipc|cgroup|time):\[#?\d+\]",
        to: "${1}:[N]",
        only_if: always,
        told: false,
        merges: &[("pipe:[81234]", "pipe:[N]"), ("net:[4026531840]", "net:[N]")],
        keeps: &["anon_inode:[eventfd]"],
    },
    Rule {
        name: "UUID",
        forms: PATHS,
        pattern: r"\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b",
        to: "UUID",
        only_if: always,
        told: false,
        merges: &[("/run/6f1e1c2a-0b6f-4c39-9b8f-0123456789ab/x", "/run/UUID/x")],
        keeps: &["/run/6f1e1c2a-0b6f/x"],
    },
    Rule {
        name: "digest",
        forms: PATHS,
        pattern: r"(?:\b|_)(?P<v>[0-9a-f]{12,128}|[0-9A-F]{12,128})(?:\b|_)",
        to: "DIGEST",
        only_if: mixed_digits,
        told: false,
        merges: &[("/var/cache/da39a3ee5e6b4b0d3255bfef95601890afd80709.bin", "/var/cache/DIGEST.bin")],
        keeps: &["/usr/lib/decade", "/opt/100000000000/x", "/opt/deadbeefcafe/x"],
    },
    Rule {
        name: "folder of digests",
        forms: PATHS,
        pattern: r"(/(?:sha1|sha256|sha512|objects|index-v\d+)/)[0-9a-f]{2}(/|\s|$)",
        to: "${1}HEX${2}",
        only_if: always,
        told: false,
        merges: &[("/srv/.git/objects/3f/DIGEST", "/srv/.git/objects/HEX/DIGEST"), ("/c/sha512/13", "/c/sha512/HEX")],
        keeps: &["/srv/ab/cd", "/srv/objects/ab-x", "/srv/objects/abc", "/srv/objects/pack"],
    },
    Rule {
        name: "folder of digests, below one",
        forms: PATHS,
        pattern: r"(/(?:sha1|sha256|sha512|objects|index-v\d+)/HEX/)[0-9a-f]{2}(/|\s|$)",
        to: "${1}HEX${2}",
        only_if: always,
        told: false,
        merges: &[("/root/.npm/_cacache/content-v2/sha512/HEX/21", "/root/.npm/_cacache/content-v2/sha512/HEX/HEX")],
        keeps: &["/srv/ab/cd", "/c/sha512/HEX/abc"],
    },
    Rule {
        name: "date and time",
        forms: PATHS,
        pattern: r"\b20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T_ -][0-2]\d[:.-]?[0-5]\d(?:[:.-]?[0-5]\d)?(?:[.,]\d+)?Z?)?\b",
        to: "TIME",
        only_if: always,
        told: false,
        merges: &[("/var/log/x-2026-11-21T06:17:11Z.log", "/var/log/x-TIME.log"), ("/a/2026-11-21", "/a/TIME")],
        keeps: &["/a/2026-13-21", "/a/20261121"],
    },
    Rule {
        name: "date and time, digits only",
        forms: PATHS,
        pattern: r"\b20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[T_-]?[0-2]\d[0-5]\d(?:[0-5]\d)?\b",
        to: "TIME",
        only_if: always,
        told: false,
        merges: &[("/var/log/x-20261121T061711.log", "/var/log/x-TIME.log")],
        keeps: &["/opt/app-20261121/bin", "/opt/20269921061711"],
    },
    Rule {
        name: "seconds since 1970",
        forms: PATHS,
        pattern: r"\b1[5-9]\d{8}(?:\d{3}|\d{6}|\d{9})?\b",
        to: "TIME",
        only_if: always,
        told: false,
        merges: &[("/var/log/x.1795241831", "/var/log/x.TIME"), ("/a/1795241831766547974/b", "/a/TIME/b")],
        keeps: &["/a/17952418", "/a/2795241831"],
    },
    Rule {
        name: "name of a temporary file",
        forms: PATHS,
        pattern: r"((?:/tmp|/var/tmp|/dev/shm)/(?:[^\s/]*[-_.])?(?:tmp\.|tmp|cc))(?P<v>[A-Za-z0-9_]{6,10})\b",
        to: "${1}NAME",
        only_if: six_or_eight_or_ten,
        told: false,
        merges: &[
            ("/tmp/tmp.Xk3vQ0aPz9/f", "/tmp/tmp.NAME/f"),
            ("/tmp/tmpq8_x2k1v", "/tmp/tmpNAME"),
            ("/tmp/ccX1y2Z3.s", "/tmp/ccNAME.s"),
        ],
        keeps: &["/tmp/tmpfile", "/srv/tmpq8_x2k1v", "/tmp/tmp"],
    },
    Rule {
        name: "random end of a temporary name",
        forms: PATHS,
        pattern: r"((?:/tmp|/var/tmp|/dev/shm|/run)/(?:[^\s/]+/)*[^\s/]*[-_.])(?P<v>[A-Za-z0-9_]{6,12})\b",
        to: "${1}NAME",
        only_if: random_end,
        told: false,
        merges: &[
            ("/tmp/pip-install-k3x9q2vb/a", "/tmp/pip-install-NAME/a"),
            ("/tmp/f.aB3xYz", "/tmp/f.NAME"),
            ("/tmp/f.abCdef", "/tmp/f.NAME"),
            ("/tmp/app-k3_9q2vb", "/tmp/app-NAME"),
        ],
        keeps: &["/tmp/app-config2", "/tmp/app-my_config2", "/tmp/x.socket", "/etc/f.aB3xYz", "/tmp/app.Config"],
    },
    Rule {
        name: "number in a temporary name",
        forms: PATHS,
        pattern: r"((?:/tmp|/var/tmp|/dev/shm)/[^\s]*?[-_.])(?:\d{3,})\b",
        to: "${1}N",
        only_if: always,
        told: false,
        merges: &[("/tmp/npm-12345/x", "/tmp/npm-N/x")],
        keeps: &["/tmp/v2", "/tmp/x/id_ed25519", "/srv/npm-12345/x"],
    },
    Rule {
        name: "address in memory",
        forms: &[Form::Values],
        pattern: r"0x(?:[0-9a-f]{9,16}|f[0-9a-f]{7}|5[56][0-9a-f]{6})\b",
        to: "ADDRESS",
        only_if: always,
        told: false,
        merges: &[("({sa_handler=0x5601aa5b2c10})", "({sa_handler=ADDRESS})")],
        keeps: &["(0x5413)", "(0x1000000)"],
    },
    Rule {
        name: "port that the kernel chose",
        forms: &[Form::Address],
        pattern: r":(?P<v>\d{5})$",
        to: ":PORT",
        only_if: ephemeral,
        told: false,
        merges: &[("127.0.0.1:43210", "127.0.0.1:PORT"), ("[::1]:60001", "[::1]:PORT")],
        keeps: &["127.0.0.1:8080", "127.0.0.1:27017", "127.0.0.1:99999"],
    },
    Rule {
        name: "version of a library",
        forms: PATHS,
        pattern: r"\.so(?:\.\d+)+",
        to: ".so.VERSION",
        only_if: always,
        told: true,
        merges: &[("/usr/lib/libfoo.so.1.2", "/usr/lib/libfoo.so.VERSION")],
        keeps: &["/usr/lib/libfoo.so", "/etc/ld.so.cache"],
    },
    Rule {
        name: "version",
        forms: PATHS,
        pattern: r"([/@_+-]v?|[A-Za-z])\d+(?:\.\d+)+",
        to: "${1}VERSION",
        only_if: always,
        told: true,
        merges: &[
            ("/opt/app-1.4.2/bin/app", "/opt/app-VERSION/bin/app"),
            ("/usr/lib/python3.11/os.py", "/usr/lib/pythonVERSION/os.py"),
        ],
        keeps: &["/opt/app-14/bin/app", "connect 10.0.0.1"],
    },
];

fn always(_: &str) -> bool {
    true
}

/// Of hexadecimal digits: some are numbers and some letters, so it is no word and no number.
fn mixed_digits(text: &str) -> bool {
    let numbers = text.bytes().filter(u8::is_ascii_digit).count();
    numbers >= 2 && text.len() - numbers >= 2
}

/// As long as mkstemp(3), Python and mktemp(1) make them.
fn six_or_eight_or_ten(text: &str) -> bool {
    matches!(text.len(), 6 | 8 | 10) && (text.len() != 6 || random(text))
}

/// A letter follows a digit, or a large letter a small one: nobody has thought of it.
pub fn random(text: &str) -> bool {
    let pairs = text.as_bytes().windows(2);
    let digits = text.bytes().any(|b| b.is_ascii_digit());
    let breaks = |pair: &&[u8]| match pair {
        [a, b] => a.is_ascii_digit() && b.is_ascii_alphabetic() || a.is_ascii_lowercase() && b.is_ascii_uppercase(),
        _ => false,
    };
    let breaks = pairs.filter(breaks).count();
    breaks >= 2 || breaks == 1 && digits
}

/// The same; of six characters, as many as mkstemp(3) makes, one such place is enough.
fn random_end(text: &str) -> bool {
    let large = |pair: &[u8]| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase());
    random(text) || text.len() == 6 && text.as_bytes().windows(2).any(large)
}

fn ephemeral(port: &str) -> bool {
    port.parse::<u16>().is_ok_and(|port| port >= EPHEMERAL)
}
