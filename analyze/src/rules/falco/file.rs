//! Falco's rule files: lists, macros and rules, and how a later definition adds to an earlier one or takes its place.
//!
//! Source: Falco's documentation ("Rules": basic elements, overriding, exceptions).

use crate::rules::node::{At, Kind, Node};
use std::collections::BTreeMap;

/// What some rule files say together. A name may be used before it is defined.
#[derive(Debug, Default)]
pub struct Rulebook {
    /// Items of the lists, by name.
    pub lists: BTreeMap<String, Vec<String>>,
    /// Conditions of the macros, by name.
    pub macros: BTreeMap<String, Text>,
    /// The rules, in the order of their first definition.
    pub rules: Vec<Rule>,
}

/// A rule as it is written.
#[derive(Debug, Clone)]
pub struct Rule {
    pub name: String,
    pub condition: Text,
    pub description: String,
    pub output: String,
    pub priority: String,
    pub source: String,
    pub tags: Vec<String>,
    pub enabled: bool,
    pub exceptions: Vec<Exception>,
}

/// A condition's text and where it begins.
#[derive(Debug, Clone)]
pub struct Text {
    pub text: String,
    /// Number of the file, in the order of reading.
    pub file: usize,
    pub line: u64,
    pub column: u64,
}

/// An exception of a rule: what the rule is not about.
#[derive(Debug, Clone)]
pub struct Exception {
    pub name: String,
    pub fields: Several,
    pub comps: Several,
    pub values: Vec<Values>,
}

/// A scalar, or a list of such.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Several {
    #[default]
    None,
    One(String),
    All(Vec<String>),
}

/// Values of an exception: one, or one for each field, each of which may be a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    One(String),
    Each(Vec<Several>),
}

/// An item of a file. What else it may say does not change what a rule finds.
struct Item<'a> {
    node: &'a Node,
    file: usize,
}

impl Item<'_> {
    fn text(&self, key: &str) -> Result<Option<String>, At> {
        self.node.get(key).map(Node::text).transpose()
    }

    fn texts(&self, key: &str) -> Result<Option<Vec<String>>, At> {
        self.node.get(key).map(texts).transpose()
    }

    fn condition(&self) -> Result<Option<Text>, At> {
        let text = |node: &Node| Ok(Text { text: node.text()?, file: self.file, line: node.line, column: node.column });
        self.node.get("condition").map(text).transpose()
    }

    fn exceptions(&self) -> Result<Option<Vec<Exception>>, At> {
        let all = |node: &Node| node.items().iter().map(exception).collect();
        self.node.get("exceptions").map(all).transpose()
    }

    fn enabled(&self) -> Result<Option<bool>, At> {
        self.node.get("enabled").map(Node::bool).transpose()
    }

    fn appends(&self) -> bool {
        self.node.get("append").is_some_and(|node| node.kind == Kind::Bool(true))
    }

    /// Whether what it says of `key` is added to what was said before.
    fn adds(&self, key: &str) -> bool {
        match self.node.get("override").and_then(|how| how.get(key)) {
            Some(how) => how.kind == Kind::Text("append".to_owned()),
            None => self.appends(),
        }
    }

    /// Whether it changes an item that is there, and is none of its own.
    fn changes(&self) -> bool {
        self.appends() || self.node.get("override").is_some()
    }
}

fn texts(node: &Node) -> Result<Vec<String>, At> {
    if node.kind == Kind::Null { Ok(Vec::new()) } else { node.items().iter().map(Node::text).collect() }
}

fn exception(node: &Node) -> Result<Exception, At> {
    let name = node.get("name").ok_or_else(|| node.wrong("an exception has no name"))?.text()?;
    let several_of = |key: &str| node.get(key).map_or(Ok(Several::None), several);
    let value = |node: &Node| match &node.kind {
        Kind::List(items) => Ok(Values::Each(items.iter().map(several).collect::<Result<_, At>>()?)),
        _ => node.text().map(Values::One),
    };
    let values = node.get("values").filter(|values| values.kind != Kind::Null);
    let values = values.map_or(Ok(Vec::new()), |values| values.items().iter().map(value).collect())?;
    Ok(Exception { name, fields: several_of("fields")?, comps: several_of("comps")?, values })
}

