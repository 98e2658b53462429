//! To whom a packed trace is encrypted.

use crate::error::Error;
use age::{Encryptor, Recipient, ssh, x25519};
use std::{
    io::{BufWriter, Write},
    path::Path,
};

/// Those who can decrypt it, and their public keys as text.
pub struct Recipients {
    keys: Vec<Box<dyn Recipient + Send>>,
    /// As the custody log has them.
    pub names: Vec<String>,
}

impl Recipients {
    /// Reads what was given: public keys of age or OpenSSH, or files with such, one a line.
    ///
    /// # Errors
    /// When one of them is none.
    pub fn read(given: &[String]) -> Result<Recipients, Error> {
        let mut recipients = Recipients { keys: Vec::new(), names: Vec::new() };
        for given in given {
            if recipients.add(given) {
                continue;
            }
            let refused = |what: &dyn std::fmt::Display| Error::Usage(format!("--encrypt-to {given}: {what}"));
            if !Path::new(given).is_file() {
                return Err(refused(
                    &"is neither a public key (age1..., ssh-ed25519 ..., ssh-rsa ...) nor a file with such",
                ));
            }
            let text = std::fs::read_to_string(given).map_err(|e| refused(&e))?;
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
            let mut found = false;
            for (i, line) in lines.enumerate() {
                found = recipients.add(line);
                if !found {
                    return Err(refused(&format!(
                        "key {} in it is no public key of age or OpenSSH (ed25519, rsa)",
                        i + 1
                    )));
                }
            }
            if !found {
                return Err(refused(&"holds no public key"));
            }
        }
        Ok(recipients)
    }

    fn add(&mut self, text: &str) -> bool {
        let age = text.parse::<x25519::Recipient>().ok();
        let key: Option<(String, Box<dyn Recipient + Send>)> = match age {
            Some(key) => Some((key.to_string(), Box::new(key))),
            None => text.parse::<ssh::Recipient>().ok().map(|key| (key.to_string(), Box::new(key) as _)),
        };
        let Some((name, key)) = key else { return false };
        self.keys.push(key);
        self.names.push(name);
        true
    }

    /// Encrypts what `write` writes.
    ///
    /// # Errors
    /// When it cannot be written, and those of `write`.
    pub fn encrypt<W: Write>(
        &self,
        out: W,
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> std::io::Result<W> {
        let keys = self.keys.iter().map(|key| &**key as &dyn Recipient);
        let encryptor = Encryptor::with_recipients(keys).map_err(std::io::Error::other)?;
        let mut out = BufWriter::with_capacity(1 << 20, encryptor.wrap_output(out)?);
        write(&mut out)?;
        out.into_inner().map_err(std::io::IntoInnerError::into_error)?.finish()
    }
}
