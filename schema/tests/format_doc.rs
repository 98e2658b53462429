//! The tables in docs/FORMAT.md are printed from the schema. `UPDATE=1 cargo test -p schema` writes them anew.

use schema::{
    columns::{OPTIONAL, TABLES},
    wire::flags,
};
use std::fmt::Write;

const BEGIN: &str = "<!-- printed from schema/src/columns; UPDATE=1 cargo test -p schema -->\n";
const END: &str = "<!-- end of the print -->\n";

fn print() -> String {
    let mut out = String::new();
    let mut tables: Vec<_> = TABLES.iter().chain(&OPTIONAL).map(|t| (t.name.to_owned(), t.doc, t.columns)).collect();
    let members = &schema::columns::syscalls::DATA_MEMBERS;
    tables.insert(
        1,
        ("syscalls.data".to_owned(), "One element of the list in column data: a captured piece of memory.", members),
    );
    for (name, doc, columns) in tables {
        let _ = writeln!(out, "\n### {name}\n\n{doc}\n\n| column | type | null | meaning |\n|---|---|---|---|");
        for column in columns {
            let null = if column.nullable { "yes" } else { "" };
            let since = if column.since > 0 { format!(" (since format 1.{})", column.since) } else { String::new() };
            let _ = writeln!(out, "| `{}` | {:?} | {null} | {}{since} |", column.name, column.ty, column.doc);
        }
    }
    let _ = writeln!(out, "\n### Bits of flags\n\n| bit | value | name |\n|---|---|---|");
    for (value, _, name) in flags::ALL {
        let _ = writeln!(out, "| {} | {value} | {name} |", value.trailing_zeros());
    }
    out.push('\n');
    out
}

#[test]
fn format_document_holds_what_the_schema_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/FORMAT.md");
    let text = std::fs::read_to_string(path).expect("docs/FORMAT.md");
    let (head, rest) = text.split_once(BEGIN).expect("the begin marker");
    let (old, tail) = rest.split_once(END).expect("the end marker");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, [head, BEGIN, &print(), END, tail].concat()).expect("docs/FORMAT.md can be written");
    } else {
        assert_eq!(old, print(), "docs/FORMAT.md is stale: UPDATE=1 cargo test -p schema");
    }
}
