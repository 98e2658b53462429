//! Compiles the programs in `c/` with clang against the wire structures that `schema` prints. The only place that runs clang.

use std::{env, fs, path::Path, process::Command};

fn main() {
    println!("cargo::rerun-if-changed=c");
    println!("cargo::rerun-if-env-changed=CLANG");
    if let Err(message) = compile() {
        println!("cargo::error={message}");
    }
}

fn compile() -> Result<(), String> {
    let out = env::var("OUT_DIR").map_err(|e| e.to_string())?;
    let out = Path::new(&out);
    fs::write(out.join("wire.h"), schema::wire::c_header()).map_err(|e| format!("cannot write wire.h: {e}"))?;

    let machine = env::var("CARGO_CFG_TARGET_ARCH").map_err(|e| e.to_string())?;
    let target = match machine.as_str() {
        "x86_64" => "x86",
        "aarch64" => "arm64",
        other => return Err(format!("the kernel program knows no system call registers for {other}")),
    };
    ["record", "empty"].into_iter().try_for_each(|name| program(name, out, &machine, target))
}

fn program(name: &str, out: &Path, machine: &str, target: &str) -> Result<(), String> {
    let clang = env::var("CLANG").unwrap_or_else(|_| "clang".to_owned());
    let output = Command::new(&clang)
        .args(["-target", "bpf", "-mcpu=v3", "-O2", "-g", "-Wall", "-Werror", "-Wno-unused-function"])
        .arg(format!("-D__TARGET_ARCH_{target}"))
        .arg(format!("-I{}", out.display()))
        // Debian keeps asm/types.h, which linux/bpf.h needs, in a folder of the machine's name.
        .arg(format!("-I/usr/include/{machine}-linux-gnu"))
        .args(["-c", &format!("c/{name}.bpf.c"), "-o"])
        .arg(out.join(format!("{name}.bpf.o")))
        .output()
        .map_err(|e| {
            format!("{clang} cannot be run ({e}): apt-get install clang libbpf-dev, or build record with --no-default-features for ptrace only")
        })?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    if text.contains("bpf_helpers.h") {
        return Err("bpf/bpf_helpers.h is missing: apt-get install libbpf-dev linux-libc-dev".to_owned());
    }
    Err(format!("clang refused c/{name}.bpf.c: {}", text.replace('\n', " | ")))
}
