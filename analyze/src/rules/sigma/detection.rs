//! Detections of Sigma: maps of fields, lists of words, and modifiers, as conditions of ours.

use super::{
    fields::{EXECUTE, Logs, Means, RECORDS, equals, name_type, test},
    pattern::{Pattern, base64, base64_offsets},
};
use crate::rules::{
    condition::{Case, Condition, Op},
    node::{Kind, Node},
};
use ipnet::IpNet;
use std::{collections::BTreeSet, net::IpAddr};

/// Makes conditions of detections, for one kind of log.
pub struct Reader<'a> {
    pub logs: Logs,
    /// What a trace does not tell.
    pub missing: &'a mut BTreeSet<String>,
}

/// A modifier that says how a value is compared.
#[derive(Debug, Clone, Copy)]
enum How {
    Fits,
    Regex(Case),
    Cidr,
    Exists,
    Number(fn(i64) -> Op),
}

/// What the modifiers of a field ask for.
struct Modifiers {
    how: How,
    case: Case,
    all: bool,
    not: bool,
    /// Done to each text, in order.
    texts: Vec<fn(Value) -> Value>,
}

/// A value on its way through the modifiers: patterns of which one must fit.
struct Value {
    patterns: Vec<Pattern>,
    /// Of a text that became bytes of another encoding.
    bytes: Option<Vec<u8>>,
}

