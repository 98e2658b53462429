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
    /// The command that does it, as root; for the kernel's command line, with a restart after it.
    command: Option<&'static str>,
}

/// The whole answer.
#[derive(Debug, Serialize)]
struct Findings {
    /// Backend that `--backend auto` takes.
    backend: &'static str,
    checks: Vec<Check>,
    /// What each backend sees.
    sees: BTreeMap<&'static str, Vec<String>>,
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
        filters(),
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
    let sees = BTreeMap::from([("ebpf", owned(EBPF_SEES)), ("ptrace", owned(PTRACE_SEES))]);
    let findings = Findings { backend, checks, sees, misses };
    match format {
        Format::Json => Ok(serde_json::to_string_pretty(&findings)?),
        Format::Table => Ok(table(&findings)),
    }
}

/// What each backend sees.
const EBPF_SEES: &[&str] = &[
    "every call of a command, a container, a running process or the whole machine, and what is done through io_uring",
    "processes that join a container from outside (podman exec, docker exec, nsenter)",
];
const PTRACE_SEES: &[&str] =
    &["every call of a command, a container of podman or a running process, and of what descends from it"];

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn table(findings: &Findings) -> String {
    let mut out = String::new();
    for check in &findings.checks {
        let mark = if check.ok { "ok" } else { "NO" };
        let _ = writeln!(out, "{mark:2}  {:10} {}", check.name, check.found);
        let hints = [check.advice.map(str::to_owned), check.command.map(|command| format!("# {command}"))];
        for hint in hints.into_iter().flatten().filter(|_| !check.ok) {
            let _ = writeln!(out, "    {:10} -> {hint}", "");
        }
    }
    let _ = write!(out, "\n`record` will use: {}", findings.backend);
    for (backend, sees) in &findings.sees {
        let _ = write!(out, "\n\n{backend}");
        for seen in sees {
            let _ = write!(out, "\n    sees: {seen}");
        }
        for missed in findings.misses.get(backend).into_iter().flatten() {
            let _ = write!(out, "\n    not seen, or changed: {missed}");
        }
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
        command: Some("apt-get install --only-upgrade linux-image-amd64 && reboot"),
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
        command: Some("apt-get install linux-image-amd64 && reboot"),
    }
}

/// What eBPF and ptrace take beyond an ordinary user's rights (capabilities(7)).
const CAPABILITIES: [(&str, u32); 4] =
    [("CAP_SYS_PTRACE", 19), ("CAP_SYS_ADMIN", 21), ("CAP_PERFMON", 38), ("CAP_BPF", 39)];

fn privilege() -> Check {
    let status = procfs::process::Process::myself().and_then(|own| own.status());
    let effective = status.map_or(0, |status| status.capeff);
    let has = |name: &str| CAPABILITIES.iter().any(|(own, bit)| *own == name && effective >> bit & 1 != 0);
    let names: Vec<&str> = CAPABILITIES.iter().map(|(name, _)| *name).filter(|name| has(name)).collect();
    let capabilities = if names.is_empty() { "none that matter".to_owned() } else { names.join(", ") };
    Check {
        name: "privilege",
        ok: has("CAP_SYS_ADMIN") || has("CAP_BPF") && has("CAP_PERFMON"),
        found: format!("effective user id {}, capabilities: {capabilities}", nix::unistd::geteuid()),
        advice: Some("eBPF needs root, or CAP_BPF and CAP_PERFMON: run with sudo, or give record the capabilities"),
        command: Some("setcap cap_bpf,cap_perfmon,cap_sys_ptrace,cap_dac_read_search+ep \"$(command -v record)\""),
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
        command: Some("record doctor"),
    }
}

#[cfg(not(feature = "ebpf"))]
fn ebpf() -> Check {
    Check {
        name: "ebpf",
        ok: false,
        found: "not built in".to_owned(),
        advice: Some("build record with its default features; that needs clang and libbpf-dev"),
        command: Some("apt-get install clang libbpf-dev && cargo build --release"),
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
        command: Some("mokutil --disable-validation && reboot"),
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
            _ => "scope 2 forbids ptrace to all but root",
        }),
        command: Some(match scope {
            Some("3") => "sed -i '/ptrace_scope/d' /etc/sysctl.d/*.conf && reboot",
            _ => "sysctl kernel.yama.ptrace_scope=1",
        }),
    }
}

/// Whether calls that are left out need not stop the target under ptrace.
fn filters() -> Check {
    let actions = fs::read_to_string("/proc/sys/kernel/seccomp/actions_avail").unwrap_or_default();
    let counted = fs::read_to_string("/proc/self/status").is_ok_and(|text| text.contains("Seccomp_filters:"));
    let ok = counted && actions.split_whitespace().any(|action| action == "trace");
    Check {
        name: "seccomp",
        ok,
        found: if ok { "filters can tell a tracer".to_owned() } else { "no filters that tell a tracer".to_owned() },
        advice: Some(
            "calls left out with --syscalls are as slow as others under ptrace; Linux 5.9 with CONFIG_SECCOMP_FILTER has them",
        ),
        command: Some("apt-get install --only-upgrade linux-image-amd64 && reboot"),
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
    let (advice, command) = match (name, output.is_ok()) {
        ("podman", _) => ("only containers of podman need it", "apt-get install podman"),
        (_, false) => ("only containers of docker need it", "apt-get install docker.io"),
        (_, true) => ("only containers of docker need it; its daemon does not answer", "systemctl start docker"),
    };
    let found = schema::text::escape(found.as_bytes()).into_owned();
    Check { name, ok, found, advice: Some(advice), command: Some(command) }
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
        command: None,
    }
}
