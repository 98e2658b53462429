//! What a target prints, on its way to where record itself prints, and into the trace (`--output-log`); and a terminal of its
//! own for a target (`--tty`).

use crate::{cli::Printing, columns::OutputRow, describe};
use anyhow::{Context, Result};
use nix::{
    errno::Errno,
    poll::{PollFd, PollFlags, PollTimeout, poll},
    pty::{OpenptyResult, openpty},
    sys::termios::{SetArg, Termios, cfmakeraw, tcgetattr, tcsetattr},
    unistd::read,
};
use rustix::termios::{tcgetwinsize, tcsetwinsize};
use std::{
    fs::File,
    io::{IsTerminal, Write},
    os::fd::{AsFd, OwnedFd},
    process::Stdio,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    time::{Duration, Instant},
};

/// Bytes of a row at most.
const PIECE: usize = 16 << 10;
/// Rows that wait to be taken; then the target waits.
const WAITING: usize = 1024;
/// How often the window's size is looked at, and how long what was printed last may take to arrive.
const LOOK: Duration = Duration::from_millis(100);
const LAST: Duration = Duration::from_millis(500);

/// What is relayed of a target.
pub struct Relay {
    rows: Receiver<OutputRow>,
    /// The mode of our own terminal, to be restored.
    before: Option<Termios>,
}

/// Where a target's input, output and errors go.
pub struct Ends {
    /// Standard input, output and error.
    pub stdio: [Stdio; 3],
    /// Whether they are a terminal, which is to become the target's controlling one.
    pub terminal: bool,
}

impl Printing {
    /// What is to be relayed, if anything is.
    ///
    /// # Errors
    /// As [`Relay::start`].
    pub fn relay(self) -> Result<Option<(Relay, Ends)>> {
        if self.tty || self.output_log { Relay::start(self.tty, self.output_log).map(Some) } else { Ok(None) }
    }
}

impl Relay {
    /// Relays what is printed to a new terminal, or (without `tty`) to two pipes. What is `kept` becomes rows.
    ///
    /// # Errors
    /// When the system refuses a terminal or a thread.
    pub fn start(tty: bool, kept: bool) -> Result<(Relay, Ends)> {
        let (sender, rows) = sync_channel(WAITING);
        let sender = kept.then_some(sender);
        if !tty {
            let (out, their_out) = std::io::pipe()?;
            let (err, their_err) = std::io::pipe()?;
            carry("stdout", out.into(), std::io::stdout(), sender.clone())?;
            carry("stderr", err.into(), std::io::stderr(), sender)?;
            let stdio = [Stdio::inherit(), their_out.into(), their_err.into()];
            return Ok((Relay { rows, before: None }, Ends { stdio, terminal: false }));
        }
        let OpenptyResult { master, slave } = openpty(None, None).context("no terminal can be made")?;
        let stdin = std::io::stdin();
        let mut before = None;
        if stdin.is_terminal() {
            follow_size(&master)?;
            let mode = tcgetattr(&stdin)?;
            let mut raw = mode.clone();
            cfmakeraw(&mut raw);
            tcsetattr(&stdin, SetArg::TCSANOW, &raw)?;
            before = Some(mode);
        }
        let input = File::from(master.try_clone()?);
        std::thread::Builder::new().name("input".to_owned()).spawn(move || type_in(input))?;
        carry("tty", master, std::io::stdout(), sender)?;
        let stdio = [slave.try_clone()?.into(), slave.try_clone()?.into(), slave.into()];
        Ok((Relay { rows, before }, Ends { stdio, terminal: true }))
    }

    /// What has been printed since. At the end (`last`) it waits for what is on its way, unless somebody keeps the other end open.
    pub fn take(&mut self, last: bool) -> Vec<OutputRow> {
        let mut rows: Vec<OutputRow> = self.rows.try_iter().collect();
        let deadline = Instant::now() + if last { LAST } else { Duration::ZERO };
        while let Some(left) = deadline.checked_duration_since(Instant::now()) {
            match self.rows.recv_timeout(left) {
                Ok(row) => rows.push(row),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        rows
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        if let Some(mode) = &self.before {
            let _ = tcsetattr(std::io::stdin(), SetArg::TCSANOW, mode);
        }
    }
}

/// Carries on what comes out of `from`, until its other end is closed.
fn carry(
    stream: &'static str,
    from: OwnedFd,
    mut to: impl Write + Send + 'static,
    rows: Option<SyncSender<OutputRow>>,
) -> Result<()> {
    let work = move || {
        let mut bytes = vec![0; PIECE];
        loop {
            let read = match read(&from, &mut bytes) {
                Err(Errno::EINTR) => continue,
                // A terminal whose other side is closed gives EIO.
                Ok(0) | Err(_) => break,
                Ok(read) => read,
            };
            let ts = describe::boot_ns().unwrap_or_default();
            // Whoever reads what we print may be gone; the trace goes on.
            let _ = to.write_all(&bytes[..read]).and_then(|()| to.flush());
            if let Some(rows) = &rows {
                let text = schema::text::escape(&bytes[..read]).into_owned();
                let _ = rows.send(OutputRow { ts, stream, text });
            }
        }
    };
    std::thread::Builder::new().name(stream.to_owned()).spawn(work)?;
    Ok(())
}

/// Hands on what is typed.
fn type_in(mut to: File) {
    /// The key that ends the input (termios(3), VEOF).
    const END: u8 = 4;
    let stdin = std::io::stdin();
    let mut bytes = vec![0; PIECE];
    loop {
        match read(stdin.as_fd(), &mut bytes) {
            Err(Errno::EINTR) => continue,
            Err(_) => break,
            Ok(0) => {
                let _ = to.write_all(&[END]);
                break;
            }
            Ok(read) if to.write_all(&bytes[..read]).is_err() => break,
            Ok(_) => {}
        }
    }
}

/// Gives a terminal the size of ours, now and whenever that changes.
fn follow_size(master: &OwnedFd) -> Result<()> {
    let changed = Arc::new(AtomicBool::new(true));
    signal_hook::flag::register(signal_hook::consts::SIGWINCH, Arc::clone(&changed))?;
    let master = master.try_clone()?;
    let apply = move |master: &OwnedFd| {
        if changed.swap(false, Ordering::Relaxed)
            && let Ok(size) = tcgetwinsize(std::io::stdin())
        {
            let _ = tcsetwinsize(master, size);
        }
    };
    apply(&master);
    let work = move || {
        loop {
            std::thread::sleep(LOOK);
            apply(&master);
            let mut fds = [PollFd::new(master.as_fd(), PollFlags::empty())];
            let found = poll(&mut fds, PollTimeout::ZERO).ok().and_then(|_| fds[0].revents());
            if found.is_none_or(|found| found.contains(PollFlags::POLLHUP)) {
                break;
            }
        }
    };
    std::thread::Builder::new().name("window".to_owned()).spawn(work)?;
    Ok(())
}
