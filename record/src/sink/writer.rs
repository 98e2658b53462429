//! The sink on a thread of its own, so that encoding does not hold up the reading of the rings.

use super::{Batch, Sink, SinkError};
use crate::source::come_first;
use schema::manifest::{Manifest, Verdict};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::JoinHandle,
};

/// Batches that may wait. A slow disk then shows as pressure on the rings, never as memory without bound.
const WAITING: usize = 4;

enum Message {
    Rows(Batch),
    Checkpoint(Box<Manifest>),
    Seal(Box<Manifest>),
}

/// What the thread tells while it works.
#[derive(Default)]
struct State {
    bytes: AtomicU64,
    failed: AtomicBool,
}

/// A finished trace: its manifest, and the error that ended the writing of rows before its time.
type Finished = Result<(Manifest, Option<SinkError>), SinkError>;

/// Hands rows to a sink.
pub struct Writer {
    messages: SyncSender<Message>,
    thread: JoinHandle<Finished>,
    state: Arc<State>,
}

impl Writer {
    /// Starts the thread, on which `manifest` is that of a recorder that did not finish.
    ///
    /// # Errors
    /// When the system allows no more threads.
    pub fn start(sink: Box<dyn Sink>, manifest: Manifest) -> std::io::Result<Writer> {
        let (messages, queue) = sync_channel(WAITING);
        let state = Arc::new(State::default());
        let shared = Arc::clone(&state);
        let thread = std::thread::Builder::new().name("encoder".to_owned()).spawn(move || {
            come_first();
            work(sink, queue, &shared, manifest)
        })?;
        Ok(Writer { messages, thread, state })
    }

    /// Adds rows. `false` if the sink has failed: [`Writer::seal`] then says why.
    #[must_use]
    pub fn rows(&self, batch: Batch) -> bool {
        batch.len() == 0 || self.messages.send(Message::Rows(batch)).is_ok() && !self.failed()
    }

    /// Makes readable what has been written. `false` as for [`Writer::rows`].
    #[must_use]
    pub fn checkpoint(&self, manifest: Manifest) -> bool {
        self.messages.send(Message::Checkpoint(Box::new(manifest))).is_ok() && !self.failed()
    }

    fn failed(&self) -> bool {
        self.state.failed.load(Ordering::Relaxed)
    }

    /// Bytes of the trace so far.
    pub fn bytes(&self) -> u64 {
        self.state.bytes.load(Ordering::Relaxed)
    }

    /// Finishes the trace and waits for it. After an error, rows that could not be written are counted as lost.
    ///
    /// # Errors
    /// When the trace could not be finished either.
    pub fn seal(self, manifest: Manifest) -> Finished {
        // The thread ends only after this message, or by a panic, which shows below.
        let _ = self.messages.send(Message::Seal(Box::new(manifest)));
        drop(self.messages);
        match self.thread.join() {
            Ok(result) => result,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

fn work(mut sink: Box<dyn Sink>, queue: Receiver<Message>, state: &State, unfinished: Manifest) -> Finished {
    let mut failure: Option<SinkError> = None;
    let mut unwritten = 0;
    for message in queue {
        let calls = match &message {
            Message::Rows(Batch::Calls(rows)) => rows.len() as u64,
            _ => 0,
        };
        let result = match message {
            Message::Seal(manifest) => {
                let manifest = match &failure {
                    Some(error) => blame(*manifest, error, unwritten),
                    None => *manifest,
                };
                return Ok((sink.seal(manifest)?, failure));
            }
            // After a failure the small tables are still tried: they say what is missing.
            Message::Rows(Batch::Calls(_)) | Message::Checkpoint(_) if failure.is_some() => {
                unwritten += calls;
                continue;
            }
            Message::Rows(batch) => sink.write(&batch),
            Message::Checkpoint(manifest) => sink.checkpoint(&manifest),
        };
        state.bytes.store(sink.bytes(), Ordering::Relaxed);
        if let Err(error) = result {
            state.failed.store(true, Ordering::Relaxed);
            unwritten += sink.abandon().max(calls);
            failure.get_or_insert(error);
        }
    }
    // The recorder has given up without sealing.
    Ok((unfinished, failure))
}

/// What a manifest says when rows could not be written.
fn blame(mut manifest: Manifest, error: &SinkError, unwritten: u64) -> Manifest {
    let completeness = &mut manifest.completeness;
    completeness.recorded = completeness.recorded.saturating_sub(unwritten);
    completeness.lost += unwritten;
    if completeness.verdict == Verdict::Exact {
        completeness.verdict = Verdict::Bounded;
    }
    completeness.reasons.push(format!("{unwritten} calls could not be written: {error}"));
    manifest
}
