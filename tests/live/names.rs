//! What descriptors and relative paths stand for, compared with what the kernel says at the same moment.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{record, stdout, trace::count, workload};
use rusqlite::Connection;
use std::{collections::HashMap, path::Path, process::Command};

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    let ebpf = |name, run| Case { name, skip: no_ebpf.clone(), run };
    let ptrace = |name, run| Case { name, skip: None, run };
    vec![
        ebpf("names::as_the_kernel_says_ebpf", || compare("ebpf", &[])),
        ptrace("names::as_the_kernel_says_ptrace", || compare("ptrace", &[])),
        ebpf("names::of_wanted_calls_alone_ebpf", || {
            compare("ebpf", &["--syscalls", "fcntl,readlinkat,sendmsg,recvmsg,sendmmsg,recvmmsg"])
        }),
        ptrace("names::of_wanted_calls_alone_ptrace", || {
            compare("ptrace", &["--syscalls", "fcntl,readlinkat,sendmsg,recvmsg,sendmmsg,recvmmsg"])
        }),
        ebpf("names::sockets_ebpf", || sockets("ebpf")),
        ptrace("names::sockets_ptrace", || sockets("ptrace")),
        ebpf("names::in_doubt_after_a_loss", tainted),
    ]
}

fn record_into(trace: &Path, backend: &str, options: &[&str], command: &mut Command) -> Result<Connection> {
    let mut recorder = record()?;
    recorder.args(["run", "--quiet", "--backend", backend, "-o"]).arg(trace).args(options).arg("--");
    recorder.arg(command.get_program()).args(command.get_args());
    if let Some(dir) = command.get_current_dir() {
        recorder.current_dir(dir);
    }
    stdout(&mut recorder)?;
    Ok(Connection::open(trace)?)
}

/// The workload asks the kernel by readlinkat, and then calls F_GETFL with the descriptor.
fn compare(backend: &str, options: &[&str]) -> Result<()> {
    const F_GETFL: i64 = 3;
    let dir = tempfile::tempdir()?;
    let program = workload(dir.path(), "names", &["-pthread"])?;
    let (folder, trace) = (dir.path().join("work"), dir.path().join("n.sqlite"));
    std::fs::create_dir(&folder)?;
    // Started elsewhere, so that the folder is reached by a relative path.
    let db = record_into(&trace, backend, options, Command::new(&program).arg("work").current_dir(dir.path()))?;
    let folder = folder.canonicalize()?;
    let mut statement = db.prepare("SELECT tid, name, a1, fd_path, data, flags FROM syscalls ORDER BY ts, seq")?;
    let mut rows = statement.query([])?;
    let mut told: HashMap<u32, String> = HashMap::new();
    let (mut compared, mut jailed) = (0, 0);
    while let Some(row) = rows.next()? {
        let (tid, name, command): (u32, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (ours, data, flags): (Option<String>, Option<String>, u32) = (row.get(3)?, row.get(4)?, row.get(5)?);
        if name == "readlinkat" {
            told.extend(output(&data.context("readlinkat without data")?)?.map(|text| (tid, text)));
        } else if name == "fcntl" && command == F_GETFL {
            let kernel = told.get(&tid).context("a descriptor nobody asked the kernel about")?;
            let ours = ours.with_context(|| format!("nothing is known of {kernel}"))?;
            ensure!(flags & schema::wire::flags::TAINTED == 0, "{kernel} is in doubt");
            compared += 1;
            let made_here = |text: &str, kind: &str| text.starts_with(kind);
            let same = *kernel == ours
                // The number of a new pipe is the recorder's own.
                || made_here(kernel, "pipe:[") && made_here(&ours, "pipe:[")
                || made_here(kernel, "socket:[") && made_here(&ours, "UNIX-") && ours.contains(":[pair ")
                // "self" is a link; links are not followed.
                || kernel.starts_with("/proc/") && ours == "/proc/self/fd";
            // Below another root the kernel tells paths from there; ours begin at the root from before.
            let below = ours.strip_prefix(&*folder.join("jail").to_string_lossy()) == Some(kernel);
            jailed += i32::from(below);
            ensure!(same || below, "the kernel says {kernel}, the trace {ours}");
        }
    }
    ensure!(compared >= 60 && jailed == 3, "{compared} compared, {jailed} below the other root");
    if !options.is_empty() {
        let names = count(&db, "SELECT count(DISTINCT name) FROM syscalls")?;
        ensure!(names == 6, "{names} kinds of call, of 6 wanted");
        return Ok(());
    }
    let inner = folder.join("deep/inner");
    let absolute: String = db.query_row("SELECT path_abs FROM syscalls WHERE path = 'inner'", [], |row| row.get(0))?;
    ensure!(Path::new(&absolute) == inner, "{absolute}");
    Ok(())
}

/// What the only argument that was read at exit holds, if the call succeeded.
fn output(data: &str) -> Result<Option<String>> {
    let captures: serde_json::Value = serde_json::from_str(data)?;
    let exit = captures.as_array().into_iter().flatten().find(|c| c["when"] == "exit");
    let Some(hex) = exit.and_then(|c| c["bytes"].as_str()) else { return Ok(None) };
    let bytes = (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16));
    Ok(Some(String::from_utf8(bytes.collect::<Result<_, _>>()?)?))
}

