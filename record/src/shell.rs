//! What shells and `man` read about the command line, made from its definition.

use crate::cli::Cli;
use anyhow::{Context, Result};
use clap::CommandFactory;
use std::{io::Write, path::Path};

/// Writes the completions of a shell to standard output.
///
/// # Errors
/// When they cannot be written.
pub fn completions(shell: clap_complete::Shell) -> Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut offered(), "record", &mut script);
    std::io::stdout().write_all(&script).context("standard output")?;
    Ok(0)
}

/// The command line without what `record` calls only itself; some shells would be offered that too.
fn offered() -> clap::Command {
    let whole = Cli::command();
    let subcommands = whole.get_subcommands().filter(|command| !command.is_hide_set()).cloned();
    clap::Command::new("record").version(env!("CARGO_PKG_VERSION")).subcommands(subcommands)
}

/// Writes a page for `man` of the command and of each subcommand into a folder.
///
/// # Errors
/// When they cannot be written.
pub fn man(folder: &Path) -> Result<u8> {
    let about = || folder.display().to_string();
    std::fs::create_dir_all(folder).with_context(about)?;
    clap_mangen::generate_to(Cli::command(), folder).with_context(about)?;
    Ok(0)
}
