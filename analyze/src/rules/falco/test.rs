//! A check of one field of Falco's as a condition of ours.

use super::{
    condition::{Check, Op as Falco, Transformer, Word},
    fields::{self, MODES, Means, NOTHING, TYPES},
};
use crate::rules::{
    condition::{Case, Condition, Op},
    fields::{Field, Type},
};
use ipnet::IpNet;
use schema::flags;
use std::{collections::BTreeSet, net::IpAddr};

/// What is asked of a field.
struct Asked<'a> {
    op: Falco,
    words: Vec<String>,
    by: &'a [Transformer],
}

/// The condition that says what `check` says; what a trace does not tell is false, and is named in `missing`.
///
/// # Errors
/// When the check makes no sense.
pub fn of(check: &Check, missing: &mut BTreeSet<String>) -> Result<Condition, String> {
    let (name, arg) = (check.field.name.as_str(), check.field.arg.as_deref());
    let mut words = Vec::new();
    for word in &check.values {
        match word {
            Word::Bare(text) | Word::Quoted(text) => words.push(text.clone()),
            Word::Field(_) => return Ok(unknown(missing, format!("{name} beside another field"))),
        }
    }
    let Some(known) = fields::of(name, arg) else {
        let arg = arg.map(|arg| format!("[{arg}]")).unwrap_or_default();
        return Ok(unknown(missing, format!("{name}{arg}")));
    };
    if let Some(but) = known.but {
        missing.insert(format!("{name} ({but})"));
    }
    let asked = Asked { op: check.op, words, by: &check.field.by };
    let condition = match asked.op {
        // Not that, of what is there.
        Falco::Ne => {
            let there =
                means(known.means, name, arg, &Asked { op: Falco::Exists, words: Vec::new(), by: &[] }, missing)?;
            let same = Asked { op: Falco::Eq, ..asked };
            let same = means(known.means, name, arg, &same, missing)?;
            Condition::All(vec![there, Condition::Not(Box::new(same))])
        }
        _ => means(known.means, name, arg, &asked, missing)?,
    };
    Ok(condition)
}

fn unknown(missing: &mut BTreeSet<String>, what: String) -> Condition {
    missing.insert(what);
    Condition::Always(false)
}

fn ours(name: &str) -> Result<Field, String> {
    Field::named(name).ok_or_else(|| format!("there is no field {name:?}"))
}

fn test(name: &str, op: Op) -> Result<Condition, String> {
    Ok(Condition::Test { field: ours(name)?, op })
}

