//! The memory that the kernel program and the recorder share: bulk rings and counts.
//!
//! The layout is that of `schema::wire`. The program writes and moves the heads, the recorder reads and moves the tails;
//! what lies between a tail and its head does not change.

use anyhow::{Context, Result};
use aya::maps::MapData;
use nix::sys::mman::{MapFlags, ProtFlags, mmap, munmap};
use schema::wire::{self, BLOCK, COUNT_LOG, COUNT_SLOTS, CountEntry, Processor, Stats, SyscallEvent, Wire};
use std::{
    mem::offset_of,
    num::NonZeroUsize,
    os::fd::AsFd,
    ptr::NonNull,
    sync::atomic::{AtomicU64, Ordering},
};

/// The memory of an array map.
pub struct Shared {
    start: NonNull<u8>,
    len: usize,
}

#[expect(unsafe_code, reason = "memory that the kernel shares is reached through a pointer")]
impl Shared {
    /// Maps all of a map.
    ///
    /// # Errors
    /// When the kernel refuses.
    pub fn new(map: &MapData, writable: bool) -> Result<Shared> {
        let info = map.info().context("the kernel does not describe the map")?;
        let len = info.max_entries() as usize * info.value_size().next_multiple_of(8) as usize;
        let size = NonZeroUsize::new(len).context("an empty map")?;
        let access = if writable { ProtFlags::PROT_READ | ProtFlags::PROT_WRITE } else { ProtFlags::PROT_READ };
        // SAFETY: a new mapping at an address of the kernel's choice touches no memory of ours.
        let start = unsafe { mmap(None, size, access, MapFlags::MAP_SHARED, map.fd().as_fd(), 0)? };
        Ok(Shared { start: start.cast(), len })
    }

    fn word(&self, offset: usize) -> &AtomicU64 {
        assert!(offset.is_multiple_of(8) && offset + 8 <= self.len);
        // SAFETY: inside the mapping and aligned (both asserted); every access to it is atomic.
        unsafe { AtomicU64::from_ptr(self.start.add(offset).cast().as_ptr()) }
    }

    /// Bytes that the program no longer writes to.
    fn bytes(&self, offset: usize, len: usize) -> &[u8] {
        assert!(offset <= self.len && len <= self.len - offset);
        // SAFETY: inside the mapping (asserted), which lives as long as the borrow.
        unsafe { std::slice::from_raw_parts(self.start.add(offset).as_ptr(), len) }
    }
}

#[expect(unsafe_code, reason = "the mapping was made by hand")]
impl Drop for Shared {
    fn drop(&mut self) {
        // SAFETY: the mapping made in `new`; nothing borrows from it any more.
        let _ = unsafe { munmap(self.start.cast(), self.len) };
    }
}

#[expect(unsafe_code, reason = "a pointer is not Send by itself")]
// SAFETY: the pointer is to a mapping of the whole process, and belongs to this value alone.
unsafe impl Send for Shared {}

/// All that is shared.
pub struct Kernel {
    processors: Shared,
    bulk: Shared,
    slots: Shared,
    log: Shared,
    cpus: usize,
    blocks: u64,
}

impl Kernel {
    /// Maps everything with `map`, which is given a map's name and whether it is written to.
    ///
    /// # Errors
    /// Those of `map`.
    pub fn new(cpus: u32, blocks: u32, mut map: impl FnMut(&str, bool) -> Result<Shared>) -> Result<Kernel> {
        Ok(Kernel {
            processors: map("processors", true)?,
            bulk: map("bulk", false)?,
            slots: map("count_slots", false)?,
            log: map("count_log", false)?,
            cpus: cpus as usize,
            blocks: blocks.into(),
        })
    }

    /// A word of a processor's structure.
    fn word(&self, cpu: usize, member: usize) -> &AtomicU64 {
        self.processors.word(cpu * Processor::SIZE + member)
    }

    /// How far every bulk ring has been written.
    pub fn heads(&self) -> Vec<u64> {
        (0..self.cpus).map(|cpu| self.word(cpu, offset_of!(Processor, head)).load(Ordering::Acquire)).collect()
    }

