//! `record doctor`: what this machine allows, what will be used, and how to get more.

use crate::cli::Format;
use anyhow::Result;
use serde::Serialize;
use std::{fmt::Write, fs, path::Path, process::Command};

/// One thing looked at.
#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    ok: bool,
    found: String,
    /// What to do, where it is not as it should be.
    advice: Option<&'static str>,
}

/// The whole answer.
#[derive(Debug, Serialize)]
struct Findings {
    /// Backend that `--backend auto` takes.
    backend: &'static str,
    checks: Vec<Check>,
}

/// Looks at the machine and returns the answer as text.
///
/// # Errors
/// When the answer cannot be written as JSON.
pub fn run(format: Format) -> Result<String> {
    let checks = vec![kernel(), btf(), privilege(), ebpf(), ptrace(), podman(), cgroups()];
    let works = |name: &str| checks.iter().any(|c| c.name == name && c.ok);
    let backend = match () {
        () if works("ebpf") => "ebpf",
        () if works("ptrace") => "ptrace",
        () => "none",
    };
    let findings = Findings { backend, checks };
    match format {
        Format::Json => Ok(serde_json::to_string_pretty(&findings)?),
        Format::Table => Ok(table(&findings)),
    }
}

fn table(findings: &Findings) -> String {
    let mut out = String::new();
    for check in &findings.checks {
        let mark = if check.ok { "ok" } else { "NO" };
        let _ = writeln!(out, "{mark:2}  {:10} {}", check.name, check.found);
        if let Some(advice) = check.advice.filter(|_| !check.ok) {
            let _ = writeln!(out, "    {:10} -> {advice}", "");
        }
    }
    let _ = write!(out, "\n`record` will use: {}", findings.backend);
    out
}

fn kernel() -> Check {
    let release = nix::sys::utsname::uname().map(|u| u.release().to_string_lossy().into_owned()).unwrap_or_default();
    let mut numbers = release.split(['.', '-']).map(|n| n.parse::<u32>().unwrap_or(0));
    let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    Check {
        name: "kernel",
        ok: version >= (5, 15),
        found: format!("Linux {release}"),
        advice: Some("eBPF needs Linux 5.15 or newer; ptrace works on any"),
    }
}

fn btf() -> Check {
    let path = "/sys/kernel/btf/vmlinux";
    let size = fs::metadata(path).map(|m| m.len());
    Check {
        name: "btf",
        ok: size.is_ok(),
        found: size.map_or_else(|e| format!("{path}: {e}"), |n| format!("{path}, {n} bytes")),
        advice: Some("the kernel must be built with CONFIG_DEBUG_INFO_BTF; distribution kernels are"),
    }
}

fn privilege() -> Check {
    let uid = nix::unistd::geteuid();
    Check {
        name: "privilege",
        ok: uid.is_root(),
        found: format!("effective user id {uid}"),
        advice: Some("eBPF needs root, or CAP_BPF and CAP_PERFMON: run with sudo"),
    }
}

#[cfg(feature = "ebpf")]
fn ebpf() -> Check {
    use crate::source::ebpf::{EbpfSource, Options};
    let options = Options { plans: [None, None, None], blocks: 4, keep_setup: false, hold_back: false };
    let loaded = EbpfSource::load(&options);
    Check {
        name: "ebpf",
        ok: loaded.is_ok(),
        found: loaded.map_or_else(|e| format!("{e:#}"), |_| "the programs load and attach".to_owned()),
        advice: Some("see the lines above; a locked-down kernel (lockdown=confidentiality) refuses root too"),
    }
}

#[cfg(not(feature = "ebpf"))]
fn ebpf() -> Check {
    Check {
        name: "ebpf",
        ok: false,
        found: "not built in".to_owned(),
        advice: Some("build record with its default features; that needs clang and libbpf-dev"),
    }
}

fn ptrace() -> Check {
    // Documentation/admin-guide/LSM/Yama.rst
    let scope = fs::read_to_string("/proc/sys/kernel/yama/ptrace_scope").ok();
    let scope = scope.as_deref().map(str::trim);
    Check {
        name: "ptrace",
        ok: scope != Some("3"),
        found: match scope {
            None => "unrestricted (no Yama)".to_owned(),
            Some(n) => format!("kernel.yama.ptrace_scope = {n}"),
        },
        advice: Some("scope 3 forbids ptrace until the next boot"),
    }
}

fn podman() -> Check {
    let version = Command::new("podman").args(["version", "--format={{.Client.Version}}"]).output();
    let version = version.ok().filter(|o| o.status.success());
    Check {
        name: "podman",
        ok: version.is_some(),
        found: version.map_or("not found".to_owned(), |o| String::from_utf8_lossy(&o.stdout).trim().to_owned()),
        advice: Some("needed for `record container` alone: apt-get install podman"),
    }
}

fn cgroups() -> Check {
    let unified = Path::new("/sys/fs/cgroup/cgroup.controllers").exists();
    Check {
        name: "cgroup",
        ok: unified,
        found: if unified { "v2".to_owned() } else { "v1, or v1 and v2 side by side".to_owned() },
        advice: Some("processes are followed from fork to fork, so this only makes the column cgroup say little"),
    }
}
