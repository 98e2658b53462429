//! Ctrl-C and SIGTERM: unfinished files are removed before the process ends.

use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    iterator::Signals,
    low_level::emulate_default_handler,
};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, Once, PoisonError},
};

/// Files that must not stay behind.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// For as long as this lives, a signal that ends the process also removes the file.
pub struct Leaves(PathBuf);

/// Has a file removed if the process is ended while the answer lives.
pub fn leaves(path: &Path) -> Leaves {
    static WATCH: Once = Once::new();
    WATCH.call_once(watch);
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
    Leaves(path.to_owned())
}

impl Drop for Leaves {
    fn drop(&mut self) {
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).retain(|path| *path != self.0);
    }
}

fn watch() {
    let ignored = ignored();
    let wanted = [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
    // Without a watch a file may stay behind, under a name that says what it is.
    let Ok(mut signals) = Signals::new(wanted) else { return };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            // Kept to the end, so that no file is begun meanwhile.
            let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
            for path in unfinished.iter() {
                let _ = fs::remove_file(path);
            }
            let _ = emulate_default_handler(signal);
        }
    });
}

/// The signals that whoever started this process wants ignored (nohup), one bit each, as /proc shows them.
fn ignored() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