fn means(
    means: Means,
    name: &str,
    arg: Option<&str>,
    asked: &Asked<'_>,
    missing: &mut BTreeSet<String>,
) -> Result<Condition, String> {
    let exists = asked.op == Falco::Exists;
    Ok(match means {
        Means::Same(one) => same(one, asked, name, missing)?,
        Means::Any(all) => any_of(all, |one| same(one, asked, name, missing))?,
        Means::Truth(one) => test(one, truth(asked, [1, 0], name)?)?,
        Means::Untruth(one) => test(one, truth(asked, [0, 1], name)?)?,
        Means::Bits(all) if exists => any_of(all, |one| test(one, Op::Exists))?,
        Means::Values(all) if exists => any_of(all, |one| test(one, Op::Exists))?,
        Means::Bits(all) => named_bits(all, asked, name, missing)?,
        Means::Values(all) => named_values(all, asked, name, missing)?,
        Means::Capabilities(one) => capabilities(one, asked, name, missing)?,
        Means::End { server, peer, own } => {
            of_end(server, same(peer, asked, name, missing)?, same(own, asked, name, missing)?)?
        }
        Means::Network(all) => any_of(all, |one| test(one, network(asked, name)?))?,
        Means::NetworkOf { server } => {
            of_end(server, test("peer_ip", network(asked, name)?)?, test("local_ip", network(asked, name)?)?)?
        }
        Means::Fixed(text) => Condition::Always(exists || passes(asked, text)?),
        Means::Result => {
            let failed = same("errno", asked, name, missing)?;
            match exists || passes(asked, "SUCCESS")? {
                true => Condition::Any(vec![test("succeeded", Op::Number(vec![1]))?, failed]),
                false => failed,
            }
        }
        Means::User { number } => user(number, asked, name, missing)?,
        Means::TypeLetter => {
            let fit = |(_, letter): &&(&str, &str)| exists || passes(asked, letter).unwrap_or(false);
            let types = TYPES.iter().filter(fit).map(|(name, _)| (*name).to_owned()).collect();
            test("fd_type", Op::Equals(types, Case::Exact))?
        }
        Means::Family => {
            let family = |kind: &str| if kind == "unix" { "unix" } else { "ip" };
            let fit = |kind: &&&str| exists || passes(asked, family(kind)).unwrap_or(false);
            let types = ["ipv4", "ipv6", "unix"].iter().filter(fit).map(|kind| (*kind).to_owned()).collect();
            test("fd_type", Op::Equals(types, Case::Exact))?
        }
        Means::Terminal => {
            let there = test("tty", Op::Exists)?;
            match (asked.op, number(asked).ok()) {
                (Falco::Exists, _) => Condition::Always(true),
                (Falco::Eq, Some(0)) => Condition::Not(Box::new(there)),
                (Falco::Gt, Some(0)) => there,
                _ => return Ok(unknown(missing, format!("{name} (whether there is one is known, not its number)"))),
            }
        }
        Means::Mount => {
            let source = arg.ok_or_else(|| format!("{name} needs the source of a mount in brackets"))?;
            let there = test("container_mount_sources", glob(&[source], Case::Exact)?)?;
            let nothing = asked.words.iter().all(|word| NOTHING.contains(&word.as_str()));
            match asked.op {
                Falco::Exists => there,
                Falco::Eq | Falco::In if nothing => Condition::Not(Box::new(there)),
                _ => return Ok(unknown(missing, format!("{name} (whether it is there is known)"))),
            }
        }
    })
}

