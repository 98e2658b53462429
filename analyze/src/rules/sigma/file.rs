//! Sigma's rule files: YAML documents, each a rule about single events, or a correlation of rules.
//!
//! Source: the Sigma specification, 2.1 (rules and correlation rules).

use crate::rules::node::{At, Kind, Node};

/// A document of a file.
#[derive(Debug, Clone)]
pub struct Document {
    pub title: String,
    pub id: Option<String>,
    /// By which correlations may call it.
    pub name: Option<String>,
    pub description: String,
    pub level: Option<String>,
    pub tags: Vec<String>,
    /// What else looks like it.
    pub benign: Vec<String>,
    pub logs: LogSource,
    /// What it looks for.
    pub body: Body,
    /// Where it stands.
    pub line: u64,
    pub column: u64,
}

/// What a document looks for.
#[derive(Debug, Clone)]
pub enum Body {
    /// An event: detections by name, conditions that name them.
    Detection { named: Vec<(String, Node)>, conditions: Vec<String> },
    /// Several events of other rules.
    Correlation(Correlation),
}

/// Of which logs a rule speaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogSource {
    pub product: Option<String>,
    pub category: Option<String>,
    pub service: Option<String>,
}

/// A correlation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correlation {
    /// `event_count`, `value_count`, `temporal` or `temporal_ordered`.
    pub kind: String,
    /// The rules, by name, id or title.
    pub rules: Vec<String>,
    pub group_by: Vec<String>,
    /// ns.
    pub timespan: Option<i64>,
    /// `gte` and a number, for example.
    pub compares: Vec<(String, i64)>,
    /// Of which field the values are counted.
    pub field: Option<String>,
}

/// Whether a document is a rule of Sigma's.
pub fn is_one(document: &Node) -> bool {
    document.get("title").is_some() && (document.get("detection").is_some() || document.get("correlation").is_some())
}

/// Reads a document.
///
/// # Errors
/// When it is no rule.
pub fn read(node: &Node) -> Result<Document, At> {
    let text = |key: &str| node.get(key).map(Node::text).transpose();
    let log = |key: &str| node.get("logsource").and_then(|logs| logs.get(key)).map(Node::text).transpose();
    let title = text("title")?.ok_or_else(|| node.wrong("is no Sigma rule: it has no title"))?;
    let body = match (node.get("detection"), node.get("correlation")) {
        (Some(detection), None) => detections(detection)?,
        (None, Some(node)) => Body::Correlation(correlation(node)?),
        _ => return Err(node.wrong(format!("{title:?} has neither a detection nor a correlation, or both"))),
    };
    Ok(Document {
        title,
        id: text("id")?,
        name: text("name")?,
        description: text("description")?.unwrap_or_default().trim().to_owned(),
        level: text("level")?,
        tags: texts(node.get("tags"))?,
        benign: texts(node.get("falsepositives"))?,
        logs: LogSource { product: log("product")?, category: log("category")?, service: log("service")? },
        body,
        line: node.line,
        column: node.column,
    })
}

/// The texts of a list, or the one that stands for it.
fn texts(node: Option<&Node>) -> Result<Vec<String>, At> {
    match node {
        None => Ok(Vec::new()),
        Some(node) if node.kind == Kind::Null => Ok(Vec::new()),
        Some(node) => node.items().iter().map(Node::text).collect(),
    }
}

fn detections(node: &Node) -> Result<Body, At> {
    let conditions = texts(node.get("condition"))?;
    if conditions.is_empty() {
        return Err(node.wrong("the detection has no condition"));
    }
    let named = node.members()?.iter().filter(|(key, _)| !["condition", "timeframe"].contains(&key.text.as_str()));
    Ok(Body::Detection { named: named.map(|(key, node)| (key.text.clone(), node.clone())).collect(), conditions })
}

fn correlation(node: &Node) -> Result<Correlation, At> {
    let kind = node.get("type").ok_or_else(|| node.wrong("the correlation has no type"))?.text()?;
    let timespan = node.get("timespan").map(|span| {
        let text = span.text()?;
        duration(&text).ok_or_else(|| span.wrong(format!("{text:?} is no time span: 30s, 5m, 1h, 7d")))
    });
    let (mut compares, mut field) = (Vec::new(), None);
    if let Some(condition) = node.get("condition") {
        for (key, value) in condition.members()? {
            match key.text.as_str() {
                "field" => field = Some(value.text()?),
                _ => compares.push((key.text.clone(), value.number()?)),
            }
        }
    }
    Ok(Correlation {
        kind,
        rules: texts(node.get("rules"))?,
        group_by: texts(node.get("group-by"))?,
        timespan: timespan.transpose()?,
        compares,
        field,
    })
}

/// `5m` in ns.
fn duration(text: &str) -> Option<i64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        "w" => 7 * 86_400,
        "M" => 30 * 86_400,
        "y" => 365 * 86_400,
        _ => return None,
    };
    number.parse::<i64>().ok().filter(|n| *n > 0)?.checked_mul(seconds)?.checked_mul(1_000_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::node;

    fn all(text: &str) -> Result<Vec<Document>, At> {
        node::read(text)?.iter().map(read).collect()
    }

    #[test]
    fn rules_and_correlations_are_read() {
        let text = "title: A\nlogsource: {product: linux, category: process_creation}\nfalsepositives: none known\n\
                    detection:\n  s:\n    Image|endswith: ['/a', '1', 2, null]\n    '': x\n  condition: s\n---\n\
                    title: B\ncorrelation: {type: event_count, rules: [A], group-by: [User], timespan: 5m, condition: {gte: 3}}\n";
        let all = all(text).unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!((all.len(), all[0].benign.len()), (2, 1));
        let Body::Detection { named, conditions } = &all[0].body else { panic!("no detection") };
        assert_eq!((named.len(), conditions.as_slice()), (1, &["s".to_owned()][..]));
        let Body::Correlation(correlation) = &all[1].body else { panic!("no correlation") };
        assert_eq!(correlation.timespan, Some(300_000_000_000));
        assert_eq!(
            (correlation.group_by.as_slice(), &correlation.compares[..]),
            (&["User".to_owned()][..], &[("gte".to_owned(), 3)][..])
        );
    }

    #[test]
    fn mistakes_have_a_line() {
        let wrong = |text: &str| all(text).map(|_| ()).unwrap_err();
        assert!(wrong("title: [a\n").line > 0);
        assert!(wrong("title: a\n").what.contains("neither"));
        assert_eq!(wrong("title: a\ndetection:\n  s: {a: b}\n").line, 3);
        assert!(wrong("title: a\ncorrelation: {type: x, timespan: 5}\n").what.contains("time span"));
        assert!(duration("99999999999999d").is_none() && duration("").is_none() && duration("\u{e9}").is_none());
    }
}
