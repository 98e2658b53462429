//! Signatures over a manifest: those of minisign(1), and those of `ssh-keygen -Y sign -n file` (SSHSIG). Both lie beside the manifest under
//! the name that the command would give them, so that either command can check them without us.

use super::custody;
use ct_codecs::{Base64, Decoder};
use minisign::{PublicKeyBox, SecretKeyBox, SignatureBox};
use ssh_key::{HashAlg, LineEnding, PrivateKey, SshSig};
use std::io::Cursor;

/// Name of a signature by minisign.
pub const MINISIGN_FILE: &str = "manifest.json.minisig";
/// Name of a signature by an SSH key.
pub const SSH_FILE: &str = "manifest.json.sig";
/// What an SSH signature is for: ssh-keygen's name for files.
const NAMESPACE: &str = "file";
/// Where a secret key of minisign says how its password is used; zeros: it has none.
const MINISIGN_KDF: std::ops::Range<usize> = 2..4;

/// Why a key or signature cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The key is encrypted.
    #[error("the key needs a password, or that was the wrong one")]
    Password,
    /// It is no key.
    #[error("is no minisign secret key and no OpenSSH private key that can sign (ed25519)")]
    NoSecretKey,
    /// It is no public key.
    #[error("is no minisign public key and no OpenSSH public key")]
    NoPublicKey,
    /// It cannot be read as a signature.
    #[error("is no signature")]
    NoSignature,
    /// It is a signature of something else, or by another key.
    #[error("the signature is not of this manifest by this key")]
    Wrong,
    /// The library failed.
    #[error("cannot sign: {0}")]
    Failed(String),
}

/// A key to sign with.
pub enum SecretKey {
    /// Of minisign.
    Minisign(Box<minisign::SecretKey>),
    /// Of OpenSSH.
    Ssh(Box<PrivateKey>),
}

/// A key to verify with.
#[derive(Debug, Clone)]
pub enum PublicKey {
    /// Of minisign.
    Minisign(minisign::PublicKey),
    /// Of OpenSSH.
    Ssh(Box<ssh_key::PublicKey>),
}

impl SecretKey {
    /// Reads the text of a key's file.
    ///
    /// # Errors
    /// [`KeyError::Password`] if it is encrypted and `password` does not open it.
    pub fn parse(text: &str, password: Option<String>) -> Result<SecretKey, KeyError> {
        if text.contains("-----BEGIN OPENSSH PRIVATE KEY-----") {
            let mut key = PrivateKey::from_openssh(text).map_err(|_| KeyError::NoSecretKey)?;
            if key.is_encrypted() {
                key = key.decrypt(password.ok_or(KeyError::Password)?).map_err(|_| KeyError::Password)?;
            }
            return Ok(SecretKey::Ssh(Box::new(key)));
        }
        let Some(line) = text.lines().nth(1).filter(|_| text.starts_with("untrusted comment:")) else {
            return Err(KeyError::NoSecretKey);
        };
        let bytes = Base64::decode_to_vec(line.trim(), None).map_err(|_| KeyError::NoSecretKey)?;
        if bytes.get(MINISIGN_KDF) == Some(&[0, 0]) {
            // minisign -W gives such keys no checksum, for which the library's own reader refuses them.
            let key = minisign::SecretKey::from_bytes(&bytes).map_err(|_| KeyError::NoSecretKey)?;
            return Ok(SecretKey::Minisign(Box::new(key)));
        }
        let sealed = SecretKeyBox::from_string(text).map_err(|_| KeyError::NoSecretKey)?;
        // Without a password the library would ask.
        let password = password.ok_or(KeyError::Password)?;
        let key = sealed.into_secret_key(Some(password)).map_err(|e| {
            // The library's kinds of errors are private.
            if e.to_string().contains("password") { KeyError::Password } else { KeyError::NoSecretKey }
        })?;
        Ok(SecretKey::Minisign(Box::new(key)))
    }

    /// Under which name the signature lies beside the manifest.
    pub fn file_name(&self) -> &'static str {
        match self {
            SecretKey::Minisign(_) => MINISIGN_FILE,
            SecretKey::Ssh(_) => SSH_FILE,
        }
    }

    /// How the custody log names the key.
    pub fn name(&self) -> String {
        match self {
            SecretKey::Minisign(key) => minisign_name(key.keynum()),
            SecretKey::Ssh(key) => ssh_name(key.public_key()),
        }
    }

    /// Signs a manifest's text. Only minisign's signatures have a comment.
    ///
    /// # Errors
    /// [`KeyError::Failed`] when the library fails.
    pub fn sign(&self, manifest: &[u8], comment: &str) -> Result<String, KeyError> {
        match self {
            SecretKey::Minisign(key) => {
                let about = "signature of a trace's manifest.json";
                let public = minisign::PublicKey::from_secret_key(key).map_err(|e| KeyError::Failed(e.to_string()))?;
                let signed = minisign::sign(Some(&public), key, manifest, Some(comment), Some(about));
                signed.map(SignatureBox::into_string).map_err(|e| KeyError::Failed(e.to_string()))
            }
            SecretKey::Ssh(key) => {
                let signed = key.sign(NAMESPACE, HashAlg::Sha512, manifest);
                signed.and_then(|s| s.to_pem(LineEnding::LF)).map_err(|e| KeyError::Failed(e.to_string()))
            }
        }
    }
}

