//! Files that say by where they lie what reading or changing them means. What a program may see when it runs, not where a distribution happens
//! to put things: rows begin with `/` where only that place counts.
//!
//! Sources: hier(7), ssh(1), crontab(5), systemd.unit(5), ld.so(8), bash(1), and the manuals of the tools whose credentials are named.

/// What makes up a row.
#[derive(Debug, Clone, Copy)]
enum At {
    /// The path begins so.
    Begins(&'static str),
    /// It has this somewhere.
    Has(&'static str),
    /// It ends so.
    Ends(&'static str),
}

use At::{Begins, Ends, Has};

/// Keys, passwords and tokens.
const SECRETS: &[At] = &[
    Has("/.ssh/"),
    Ends("/.ssh"),
    Begins("/etc/shadow"),
    Begins("/etc/gshadow"),
    Begins("/etc/sudoers"),
    Begins("/etc/ssl/private"),
    Begins("/etc/ssh/ssh_host"),
    Has("/.gnupg/"),
    Has("/.aws/"),
    Has("/.azure/"),
    Has("/.config/gcloud/"),
    Has("/.kube/"),
    Has("/.docker/config.json"),
    Ends("/.netrc"),
    Ends("/.npmrc"),
    Ends("/.pypirc"),
    Ends("/.git-credentials"),
    Ends("/.pgpass"),
    Ends("_history"),
    Has("/.mozilla/firefox/"),
    Has("/.config/google-chrome/"),
    Begins("/run/secrets/"),
    Begins("/var/run/secrets/"),
    Begins("/proc/PID/environ"),
    Begins("/proc/PID/mem"),
    Begins("/dev/mem"),
    Begins("/proc/kcore"),
    Ends("/docker.sock"),
];

/// What is there is executed later, by itself.
const PERSISTENT: &[At] = &[
    Begins("/etc/cron"),
    Begins("/var/spool/cron"),
    Begins("/etc/systemd/"),
    Begins("/usr/lib/systemd/"),
    Begins("/lib/systemd/"),
    Has("/.config/systemd/"),
    Has("/.config/autostart/"),
    Begins("/etc/init.d"),
    Begins("/etc/rc"),
    Begins("/etc/profile"),
    Begins("/etc/ld.so."),
    Begins("/etc/pam.d"),
    Begins("/etc/sudoers"),
    Begins("/etc/passwd"),
    Begins("/etc/shadow"),
    Begins("/etc/udev/"),
    Begins("/etc/bash"),
    Ends("/.bashrc"),
    Ends("/.profile"),
    Ends("/.bash_profile"),
    Ends("/.zshrc"),
    Ends("/authorized_keys"),
    Begins("/etc/modules"),
    Begins("/lib/modules/"),
    Begins("/proc/sys/kernel/core_pattern"),
    Ends("/release_agent"),
];

/// Anyone writes there.
const SCRATCH: &[At] = &[
    Begins("/tmp/"),
    Begins("/var/tmp/"),
    Begins("/dev/"),
    Begins("/proc/self/"),
    Begins("/proc/PID/"),
    Begins("/proc/thread-self/"),
    Begins("/run/"),
    Begins("/var/run/"),
    Begins("/var/log/"),
    Begins("/var/cache/"),
    Has("/.cache/"),
    Has("/__pycache__/"),
];

fn any(rows: &[At], path: &str) -> bool {
    rows.iter().any(|row| match row {
        Begins(text) => path.starts_with(text),
        Has(text) => path.contains(text),
        Ends(text) => path.ends_with(text),
    })
}

/// Whether a path holds keys, passwords or tokens.
pub fn secret(path: &str) -> bool {
    any(SECRETS, path) && !path.ends_with(".pub")
}

/// Whether what is at a path will be executed later, by itself.
pub fn persistent(path: &str) -> bool {
    any(PERSISTENT, path)
}

/// Whether anyone writes there.
pub fn scratch(path: &str) -> bool {
    any(SCRATCH, path)
}

/// Whether what is written to a path goes nowhere.
pub fn nowhere(path: &str) -> bool {
    matches!(path, "/dev/null" | "/dev/zero" | "/dev/full")
}

/// Whether a path is among temporary files.
pub fn temporary(path: &str) -> bool {
    ["/tmp/", "/var/tmp/", "/dev/shm/", "/run/"].iter().any(|folder| path.starts_with(folder))
}

/// The folder of a path.
pub fn folder(path: &str) -> &str {
    match path.rfind('/') {
        Some(0) | None => "/",
        Some(at) => &path[..at],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_what_they_are() {
        assert!(secret("/root/.ssh/id_ed25519") && secret("/home/u/.aws/credentials") && !secret("/etc/passwd"));
        assert!(
            persistent("/etc/cron.d/x") && persistent("/root/.ssh/authorized_keys") && !persistent("/srv/etc/cron")
        );
        assert!(scratch("/tmp/x") && !scratch("/usr/bin/x"));
        assert!(nowhere("/dev/null") && !nowhere("/dev/shm/x"));
        assert_eq!((folder("/a/b"), folder("/a"), folder("a")), ("/a", "/", "/"));
    }
}
