//! A line on standard error, where that is a terminal, for what takes longer than a second.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    io::IsTerminal,
    sync::{OnceLock, mpsc},
    time::Duration,
};

/// Nothing is shown before this time.
const PATIENCE: Duration = Duration::from_secs(1);

static BAR: OnceLock<ProgressBar> = OnceLock::new();

/// Removes the line when it goes.
pub struct Progress(Option<mpsc::Sender<()>>);

/// Begins to wait, and after a second to say so.
pub fn begin(message: String) -> Progress {
    if !std::io::stderr().is_terminal() {
        return Progress(None);
    }
    let bar = BAR.get_or_init(|| ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden())).clone();
    bar.set_style(style("{spinner} {elapsed} {msg}"));
    bar.set_message(message);
    let (ended, end) = mpsc::channel();
    std::thread::spawn(move || {
        if end.recv_timeout(PATIENCE) == Err(mpsc::RecvTimeoutError::Timeout) && !bar.is_finished() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
            bar.enable_steady_tick(Duration::from_millis(100));
        }
    });
    Progress(Some(ended))
}

/// Says what is being done.
pub fn message(message: String) {
    if let Some(bar) = BAR.get() {
        bar.set_message(message);
    }
}

/// Says which of how many parts is being made.
pub fn part(number: u64, of: u64, message: String) {
    if let Some(bar) = BAR.get() {
        bar.set_style(style("{spinner} {elapsed} [{bar:20}] {pos}/{len} {msg}"));
        bar.set_length(of);
        bar.set_position(number);
        bar.set_message(message);
    }
}

/// Counts a row that was written.
pub fn row() {
    if let Some(bar) = BAR.get() {
        if bar.position() == 0 {
            bar.set_style(style("{spinner} {elapsed} {human_pos} rows written"));
        }
        bar.inc(1);
    }
}

/// Removes the line for good: the answer itself goes to the terminal now.
pub fn end() {
    if let Some(bar) = BAR.get() {
        bar.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.0.take().is_some() {
            end();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}