impl Reader<'_> {
    /// The condition of a detection.
    ///
    /// # Errors
    /// What makes no sense in it.
    pub fn detection(&mut self, node: &Node) -> Result<Condition, String> {
        match &node.kind {
            Kind::Map(members) => {
                let each = members.iter().map(|(key, value)| self.item(&key.text, value));
                Ok(Condition::All(each.collect::<Result<_, _>>()?))
            }
            Kind::List(items) => {
                Ok(Condition::Any(items.iter().map(|item| self.detection(item)).collect::<Result<_, _>>()?))
            }
            _ => self.item("", node),
        }
    }

    /// A field with its modifiers, and the values that it may have.
    fn item(&mut self, key: &str, node: &Node) -> Result<Condition, String> {
        let mut parts = key.split('|');
        let field = parts.next().unwrap_or_default();
        let names: Vec<&str> = parts.collect();
        for (name, why) in
            [("fieldref", "a comparison of two fields"), ("expand", "placeholders for lists of the reader's own")]
        {
            if names.contains(&name) {
                self.missing.insert(format!("{field} ({why})"));
                return Ok(Condition::Always(false));
            }
        }
        let modifiers = modifiers(&names).map_err(|what| format!("{key:?}: {what}"))?;
        let values: Vec<&Node> = node.items().iter().collect();
        let mut each = Vec::new();
        if matches!(modifiers.how, How::Fits) && !modifiers.all && !modifiers.not {
            // Many values in one test are one look.
            let (texts, others): (Vec<&Node>, Vec<&Node>) =
                values.into_iter().partition(|node| node.kind != Kind::Null);
            let mut patterns = Vec::new();
            for node in texts {
                patterns.extend(patterns_of(node, &modifiers)?);
            }
            if !patterns.is_empty() {
                each.push(self.fits(field, &patterns, modifiers.case)?);
            }
            for node in others {
                each.push(self.value(field, node, &modifiers)?);
            }
        } else {
            for node in values {
                each.push(self.value(field, node, &modifiers)?);
            }
        }
        let condition = if modifiers.all { Condition::All(each) } else { Condition::Any(each) };
        Ok(if modifiers.not { Condition::Not(Box::new(condition)) } else { condition })
    }

    fn value(&mut self, field: &str, node: &Node, modifiers: &Modifiers) -> Result<Condition, String> {
        let text = || node.text().map_err(|at| at.what);
        if node.kind == Kind::Null {
            let there = self.with(field, &[Op::Exists])?;
            return Ok(Condition::Not(Box::new(there)));
        }
        match modifiers.how {
            How::Fits => {
                let patterns = patterns_of(node, modifiers)?;
                self.fits(field, &patterns, modifiers.case)
            }
            How::Regex(case) => {
                let op = Op::regex(&[text()?], case).map_err(crate::error::first_line)?;
                self.with(field, &[op])
            }
            How::Cidr => {
                let text = text()?;
                let net = text.parse::<IpNet>().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
                let net = net.map_err(|_| format!("{text:?} is no network"))?;
                self.with(field, &[Op::Within(vec![net])])
            }
            How::Exists => {
                let there = self.with(field, &[Op::Exists])?;
                Ok(if node.kind == Kind::Bool(false) { Condition::Not(Box::new(there)) } else { there })
            }
            How::Number(op) => {
                let number = node.number().map_err(|at| at.what)?;
                self.with(field, &[op(number)])
            }
        }
    }

    /// One of these patterns fits the field.
    fn fits(&mut self, field: &str, patterns: &[Pattern], case: Case) -> Result<Condition, String> {
        // A word without a field may stand anywhere.
        let anywhere: Vec<Pattern>;
        let patterns = if field.is_empty() {
            anywhere = patterns.iter().map(|pattern| pattern.clone().open_front().open_back()).collect();
            &anywhere
        } else {
            patterns
        };
        let ops = Pattern::ops(patterns, case).map_err(crate::error::first_line)?;
        self.with(field, &ops)
    }

    /// One of these tests holds for the field.
    fn with(&mut self, field: &str, ops: &[Op]) -> Result<Condition, String> {
        let any = |fields: &[&str]| {
            let tests = fields.iter().flat_map(|field| ops.iter().map(|op| test(field, op.clone())));
            Condition::Any(tests.collect())
        };
        if field.is_empty() {
            return Ok(any(self.logs.texts()));
        }
        let Some(means) = self.logs.field(field) else {
            self.missing.insert(field.to_owned());
            return Ok(Condition::Always(false));
        };
        let passes = |text: &str| ops.iter().any(|op| op.text(text));
        Ok(match means {
            Means::Same(one) => any(&[one]),
            Means::Argument(one) => Condition::All(vec![equals("name", EXECUTE), any(&[one])]),
            Means::Truth(one) => {
                let number = |words: &[&str]| words.iter().any(|word| passes(word));
                let mut numbers = Vec::new();
                numbers.extend(number(&["yes", "true", "1"]).then_some(1));
                numbers.extend(number(&["no", "false", "0"]).then_some(0));
                test(one, Op::Number(numbers))
            }
            Means::Initiated => {
                let out = equals("direction", &["in", "listen"]);
                let mut either = Vec::new();
                either.extend(passes("false").then(|| out.clone()));
                either.extend(passes("true").then(|| Condition::Not(Box::new(out))));
                Condition::Any(either)
            }
            Means::User(one) => {
                if !passes("root") {
                    self.missing.insert(format!("{field} (of names only root's is known)"));
                }
                let mut numbers = Vec::new();
                numbers.extend((passes("root") || passes("0")).then_some(0));
                test(one, Op::Number(numbers))
            }
            Means::Call => {
                let mut both = vec![any(&["name"])];
                let numbers: Vec<&str> = ops.iter().flat_map(plain).collect();
                let named = numbers.iter().filter_map(|n| schema::Arch::X86_64.syscall_name(n.parse().ok()?));
                let named: Vec<&str> = named.collect();
                if !named.is_empty() {
                    both.push(equals("name", &named));
                }
                Condition::Any(both)
            }
            Means::Hex(one) => {
                let numbers: Vec<i64> = ops
                    .iter()
                    .flat_map(plain)
                    .filter_map(|text| u64::from_str_radix(text, 16).ok())
                    .map(|n| n as i64)
                    .collect();
                test(one, Op::Number(numbers))
            }
            Means::Record => {
                let mut found = Vec::new();
                for (record, field) in RECORDS.iter().filter(|(record, _)| passes(record)) {
                    found.push(match (*record, field) {
                        ("EXECVE", _) => equals("name", EXECUTE),
                        (_, Some(field)) => test(field, Op::Exists),
                        (_, None) => Condition::Always(true),
                    });
                }
                if found.is_empty() {
                    let kinds: Vec<&str> = ops.iter().flat_map(plain).collect();
                    self.missing.insert(format!("records of type {}", kinds.join(" ")));
                }
                Condition::Any(found)
            }
            Means::NameType => {
                let kinds = ["CREATE", "DELETE", "NORMAL"].into_iter().filter(|kind| passes(kind));
                let found: Vec<Condition> = kinds.filter_map(name_type).collect();
                if found.is_empty() {
                    self.missing.insert(format!("{field} of this kind"));
                }
                Condition::Any(found)
            }
        })
    }
}

