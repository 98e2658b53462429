//! The work that is recorded: loops of one call, and programs that people run.

use anyhow::{Context, Result, ensure};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// A piece of work.
pub struct Work {
    /// Name in tables.
    pub name: &'static str,
    /// The command.
    pub command: fn(&Place, u64) -> Vec<String>,
    /// How much of it is one full run.
    pub size: u64,
    /// Calls per unit of size that the loop is made of; `None` for programs, whose figure is their whole time.
    pub calls: Option<u64>,
    /// What must be installed.
    pub needs: &'static [&'static str],
}

/// Where things lie.
pub struct Place {
    /// Scratch folder.
    pub folder: PathBuf,
    /// Program that times a command.
    pub timed: PathBuf,
    loops: PathBuf,
}

impl Place {
    /// Compiles the programs and makes the inputs.
    ///
    /// # Errors
    /// When that fails.
    pub fn prepare(folder: &Path) -> Result<Place> {
        let place = Place {
            folder: folder.to_owned(),
            timed: e2e::workload(folder, "timed", &[])?,
            loops: e2e::workload(folder, "loops", &[])?,
        };
        std::fs::create_dir(folder.join("c"))?;
        for i in 0..50 {
            let text = format!(
                "#include <stdio.h>\n#include <stdlib.h>\nint f{i}(int n) {{ return printf(\"%d\", abs(n)); }}\n"
            );
            std::fs::write(folder.join(format!("c/f{i}.c")), text)?;
        }
        Ok(place)
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).to_string_lossy().into_owned()
    }
}

fn loops(place: &Place, kind: &str, n: u64) -> Vec<String> {
    vec![place.loops.to_string_lossy().into_owned(), kind.to_owned(), n.to_string()]
}

fn shell(script: String) -> Vec<String> {
    vec!["sh".to_owned(), "-c".to_owned(), script]
}

/// Everything that is measured, in the order of the tables.
pub const ALL: [Work; 8] = [
    Work {
        name: "getppid loop",
        command: |place, n| loops(place, "getppid", n),
        size: 4_000_000,
        calls: Some(1),
        needs: &[],
    },
    Work {
        name: "fstatat loop",
        command: |place, n| loops(place, "fstatat", n),
        size: 1_000_000,
        calls: Some(1),
        needs: &[],
    },
    Work {
        name: "open+close loop",
        command: |place, n| loops(place, "open", n),
        size: 500_000,
        // The figures are per pair.
        calls: Some(1),
        needs: &[],
    },
    Work {
        name: "dd bs=1",
        command: |_, n| shell(format!("exec dd if=/dev/zero of=/dev/null bs=1 count={n} 2>/dev/null")),
        size: 1_000_000,
        calls: Some(2),
        needs: &["dd"],
    },
    Work {
        name: "tar /usr/share",
        command: |_, n| {
            shell(format!("for i in $(seq {n}); do tar cf - /usr/share/ 2>/dev/null | cat >/dev/null; done"))
        },
        size: 2,
        calls: None,
        needs: &["tar"],
    },
    Work {
        name: "sqlite3, small transactions",
        command: |place, n| {
            let db = place.path("bench.sqlite");
            shell(format!(
                "rm -f {db}; (echo 'PRAGMA synchronous=OFF; CREATE TABLE t(a, b);'; \
                 for i in $(seq {n}); do echo \"INSERT INTO t VALUES($i, 'some text');\"; done) | sqlite3 {db} >/dev/null"
            ))
        },
        size: 20_000,
        calls: None,
        needs: &["sqlite3"],
    },
    Work {
        name: "gcc, 50 files",
        command: |place, n| {
            let (folder, count) = (place.path("c"), n - 1);
            shell(format!("for i in $(seq 0 {count}); do gcc -O1 -c {folder}/f$i.c -o {folder}/f$i.o; done"))
        },
        size: 50,
        calls: None,
        needs: &["gcc"],
    },
    Work {
        name: "redis, 50 clients",
        command: |place, n| {
            // The server is what is loaded; the load itself comes from the same tree, so that one command is the work.
            let (socket, port) = (place.path("redis.pid"), 16_399);
            shell(format!(
                "redis-server --port {port} --bind 127.0.0.1 --save '' --pidfile {socket} --daemonize no >/dev/null & \
                 until redis-cli -p {port} ping >/dev/null 2>&1; do sleep 0.05; done; \
                 redis-benchmark -p {port} -q -n {n} -t set,get >/dev/null; redis-cli -p {port} shutdown nosave; wait"
            ))
        },
        size: 100_000,
        calls: None,
        needs: &["redis-server", "redis-benchmark"],
    },
];

/// Whether a program is installed.
pub fn installed(program: &str) -> bool {
    Command::new("sh").args(["-c", &format!("command -v {program}")]).output().is_ok_and(|out| out.status.success())
}

/// The calls that the kernel itself counts in a run of the work, by the counter behind `perf stat`.
///
/// # Errors
/// When perf is missing or prints something else.
pub fn true_calls(place: &Place, work: &Work, size: u64) -> Result<u64> {
    ensure!(installed("perf"), "perf is not installed");
    let out = place.folder.join("stat");
    let status = Command::new("perf")
        .args(["stat", "-x,", "-e", "raw_syscalls:sys_enter", "-o"])
        .arg(&out)
        .args((work.command)(place, size))
        .status()?;
    ensure!(status.success(), "perf stat failed");
    let text = std::fs::read_to_string(&out)?;
    let line = text.lines().find(|line| line.contains("raw_syscalls")).context("perf stat counted nothing")?;
    line.split(',').next().unwrap_or_default().parse().with_context(|| line.to_owned())
}
