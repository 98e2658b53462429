//! The language of Falco's conditions: what a condition says, and reading it from text.
//!
//! Source: the grammar in Falco's documentation ("Conditions"): `or` binds least, then `and`, then `not`; a check is a field, an operator
//! and a value or a list of values; a word alone is the name of a macro.

use super::scan::{Mistake, Scan};

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Each of these.
    And(Vec<Condition>),
    /// One of these.
    Or(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// What the macro of this name says.
    Macro(String),
    /// A check of a field.
    Check(Check),
}

/// A check of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// The field.
    pub field: Field,
    /// How it is compared.
    pub op: Op,
    /// With what: one value, of [`Op::In`] and the like any number; of [`Op::Exists`] none.
    pub values: Vec<Word>,
}

/// A field of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name: `proc.aname`.
    pub name: String,
    /// What stands in brackets behind it: `2`.
    pub arg: Option<String>,
    /// What is done with its value before it is compared, the innermost first: `tolower`.
    pub by: Vec<Transformer>,
}

/// A value that a field is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// As it is written; in a list it may be the name of a list.
    Bare(String),
    /// In quotation marks: never the name of a list.
    Quoted(String),
    /// Another field: `val(proc.pname)`.
    Field(Field),
}

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    Exists,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Contains,
    IContains,
    BContains,
    StartsWith,
    BStartsWith,
    EndsWith,
    Glob,
    IGlob,
    Regex,
    In,
    Intersects,
    PMatch,
}

/// The operators as they are written; one that begins another stands after it.
const OPS: &[(&str, Op)] = &[
    ("==", Op::Eq),
    ("!=", Op::Ne),
    ("<=", Op::Le),
    (">=", Op::Ge),
    ("=", Op::Eq),
    ("<", Op::Lt),
    (">", Op::Gt),
    ("exists", Op::Exists),
    ("icontains", Op::IContains),
    ("bcontains", Op::BContains),
    ("contains", Op::Contains),
    ("bstartswith", Op::BStartsWith),
    ("startswith", Op::StartsWith),
    ("endswith", Op::EndsWith),
    ("iglob", Op::IGlob),
    ("glob", Op::Glob),
    ("regex", Op::Regex),
    ("intersects", Op::Intersects),
    ("pmatch", Op::PMatch),
    ("in", Op::In),
];

impl Op {
    /// The operator of that name, as exceptions name it.
    pub fn named(name: &str) -> Option<Op> {
        OPS.iter().find(|(text, _)| *text == name).map(|(_, op)| *op)
    }

    /// Whether it takes a list.
    pub const fn takes_list(self) -> bool {
        matches!(self, Op::In | Op::Intersects | Op::PMatch)
    }
}

/// What is done with a value before it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transformer {
    ToLower,
    ToUpper,
    BaseName,
    Len,
    B64,
}

/// The transformers as they are written.
const TRANSFORMERS: &[(&str, Transformer)] = &[
    ("tolower", Transformer::ToLower),
    ("toupper", Transformer::ToUpper),
    ("basename", Transformer::BaseName),
    ("len", Transformer::Len),
    ("b64", Transformer::B64),
];

/// Levels of parentheses; no rule has a tenth of them.
const DEEPEST: usize = 100;

/// Reads a condition.
///
/// # Errors
/// With the place at which it is none.
pub fn parse(text: &str) -> Result<Condition, Mistake> {
    let mut scan = Scan::new(text);
    let condition = any(&mut scan, 0)?;
    scan.blank();
    match scan.rest().chars().next() {
        None => Ok(condition),
        Some(_) => Err(scan.mistake("a condition ends here, and more follows; and, or or a parenthesis is missing")),
    }
}

/// Reads a field as it stands in a condition or an exception: `proc.aname[2]`, `tolower(proc.name)`.
///
/// # Errors
/// With the place at which it is none.
pub fn field_of(text: &str) -> Result<Field, Mistake> {
    let mut scan = Scan::new(text);
    let field = field(&mut scan, 0)?;
    scan.blank();
    if scan.rest().is_empty() { Ok(field) } else { Err(scan.mistake("a field ends here, and more follows")) }
}

