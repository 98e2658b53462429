//! What is looked at, and what each key does to it.

use super::{
    index::Index,
    tree::{self, Process},
    window::{Line, Window},
};
use crate::{
    error::{Error, first_line},
    trace::Trace,
    window::Moment,
};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use tui_input::{Input, backend::crossterm::EventHandler};

/// What the keys go to.
pub enum Mode {
    /// The list of calls.
    Calls,
    /// The line in which a filter is typed.
    Filter(Input),
    /// The line in which a time is typed.
    Time(Input),
    /// The list of processes.
    Processes,
    /// The list of keys.
    Help,
}

/// The state of the screen.
pub struct App {
    /// The trace.
    pub trace: Trace,
    /// What the keys go to.
    pub mode: Mode,
    /// The expression by which calls are chosen; empty for all.
    pub filter: String,
    /// The position of the call that is looked at.
    pub selected: usize,
    /// The position of the first call on the screen.
    pub top: usize,
    /// Calls that fit on the screen.
    pub height: usize,
    /// Characters by which lines are shifted.
    pub shift: usize,
    /// The details of the selected call, if they are shown.
    pub details: bool,
    /// Lines by which the details are shifted.
    pub details_top: usize,
    /// What to tell the user.
    pub message: Option<String>,
    /// The processes, once they were asked for.
    pub processes: Vec<Process>,
    /// Which of them is looked at.
    pub process: usize,
    /// Whether the user has had enough.
    pub ended: bool,
    index: Index,
    window: Window,
    /// A filter that was typed and not yet applied.
    asked: Option<String>,
}

impl App {
    /// Looks at the first of the calls for which the expression is true.
    ///
    /// # Errors
    /// When the expression is bad or the trace cannot be read.
    pub fn new(trace: Trace, filter: String) -> Result<App, Error> {
        let index = Index::new(&trace, &filter)?;
        Ok(App {
            trace,
            mode: Mode::Calls,
            filter,
            selected: 0,
            top: 0,
            height: 1,
            shift: 0,
            details: false,
            details_top: 0,
            message: None,
            processes: Vec::new(),
            process: 0,
            ended: false,
            index,
            window: Window::default(),
            asked: None,
        })
    }

    /// How many calls were chosen.
    pub fn length(&self) -> usize {
        self.index.length
    }

    /// The call at a position. What goes wrong becomes a message.
    pub fn line(&mut self, at: usize) -> Option<Line> {
        match self.window.line(&self.trace, &self.index, &self.filter, at) {
            Ok(line) => line.cloned(),
            Err(error) => {
                self.message = Some(first_line(error));
                None
            }
        }
    }

    /// Everything about the selected call.
    pub fn about(&mut self) -> Vec<(String, Vec<String>)> {
        match self.window.details(&self.trace, &self.index, &self.filter, self.selected) {
            Ok(details) => details,
            Err(error) => {
                self.message = Some(first_line(error));
                Vec::new()
            }
        }
    }

    /// Whether calls are to be chosen anew.
    pub fn is_asked(&self) -> bool {
        self.asked.is_some()
    }

    /// Chooses the calls anew, and stays at the time that was looked at.
    pub fn find(&mut self) {
        let Some(filter) = self.asked.take() else { return };
        let time = self.line(self.selected).map(|line| line.ts);
        self.message = None;
        match Index::new(&self.trace, &filter) {
            Ok(index) => {
                (self.index, self.filter) = (index, filter);
                self.window.clear();
                self.go(0);
                if let Some(ts) = time {
                    self.seek(ts);
                }
            }
            Err(error) => {
                self.message = Some(first_line(error));
                // To be corrected.
                self.mode = Mode::Filter(Input::new(filter));
            }
        }
    }

    /// Goes to the first call of that time or later.
    fn seek(&mut self, ts: i64) {
        let mut at = self.index.seek(ts);
        while at + 1 < self.length() && self.line(at).is_some_and(|line| line.ts < ts) {
            at += 1;
        }
        self.go(at);
        self.top = at.saturating_sub(self.height / 3);
    }

    fn go(&mut self, at: usize) {
        self.selected = at.min(self.length().saturating_sub(1));
        self.details_top = 0;
        self.top = self.top.clamp(self.selected.saturating_sub(self.height.saturating_sub(1)), self.selected);
    }

