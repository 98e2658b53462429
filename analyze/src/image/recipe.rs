//! What an image consists of, as its manifest and its configuration say.
//!
//! <https://github.com/opencontainers/image-spec>: image-layout.md, image-index.md, manifest.md, config.md. `docker save` has a
//! `manifest.json` of its own, and since Docker 25 both.

use super::blobs::Blobs;
use crate::error::first_line;
use serde::{Deserialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

/// Layers that an image may have; engines stop at 128.
const MOST_LAYERS: usize = 1000;
/// Indexes within indexes.
const MOST_INDEXES: usize = 4;

/// What an image consists of.
pub struct Recipe {
    /// Digest of the configuration, which is the image's id.
    pub id: String,
    /// From the lowest.
    pub parts: Vec<Part>,
}

/// A layer.
pub struct Part {
    /// The name of its blob.
    pub blob: String,
    /// The digest of its tar, unpacked.
    pub digest: String,
    /// The step that made it.
    pub made_by: Option<String>,
}

#[derive(Deserialize)]
struct Saved {
    #[serde(rename = "Config")]
    config: String,
    #[serde(rename = "RepoTags", default)]
    tags: Option<Vec<String>>,
    #[serde(rename = "Layers", default)]
    layers: Vec<String>,
}

/// An index or a manifest.
#[derive(Deserialize)]
struct Listing {
    #[serde(default)]
    manifests: Vec<Pointer>,
    config: Option<Pointer>,
    #[serde(default)]
    layers: Vec<Pointer>,
}

#[derive(Deserialize, Clone)]
struct Pointer {
    digest: String,
    platform: Option<Platform>,
}

#[derive(Deserialize, Clone)]
struct Platform {
    #[serde(default)]
    architecture: String,
    #[serde(default)]
    os: String,
}

#[derive(Deserialize)]
struct Configuration {
    rootfs: Rootfs,
    #[serde(default)]
    history: Vec<Step>,
}

#[derive(Deserialize)]
struct Rootfs {
    diff_ids: Vec<String>,
}

#[derive(Deserialize)]
struct Step {
    #[serde(default)]
    created_by: String,
    #[serde(default)]
    empty_layer: bool,
}

/// Reads it; `None` if this is no image.
///
/// # Errors
/// When it is one, but is damaged, or holds several.
pub fn read(blobs: &Blobs) -> Result<Option<Recipe>, String> {
    if blobs.has("manifest.json")
        && let Ok(images) = serde_json::from_slice::<Vec<Saved>>(&blobs.text("manifest.json")?)
    {
        return saved(blobs, images).map(Some);
    }
    // As skopeo and podman write it with `dir:`: one image, its blobs beside its manifest.
    if blobs.has("version")
        && blobs.has("manifest.json")
        && let Ok(listing) = serde_json::from_slice::<Listing>(&blobs.text("manifest.json")?)
        && listing.config.is_some()
    {
        return laid_out(blobs, listing, "").map(Some);
    }
    if !blobs.has("index.json") || !blobs.has("oci-layout") {
        return Ok(None);
    }
    let index: Listing = json(&blobs.text("index.json")?, "index.json")?;
    laid_out(blobs, index, "blobs/sha256/").map(Some)
}

/// What `docker save` wrote.
fn saved(blobs: &Blobs, mut images: Vec<Saved>) -> Result<Recipe, String> {
    if images.len() > 1 {
        let names: Vec<&str> = images.iter().filter_map(|i| i.tags.as_ref()?.first()).map(String::as_str).collect();
        return Err(format!("holds {} images ({}); save the one that is meant", images.len(), names.join(", ")));
    }
    let image = images.pop().ok_or("holds no image; save one")?;
    let text = blobs.text(&image.config)?;
    recipe(&text, image.layers)
}

/// An OCI image layout; the names of blobs begin with `folder`.
fn laid_out(blobs: &Blobs, mut listing: Listing, folder: &str) -> Result<Recipe, String> {
    for _ in 0..MOST_INDEXES {
        if let Some(config) = listing.config {
            let text = blob(blobs, folder, &config.digest)?;
            let layers = listing.layers.iter().map(|layer| name(folder, &layer.digest)).collect::<Result<_, _>>()?;
            return recipe(&text, layers);
        }
        let chosen = chosen(listing.manifests)?;
        listing = json(&blob(blobs, folder, &chosen.digest)?, &chosen.digest)?;
    }
    Err("its indexes lead to no manifest; use a sound copy".to_owned())
}

/// The image of this machine's processor, where there are several; the only one otherwise.
fn chosen(mut manifests: Vec<Pointer>) -> Result<Pointer, String> {
    // Attestations are filed as images of an unknown system.
    manifests.retain(|m| m.platform.as_ref().is_none_or(|p| p.os != "unknown"));
    let own = match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    if manifests.len() > 1 && manifests.iter().all(|m| m.platform.is_some()) {
        manifests.retain(|m| m.platform.as_ref().is_some_and(|p| p.architecture == own));
    }
    match &manifests[..] {
        [one] => Ok(one.clone()),
        [] => Err(format!("holds no image for {own}; save one")),
        several => Err(format!("holds {} images; copy the one that is meant into a layout of its own", several.len())),
    }
}

fn recipe(configuration: &[u8], blobs: Vec<String>) -> Result<Recipe, String> {
    let read: Configuration = json(configuration, "the image's configuration")?;
    if read.rootfs.diff_ids.len() != blobs.len() {
        return Err(format!(
            "its manifest names {} layers and its configuration {}; use a sound copy",
            blobs.len(),
            read.rootfs.diff_ids.len()
        ));
    }
    if blobs.len() > MOST_LAYERS {
        return Err(format!("has more than {MOST_LAYERS} layers; no image has, do not trust it"));
    }
    let mut steps = read.history.into_iter().filter(|step| !step.empty_layer);
    let parts = blobs.into_iter().zip(read.rootfs.diff_ids).map(|(blob, digest)| Part {
        blob,
        digest,
        made_by: steps.next().map(|step| step.created_by).filter(|step| !step.is_empty()),
    });
    Ok(Recipe { id: digest_of(Sha256::new_with_prefix(configuration)), parts: parts.collect() })
}

/// A blob that is a text, and is what its digest says.
fn blob(blobs: &Blobs, folder: &str, digest: &str) -> Result<Vec<u8>, String> {
    let text = blobs.text(&name(folder, digest)?)?;
    match digest_of(Sha256::new_with_prefix(&text)) {
        sum if sum == digest => Ok(text),
        sum => Err(format!("{digest} is not what it was: its sum is {sum}; use a sound copy")),
    }
}

/// The name of the blob with this digest.
fn name(folder: &str, digest: &str) -> Result<String, String> {
    match digest.strip_prefix("sha256:") {
        Some(hex) if hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_hexdigit()) => Ok(format!("{folder}{hex}")),
        _ => Err(format!("{digest:?} is no SHA-256, which alone is read; use a sound copy")),
    }
}

/// A sum as images write it.
pub fn digest_of(sum: Sha256) -> String {
    let hex: String = sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

fn json<T: DeserializeOwned>(text: &[u8], name: &str) -> Result<T, String> {
    serde_json::from_slice(text)
        .map_err(|e| format!("{name} is damaged (line {}, column {}): {}", e.line(), e.column(), first_line(&e)))
}