fn any(scan: &mut Scan<'_>, depth: usize) -> Result<Condition, Mistake> {
    let mut all = vec![every(scan, depth)?];
    while scan.keyword("or") {
        all.push(every(scan, depth)?);
    }
    Ok(one_or(all, Condition::Or))
}

fn every(scan: &mut Scan<'_>, depth: usize) -> Result<Condition, Mistake> {
    let mut all = vec![term(scan, depth)?];
    while scan.keyword("and") {
        all.push(term(scan, depth)?);
    }
    Ok(one_or(all, Condition::And))
}

fn one_or(mut all: Vec<Condition>, several: fn(Vec<Condition>) -> Condition) -> Condition {
    match all.pop() {
        Some(one) if all.is_empty() => one,
        Some(last) => {
            all.push(last);
            several(all)
        }
        None => several(all),
    }
}

fn term(scan: &mut Scan<'_>, depth: usize) -> Result<Condition, Mistake> {
    if depth > DEEPEST {
        return Err(scan.mistake("is nested too deeply"));
    }
    if scan.keyword("not") {
        return Ok(Condition::Not(Box::new(term(scan, depth + 1)?)));
    }
    if scan.take("(") {
        let inner = any(scan, depth + 1)?;
        scan.expect(")")?;
        return Ok(inner);
    }
    let before = scan.at();
    let name = scan.identifier().ok_or_else(|| scan.mistake("a field, a macro, not or a parenthesis is expected"))?;
    let transforms = TRANSFORMERS.iter().any(|(text, _)| *text == name) && scan.rest().starts_with('(');
    if !name.contains('.') && !transforms {
        return Ok(Condition::Macro(name.to_owned()));
    }
    scan.go_back(before);
    check(scan).map(Condition::Check)
}

fn check(scan: &mut Scan<'_>) -> Result<Check, Mistake> {
    let field = field(scan, 0)?;
    let op = op(scan)?;
    let values = match op {
        Op::Exists => Vec::new(),
        _ if op.takes_list() => list(scan)?,
        _ => vec![word(scan)?],
    };
    Ok(Check { field, op, values })
}

fn field(scan: &mut Scan<'_>, depth: usize) -> Result<Field, Mistake> {
    if depth > DEEPEST {
        return Err(scan.mistake("is nested too deeply"));
    }
    let name = scan.identifier().ok_or_else(|| scan.mistake("a field is expected"))?;
    if scan.rest().starts_with('(') {
        let by = TRANSFORMERS.iter().find(|(text, _)| *text == name).map(|(_, by)| *by);
        let by = by.ok_or_else(|| scan.mistake(format!("{name:?} is not known as something to do with a field")))?;
        scan.expect("(")?;
        let mut inner = field(scan, depth + 1)?;
        scan.expect(")")?;
        inner.by.push(by);
        return Ok(inner);
    }
    if !name.contains('.') {
        return Err(scan.mistake(format!("{name:?} is no field")));
    }
    let arg = if scan.take_here("[") { Some(scan.argument()?) } else { None };
    Ok(Field { name: name.to_owned(), arg, by: Vec::new() })
}

fn op(scan: &mut Scan<'_>) -> Result<Op, Mistake> {
    for (text, op) in OPS {
        let word = text.starts_with(|c: char| c.is_ascii_alphabetic());
        if if word { scan.keyword(text) } else { scan.take(text) } {
            return Ok(*op);
        }
    }
    let names: Vec<&str> = OPS.iter().map(|(text, _)| *text).collect();
    Err(scan.mistake(format!("an operator is expected, one of {}", names.join(" "))))
}

/// A list in parentheses, or the name of one without.
fn list(scan: &mut Scan<'_>) -> Result<Vec<Word>, Mistake> {
    if !scan.take("(") {
        return Ok(vec![word(scan)?]);
    }
    let mut all = Vec::new();
    if scan.take(")") {
        return Ok(all);
    }
    loop {
        all.push(word(scan)?);
        if scan.take(")") {
            return Ok(all);
        }
        scan.expect(",")?;
        // A comma after the last.
        if scan.take(")") {
            return Ok(all);
        }
    }
}

