//! `X.trace.tar.age`: an archive, encrypted. It is decrypted into memory; nothing of it is written.

use crate::error::{Error, first_line};
use age::{Callbacks, Decryptor, Identity, IdentityFile, secrecy::SecretString, ssh};
use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// First bytes of an encrypted file (<https://age-encryption.org/v1>).
pub const HEAD: &[u8] = b"age-encryption.org/v1\n";
/// First bytes of one that was made text.
pub const ARMOR: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
/// Bytes that a file with keys may have.
const LIMIT: u64 = 1 << 20;

/// The files with keys, from the command line.
static KEYS: OnceLock<Vec<PathBuf>> = OnceLock::new();

/// Says, once and before any trace is opened, in which files the keys of encrypted traces are.
pub fn unlock_with(files: &[PathBuf]) {
    let _ = KEYS.set(files.to_owned());
}

/// The content of an encrypted file.
///
/// # Errors
/// When there is no key for it, or it was changed or cut short.
pub fn decrypt(path: &Path) -> Result<Vec<u8>, Error> {
    let refused = |what: String| Error::unreadable(path, what);
    let files = KEYS.get().map(Vec::as_slice).unwrap_or_default();
    if files.is_empty() {
        return Err(Error::Usage(format!(
            "{} is encrypted; name the file with your key: --identity FILE",
            path.display()
        )));
    }
    let keys = files.iter().map(|file| identities(file)).collect::<Result<Vec<_>, _>>()?;
    let file = File::open(path).map_err(|e| refused(e.to_string()))?;
    let damaged = |e: &dyn std::fmt::Display| refused(format!("{}; use a sound copy", first_line(e)));
    let decryptor = Decryptor::new_buffered(BufReader::with_capacity(1 << 16, file)).map_err(|e| damaged(&e))?;
    let keys = keys.iter().flatten().map(|key| &**key);
    let mut reader = decryptor.decrypt(keys).map_err(|e| match e {
        age::DecryptError::NoMatchingKeys => {
            let names: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
            refused(format!("was not encrypted to the key in {}", names.join(", ")))
        }
        e => damaged(&e),
    })?;
    let mut content = Vec::new();
    reader.read_to_end(&mut content).map_err(|e| damaged(&e))?;
    Ok(content)
}

/// The keys in a file: of age, or a private key of OpenSSH.
fn identities(path: &Path) -> Result<Vec<Box<dyn Identity>>, Error> {
    let refused = |e: &dyn std::fmt::Display| Error::Usage(format!("--identity {}: {e}", path.display()));
    let mut text = Vec::new();
    let file = File::open(path).map_err(|e| refused(&e))?;
    file.take(LIMIT).read_to_end(&mut text).map_err(|e| refused(&e))?;
    if text.starts_with(b"-----BEGIN ") {
        return match ssh::Identity::from_buffer(text.as_slice(), Some(path.display().to_string())) {
            Ok(ssh::Identity::Unsupported(_)) => {
                Err(refused(&"is a key of a kind that cannot decrypt; ed25519 and rsa can"))
            }
            Ok(key) => Ok(vec![Box::new(key.with_callbacks(Ask))]),
            Err(_) => Err(refused(&"is no private key of OpenSSH")),
        };
    }
    let none = || refused(&"holds no key: neither one of age (AGE-SECRET-KEY-1...) nor one of OpenSSH");
    // Its messages name the line and never what is in it.
    let keys = IdentityFile::from_buffer(text.as_slice()).map_err(|_| none())?.into_identities().map_err(|_| none())?;
    if keys.is_empty() {
        return Err(none());
    }
    Ok(keys.into_iter().map(|key| key as Box<dyn Identity>).collect())
}

/// Asks for the password of a private key of OpenSSH, on the terminal.
#[derive(Clone)]
struct Ask;

impl Callbacks for Ask {
    fn display_message(&self, _: &str) {}

    fn confirm(&self, _: &str, _: &str, _: Option<&str>) -> Option<bool> {
        None
    }

    fn request_public_string(&self, _: &str) -> Option<String> {
        None
    }

    fn request_passphrase(&self, description: &str) -> Option<SecretString> {
        rpassword::prompt_password(format!("{}: ", first_line(description))).ok().map(SecretString::from)
    }
}
