//! The frame of every page: what it may load and run, which is nothing but its own style and script.

use base64::{Engine, prelude::BASE64_STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

/// The style of all pages.
const STYLE: &str = include_str!("style.css");

/// The beginning of a page, up to where its body begins. `script` is the one that the page will end with, if it has one.
///
/// The policy allows that style and that script by their hashes, and nothing else: no other script, no image, no font, no
/// address. A page that was opened from an attachment reaches nothing, whatever the trace holds.
pub fn head(title: &str, script: Option<&str>) -> Markup {
    let mut policy = format!("default-src 'none'; base-uri 'none'; form-action 'none'; style-src '{}'", hash(STYLE));
    if let Some(script) = script {
        policy.push_str(&format!("; script-src '{}'", hash(script)));
    }
    html! {
        (DOCTYPE)
        (PreEscaped("<html lang=\"en\">"))
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            title { (title) }
            style { (PreEscaped(STYLE)) }
        }
    }
}

fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}
