//! Rules in their own form: one YAML document a rule, as docs/rules.md describes it.

use super::{
    condition::{Case, Condition, Op},
    fields::{Field, Type},
    node::{At, Key, Kind, Node},
    rule::{Find, Flow, Many, Origin, Rule, Severity, Step, Steps, What, Within, Words},
};

/// Confidence by its name, in percent.
const CONFIDENCE: [(&str, u8); 3] = [("low", 40), ("medium", 65), ("high", 85)];

/// Members of a rule, and whether each must be there.
const MEMBERS: [(&str, bool); 15] = [
    ("id", true),
    ("title", true),
    ("severity", true),
    ("confidence", false),
    ("attack", true),
    ("finds", true),
    ("why", true),
    ("benign", true),
    ("limits", true),
    ("what", false),
    ("when", false),
    ("many", false),
    ("steps", false),
    ("flow", false),
    ("output", true),
];

/// Whether a document looks like a rule of this form.
pub fn is_own(document: &Node) -> bool {
    document.get("id").is_some() && ["when", "many", "steps", "flow"].iter().any(|name| document.get(name).is_some())
}

/// Reads a rule.
///
/// # Errors
/// What is wrong first, with its place.
pub fn rule(document: &Node, words: &Words) -> Result<Rule, At> {
    known(document, &MEMBERS.map(|(name, _)| name))?;
    for (name, _) in MEMBERS.iter().filter(|(_, needed)| *needed) {
        let empty = |node: &Node| {
            matches!(&node.kind, Kind::Null) || matches!(&node.kind, Kind::Text(t) if t.trim().is_empty())
        };
        if document.get(name).is_none_or(empty) {
            return Err(document.wrong(format!("the rule has no {name:?}")));
        }
    }
    let node = |name: &str| document.get(name).ok_or_else(|| document.wrong(format!("the rule has no {name:?}")));
    let text = |name: &str| node(name)?.text().map(|text| text.trim().to_owned());
    let severity = Severity::named(&text("severity")?).ok_or_else(|| {
        let names = Severity::ALL.map(Severity::name).join(", ");
        document.get("severity").unwrap_or(document).wrong(format!("a severity is one of {names}"))
    })?;
    let confidence = match document.get("confidence") {
        None => CONFIDENCE[1].1,
        Some(node) => choice(node, &CONFIDENCE)?,
    };
    let what = match document.get("what") {
        None => What::Calls,
        Some(node) => choice(node, &[("calls", What::Calls), ("processes", What::Processes)])?,
    };
    let finds: Vec<Find> = [
        document.get("when").map(|node| condition(node, words).map(Find::One)),
        document.get("many").map(|node| many(node, words).map(Find::Many)),
        document.get("steps").map(|node| steps(node, words).map(Find::Steps)),
        document.get("flow").map(|node| flow(node, words).map(Find::Flow)),
    ]
    .into_iter()
    .flatten()
    .collect::<Result<_, At>>()?;
    let Ok([find]) = <[Find; 1]>::try_from(finds) else {
        return Err(document.wrong("a rule has exactly one of when, many, steps and flow"));
    };
    let output = text("output")?;
    for name in placeholders(&output) {
        if Field::named(name).is_none() {
            return Err(document.get("output").unwrap_or(document).wrong(unknown_field(name)));
        }
    }
    let attack = node("attack")?.items().iter().map(technique).collect::<Result<_, At>>()?;
    Ok(Rule {
        id: identifier(node("id")?)?,
        title: text("title")?,
        severity,
        confidence,
        attack,
        origin: Origin::Own,
        finds: text("finds")?,
        why: text("why")?,
        benign: text("benign")?,
        limits: text("limits")?,
        what,
        find,
        output,
    })
}

