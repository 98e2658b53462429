//! A rule: what it looks for, why that matters, and what it says when it is there.

use super::{condition::Condition, fields::Field};
use std::collections::BTreeMap;

/// How much a finding or a difference matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, clap::ValueEnum)]
pub enum Severity {
    /// Worth knowing; noise looks like this, too
    Info,
    /// Unusual, or another amount of the same
    Low,
    /// New, or often part of an attack, and at times of ordinary work
    Medium,
    /// Hardly ever part of ordinary work
    High,
    /// Never part of ordinary work
    Critical,
}

impl Severity {
    /// Every severity, the least first.
    pub const ALL: [Severity; 5] =
        [Severity::Info, Severity::Low, Severity::Medium, Severity::High, Severity::Critical];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }

    /// The next that is less grave.
    pub const fn less(self) -> Severity {
        match self {
            Severity::Info | Severity::Low => Severity::Info,
            Severity::Medium => Severity::Low,
            Severity::High => Severity::Medium,
            Severity::Critical => Severity::High,
        }
    }

    /// The severity of that name.
    pub fn named(name: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// Which rows a condition is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum What {
    /// System calls.
    #[default]
    Calls,
    /// Events of processes; field `event` says which.
    Processes,
}

/// Who wrote a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// A rule in the form of docs/rules.md.
    #[default]
    Own,
    /// A rule of Falco.
    Falco,
    /// A rule of Sigma.
    Sigma,
}

impl Origin {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Origin::Own => "own",
            Origin::Falco => "falco",
            Origin::Sigma => "sigma",
        }
    }
}

/// A rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its name, unique among all rules.
    pub id: String,
    /// What it finds, a few words.
    pub title: String,
    /// How much it matters.
    pub severity: Severity,
    /// How sure it is that a match is what the title says: from 0 to 100.
    pub confidence: u8,
    /// ATT&CK techniques.
    pub attack: Vec<String>,
    /// Who wrote it.
    pub origin: Origin,
    /// What it finds, in sentences.
    pub finds: String,
    /// Why that matters.
    pub why: String,
    /// When it is harmless.
    pub benign: String,
    /// What it does not see.
    pub limits: String,
    /// Which rows it is about.
    pub what: What,
    /// What must be there.
    pub find: Find,
    /// The story in one sentence; `{field}` stands for the field's value in the (first) row.
    pub output: String,
}

/// What must be there for a rule to match.
#[derive(Debug, Clone)]
pub enum Find {
    /// One row.
    One(Condition),
    /// Several rows that have something in common.
    Many(Many),
    /// Different rows, one for each step.
    Steps(Steps),
    /// Data of a file that leave, which [`super::flow`] follows.
    Flow(Flow),
}

/// Who must do it: rows are looked at together if they have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Within {
    /// The same run of a program.
    Run,
    /// The same process.
    #[default]
    Process,
    /// Processes that descend from one another, or from one ancestor that is known.
    Tree,
    /// Anywhere in the trace.
    Trace,
}

/// A number of rows.
#[derive(Debug, Clone)]
pub struct Many {
    /// Which rows count.
    pub condition: Condition,
    /// Who must do it.
    pub within: Within,
    /// They must have the same values of these fields.
    pub same: Vec<Field>,
    /// What is counted: different values of this field, or calls.
    pub distinct: Option<Field>,
    /// At least so many.
    pub at_least: u64,
    /// In that time, ns; `None`: in the whole trace.
    pub window: Option<i64>,
    /// The times between them must be alike: mean deviation as a share of their mean, in percent, at most.
    pub regular: Option<u64>,
    /// Their mean must be at least this, ns.
    pub apart: Option<i64>,
}

/// Steps, in order or not.
#[derive(Debug, Clone)]
pub struct Steps {
    /// The steps.
    pub steps: Vec<Step>,
    /// Who must do them.
    pub within: Within,
    /// Whether each must begin after the one before.
    pub ordered: bool,
    /// In that time, ns; `None`: in the whole trace.
    pub window: Option<i64>,
}

/// A step.
#[derive(Debug, Clone)]
pub struct Step {
    /// Which row.
    pub condition: Condition,
    /// The value of a field of this step must be that of a field of an earlier step: own field, number of the step, its field.
    pub joins: Vec<(Field, usize, Field)>,
}

/// A flow of data.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Calls that open what must not leave.
    pub source: Condition,
    /// Calls by which it leaves.
    pub sink: Condition,
}

impl Find {
    /// Every condition in it.
    pub fn conditions(&self) -> Vec<&Condition> {
        match self {
            Find::One(condition) => vec![condition],
            Find::Many(many) => vec![&many.condition],
            Find::Steps(steps) => steps.steps.iter().map(|step| &step.condition).collect(),
            Find::Flow(flow) => vec![&flow.source, &flow.sink],
        }
    }
}

/// Lists and conditions that rules refer to by name.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Lists of texts.
    pub lists: BTreeMap<String, Vec<String>>,
    /// Conditions.
    pub conditions: BTreeMap<String, Condition>,
}
