//! Paths made absolute.

/// The longest absolute path that is kept. The kernel refuses a path of 4096 bytes, but a program may go down deeper in
/// several steps.
const LONGEST: usize = 1 << 15;

/// What `path` means to a task whose root is `root` ("/" if empty) and whose relative paths begin at `base`.
///
/// `.` and `..` are resolved by name. Where a component before `..` is a symbolic link the kernel may go elsewhere; which
/// components are links is not known. `None` if `base` is needed and not known, or the result too long.
pub fn absolute(root: &[u8], base: Option<&[u8]>, path: &[u8]) -> Option<Vec<u8>> {
    let (floor, start) = match path.first() {
        Some(b'/') => (root, root),
        // Above the root nothing can be named, unless one has stood outside of it from the start.
        _ => {
            let base = base?;
            (if base.starts_with(root) { root } else { &[][..] }, base)
        }
    };
    let mut out = Vec::with_capacity(start.len() + path.len() + 1);
    out.extend_from_slice(start.strip_suffix(b"/").unwrap_or(start));
    let floor = floor.strip_suffix(b"/").unwrap_or(floor).len();
    for part in path.split(|b| *b == b'/') {
        match part {
            b"" | b"." => {}
            b".." => {
                let parent = out.iter().rposition(|b| *b == b'/').unwrap_or(0);
                out.truncate(parent.max(floor));
            }
            part => {
                out.push(b'/');
                out.extend_from_slice(part);
            }
        }
    }
    if out.is_empty() {
        out.push(b'/');
    }
    (out.len() <= LONGEST).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(root: &str, base: &str, path: &str) -> String {
        String::from_utf8(absolute(root.as_bytes(), Some(base.as_bytes()), path.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn paths_are_resolved_by_name() {
        assert_eq!(of("", "/home/me", "a/./b//c"), "/home/me/a/b/c");
        assert_eq!(of("", "/home/me", "../../../etc"), "/etc");
        assert_eq!(of("", "/", "x"), "/x");
        assert_eq!(of("", "/home/me", "/.."), "/");
        assert_eq!(of("", "/home/me", ""), "/home/me");
        assert_eq!(of("/jail", "/jail/tmp", "../../etc"), "/jail/etc");
        assert_eq!(of("/jail", "/outside", "../etc"), "/etc");
        assert_eq!(of("/jail", "/jail", "/etc/../bin"), "/jail/bin");
        assert_eq!(absolute(b"", None, b"x"), None);
        assert_eq!(absolute(b"", None, b"/x").unwrap(), b"/x");
    }

    proptest! {
        #[test]
        fn results_are_absolute_and_have_no_dots(root: Vec<u8>, base: Vec<u8>, path: Vec<u8>) {
            let root = if root.is_empty() { root } else { [b"/", &root[..]].concat() };
            if let Some(out) = absolute(&root, Some(&[b"/", &base[..]].concat()), &path) {
                prop_assert!(out.starts_with(b"/"));
                if root.is_empty() && base.is_empty() {
                    prop_assert!(out.split(|b| *b == b'/').all(|part| part != b"." && part != b".."));
                }
            }
        }
    }
}