fn several(node: &Node) -> Result<Several, At> {
    match &node.kind {
        Kind::List(items) => Ok(Several::All(items.iter().map(Node::text).collect::<Result<_, _>>()?)),
        _ => node.text().map(Several::One),
    }
}

/// What the items of Falco's files begin with.
const ITEMS: [&str; 5] = ["rule", "macro", "list", "required_engine_version", "required_plugin_versions"];

impl Rulebook {
    /// Whether a document is a file of Falco's rules: a list of items that begin as its do.
    pub fn is_one(document: &Node) -> bool {
        let item = |node: &Node| ITEMS.iter().any(|name| node.get(name).is_some());
        matches!(&document.kind, Kind::List(items) if !items.is_empty() && items.iter().all(item))
    }

    /// Adds what file number `file` says.
    ///
    /// # Errors
    /// When an item makes no sense.
    pub fn add(&mut self, file: usize, documents: &[Node]) -> Result<(), At> {
        for document in documents {
            for node in document.items() {
                let item = Item { node, file };
                match (item.text("list")?, item.text("macro")?, item.text("rule")?) {
                    (Some(list), None, None) => self.list(list, &item)?,
                    (None, Some(name), None) => self.named(name, &item)?,
                    (None, None, Some(rule)) => self.rule(rule, &item)?,
                    // required_engine_version, required_plugin_versions and what comes after them.
                    (None, None, None) => {}
                    _ => return Err(node.wrong("is a list, a macro and a rule at once")),
                }
            }
        }
        Ok(())
    }

    fn list(&mut self, name: String, item: &Item<'_>) -> Result<(), At> {
        let items = item.texts("items")?.ok_or_else(|| item.node.wrong(format!("list {name:?} has no items")))?;
        match self.lists.get_mut(&name) {
            Some(known) if item.adds("items") => known.extend(items),
            _ => drop(self.lists.insert(name, items)),
        }
        Ok(())
    }

    fn named(&mut self, name: String, item: &Item<'_>) -> Result<(), At> {
        let missing = || item.node.wrong(format!("macro {name:?} has no condition"));
        let condition = item.condition()?.ok_or_else(missing)?;
        match self.macros.get_mut(&name) {
            Some(known) if item.adds("condition") => known.append(&condition),
            _ => drop(self.macros.insert(name, condition)),
        }
        Ok(())
    }

    fn rule(&mut self, name: String, item: &Item<'_>) -> Result<(), At> {
        let known = self.rules.iter().position(|rule| rule.name == name);
        let Some(known) = known.and_then(|at| self.rules.get_mut(at)) else {
            if item.changes() {
                return Err(item.node.wrong(format!("rule {name:?} is to be changed, and is nowhere before")));
            }
            self.rules.push(Rule::new(name, item)?);
            return Ok(());
        };
        let (condition, exceptions) = (item.condition()?, item.exceptions()?);
        // Older files say only this to switch a rule on or off.
        let only_enabled = condition.is_none() && exceptions.is_none() && item.node.get("output").is_none();
        if !item.changes() && !only_enabled {
            *known = Rule::new(name, item)?;
            return Ok(());
        }
        for (key, old) in
            [("output", &mut known.output), ("desc", &mut known.description), ("priority", &mut known.priority)]
        {
            if let Some(new) = item.text(key)? {
                *old = if item.adds(key) { format!("{old} {new}") } else { new };
            }
        }
        if let Some(tags) = item.texts("tags")? {
            if !item.adds("tags") {
                known.tags.clear();
            }
            known.tags.extend(tags);
        }
        known.enabled = item.enabled()?.unwrap_or(known.enabled);
        match condition {
            Some(condition) if item.adds("condition") => known.condition.append(&condition),
            Some(condition) => known.condition = condition,
            None => {}
        }
        for exception in exceptions.into_iter().flatten() {
            match known.exceptions.iter_mut().find(|old| old.name == exception.name) {
                Some(old) if item.adds("exceptions") => old.values.extend(exception.values),
                Some(old) => *old = exception,
                None => known.exceptions.push(exception),
            }
        }
        Ok(())
    }
}

