//! Going through all calls once: what each tells is counted where it belongs.

use super::{Collector, calls, channels, files, lives, network, sequences};
use crate::{
    diff::scan::{Calls, Scan},
    error::Error,
    scan::{self, Piece, Trouble},
};

/// What was counted.
#[derive(Default)]
pub(super) struct Counted {
    /// When processes began, and what they executed.
    pub lives: lives::Calls,
    calls: calls::Counts,
    files: files::Counts,
    network: network::Counts,
    channels: channels::Counts,
    followed: sequences::Followed,
}

/// Goes through all calls.
///
/// # Errors
/// When the trace cannot be read.
pub(super) fn all(scan: &Scan<'_>) -> Result<Counted, Error> {
    let columns = [
        &Calls::COLUMNS[..],
        &lives::COLUMNS,
        &calls::COLUMNS,
        &files::COLUMNS,
        &network::COLUMNS,
        &channels::COLUMNS,
        &sequences::COLUMNS,
    ];
    let columns = once_each(&columns.concat());
    let new = || (Counted::default(), sequences::Follower::new(sequences::HELD));
    let (mut counted, follower) =
        scan::pieces(scan.trace, &columns, new, |(counted, follower), piece| counted.take(scan, follower, piece))?;
    counted.followed = match follower.ended() {
        Some(followed) => followed,
        None => sequences::sorted(scan)?,
    };
    Ok(counted)
}

/// The same names without those that are there already.
pub(super) fn once_each(names: &[&'static str]) -> Vec<&'static str> {
    let mut columns: Vec<&'static str> = Vec::new();
    for name in names {
        if !columns.contains(name) {
            columns.push(name);
        }
    }
    columns
}

impl Counted {
    fn take(&mut self, scan: &Scan<'_>, follower: &mut sequences::Follower, piece: &Piece) -> Result<(), Trouble> {
        let mut all = Calls::new(scan, piece)?;
        let mut lives = self.lives.of(scan, piece)?;
        let mut calls = self.calls.of(scan, piece)?;
        let mut files = self.files.of(scan, piece)?;
        let mut network = self.network.of(scan, piece)?;
        let mut channels = self.channels.of(scan, piece)?;
        let mut sequences = follower.of(scan, piece)?;
        for at in 0..all.rows {
            lives.executed(&all, at);
            let Some(row) = all.row(at) else { continue };
            lives.began(all.tgid(at), row.ts);
            calls.take(row);
            files.take(row);
            network.take(row);
            channels.take(row);
            sequences.take(row);
        }
        follower.go_on();
        Ok(())
    }

    /// Makes facts of it.
    pub fn tell(self, into: &mut Collector<'_>) {
        self.files.tell(into);
        self.calls.tell(into);
        self.network.tell(into);
        self.channels.tell(into);
        sequences::tell(self.followed, into);
    }
}
