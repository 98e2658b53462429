//! Where in a container a file lies: in its image, in its own writable layer, or in a mount.

use super::file::{File, State};
use crate::image::Image;
use schema::manifest::Container;

/// Folders that the runtime mounts whether the engine lists them or not (OCI runtime specification, "Default Filesystems").
const KERNEL: [&str; 3] = ["/proc", "/sys", "/dev"];

/// Where it lies, and with an image which layer and package of it has it; `None` if that is not known.
pub(super) fn origin(container: Option<&Container>, image: Option<&Image>, path: &str, file: &File) -> Option<String> {
    let owner = || image?.owner(path).map(|owner| owner.to_string());
    let Some(container) = container else { return owner() };
    let place = place(container, path, file)?;
    match owner() {
        Some(owner) if place == WRITABLE => Some(format!("{place}, over {owner}")),
        Some(owner) if place.starts_with(IMAGE) => Some(format!("{place}, {owner}")),
        _ => Some(place),
    }
}

const WRITABLE: &str = "writable layer";
const IMAGE: &str = "image";

fn place(container: &Container, path: &str, file: &File) -> Option<String> {
    let below = |folder: &str| {
        path.strip_prefix(folder.trim_end_matches('/')).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mounts = container.mounts.iter().filter_map(|mount| {
        let text = |name: &str| mount.get(name).and_then(|value| value.as_str());
        Some((text("Destination")?, text("Source").unwrap_or_default()))
    });
    if let Some((_, source)) = mounts.filter(|(to, _)| below(to)).max_by_key(|(to, _)| to.len()) {
        return Some(if source.is_empty() { "mount".to_owned() } else { format!("mount {source}") });
    }
    if KERNEL.iter().any(|folder| below(folder)) {
        return Some("kernel".to_owned());
    }
    if !path.starts_with('/') || file.state() == Some(&State::Absent) {
        return None;
    }
    let kept = !matches!(file.state(), Some(State::Deleted | State::RenamedTo(_)));
    match (file.changed(), container.layers.len()) {
        (true, _) => Some(WRITABLE.to_owned()),
        // It was there before, and is hidden by the writable layer now.
        (false, _) if !kept => Some(format!("{IMAGE}, hidden by the writable layer")),
        (false, 0) => None,
        (false, 1) => Some(IMAGE.to_owned()),
        (false, layers) => Some(format!("{IMAGE} ({layers} layers)")),
    }
}
