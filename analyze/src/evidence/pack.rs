//! `pack`: the folder as one file to attach to a report.

use super::{
    output,
    package::{Deed, Package},
    verify,
};
use crate::{
    cli::Pack,
    error::Error,
    trace::{self, Form, Store},
};

/// Runs the command.
///
/// # Errors
/// When the trace is not as it was sealed, or the output cannot be written.
pub fn run(options: &Pack) -> Result<(), Error> {
    let store = match trace::form(&options.trace)? {
        Form::Files(store @ Store::Folder(_)) => store,
        Form::Files(Store::Archive { .. }) => {
            return Err(Error::Usage(format!("{} is packed already", options.trace.display())));
        }
        Form::Sqlite | Form::Zstd => {
            let what = "is one file already; analyze convert makes a .trace.tar of it";
            return Err(Error::Usage(format!("{} {what}", options.trace.display())));
        }
    };
    let output = options.output.clone().unwrap_or_else(|| {
        let mut name = options.trace.components().as_path().as_os_str().to_owned();
        name.push(".tar");
        name.into()
    });
    if !output.to_string_lossy().ends_with(".trace.tar") {
        return Err(Error::Usage(format!("{}: the name must end in .trace.tar", output.display())));
    }
    output::check(&output, options.force)?;
    let sealed = verify::sound(&options.trace)?;
    let package = Package::of(sealed, Deed { action: "packed", ..Deed::default() });
    output::archive(&store, &package, &output)
}