/// A condition about one of these fields.
fn any_of(
    fields: &[&'static str],
    of: impl FnMut(&'static str) -> Result<Condition, String>,
) -> Result<Condition, String> {
    Ok(Condition::Any(fields.iter().copied().map(of).collect::<Result<_, _>>()?))
}

/// A condition about the server's or the client's end of a connection.
fn of_end(server: bool, peer: Condition, own: Condition) -> Result<Condition, String> {
    let accepted = || test("direction", Op::Equals(vec!["in".to_owned(), "listen".to_owned()], Case::Exact));
    let (out, within) = if server { (peer, own) } else { (own, peer) };
    Ok(Condition::Any(vec![
        Condition::All(vec![accepted()?, within]),
        Condition::All(vec![Condition::Not(Box::new(accepted()?)), out]),
    ]))
}

/// Whether a text that is always the same passes.
fn passes(asked: &Asked<'_>, text: &str) -> Result<bool, String> {
    Ok(ops(asked, Type::Text)?.is_some_and(|op| op.text(text)))
}

fn number(asked: &Asked<'_>) -> Result<i64, String> {
    let word = asked.words.first().map(String::as_str).unwrap_or_default();
    let hex = |word: &str| word.strip_prefix("0x").and_then(|hex| i64::from_str_radix(hex, 16).ok());
    word.parse().ok().or_else(|| hex(word)).ok_or_else(|| format!("{word:?} is no number"))
}

fn same(one: &'static str, asked: &Asked<'_>, name: &str, missing: &mut BTreeSet<String>) -> Result<Condition, String> {
    let field = ours(one)?;
    // Arguments are a list in Falco only to this operator.
    let field = if asked.op == Falco::Intersects && one == "arguments" { ours("argv")? } else { field };
    match ops(asked, field.row().ty).map_err(|what| format!("{name}: {what}"))? {
        Some(op) => Ok(Condition::Test { field, op }),
        None => Ok(unknown(missing, format!("{name} as it is looked at here"))),
    }
}

/// The operator of ours, for values of a type; `None` if there is none.
fn ops(asked: &Asked<'_>, ty: Type) -> Result<Option<Op>, String> {
    let Some((case, words)) = transformed(asked) else { return Ok(None) };
    if ty == Type::Number && matches!(asked.op, Falco::Eq | Falco::In | Falco::Intersects) {
        return Ok(Some(Op::Number(words.iter().filter_map(|word| word.parse().ok()).collect())));
    }
    // As the trace writes them.
    let texts = || words.iter().map(|word| schema::text::escape(word.as_bytes()).into_owned()).collect::<Vec<_>>();
    let base_name = asked.by.contains(&Transformer::BaseName);
    Ok(Some(match asked.op {
        Falco::Exists => Op::Exists,
        Falco::Eq | Falco::In | Falco::Intersects if base_name => {
            let named = texts().iter().map(|text| format!("(?s)^(.*/)?{}$", regex::escape(text))).collect::<Vec<_>>();
            regexes(&named, case)?
        }
        _ if base_name => return Ok(None),
        Falco::Eq | Falco::In | Falco::Intersects | Falco::Ne => Op::Equals(texts(), case),
        Falco::Lt => Op::Below(number(asked)?),
        Falco::Le => Op::AtMost(number(asked)?),
        Falco::Gt => Op::Above(number(asked)?),
        Falco::Ge => Op::AtLeast(number(asked)?),
        Falco::Contains => Op::Contains(texts(), case),
        Falco::IContains => Op::Contains(texts(), Case::Ignored),
        Falco::StartsWith => Op::Starts(texts(), case),
        Falco::EndsWith => Op::Ends(texts(), case),
        Falco::Glob => glob(&texts(), case)?,
        Falco::IGlob => glob(&texts(), Case::Ignored)?,
        // The whole text must fit.
        Falco::Regex => regexes(&words.iter().map(|word| format!("^(?:{word})$")).collect::<Vec<_>>(), case)?,
        Falco::PMatch => regexes(&words.iter().map(|word| below(word)).collect::<Vec<_>>(), case)?,
        Falco::BContains | Falco::BStartsWith => return Ok(None),
    }))
}

fn glob<S: AsRef<str>>(patterns: &[S], case: Case) -> Result<Op, String> {
    Op::glob(patterns, case).map_err(crate::error::first_line)
}

fn regexes(patterns: &[String], case: Case) -> Result<Op, String> {
    Op::regex(patterns, case).map_err(crate::error::first_line)
}

/// A path and everything below it; `*` and `?` stand for names, not for what is below.
fn below(path: &str) -> String {
    let mut out = String::from("^");
    for c in path.trim_end_matches('/').chars() {
        match c {
            '*' => out.push_str("[^/]*"),
            '?' => out.push_str("[^/]"),
            c => out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out + "(/.*)?$"
}

/// Whether capitals count, and the words that can be met at all: nothing in small letters is equal to a word with a capital.
fn transformed<'a>(asked: &'a Asked<'_>) -> Option<(Case, Vec<&'a String>)> {
    let mut case = Case::Exact;
    let mut words: Vec<&String> = asked.words.iter().collect();
    for by in asked.by {
        match by {
            Transformer::ToLower => words.retain(|word| word.to_lowercase() == **word),
            Transformer::ToUpper => words.retain(|word| word.to_uppercase() == **word),
            Transformer::BaseName => continue,
            Transformer::Len | Transformer::B64 => return None,
        }
        case = Case::Ignored;
    }
    Some((case, words))
}

fn truth(asked: &Asked<'_>, [yes, no]: [i64; 2], name: &str) -> Result<Op, String> {
    let word = |word: &String| match word.as_str() {
        "true" | "True" | "TRUE" | "1" => Ok(yes),
        "false" | "False" | "FALSE" | "0" => Ok(no),
        _ => Err(format!("{name} is true or false, and never {word:?}")),
    };
    match asked.op {
        Falco::Exists => Ok(Op::Exists),
        Falco::Eq | Falco::In => Ok(Op::Number(asked.words.iter().map(word).collect::<Result<_, _>>()?)),
        _ => Err(format!("{name} is true or false; compare it with =")),
    }
}

fn network(asked: &Asked<'_>, name: &str) -> Result<Op, String> {
    let net = |word: &String| {
        let net = word.parse::<IpNet>().or_else(|_| word.parse::<IpAddr>().map(IpNet::from));
        net.map_err(|_| format!("{name}: {word:?} is no network"))
    };
    match asked.op {
        Falco::Exists => Ok(Op::Exists),
        Falco::Eq | Falco::In => Ok(Op::Within(asked.words.iter().map(net).collect::<Result<_, _>>()?)),
        _ => Err(format!("{name} is a network; compare it with = or in")),
    }
}

/// The names of the bits or values of a field.
fn names(field: &'static str) -> Vec<(i64, &'static str)> {
    match Field::named(field).and_then(|field| field.row().names) {
        Some(set) => set.names.iter().map(|(value, name)| (*value as i64, *name)).collect(),
        None => MODES.to_vec(),
    }
}

/// Whether a name is what is asked for.
fn fits(asked: &Asked<'_>, name: &str) -> bool {
    ops(asked, Type::Text).ok().flatten().is_some_and(|op| op.text(name))
}

fn named_bits(
    all: &[&'static str],
    asked: &Asked<'_>,
    name: &str,
    missing: &mut BTreeSet<String>,
) -> Result<Condition, String> {
    let mut each = Vec::new();
    for field in all {
        // A name that covers several bits is there when all of them are.
        for (bits, _) in names(field).into_iter().filter(|(bits, name)| *bits != 0 && fits(asked, name)) {
            each.push(test(field, Op::Bits(bits))?);
        }
        if *field == "mode"
            && let (Ok(mode), Falco::Eq) = (octal(asked), asked.op)
        {
            each.push(test(field, Op::Number(vec![mode]))?);
        }
    }
    Ok(if each.is_empty() {
        unknown(missing, format!("{name} {}", asked.words.join(" ")))
    } else {
        Condition::Any(each)
    })
}

fn octal(asked: &Asked<'_>) -> Result<i64, std::num::ParseIntError> {
    i64::from_str_radix(asked.words.first().map(String::as_str).unwrap_or_default(), 8)
}

fn named_values(
    all: &[&'static str],
    asked: &Asked<'_>,
    name: &str,
    missing: &mut BTreeSet<String>,
) -> Result<Condition, String> {
    let mut each = Vec::new();
    for field in all {
        let mut values: Vec<i64> =
            names(field).into_iter().filter(|(_, name)| fits(asked, name)).map(|(n, _)| n).collect();
        if matches!(asked.op, Falco::Eq | Falco::In) {
            values.extend(asked.words.iter().filter_map(|word| word.parse::<i64>().ok()));
        }
        if !values.is_empty() {
            each.push(test(field, Op::Number(values))?);
        }
    }
    Ok(if each.is_empty() {
        unknown(missing, format!("{name} {}", asked.words.join(" ")))
    } else {
        Condition::Any(each)
    })
}

fn capabilities(
    one: &'static str,
    asked: &Asked<'_>,
    name: &str,
    missing: &mut BTreeSet<String>,
) -> Result<Condition, String> {
    if asked.op == Falco::Exists {
        return test(one, Op::Exists);
    }
    let list = matches!(asked.op, Falco::Contains | Falco::IContains | Falco::Intersects | Falco::In);
    let bits =
        flags::CAPABILITY.names.iter().filter(|(_, name)| list && fits(asked, name)).map(|(bit, _)| 1_i64 << bit);
    match bits.reduce(|all, bit| all | bit) {
        Some(bits) => test(one, Op::AnyBit(bits)),
        None => Ok(unknown(missing, format!("{name} {}", asked.words.join(" ")))),
    }
}

fn user(one: &'static str, asked: &Asked<'_>, name: &str, missing: &mut BTreeSet<String>) -> Result<Condition, String> {
    if asked.op == Falco::Exists {
        return test(one, Op::Exists);
    }
    let named = |word: &String| word != "root" && word.parse::<i64>().is_err() && !NOTHING.contains(&word.as_str());
    if asked.words.iter().any(named) {
        missing.insert(format!("{name} (of names only root's is known)"));
    }
    let mut numbers: Vec<i64> = Vec::new();
    if matches!(asked.op, Falco::Eq | Falco::In) {
        numbers.extend(asked.words.iter().filter_map(|word| word.parse::<i64>().ok()));
    }
    if passes(asked, "root")? {
        numbers.push(0);
    }
    test(one, Op::Number(numbers))
}