/// The texts that a test compares with as they are.
fn plain(op: &Op) -> impl Iterator<Item = &str> {
    let texts = match op {
        Op::Equals(texts, _) => texts.as_slice(),
        _ => &[],
    };
    texts.iter().map(String::as_str)
}

fn patterns_of(node: &Node, modifiers: &Modifiers) -> Result<Vec<Pattern>, String> {
    let text = node.text().map_err(|at| at.what)?;
    let value = Value { patterns: vec![Pattern::read(&text)], bytes: None };
    Ok(modifiers.texts.iter().fold(value, |value, change| change(value)).patterns)
}

/// What modifiers ask for.
fn modifiers(names: &[&str]) -> Result<Modifiers, String> {
    let mut all = Modifiers { how: How::Fits, case: Case::Ignored, all: false, not: false, texts: Vec::new() };
    for name in names {
        match *name {
            "all" => all.all = true,
            "neq" => all.not = true,
            "cased" => all.case = Case::Exact,
            "re" => all.how = How::Regex(Case::Exact),
            "i" if matches!(all.how, How::Regex(_)) => all.how = How::Regex(Case::Ignored),
            // Of a text of one line they change nothing.
            "m" | "s" if matches!(all.how, How::Regex(_)) => {}
            "cidr" => all.how = How::Cidr,
            "exists" => all.how = How::Exists,
            "lt" => all.how = How::Number(Op::Below),
            "lte" => all.how = How::Number(Op::AtMost),
            "gt" => all.how = How::Number(Op::Above),
            "gte" => all.how = How::Number(Op::AtLeast),
            "contains" => all.texts.push(|value| value.each(|p| p.open_front().open_back())),
            "startswith" => all.texts.push(|value| value.each(Pattern::open_back)),
            "endswith" => all.texts.push(|value| value.each(Pattern::open_front)),
            "windash" => all.texts.push(Value::dashes),
            "wide" | "utf16le" => all.texts.push(|value| value.encoded(u16::to_le_bytes)),
            "utf16be" => all.texts.push(|value| value.encoded(u16::to_be_bytes)),
            "base64" => all.texts.push(|value| value.bytes_as(|bytes| vec![base64(bytes)])),
            "base64offset" => all.texts.push(|value| value.bytes_as(|bytes| base64_offsets(bytes).to_vec())),
            other => return Err(format!("there is no modifier {other:?} here")),
        }
    }
    Ok(all)
}

impl Value {
    fn each(self, change: fn(Pattern) -> Pattern) -> Value {
        Value { patterns: self.patterns.into_iter().map(change).collect(), bytes: None }
    }

    fn dashes(self) -> Value {
        Value { patterns: self.patterns.iter().flat_map(Pattern::dashes).collect(), bytes: None }
    }

    fn text(&self) -> String {
        self.patterns.first().and_then(Pattern::as_plain).unwrap_or_default().to_owned()
    }

    fn encoded(self, of: fn(u16) -> [u8; 2]) -> Value {
        let bytes = self.text().encode_utf16().flat_map(of).collect();
        Value { bytes: Some(bytes), ..self }
    }

    fn bytes_as(self, of: fn(&[u8]) -> Vec<String>) -> Value {
        let bytes = self.bytes.clone().unwrap_or_else(|| self.text().into_bytes());
        Value { patterns: of(&bytes).iter().map(|text| Pattern::plain(text)).collect(), bytes: None }
    }
}
