//! `analyze browse`: the calls of a trace in the terminal. Pages of the list are read when they come into sight, so a trace may
//! be larger than memory.

mod app;
mod index;
mod tree;
mod view;
mod window;

use crate::{cli, error::Error, progress, trace};
use app::App;
use crossterm::event::{self, Event, KeyEventKind};
use std::io::IsTerminal;

/// Browses until the user has had enough.
///
/// # Errors
/// When the trace cannot be read, the expression is bad, or there is no terminal.
pub fn run(options: &cli::Browse) -> Result<(), Error> {
    if !std::io::stdout().is_terminal() || !std::io::stdin().is_terminal() {
        return Err(Error::Usage("browse needs a terminal; for a file or a pipe there is analyze print".to_owned()));
    }
    let trace = trace::open(&options.trace)?.loaded()?;
    let mut app = App::new(trace, options.filter.clone().unwrap_or_default())?;
    progress::end();
    let refused = |source| Error::Output { path: "the terminal".into(), source };
    let terminal = ratatui::try_init().map_err(refused)?;
    let done = look(&mut app, terminal);
    ratatui::restore();
    done.map_err(refused)
}

fn look(app: &mut App, mut terminal: ratatui::DefaultTerminal) -> std::io::Result<()> {
    while !app.ended {
        terminal.draw(|frame| view::draw(app, frame))?;
        if app.is_asked() {
            // What takes long is begun when the screen says so.
            app.find();
            continue;
        }
        if let Event::Key(key) = event::read()?
            && key.kind != KeyEventKind::Release
        {
            app.press(key);
        }
    }
    Ok(())
}
