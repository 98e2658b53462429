//! The manifest's blind spots: which channels were open in this run, and what was not seen of them.

use schema::{
    Arch,
    channels::{self, CHANNELS, Opened},
    manifest::BlindSpot,
    wire::{SyscallEvent, Wire, flags},
};
use std::mem::offset_of;

/// Processes named of each.
const NAMED: usize = 16;

/// The channels that were opened.
#[derive(Debug, Default)]
pub struct Spots(Vec<Spot>);

#[derive(Debug, Default, Clone)]
struct Spot {
    opened: u64,
    processes: Vec<u32>,
}

impl Spots {
    /// Takes in the record of a call.
    #[inline]
    pub fn push(&mut self, record: &[u8]) {
        let arch = record.get(1).and_then(|code| Arch::from_code(*code));
        let nr = record.get(offset_of!(SyscallEvent, nr)..).and_then(i32::read);
        if let (Some(arch), Some(nr)) = (arch, nr)
            && channels::can_open(arch, nr)
            && let Some(event) = SyscallEvent::read(record).filter(|event| event.flags & flags::SETUP == 0)
        {
            self.0.resize(CHANNELS.len(), Spot::default());
            for i in channels::opened(&event, record.get(SyscallEvent::SIZE..).unwrap_or_default()) {
                let spot = &mut self.0[i];
                spot.opened += 1;
                if spot.processes.len() < NAMED && !spot.processes.contains(&event.tgid) {
                    spot.processes.push(event.tgid);
                }
            }
        }
    }

    /// The section. `told` says whether calls of a name were told of; `runtime` is that of the container.
    pub fn section(&self, backend: &str, told: impl Fn(&str) -> bool, runtime: Option<&str>) -> Vec<BlindSpot> {
        let spots = CHANNELS.iter().enumerate().filter_map(|(i, channel)| {
            let unseen = channel.unseen(backend)?;
            let spot = self.0.get(i).cloned().unwrap_or_default();
            let opened = match channel.opened {
                Opened::Always => Some(1),
                Opened::Runtime(names) => {
                    Some(runtime.is_some_and(|runtime| names.iter().any(|name| runtime.contains(name))).into())
                }
                Opened::By(_) if spot.opened == 0 && !channel.calls().all(&told) => None,
                Opened::By(_) | Opened::Abi(_) => Some(spot.opened),
            };
            let spot = BlindSpot {
                channel: channel.name.to_owned(),
                opened,
                processes: spot.processes,
                unseen: unseen.to_owned(),
            };
            (opened != Some(0)).then_some(spot)
        });
        spots.collect()
    }
}
