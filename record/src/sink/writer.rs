//! The sink on a thread of its own, so that encoding does not hold up the reading of the rings.

use super::{Batch, Sink, SinkError};
use schema::manifest::Manifest;
use std::{
    sync::mpsc::{SyncSender, sync_channel},
    thread::JoinHandle,
};

/// Batches that may wait. A slow disk then shows as pressure on the rings, never as memory without bound.
const WAITING: usize = 4;

enum Message {
    Rows(Batch),
    Checkpoint(Box<Manifest>),
    Seal(Box<Manifest>),
}

/// Hands rows to a sink.
pub struct Writer {
    messages: SyncSender<Message>,
    thread: JoinHandle<Result<Option<Manifest>, SinkError>>,
}

impl Writer {
    /// Starts the thread.
    ///
    /// # Errors
    /// When the system allows no more threads.
    pub fn start(mut sink: Box<dyn Sink>) -> std::io::Result<Writer> {
        let (messages, queue) = sync_channel(WAITING);
        let thread = std::thread::Builder::new().name("encoder".to_owned()).spawn(move || {
            for message in queue {
                match message {
                    Message::Rows(batch) => sink.write(&batch)?,
                    Message::Checkpoint(manifest) => sink.checkpoint(&manifest)?,
                    Message::Seal(manifest) => return sink.seal(*manifest).map(Some),
                }
            }
            Ok(None)
        })?;
        Ok(Writer { messages, thread })
    }

    /// Adds rows. `false` if the sink has failed: [`Writer::seal`] then says why.
    #[must_use]
    pub fn rows(&self, batch: Batch) -> bool {
        batch.len() == 0 || self.messages.send(Message::Rows(batch)).is_ok()
    }

    /// Makes readable what has been written. `false` as for [`Writer::rows`].
    #[must_use]
    pub fn checkpoint(&self, manifest: Manifest) -> bool {
        self.messages.send(Message::Checkpoint(Box::new(manifest))).is_ok()
    }

    /// Finishes the trace and waits for it.
    ///
    /// # Errors
    /// The first error of the sink.
    pub fn seal(self, manifest: Manifest) -> Result<Manifest, SinkError> {
        let sent = manifest.clone();
        // A failed sink has hung up; its error comes from the thread.
        let _ = self.messages.send(Message::Seal(Box::new(sent)));
        drop(self.messages);
        match self.thread.join() {
            Ok(result) => Ok(result?.unwrap_or(manifest)),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}