/// Reads lists and conditions that rules refer to.
///
/// # Errors
/// What is wrong first, with its place.
pub fn words(document: &Node) -> Result<Words, At> {
    known(document, &["lists", "conditions"])?;
    let mut words = Words::default();
    for (key, node) in document.get("lists").map_or(Ok(&[][..]), Node::members)? {
        let items = texts(node, &words)?;
        words.lists.insert(key.text.clone(), items);
    }
    for (key, node) in document.get("conditions").map_or(Ok(&[][..]), Node::members)? {
        let condition = condition(node, &words)?;
        words.conditions.insert(key.text.clone(), condition);
    }
    Ok(words)
}

/// The names in braces of a sentence.
pub fn placeholders(output: &str) -> impl Iterator<Item = &str> {
    output.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

fn identifier(node: &Node) -> Result<String, At> {
    let id = node.text()?;
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || !id.chars().all(fits) {
        return Err(node.wrong(format!("{id:?} is no id: small letters, digits and - only")));
    }
    Ok(id)
}

fn technique(node: &Node) -> Result<String, At> {
    let text = node.text()?;
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let fits = text.strip_prefix('T').is_some_and(|rest| match rest.split_once('.') {
        Some((technique, sub)) => digits(technique, 4) && digits(sub, 3),
        None => digits(rest, 4),
    });
    if fits { Ok(text) } else { Err(node.wrong(format!("{text:?} is no technique of ATT&CK: T1059 or T1059.004"))) }
}

/// Only these members.
fn known(node: &Node, names: &[&str]) -> Result<(), At> {
    match node.members()?.iter().find(|(key, _)| !names.contains(&key.text.as_str())) {
        Some((key, _)) => Err(key.wrong(format!("{:?} is none of {}", key.text, names.join(", ")))),
        None => Ok(()),
    }
}

fn choice<T: Copy>(node: &Node, of: &[(&str, T)]) -> Result<T, At> {
    let text = node.text()?;
    let found = of.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    let names = || of.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| node.wrong(format!("{text:?} is none of {}", names())))
}

/// A condition: a mapping, of which every member must hold; or a list, of which one must.
fn condition(node: &Node, words: &Words) -> Result<Condition, At> {
    match &node.kind {
        Kind::Map(members) => {
            let parts = members.iter().map(|(key, value)| part(key, value, words)).collect::<Result<_, At>>();
            parts.map(Condition::All)
        }
        Kind::List(_) => several(node, words).map(Condition::Any),
        Kind::Bool(is) => Ok(Condition::Always(*is)),
        _ => Err(node.wrong("here must stand a condition: field: value, all:, any:, not:, or use:")),
    }
}

fn several(node: &Node, words: &Words) -> Result<Vec<Condition>, At> {
    match &node.kind {
        Kind::List(items) => items.iter().map(|item| condition(item, words)).collect(),
        _ => Err(node.wrong("here must stand a list of conditions")),
    }
}

fn part(key: &Key, value: &Node, words: &Words) -> Result<Condition, At> {
    match key.text.as_str() {
        "all" => several(value, words).map(Condition::All),
        "any" => several(value, words).map(Condition::Any),
        // What is allowed: of a list, each of them.
        "not" => condition(value, words).map(|condition| Condition::Not(Box::new(condition))),
        "use" => {
            let named = value.items().iter().map(|item| {
                let name = item.text()?;
                let found = words.conditions.get(&name).cloned();
                found.ok_or_else(|| item.wrong(format!("there is no condition {name:?}")))
            });
            named.collect::<Result<_, At>>().map(Condition::All)
        }
        name => {
            let field = Field::named(name).ok_or_else(|| key.wrong(unknown_field(name)))?;
            test(field, value, words)
        }
    }
}

fn unknown_field(name: &str) -> String {
    let near = Field::nearest(name).map(|near| format!("; did you mean {near:?}?")).unwrap_or_default();
    format!("there is no field {name:?}{near}")
}

