//! Keys: read from the files that the command line names.

use crate::{cli::Verify, error::Error};
use schema::manifest::FILE_NAME;
use schema::seal::sign::{self, AllowedSigner, KeyError, PublicKey, SecretKey};
use std::path::Path;

/// Bytes that a file with keys may have.
const LIMIT: u64 = 1 << 20;

/// The keys that a user trusts.
#[derive(Debug, Default)]
pub struct Trusted {
    alone: Vec<PublicKey>,
    named: Vec<AllowedSigner>,
}

impl Trusted {
    /// Reads the keys of `verify`.
    ///
    /// # Errors
    /// When there is no key where the user said.
    pub fn read(options: &Verify) -> Result<Trusted, Error> {
        let mut trusted = Trusted::default();
        for given in &options.pubkey {
            let path = Path::new(given);
            // A key of minisign is short enough to be given itself.
            let text = if path.is_file() { text(path)? } else { given.clone() };
            let key = PublicKey::parse(&text).map_err(|e| Error::Usage(format!("--pubkey {given}: {e}")))?;
            trusted.alone.push(key);
        }
        if let Some(path) = &options.allowed_signers {
            trusted.named = sign::allowed_signers(&text(path)?)
                .map_err(|(line, what)| Error::Usage(format!("{}: line {line}: {what}", path.display())))?;
        }
        Ok(trusted)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.alone.is_empty() && self.named.is_empty()
    }

    /// The keys, with the names of their owners where they are known.
    pub fn keys(&self) -> impl Iterator<Item = (Option<&str>, &PublicKey)> {
        let alone = self.alone.iter().map(|key| (None, key));
        alone.chain(self.named.iter().map(|signer| (Some(signer.who.as_str()), &signer.key)))
    }
}

/// The name of a signature over another file than the manifest, by a key whose signatures over that are called `name`.
pub fn over(file: &str, name: &str) -> String {
    name.replacen(FILE_NAME, file, 1)
}

/// Reads a key to sign with; asks for its password on the terminal if it has one and no file tells it.
///
/// # Errors
/// When it is no key, or cannot be opened.
pub fn secret(path: &Path, password_file: Option<&Path>) -> Result<SecretKey, Error> {
    let text = text(path)?;
    let refused = |e: KeyError| Error::Usage(format!("{}: {e}", path.display()));
    let password = password_file.map(self::text).transpose()?;
    let password = password.map(|text| text.lines().next().unwrap_or_default().to_owned());
    match SecretKey::parse(&text, password.clone()) {
        Err(KeyError::Password) if password.is_none() => {
            let asked = rpassword::prompt_password(format!("Password of {}: ", path.display()));
            SecretKey::parse(&text, Some(asked.map_err(|_| refused(KeyError::Password))?)).map_err(refused)
        }
        parsed => parsed.map_err(refused),
    }
}

fn text(path: &Path) -> Result<String, Error> {
    let refused = |e: &dyn std::fmt::Display| Error::Usage(format!("{}: {e}", path.display()));
    let length = path.metadata().map_err(|e| refused(&e))?.len();
    if length > LIMIT {
        return Err(refused(&"is too large to be a key"));
    }
    std::fs::read_to_string(path).map_err(|e| refused(&e))
}
