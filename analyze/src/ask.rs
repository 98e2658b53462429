//! A question as a command line of `analyze`. The page and the browser ask in no other way, so whoever reads them can ask again.

use crate::{
    cli::{Action, Cli, Question},
    document::{Column, Document, Table, Value},
    error::Error,
    report,
};
use clap::Parser;
use std::path::Path;

/// A command line of `analyze` about one trace.
pub struct Ask {
    report: &'static str,
    trace: String,
    rest: Vec<String>,
}

impl Ask {
    /// `analyze REPORT TRACE REST...`.
    pub fn new(report: &'static str, trace: &Path, rest: &[&str]) -> Ask {
        let name = trace.to_string_lossy();
        // Otherwise it would be an option.
        let trace = if name.starts_with('-') { format!("./{name}") } else { name.into_owned() };
        Ask { report, trace, rest: rest.iter().map(|arg| (*arg).to_owned()).collect() }
    }

    /// As it is typed in a shell.
    pub fn command(&self) -> String {
        let words = [self.report, &self.trace].into_iter().chain(self.rest.iter().map(String::as_str));
        words.fold("analyze".to_owned(), |command, word| command + " " + &quoted(word))
    }

    /// What `analyze` answers to it.
    ///
    /// # Errors
    /// Those of the report.
    pub fn answer(&self) -> Result<Document, Error> {
        Ok(report::run(&self.question()?)?.0)
    }

    /// The options that it sets.
    ///
    /// # Errors
    /// When it is no report.
    pub fn question(&self) -> Result<Question, Error> {
        let words = ["analyze", self.report, &self.trace].into_iter().chain(self.rest.iter().map(String::as_str));
        match Cli::try_parse_from(words).map(|cli| cli.action) {
            Ok(Action::Ask(question)) => Ok(question),
            Ok(_) => Err(Error::Usage(format!("{:?} is no report", self.report))),
            Err(error) => Err(Error::Usage(crate::error::first_line(error))),
        }
    }
}

/// A word as a POSIX shell takes it.
pub fn quoted(word: &str) -> String {
    match shlex::try_quote(word) {
        Ok(quoted) => quoted.into_owned(),
        // There is a NUL in it, so no shell could pass it on.
        Err(_) => format!("'{}'", word.replace('\0', "").replace('\'', "'\\''")),
    }
}

/// A table of a report with all its rows.
pub struct Sheet {
    /// Its name.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Value>>,
}

impl Sheet {
    /// The values of a column, by its name; as many as rows.
    pub fn column(&self, name: &str) -> Vec<&Value> {
        match self.columns.iter().position(|c| c.name == name) {
            Some(i) => self.rows.iter().filter_map(|row| row.get(i)).collect(),
            None => Vec::new(),
        }
    }
}

/// What was answered to a question.
pub struct Answer {
    /// The question.
    pub ask: Ask,
    /// Notes of the document.
    pub notes: Vec<String>,
    /// The main table.
    pub main: Sheet,
    /// The other tables.
    pub more: Vec<Sheet>,
}

impl Answer {
    /// Asks.
    ///
    /// # Errors
    /// Those of the report.
    pub fn to(ask: Ask) -> Result<Answer, Error> {
        let document = ask.answer()?;
        let notes = document.notes;
        let taken = |table: Table| Sheet { name: table.name, columns: table.columns, rows: table.rows.collect() };
        let mut tables = document.tables.into_iter().map(taken);
        match tables.next() {
            Some(main) => Ok(Answer { ask, notes, main, more: tables.collect() }),
            None => Err(Error::Usage(format!("{:?} answers with no table", ask.report))),
        }
    }
}

/// A number of any kind.
pub fn number(value: &Value) -> i64 {
    match value {
        Value::Int(n) => *n,
        Value::Uint(n) => i64::try_from(*n).unwrap_or(i64::MAX),
        Value::Float(n) => *n as i64,
        _ => 0,
    }
}

/// A text; of anything else none.
pub fn text(value: &Value) -> &str {
    match value {
        Value::Text(text) => text,
        _ => "",
    }
}

/// A text as SQL writes it.
pub fn sql_text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_can_be_pasted() {
        let ask = Ask::new("sql", Path::new("a b.trace"), &["SELECT 'x'"]);
        assert_eq!(ask.command(), "analyze sql 'a b.trace' \"SELECT 'x'\"");
        assert!(Ask::new("info", Path::new("-x"), &[]).command().ends_with(" ./-x"));
    }
}