impl PublicKey {
    /// Reads a key: the text of its file, or the one line that minisign(1) takes after -P.
    ///
    /// # Errors
    /// [`KeyError::NoPublicKey`].
    pub fn parse(text: &str) -> Result<PublicKey, KeyError> {
        let line = text.trim();
        if let Ok(key) = ssh_key::PublicKey::from_openssh(line) {
            return Ok(PublicKey::Ssh(Box::new(key)));
        }
        let of_file = || PublicKeyBox::from_string(text).and_then(PublicKeyBox::into_public_key);
        let key = if line.contains('\n') { of_file() } else { minisign::PublicKey::from_base64(line) };
        key.map(PublicKey::Minisign).map_err(|_| KeyError::NoPublicKey)
    }

    /// Under which name a signature by this key lies beside the manifest.
    pub fn file_name(&self) -> &'static str {
        match self {
            PublicKey::Minisign(_) => MINISIGN_FILE,
            PublicKey::Ssh(_) => SSH_FILE,
        }
    }

    /// How reports name the key.
    pub fn name(&self) -> String {
        match self {
            PublicKey::Minisign(key) => minisign_name(key.keynum()),
            PublicKey::Ssh(key) => ssh_name(key),
        }
    }

    /// Checks a signature of a manifest's text; minisign's comment, which is signed too.
    ///
    /// # Errors
    /// [`KeyError::NoSignature`] or [`KeyError::Wrong`].
    pub fn verify(&self, manifest: &[u8], signature: &str) -> Result<Option<String>, KeyError> {
        match self {
            PublicKey::Minisign(key) => {
                let signature = SignatureBox::from_string(signature).map_err(|_| KeyError::NoSignature)?;
                minisign::verify(key, &signature, Cursor::new(manifest), true, false, false)
                    .map_err(|_| KeyError::Wrong)?;
                Ok(signature.trusted_comment().ok())
            }
            PublicKey::Ssh(key) => {
                let signature = SshSig::from_pem(signature).map_err(|_| KeyError::NoSignature)?;
                key.verify(NAMESPACE, manifest, &signature).map_err(|_| KeyError::Wrong)?;
                Ok(None)
            }
        }
    }
}

fn minisign_name(number: &[u8]) -> String {
    // As the command prints it: a number, little endian.
    format!("minisign {}", super::hex(&number.iter().rev().copied().collect::<Vec<_>>()).to_uppercase())
}

fn ssh_name(key: &ssh_key::PublicKey) -> String {
    format!("ssh {}", key.fingerprint(HashAlg::Sha256))
}

/// The comment of a signature: which trace, and the last line of its custody log.
pub fn comment(trace: &str, log: &str) -> String {
    format!("trace:{trace} custody:{}:{}", log.lines().count(), custody::head(log))
}

/// Whether a log still begins with the lines that a signature's comment speaks of; `None` if it speaks of none.
pub fn covers(comment: &str, log: &str) -> Option<bool> {
    let (lines, head) = comment.split(' ').find_map(|part| part.strip_prefix("custody:"))?.split_once(':')?;
    let lines: usize = lines.parse().ok()?;
    let begin: String = log.split_inclusive('\n').take(lines).collect();
    Some(begin.lines().count() == lines && custody::head(&begin) == head)
}

/// A line of an allowed_signers file (ssh-keygen(1)): who, and with which key.
#[derive(Debug, Clone)]
pub struct AllowedSigner {
    /// The principals.
    pub who: String,
    /// Their key.
    pub key: PublicKey,
}

/// Reads an allowed_signers file. Of the options only `namespaces` is known; a line with another one is an error, as ignoring it
/// would allow more than was meant.
///
/// # Errors
/// The number of the line and what is wrong with it.
pub fn allowed_signers(text: &str) -> Result<Vec<AllowedSigner>, (usize, &'static str)> {
    let mut signers = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let wrong = |what| (i + 1, what);
        let (who, mut rest) = line.split_once([' ', '\t']).ok_or(wrong("it has no key"))?;
        rest = rest.trim_start();
        if let Some(option) = rest.strip_prefix("namespaces=\"") {
            let (names, after) = option.split_once('"').ok_or(wrong("its option does not end"))?;
            if !names.split(',').any(|name| name == NAMESPACE) {
                continue;
            }
            rest = after.trim_start();
        }
        let key = ssh_key::PublicKey::from_openssh(rest)
            .map_err(|_| wrong("it has an option that is not supported, or no key"))?;
        signers.push(AllowedSigner { who: who.to_owned(), key: PublicKey::Ssh(Box::new(key)) });
    }
    Ok(signers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_key_or_signature_by_accident() {
        for text in
            ["", "x", "untrusted comment: x\n", "untrusted comment: x\nRWQ\n", "-----BEGIN OPENSSH PRIVATE KEY-----\nx"]
        {
            assert!(matches!(SecretKey::parse(text, None), Err(KeyError::NoSecretKey)), "{text:?}");
            assert!(PublicKey::parse(text).is_err(), "{text:?}");
        }
        assert_eq!(allowed_signers("a\n").unwrap_err().0, 1);
        assert_eq!(allowed_signers("# x\n\na cert-authority ssh-ed25519 AAAA\n").unwrap_err().0, 3);
    }

    #[test]
    fn a_comment_covers_a_log_that_only_grew() {
        let log = "a\nb\n";
        let comment = comment("id", log);
        assert_eq!(covers(&comment, log), Some(true));
        assert_eq!(covers(&comment, "a\nb\nc\n"), Some(true));
        assert_eq!(covers(&comment, "a\n"), Some(false));
        assert_eq!(covers(&comment, "a\nx\n"), Some(false));
        assert_eq!(covers("custody:x", log), None);
    }
}