fn word(scan: &mut Scan<'_>) -> Result<Word, Mistake> {
    scan.blank();
    if let Some(quoted) = scan.quoted()? {
        return Ok(Word::Quoted(quoted));
    }
    let bare = scan.bare().ok_or_else(|| scan.mistake("a value is expected"))?;
    if bare == "val" && scan.take_here("(") {
        let field = field(scan, 0)?;
        scan.expect(")")?;
        return Ok(Word::Field(field));
    }
    Ok(Word::Bare(bare.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(name: &str, arg: Option<&str>, op: Op, values: Vec<Word>) -> Condition {
        let field = Field { name: name.to_owned(), arg: arg.map(str::to_owned), by: Vec::new() };
        Condition::Check(Check { field, op, values })
    }

    fn bare(text: &str) -> Word {
        Word::Bare(text.to_owned())
    }

    #[test]
    fn and_binds_closer_than_or() {
        let named = |name: &str| Condition::Macro(name.to_owned());
        let expected = Condition::Or(vec![named("a"), Condition::And(vec![named("b"), named("c")])]);
        assert_eq!(parse("a or b and c"), Ok(expected.clone()));
        assert_eq!(parse(" ( a ) or\n (b and(c))"), Ok(expected));
        let not = |inner| Condition::Not(Box::new(inner));
        assert_eq!(parse("not a and not(b)"), Ok(Condition::And(vec![not(named("a")), not(named("b"))])));
        assert_eq!(parse("nota"), Ok(named("nota")));
    }

    #[test]
    fn checks_of_every_form() {
        let list = vec![bare("open"), Word::Quoted("b c".to_owned())];
        assert_eq!(parse("evt.type in (open, \"b c\")"), Ok(check("evt.type", None, Op::In, list)));
        assert_eq!(parse("proc.aname[2]=sh"), Ok(check("proc.aname", Some("2"), Op::Eq, vec![bare("sh")])));
        assert_eq!(parse("fd.num>=0"), Ok(check("fd.num", None, Op::Ge, vec![bare("0")])));
        assert_eq!(parse("proc.pname exists"), Ok(check("proc.pname", None, Op::Exists, vec![])));
        let mount = check("container.mount.dest", Some("/proc*"), Op::Ne, vec![bare("N/A")]);
        assert_eq!(parse("container.mount.dest[/proc*]!= N/A"), Ok(mount));
        let quote = check("proc.cmdline", None, Op::StartsWith, vec![Word::Quoted("sh \"x\"".to_owned())]);
        assert_eq!(parse(r#"proc.cmdline startswith "sh \"x\"""#), Ok(quote));
        let runc = check("proc.pname", None, Op::In, vec![bare("runc:[0:PARENT]")]);
        assert_eq!(parse("proc.pname in (runc:[0:PARENT])"), Ok(runc));
        let Ok(Condition::Check(lower)) = parse("tolower(basename(proc.name)) = val(proc.pname)") else {
            panic!("no check")
        };
        assert_eq!(lower.field.by, [Transformer::BaseName, Transformer::ToLower]);
        assert!(matches!(&lower.values[..], [Word::Field(field)] if field.name == "proc.pname"));
    }

    #[test]
    fn mistakes_have_a_place() {
        for (text, at) in
            [("a and", 5), ("evt.type ~ x", 9), ("(a or b", 7), ("a b", 2), ("proc.name in (x", 15), ("", 0)]
        {
            assert_eq!(parse(text).map_err(|m| m.at), Err(at), "{text}");
        }
        assert!(parse(&"(".repeat(100_000)).is_err());
        assert!(parse(&"not ".repeat(100_000)).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_a_condition_or_a_mistake_within_it(text in "[a-z.() =\"'\\[\\]\u{e9}<,\\\\]{0,60}") {
            if let Err(mistake) = parse(&text) {
                prop_assert!(mistake.at <= text.len() && text.is_char_boundary(mistake.at));
            }
        }
    }
}