impl Rule {
    fn new(name: String, item: &Item<'_>) -> Result<Rule, At> {
        let condition = item.condition()?;
        let text = |key: &str| item.text(key).map(|text| text.unwrap_or_default().trim().to_owned());
        Ok(Rule {
            condition: condition.ok_or_else(|| item.node.wrong(format!("rule {name:?} has no condition")))?,
            description: text("desc")?,
            output: text("output")?,
            priority: text("priority")?,
            source: item.text("source")?.unwrap_or_else(|| "syscall".to_owned()),
            tags: item.texts("tags")?.unwrap_or_default(),
            enabled: item.enabled()?.unwrap_or(true),
            exceptions: item.exceptions()?.unwrap_or_default(),
            name,
        })
    }
}

impl Text {
    fn append(&mut self, more: &Text) {
        self.text = format!("{} {}", self.text, more.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::node::read;

    fn book(files: &[&str]) -> Rulebook {
        let mut book = Rulebook::default();
        for (i, file) in files.iter().enumerate() {
            let documents = read(file).unwrap_or_else(|bad| panic!("{bad:?}"));
            assert!(documents.iter().all(Rulebook::is_one));
            book.add(i, &documents).unwrap_or_else(|bad| panic!("{bad:?}"));
        }
        book
    }

    const BASE: &str = "
- required_engine_version: 0.57.0
- list: shells
  items: [sh, bash, 7]
- macro: opens
  condition: evt.type=open
- rule: R
  desc: d
  condition: >
    opens
    and proc.name in (shells)
  output: o
  priority: WARNING
  tags: [T1059]
";

    #[test]
    fn later_files_add_or_replace() {
        let old = "
- list: shells
  append: true
  items: [zsh]
- macro: opens
  append: true
  condition: or evt.type=openat
- rule: R
  append: true
  condition: and not proc.pname=x
";
        let new = "
- rule: R
  condition: or evt.type=creat
  output: p
  enabled: false
  override: {condition: append, output: replace, enabled: replace}
- list: shells
  items: [only]
  override: {items: replace}
";
        let all = book(&[BASE, old]);
        assert_eq!(all.lists["shells"], ["sh", "bash", "7", "zsh"]);
        assert_eq!(all.macros["opens"].text, "evt.type=open or evt.type=openat");
        assert!(all.rules[0].condition.text.ends_with("(shells)\n and not proc.pname=x"), "{:?}", all.rules[0]);
        let all = book(&[BASE, new]);
        assert_eq!(all.lists["shells"], ["only"]);
        let rule = &all.rules[0];
        assert!(rule.condition.text.ends_with(" or evt.type=creat") && rule.output == "p" && !rule.enabled);
        assert_eq!((rule.priority.as_str(), rule.tags.len()), ("WARNING", 1));
        // Defined again, it is another rule.
        let all = book(&[BASE, "- {rule: R, condition: a, desc: d, output: o, priority: INFO}"]);
        assert_eq!((all.rules.len(), all.rules[0].condition.text.as_str()), (1, "a"));
    }

    #[test]
    fn exceptions_have_values_of_three_forms() {
        let more = "
- rule: R
  exceptions:
    - {name: one, fields: proc.name, values: [a, b]}
    - {name: two, fields: [proc.name, fd.name], comps: [=, startswith], values: [[a, /x], [b, /y]]}
    - {name: in, fields: [proc.name, fd.name], comps: [in, =], values: [[[a, b], /x]]}
  override: {exceptions: append}
";
        let all = book(&[BASE, more]);
        let exceptions = &all.rules[0].exceptions;
        assert_eq!(exceptions[0].fields, Several::One("proc.name".to_owned()));
        assert_eq!(exceptions[0].values.len(), 2);
        assert!(
            matches!(&exceptions[2].values[0], Values::Each(each) if matches!(&each[0], Several::All(all) if all.len() == 2))
        );
    }

    #[test]
    fn mistakes_have_a_line() {
        let add = |yaml: &str| Rulebook::default().add(0, &read(yaml).unwrap_or_default());
        let bad = add("- list: a\n  items: [x]\n- rule: R\n  desc: d\n").unwrap_err();
        assert!(bad.line == 3 && bad.what.contains("no condition"), "{bad:?}");
        assert!(add("- {rule: R, condition: x, append: true}").is_err());
        assert!(read("title: x").is_ok_and(|documents| !Rulebook::is_one(&documents[0])));
    }
}
