//! Rules that others wrote: which of them can be answered of a trace, and what a trace does not tell.

use super::{
    condition::Condition,
    falco::{self, Rulebook},
    node::{At, Node},
    rule::{Find, Origin, Rule},
    sigma::{self, Body, Document},
};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// How far a rule can be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Everything that it asks for is known.
    Answered,
    /// Some of what it asks for is not known, and counts as not there.
    Partly,
    /// It can never match without what is not known, or it makes no sense.
    Not,
}

impl Answer {
    /// For people and programs.
    pub const fn name(&self) -> &'static str {
        match self {
            Answer::Answered => "answered",
            Answer::Partly => "partly",
            Answer::Not => "not answerable",
        }
    }
}

/// What became of a rule.
#[derive(Debug, Clone)]
pub struct Told {
    pub origin: Origin,
    pub file: PathBuf,
    pub title: String,
    pub answer: Answer,
    /// Fields that are not known, or why it makes no sense.
    pub missing: Vec<String>,
    /// Whether its author has it switched on; of Sigma, whether it is not only part of a correlation.
    pub enabled: bool,
    /// The rule, if it can be answered at all.
    pub rule: Option<Rule>,
}

/// Rules of others, as they were read.
#[derive(Debug, Default)]
pub struct Foreign {
    files: Vec<PathBuf>,
    book: Rulebook,
    /// With the number of the file.
    sigma: Vec<(usize, Document)>,
}

impl Foreign {
    /// Takes the documents of a file, if they are rules of others; whether they are.
    ///
    /// # Errors
    /// When they look like such rules and are none.
    pub fn take(&mut self, path: &Path, documents: &[Node]) -> Result<bool, At> {
        let number = self.files.len();
        if documents.is_empty() {
            return Ok(false);
        }
        if documents.iter().all(Rulebook::is_one) {
            self.book.add(number, documents)?;
        } else if documents.iter().all(sigma::is_one) {
            for document in documents {
                self.sigma.push((number, sigma::read(document)?));
            }
        } else {
            return Ok(false);
        }
        self.files.push(path.to_owned());
        Ok(true)
    }

    /// What became of each rule, those of Falco first, in the order of reading.
    pub fn compiled(&self) -> Vec<Told> {
        let mut all = Vec::new();
        let mut expander = falco::Expander::new(&self.book);
        for written in &self.book.rules {
            let compiled = falco::compile(written, &mut expander);
            let compiled = compiled.map(|compiled| (compiled.rule, compiled.missing));
            let place = format!("line {}, column {}", written.condition.line, written.condition.column);
            all.push(Told {
                enabled: written.enabled,
                ..self.told(Origin::Falco, written.condition.file, &written.name, &place, compiled)
            });
        }
        let documents: Vec<Document> = self.sigma.iter().map(|(_, document)| document.clone()).collect();
        let parts: BTreeSet<&String> = documents.iter().flat_map(parts).collect();
        for (file, document) in &self.sigma {
            let compiled = sigma::compile(document, &documents).map(|compiled| (compiled.rule, compiled.missing));
            let place = format!("line {}, column {}", document.line, document.column);
            let names = [document.name.as_ref(), document.id.as_ref(), Some(&document.title)];
            let part = names.into_iter().flatten().any(|name| parts.contains(name));
            all.push(Told { enabled: !part, ..self.told(Origin::Sigma, *file, &document.title, &place, compiled) });
        }
        all
    }

    fn told(
        &self,
        origin: Origin,
        file: usize,
        title: &str,
        place: &str,
        compiled: Result<(Rule, BTreeSet<String>), String>,
    ) -> Told {
        let file = self.files.get(file).cloned().unwrap_or_default();
        let told = Told {
            origin,
            file,
            title: title.to_owned(),
            answer: Answer::Not,
            missing: Vec::new(),
            enabled: true,
            rule: None,
        };
        match compiled {
            Err(what) => Told { missing: vec![format!("{place}: {what}")], ..told },
            Ok((rule, missing)) => {
                let never = matches!(rule.find, Find::One(Condition::Always(false)));
                let answer = match (missing.is_empty(), never) {
                    (true, _) => Answer::Answered,
                    (false, false) => Answer::Partly,
                    (false, true) => Answer::Not,
                };
                let rule = (answer != Answer::Not).then_some(rule);
                Told { answer, missing: missing.into_iter().collect(), rule, ..told }
            }
        }
    }
}

/// The rules that a correlation is made of, which do not speak for themselves.
fn parts(document: &Document) -> &[String] {
    match &document.body {
        Body::Correlation(correlation) => &correlation.rules,
        Body::Detection { .. } => &[],
    }
}