    /// Does what the key says.
    pub fn press(&mut self, key: KeyEvent) {
        if key.modifiers.contains(KeyModifiers::CONTROL) && key.code == KeyCode::Char('c') {
            self.ended = true;
            return;
        }
        match std::mem::replace(&mut self.mode, Mode::Calls) {
            Mode::Calls => self.in_calls(key),
            Mode::Filter(input) => self.in_filter(input, key),
            Mode::Time(input) => self.in_time(input, key),
            Mode::Processes => self.in_processes(key),
            // Any key closes it.
            Mode::Help => {}
        }
    }

    fn in_calls(&mut self, key: KeyEvent) {
        self.message = None;
        let (at, page) = (self.selected, self.height.max(2) - 1);
        match key.code {
            KeyCode::Char('q') => self.ended = true,
            KeyCode::Esc if self.details => self.details = false,
            KeyCode::Esc if !self.filter.is_empty() => self.asked = Some(String::new()),
            KeyCode::Down | KeyCode::Char('j') => self.go(at.saturating_add(1)),
            KeyCode::Up | KeyCode::Char('k') => self.go(at.saturating_sub(1)),
            KeyCode::PageDown | KeyCode::Char(' ') => self.go(at.saturating_add(page)),
            KeyCode::PageUp => self.go(at.saturating_sub(page)),
            KeyCode::Home | KeyCode::Char('g') => self.go(0),
            KeyCode::End | KeyCode::Char('G') => self.go(usize::MAX),
            KeyCode::Right => self.shift = self.shift.saturating_add(16).min(1 << 16),
            KeyCode::Left => self.shift = self.shift.saturating_sub(16),
            KeyCode::Enter => self.details = !self.details,
            KeyCode::Char('d') => self.details_top = self.details_top.saturating_add(4),
            KeyCode::Char('u') => self.details_top = self.details_top.saturating_sub(4),
            KeyCode::Char('/') => self.mode = Mode::Filter(Input::new(self.filter.clone())),
            KeyCode::Char('t') => self.mode = Mode::Time(Input::default()),
            KeyCode::Char('p') => self.open_processes(),
            KeyCode::Char('?') => self.mode = Mode::Help,
            _ => {}
        }
    }

    fn in_filter(&mut self, mut input: Input, key: KeyEvent) {
        match key.code {
            KeyCode::Esc => self.message = None,
            KeyCode::Enter => self.asked = Some(input.value().trim().to_owned()),
            _ => {
                input.handle_event(&Event::Key(key));
                self.mode = Mode::Filter(input);
            }
        }
    }

    fn in_time(&mut self, mut input: Input, key: KeyEvent) {
        match key.code {
            KeyCode::Esc => self.message = None,
            KeyCode::Enter => match input.value().trim().parse::<Moment>() {
                Ok(moment) => {
                    self.message = None;
                    self.seek(moment.boot(&self.trace.manifest));
                }
                Err(wrong) => {
                    self.message = Some(wrong);
                    self.mode = Mode::Time(input);
                }
            },
            _ => {
                input.handle_event(&Event::Key(key));
                self.mode = Mode::Time(input);
            }
        }
    }

    fn open_processes(&mut self) {
        if self.processes.is_empty() {
            match tree::processes(&self.trace) {
                Ok(processes) => self.processes = processes,
                Err(error) => self.message = Some(first_line(error)),
            }
        }
        let own = self.line(self.selected).map(|line| line.tgid as i64);
        self.process = self.processes.iter().position(|p| Some(p.pid) == own).unwrap_or(0);
        self.mode = Mode::Processes;
    }

    fn in_processes(&mut self, key: KeyEvent) {
        let (last, page) = (self.processes.len().saturating_sub(1), self.height.max(2) - 1);
        match key.code {
            KeyCode::Esc | KeyCode::Char('q' | 'p') => return,
            KeyCode::Down | KeyCode::Char('j') => self.process = (self.process + 1).min(last),
            KeyCode::Up | KeyCode::Char('k') => self.process = self.process.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => self.process = (self.process + page).min(last),
            KeyCode::PageUp => self.process = self.process.saturating_sub(page),
            KeyCode::Home | KeyCode::Char('g') => self.process = 0,
            KeyCode::End | KeyCode::Char('G') => self.process = last,
            KeyCode::Enter => {
                self.asked = self.processes.get(self.process).map(|process| format!("tgid = {}", process.pid));
                return;
            }
            _ => {}
        }
        self.mode = Mode::Processes;
    }
}
