//! `pack`: the folder as one file to attach to a report, encrypted if so asked.

use super::{
    output,
    package::{Deed, Package},
    recipients::Recipients,
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
    let recipients = Recipients::read(&options.encrypt_to)?;
    let encrypt = !recipients.names.is_empty();
    let store = match trace::form(&options.trace)? {
        Form::Files(store @ Store::Folder(_)) => store,
        Form::Files(store @ Store::Archive { encrypted: false, .. }) if encrypt => store,
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
        name.push(match (&store, encrypt) {
            (Store::Archive { .. }, _) => ".age",
            (Store::Folder(_), true) => ".tar.age",
            (Store::Folder(_), false) => ".tar",
        });
        name.into()
    });
    let end = if encrypt { ".trace.tar.age" } else { ".trace.tar" };
    if !output.to_string_lossy().ends_with(end) {
        return Err(Error::Usage(format!("{}: the name must end in {end}", output.display())));
    }
    output::check(&output, options.force)?;
    let sealed = verify::sound(&options.trace)?;
    let mut deed = Deed { action: "packed", ..Deed::default() };
    if !encrypt {
        return output::archive(&store, &Package::of(sealed, deed), &output);
    }
    deed.detail.insert("encrypted_to".to_owned(), recipients.names.join(", "));
    output::encrypted(&store, &Package::of(sealed, deed), &recipients, &output)
}