/// Both ends of a connection over loopback, found again in each other's names.
fn sockets(backend: &str) -> Result<()> {
    const PROGRAM: &str = "
import os, socket
listener = socket.socket(); listener.bind(('127.0.0.1', 0)); listener.listen()
one = socket.create_connection(listener.getsockname()); other, _ = listener.accept()
one.getsockname(); one.send(b'from one'); other.recv(100)
os.dup2(one.fileno(), 60); os.write(60, b'by its copy')
path = os.path.join(os.getcwd(), 'sock')
server = socket.socket(socket.AF_UNIX); server.bind(path); server.listen()
client = socket.socket(socket.AF_UNIX); client.connect(path); client.send(b'to a path')
print(listener.getsockname()[1], one.getsockname()[1])
";
    let dir = tempfile::tempdir()?;
    let trace = dir.path().join("s.sqlite");
    let mut recorder = record()?;
    recorder.args(["run", "--quiet", "--backend", backend, "-o"]).arg(&trace).args(["--", "python3", "-c", PROGRAM]);
    let told = stdout(recorder.current_dir(dir.path()))?;
    let (to, from) = told.trim().split_once(' ').context(told.clone())?;
    let db = Connection::open(&trace)?;
    let of = |condition: &str| -> Result<(Option<String>, Option<String>)> {
        let sql = format!("SELECT fd_path, peer FROM syscalls WHERE {condition}");
        db.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?))).with_context(|| sql.clone())
    };
    let some = |a: String, b: String| (Some(a), Some(b));
    let sent = of("name = 'sendto' AND ret = 8")?;
    let connection = format!("TCP:[127.0.0.1:{from}->127.0.0.1:{to}]");
    ensure!(sent == some(connection.clone(), format!("127.0.0.1:{to}")), "{sent:?}");
    let received = of("name = 'recvfrom' AND ret = 8")?;
    ensure!(received.1 == Some(format!("127.0.0.1:{from}")), "{received:?}");
    ensure!(of("name = 'write' AND a0 = 60")?.0 == Some(connection), "the copy is another socket");
    let (name, peer) = of("name = 'sendto' AND ret = 9")?;
    let path = dir.path().canonicalize()?.join("sock").display().to_string();
    ensure!(
        name == Some(format!("UNIX-STREAM:[->{path}]")) && peer == Some(format!("unix:{path}")),
        "{name:?} {peer:?}"
    );
    Ok(())
}

/// With rings too small, some rows are in doubt, and none that is not says anything wrong.
fn tainted() -> Result<()> {
    const PROGRAM: &str = "
import os
for round in range(400):
    for i in range(100):
        fd = os.open('/etc/hostname' if i % 2 else '/etc/passwd', os.O_RDONLY)
        os.dup2(fd, 200)
        os.close(fd)
        for _ in range(20): os.lseek(200, 1 if i % 2 else 2, os.SEEK_SET)
";
    let dir = tempfile::tempdir()?;
    let trace = dir.path().join("t.sqlite");
    let db = record_into(&trace, "ebpf", &["--buffer", "256K"], Command::new("python3").args(["-c", PROGRAM]))?;
    let lost = count(&db, "SELECT coalesce(sum(lost), 0) FROM losses")?;
    let bit = schema::wire::flags::TAINTED;
    let doubtful = count(&db, &format!("SELECT count(*) FROM syscalls WHERE flags & {bit} != 0"))?;
    ensure!((lost > 0) == (doubtful > 0), "{lost} lost, {doubtful} rows in doubt");
    let wrong = format!(
        "SELECT count(*) FROM syscalls WHERE name = 'lseek' AND a0 = 200 AND flags & {bit} = 0
         AND fd_path != CASE a1 WHEN 1 THEN '/etc/hostname' ELSE '/etc/passwd' END"
    );
    let wrong = count(&db, &wrong)?;
    ensure!(wrong == 0, "{wrong} rows name the wrong file and do not say that it is in doubt ({lost} lost)");
    let right = count(&db, "SELECT count(*) FROM syscalls WHERE name = 'lseek' AND fd_path = '/etc/passwd'")?;
    ensure!(right > 0, "no row names the file");
    Ok(())
}
