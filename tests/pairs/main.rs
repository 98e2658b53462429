//! Every recipe in this folder: `cargo test --release -p e2e --test pairs [-- FILTER]`, as root, after `cargo build --release`.
//!
//! The first run makes a Debian tree and fetches packages, which needs a network and some minutes; both are kept in the target folder.
//! What was found is printed, and with UPDATE=1 written into docs/diff-pairs.md.

use e2e::pairs::{self, Recipe};
use libtest_mimic::{Arguments, Trial};
use std::sync::{Arc, Mutex};

/// A row of the page: the recipe's name, what it is, what was found.
type Found = Arc<Mutex<Vec<[String; 3]>>>;

fn main() -> anyhow::Result<()> {
    let mut arguments = Arguments::from_args();
    // Latencies are compared.
    arguments.test_threads = Some(1);
    let no_podman = e2e::no_podman();
    let found = Found::default();
    let trials = pairs::all()?.into_iter().map(|recipe| trial(recipe, &no_podman, &found)).collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    if std::env::var_os("UPDATE").is_some() {
        write(&found.lock().map_err(|e| anyhow::anyhow!("{e}"))?)?;
    }
    conclusion.exit()
}

fn trial(recipe: Recipe, no_podman: &Option<String>, found: &Found) -> Trial {
    let skip = no_podman.clone().or_else(|| pairs::lacking(recipe.base));
    if let Some(reason) = &skip {
        println!("{} is skipped: {reason}", recipe.name);
    }
    let found = found.clone();
    Trial::test(recipe.name.clone(), move || {
        let outcome = pairs::check(&recipe).map_err(|e| format!("{}: {e:#}", recipe.title))?;
        println!("\n{}: {outcome}", recipe.name);
        if let Ok(mut found) = found.lock() {
            found.push([recipe.name, recipe.title, outcome]);
        }
        Ok(())
    })
    .with_ignored_flag(skip.is_some())
}

/// Puts the rows of those recipes that ran into the page's table.
fn write(found: &[[String; 3]]) -> anyhow::Result<()> {
    let path = format!("{}/../docs/diff-pairs.md", e2e::HERE);
    let page = std::fs::read_to_string(&path)?;
    let row = |line: &str| found.iter().find(|row| line.starts_with(&format!("| `{}` |", row[0])));
    let text =
        |[name, title, outcome]: &[String; 3]| format!("| `{name}` | {title} | {} |", outcome.replace('|', "\\|"));
    let page: Vec<String> = page.lines().map(|line| row(line).map_or(line.to_owned(), text)).collect();
    Ok(std::fs::write(path, page.join("\n") + "\n")?)
}
