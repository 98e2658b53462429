//! What shells and `man` read about the command line, made from its definition.

use crate::{cli::Cli, error::Error, output};
use clap::CommandFactory;
use std::path::Path;

/// Writes the completions of a shell to standard output.
///
/// # Errors
/// When they cannot be written.
pub fn completions(shell: clap_complete::Shell) -> Result<(), Error> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "analyze", &mut script);
    output::to(None, |out| out.write_all(&script))
}

/// Writes a page for `man` of the command and of each subcommand into a folder.
///
/// # Errors
/// When they cannot be written.
pub fn man(folder: &Path) -> Result<(), Error> {
    let refused = |source| Error::Output { path: folder.to_owned(), source };
    std::fs::create_dir_all(folder).map_err(refused)?;
    clap_mangen::generate_to(Cli::command(), folder).map_err(refused)
}
