//! docs/rules.md has the fields and the rules as they are; `UPDATE=1` writes them there.

use super::{fields::FIELDS, load};
use std::{fmt::Write, path::Path};

const BEGIN: &str =
    "<!-- printed from analyze/src/rules/fields.rs and analyze/rules; UPDATE=1 cargo test -p analyze -->\n";
const END: &str = "<!-- end of the print -->";

fn print() -> String {
    let mut out = String::from("\n| field | type | what it is |\n|---|---|---|\n");
    for row in FIELDS {
        let names = if row.names.is_some() { ", with names" } else { "" };
        let _ = writeln!(out, "| `{}` | {}{names} | {} |", row.name, row.ty.name(), row.about.replace('|', "\\|"));
    }
    let rules = load::built_in().expect("the built-in rules");
    let _ = writeln!(
        out,
        "\n## The {} built-in rules\n\n| rule | severity | ATT&CK | finds |\n|---|---|---|---|",
        rules.len()
    );
    for rule in rules {
        let line = format!(
            "| [{0}](../analyze/rules/{0}.yaml) | {1} | {2} | {3} |",
            rule.id,
            rule.severity.name(),
            rule.attack.join(", "),
            rule.title
        );
        let _ = writeln!(out, "{line}");
    }
    out + "\n"
}

#[test]
fn the_manual_has_every_field_and_rule() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules.md");
    let text = std::fs::read_to_string(&path).expect("docs/rules.md");
    let (before, rest) = text.split_once(BEGIN).expect("where the print begins");
    let (_, after) = rest.split_once(END).expect("where it ends");
    let now = format!("{before}{BEGIN}{}{END}{after}", print());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &now).expect("docs/rules.md");
    }
    assert_eq!(now, std::fs::read_to_string(&path).expect("docs/rules.md"), "UPDATE=1 writes it");
}