/// A test of a field: a value, a list of values, or a mapping of tests that must all hold.
fn test(field: Field, node: &Node, words: &Words) -> Result<Condition, At> {
    let Kind::Map(members) = &node.kind else { return is_one_of(field, node, Case::Exact, words) };
    let case = match node.get("nocase").map(Node::bool).transpose()? {
        Some(true) => Case::Ignored,
        _ => Case::Exact,
    };
    let mut parts = Vec::new();
    for (key, value) in members {
        let texts = || texts(value, words);
        let number = || number(field, value);
        let op = match key.text.as_str() {
            "nocase" => continue,
            "is" => {
                parts.push(is_one_of(field, value, case, words)?);
                continue;
            }
            "not" => {
                parts.push(Condition::Not(Box::new(test(field, value, words)?)));
                continue;
            }
            "exists" => {
                let exists = Condition::Test { field, op: Op::Exists };
                parts.push(if value.bool()? { exists } else { Condition::Not(Box::new(exists)) });
                continue;
            }
            "starts" => Op::Starts(texts()?, case),
            "ends" => Op::Ends(texts()?, case),
            "contains" => Op::Contains(texts()?, case),
            "glob" => Op::glob(&texts()?, case).map_err(|e| value.wrong(pattern(&e)))?,
            "regex" => Op::regex(&texts()?, case).map_err(|e| value.wrong(pattern(&e)))?,
            "below" => Op::Below(number()?),
            "at_most" => Op::AtMost(number()?),
            "above" => Op::Above(number()?),
            "at_least" => Op::AtLeast(number()?),
            "bits" => Op::Bits(bits(field, value)?),
            "any_bit" => Op::AnyBit(bits(field, value)?),
            "within" => {
                let nets = value.items().iter().map(|item| {
                    let text = item.text()?;
                    text.parse().map_err(|_| item.wrong(format!("{text:?} is no network: 10.0.0.0/8")))
                });
                Op::Within(nets.collect::<Result<_, At>>()?)
            }
            other => {
                let names = "is, not, exists, starts, ends, contains, glob, regex, below, at_most, above, at_least, bits, any_bit, within, nocase";
                return Err(key.wrong(format!("{other:?} is no test; a test is one of {names}")));
            }
        };
        parts.push(Condition::Test { field, op });
    }
    Ok(if parts.len() == 1 { parts.remove(0) } else { Condition::All(parts) })
}

fn pattern(error: &regex::Error) -> String {
    // The message draws the pattern over several lines; the last says what is wrong.
    let text = error.to_string();
    format!("is no pattern: {}", text.lines().last().unwrap_or_default().trim_start_matches("error: "))
}

fn is_one_of(field: Field, node: &Node, case: Case, words: &Words) -> Result<Condition, At> {
    let op = match field.row().ty {
        Type::Number => Op::Number(node.items().iter().map(|item| number(field, item)).collect::<Result<_, At>>()?),
        Type::Text | Type::List => Op::Equals(texts(node, words)?, case),
    };
    Ok(Condition::Test { field, op })
}

/// Texts; `$name` stands for a list of that name.
fn texts(node: &Node, words: &Words) -> Result<Vec<String>, At> {
    let mut all = Vec::new();
    for item in node.items() {
        let text = item.text()?;
        match text.strip_prefix('$') {
            Some(name) => match words.lists.get(name) {
                Some(list) => all.extend(list.iter().cloned()),
                None => return Err(item.wrong(format!("there is no list {name:?}"))),
            },
            None => all.push(text),
        }
    }
    Ok(all)
}

/// A number, or a name of one.
fn number(field: Field, node: &Node) -> Result<i64, At> {
    let Kind::Text(text) = &node.kind else { return node.number() };
    if let Some(number) = text.strip_prefix("0o").and_then(|octal| i64::from_str_radix(octal, 8).ok()) {
        return Ok(number);
    }
    let names = field.row().names.map_or(&[][..], |set| set.names);
    match names.iter().find(|(_, name)| name == text) {
        Some((value, _)) => Ok(*value as i64),
        None => Err(node.wrong(format!("{text:?} is no number, and no name of one for {:?}", field.name()))),
    }
}

