//! `record doctor`: what this machine allows, what will be used, and how to get more.

use crate::{backend, cli::Format};
use anyhow::Result;
use serde::Serialize;
use std::{collections::BTreeMap, fmt::Write, fs, path::Path, process::Command};

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
    /// What each backend does not see, or changes.
    misses: BTreeMap<&'static str, Vec<String>>,
}

/// Looks at the machine and returns the answer as text.
///
/// # Errors
/// When the answer cannot be written as JSON.
pub fn run(format: Format) -> Result<String> {
    let checks = vec![
        kernel(),
        btf(),
        privilege(),
        lockdown(),
        ebpf(),
        ptrace(),
        engine("podman", "{{.Client.Version}}"),
        engine("docker", "{{.Server.Version}}"),
        cgroups(),
    ];
    let works = |name: &str| checks.iter().any(|c| c.name == name && c.ok);
    let backend = match () {
        () if works("ebpf") => "ebpf",
        () if works("ptrace") => "ptrace",
        () => "none",
    };
    let misses = BTreeMap::from([("ebpf", backend::common_limits()), ("ptrace", backend::ptrace_limits())]);
    let findings = Findings { backend, checks, misses };
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
    for missed in findings.misses.get(findings.backend).into_iter().flatten() {
        let _ = write!(out, "\n    {:10} not seen, or changed: {missed}", "");
    }
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

fn lockdown() -> Check {
    // kernel_lockdown(7): none [integrity] confidentiality
    let path = "/sys/kernel/security/lockdown";
    let modes = fs::read_to_string(path).unwrap_or_default();
    let mode = modes.split(['[', ']']).nth(1).unwrap_or("none").to_owned();
    Check {
        name: "lockdown",
        ok: mode != "confidentiality",
        found: mode,
        advice: Some("boot with lockdown=integrity, or without Secure Boot; until then --backend ptrace"),
    }
}

fn ptrace() -> Check {
    // Documentation/admin-guide/LSM/Yama.rst
    let scope = fs::read_to_string("/proc/sys/kernel/yama/ptrace_scope").ok();
    let scope = scope.as_deref().map(str::trim);
    let root = nix::unistd::geteuid().is_root();
    Check {
        name: "ptrace",
        ok: scope != Some("3") && (scope != Some("2") || root),
        found: match scope {
            None => "unrestricted (no Yama)".to_owned(),
            Some("1") if !root => "kernel.yama.ptrace_scope = 1: `attach` is for root alone".to_owned(),
            Some(n) => format!("kernel.yama.ptrace_scope = {n}"),
        },
        advice: Some(match scope {
            Some("3") => "scope 3 forbids ptrace until the next boot",
            _ => "sysctl kernel.yama.ptrace_scope=1, as root",
        }),
    }
}

fn engine(name: &'static str, version: &str) -> Check {
    let output = Command::new(name).args(["version", &format!("--format={version}")]).output();
    let (ok, found) = match &output {
        Err(_) => (false, "not found".to_owned()),
        Ok(output) if output.status.success() => (true, String::from_utf8_lossy(&output.stdout).trim().to_owned()),
        Ok(output) => {
            let complaint = String::from_utf8_lossy(&output.stderr);
            (false, complaint.trim().lines().next_back().unwrap_or("it does not answer").to_owned())
        }
    };
    let advice = match (name, output.is_ok()) {
        ("podman", _) => "only containers of podman need it: apt-get install podman",
        (_, false) => "only containers of docker need it: apt-get install docker.io",
        (_, true) => "only containers of docker need it: systemctl start docker",
    };
    Check { name, ok, found: schema::text::escape(found.as_bytes()).into_owned(), advice: Some(advice) }
}

fn cgroups() -> Check {
    let unified = Path::new("/sys/fs/cgroup/cgroup.controllers").exists();
    Check {
        name: "cgroup",
        ok: true,
        found: match unified {
            true => "v2".to_owned(),
            false => "v1, or v1 and v2 side by side: the column cgroup, an id of v2, says little".to_owned(),
        },
        advice: None,
    }
}
