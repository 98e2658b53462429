//! Error numbers: names and messages (`errno(3)`, `include/uapi/asm-generic/errno*.h`).
//!
//! The kernel returns an error as a value from -4095 to -1 (`MAX_ERRNO` in `include/linux/err.h`).

use syscalls::Errno;

/// The largest error number the kernel can return.
pub const MAX_ERRNO: i64 = 4095;

/// Errors that the kernel returns to itself to restart a call; a tracer sees them, the program never does
/// (`include/linux/errno.h`). Names and notes as in strace.
const RESTART: [(i32, &str, &str); 4] = [
    (512, "ERESTARTSYS", "To be restarted if SA_RESTART is set"),
    (513, "ERESTARTNOINTR", "To be restarted"),
    (514, "ERESTARTNOHAND", "To be restarted if no handler"),
    (516, "ERESTART_RESTARTBLOCK", "Interrupted by signal"),
];

/// Messages for which strerror(3), and so strace and every shell, has other words than the kernel's headers.
const STRERROR: [(i32, &str); 19] = [
    (5, "Input/output error"),
    (9, "Bad file descriptor"),
    (11, "Resource temporarily unavailable"),
    (12, "Cannot allocate memory"),
    (18, "Invalid cross-device link"),
    (23, "Too many open files in system"),
    (25, "Inappropriate ioctl for device"),
    (33, "Numerical argument out of domain"),
    (34, "Numerical result out of range"),
    (35, "Resource deadlock avoided"),
    (37, "No locks available"),
    (38, "Function not implemented"),
    (40, "Too many levels of symbolic links"),
    (74, "Bad message"),
    (84, "Invalid or incomplete multibyte or wide character"),
    (95, "Operation not supported"),
    (102, "Network dropped connection on reset"),
    (122, "Disk quota exceeded"),
    (125, "Operation canceled"),
];

/// The error number in a raw return value, or `None` if the call succeeded.
pub fn of_return(ret: i64) -> Option<i32> {
    (-MAX_ERRNO..0).contains(&ret).then_some(-ret as i32)
}

/// `ENOENT` for 2; `None` if the number has no name.
pub fn name(errno: i32) -> Option<&'static str> {
    RESTART.iter().find(|r| r.0 == errno).map(|r| r.1).or_else(|| Errno::new(errno).name())
}

/// 2 for `ENOENT`; `None` if no error has that name.
pub fn number(text: &str) -> Option<i32> {
    (1..MAX_ERRNO as i32).find(|errno| name(*errno) == Some(text))
}

/// `No such file or directory` for 2; `None` if the number has no message.
pub fn message(errno: i32) -> Option<&'static str> {
    let restart = RESTART.iter().find(|r| r.0 == errno).map(|r| r.2);
    let strerror = STRERROR.iter().find(|r| r.0 == errno).map(|r| r.1);
    restart.or(strerror).or_else(|| Errno::new(errno).description())
}

/// Whether a return value tells the kernel itself to restart the call.
pub fn is_restart(ret: i64) -> bool {
    of_return(ret).is_some_and(|errno| RESTART.iter().any(|r| r.0 == errno))
}

/// What the `errno` column holds: the name, or `errno_NNN` for a number without one.
pub fn display(errno: i32) -> std::borrow::Cow<'static, str> {
    name(errno).map_or_else(|| format!("errno_{errno}").into(), Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_error_range_is_an_error() {
        assert_eq!(of_return(-2), Some(2));
        assert_eq!(of_return(-4095), Some(4095));
        assert_eq!(of_return(-4096), None);
        assert_eq!(of_return(0), None);
        assert_eq!(name(2), Some("ENOENT"));
        assert_eq!(message(13), Some("Permission denied"));
        for errno in 1..134 {
            // The C library's own words; it calls what it does not know "Unknown error N".
            let text = std::io::Error::from_raw_os_error(errno).to_string();
            let strerror = text.split(" (os error").next().unwrap_or_default();
            assert!(message(errno) == Some(strerror) || strerror.starts_with("Unknown"), "{errno}: {strerror}");
        }
        assert_eq!(display(4000), "errno_4000");
        assert_eq!(display(512), "ERESTARTSYS");
    }
}