fn bits(field: Field, node: &Node) -> Result<i64, At> {
    node.items().iter().try_fold(0, |bits, item| Ok(bits | number(field, item)?))
}

fn within(node: &Node) -> Result<Within, At> {
    let names = [("run", Within::Run), ("process", Within::Process), ("tree", Within::Tree), ("trace", Within::Trace)];
    node.get("within").map_or(Ok(Within::default()), |node| choice(node, &names))
}

/// A time: `500ms`, `10s`, `5m`.
fn time(node: &Node) -> Result<i64, At> {
    let text = node.text()?;
    let wrong = || node.wrong(format!("{text:?} is no time: 500ms, 10s, 5m"));
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return Err(wrong()),
    };
    digits.parse::<i64>().ok().and_then(|n| n.checked_mul(unit)).ok_or_else(wrong)
}

fn field(node: &Node) -> Result<Field, At> {
    let name = node.text()?;
    Field::named(&name).ok_or_else(|| node.wrong(unknown_field(&name)))
}

fn many(node: &Node, words: &Words) -> Result<Many, At> {
    known(node, &["when", "within", "same", "distinct", "at_least", "window", "regular", "apart"])?;
    let when = node.get("when").ok_or_else(|| node.wrong("many has no \"when\""))?;
    let at_least = node.get("at_least").ok_or_else(|| node.wrong("many has no \"at_least\""))?;
    let same = node.get("same").map_or(Ok(Vec::new()), |same| same.items().iter().map(field).collect())?;
    Ok(Many {
        condition: condition(when, words)?,
        within: within(node)?,
        same,
        distinct: node.get("distinct").map(field).transpose()?,
        at_least: at_least.number()?.max(1) as u64,
        window: node.get("window").map(time).transpose()?,
        regular: node.get("regular").map(|node| node.number().map(|n| n.max(0) as u64)).transpose()?,
        apart: node.get("apart").map(time).transpose()?,
    })
}

fn steps(node: &Node, words: &Words) -> Result<Steps, At> {
    known(node, &["within", "ordered", "window", "of"])?;
    let of = node.get("of").ok_or_else(|| node.wrong("steps has no \"of\", the list of steps"))?;
    let mut steps = Vec::new();
    for item in of.items() {
        known(item, &["when", "join"])?;
        let when = item.get("when").ok_or_else(|| item.wrong("a step has no \"when\""))?;
        let joins = item.get("join").map_or(Ok(Vec::new()), |join| {
            join.members()?.iter().map(|(own, other)| joined(own, other, steps.len())).collect()
        })?;
        steps.push(Step { condition: condition(when, words)?, joins });
    }
    if steps.len() < 2 {
        return Err(of.wrong("there must be at least two steps; for one row there is \"when\""));
    }
    Ok(Steps {
        steps,
        within: within(node)?,
        ordered: node.get("ordered").map_or(Ok(true), Node::bool)?,
        window: node.get("window").map(time).transpose()?,
    })
}

/// `own: 1.field`: own field, number of an earlier step from 1, its field.
fn joined(own: &Key, other: &Node, before: usize) -> Result<(Field, usize, Field), At> {
    let own = Field::named(&own.text).ok_or_else(|| own.wrong(unknown_field(&own.text)))?;
    let text = other.text()?;
    let step = text.split_once('.').and_then(|(step, name)| Some((step.parse::<usize>().ok()?, name)));
    match step {
        Some((step, name)) if (1..=before).contains(&step) => {
            let field = Field::named(name).ok_or_else(|| other.wrong(unknown_field(name)))?;
            Ok((own, step - 1, field))
        }
        _ => Err(other.wrong(format!("{text:?} is no field of an earlier step: 1.file"))),
    }
}

fn flow(node: &Node, words: &Words) -> Result<Flow, At> {
    known(node, &["from", "to"])?;
    let part = |name: &str| node.get(name).ok_or_else(|| node.wrong(format!("flow has no {name:?}")));
    Ok(Flow { source: condition(part("from")?, words)?, sink: condition(part("to")?, words)? })
}