    /// How full the fullest ring is, from 0 to 1.
    pub fn fullness(&self, heads: &[u64]) -> f64 {
        let used = |(cpu, head): (usize, &u64)| {
            head.saturating_sub(self.word(cpu, offset_of!(Processor, tail)).load(Ordering::Relaxed))
        };
        heads.iter().enumerate().map(used).max().unwrap_or(0) as f64 / (self.blocks * BLOCK) as f64
    }

    /// The records of one processor's bulk ring up to `head`.
    pub fn records(&self, cpu: usize, head: u64) -> Bulk<'_> {
        let tail = self.word(cpu, offset_of!(Processor, tail));
        Bulk { kernel: self, cpu, head, tail, position: tail.load(Ordering::Relaxed) }
    }

    /// The counters of every processor.
    pub fn stats(&self) -> Vec<Stats> {
        let place = |cpu| cpu * Processor::SIZE + offset_of!(Processor, stats);
        (0..self.cpus).filter_map(|cpu| Stats::read(self.processors.bytes(place(cpu), Stats::SIZE))).collect()
    }

    /// Hands over what the logs of counts hold, and with `all`, once the programs have ended, the tables too.
    pub fn counts(&self, all: bool, add: &mut dyn FnMut(&CountEntry)) {
        for cpu in 0..self.cpus {
            let tail = self.word(cpu, offset_of!(Processor, count_tail));
            let head = self.word(cpu, offset_of!(Processor, count_head)).load(Ordering::Acquire);
            for entry in tail.load(Ordering::Relaxed)..head {
                let index = cpu * COUNT_LOG as usize + (entry % u64::from(COUNT_LOG)) as usize;
                CountEntry::read(self.log.bytes(index * CountEntry::SIZE, CountEntry::SIZE)).iter().for_each(&mut *add);
            }
            tail.store(head, Ordering::Release);
            for slot in 0..if all { COUNT_SLOTS as usize } else { 0 } {
                let index = cpu * COUNT_SLOTS as usize + slot;
                let entry = CountEntry::read(self.slots.bytes(index * CountEntry::SIZE, CountEntry::SIZE));
                entry.iter().filter(|entry| entry.calls > 0).for_each(&mut *add);
            }
        }
    }
}

/// Records that wait in a bulk ring. The program may write over what has been passed.
pub struct Bulk<'a> {
    kernel: &'a Kernel,
    cpu: usize,
    head: u64,
    tail: &'a AtomicU64,
    position: u64,
}

impl<'a> Bulk<'a> {
    /// The next record; empty if it is damaged.
    #[inline]
    pub fn first(&self) -> Option<&'a [u8]> {
        if self.position >= self.head {
            return None;
        }
        let blocks = self.kernel.blocks;
        let place = (self.cpu as u64 * blocks + self.position / BLOCK % blocks) * BLOCK;
        let block = self.kernel.bulk.bytes(place as usize, BLOCK as usize);
        // The program writes whole records only.
        Some(first_record(&block[(self.position % BLOCK) as usize..]).unwrap_or_default())
    }

    /// Passes over the next record, which has `len` bytes.
    #[inline]
    pub fn pass(&mut self, len: usize) {
        let block = self.position / BLOCK;
        self.position = match len {
            // What is left of the block is given up rather than read for ever.
            0 => ((block + 1) * BLOCK).min(self.head),
            len => wire::next_position(self.position, len as u64),
        };
        if self.position / BLOCK != block {
            self.tail.store(self.position, Ordering::Release);
        }
    }
}

impl Drop for Bulk<'_> {
    fn drop(&mut self) {
        self.tail.store(self.position, Ordering::Release);
    }
}

/// The record of a call at the beginning of `bytes`, with its captures.
fn first_record(bytes: &[u8]) -> Option<&[u8]> {
    let len = bytes.get(offset_of!(SyscallEvent, data_len)..).and_then(u32::read)? as usize;
    bytes.get(..SyscallEvent::SIZE + len)
}

/// Waits until whatever the kernel was doing with preemption switched off, on any processor, has ended.
#[expect(unsafe_code, reason = "no crate in use has membarrier(2)")]
pub fn grace_period() {
    const MEMBARRIER_CMD_GLOBAL: i32 = 1;
    // SAFETY: membarrier takes three numbers and touches no memory.
    unsafe { nix::libc::syscall(nix::libc::SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0) };
}
