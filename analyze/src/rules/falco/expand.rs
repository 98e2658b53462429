//! A rule's condition with its macros, lists and exceptions put in.

use super::{
    condition::{Check, Condition, Field, Op, Word, field_of, parse},
    file::{Exception, Rule, Rulebook, Several, Text, Values},
    scan::Mistake,
};
use std::collections::HashMap;

/// Conditions put into one, all macros counted; thousands are usual, and two macros that use each other many times could ask for any number.
const MOST: usize = 200_000;

/// Puts macros and lists into the rules of a book. Each macro is read once.
pub struct Expander<'a> {
    book: &'a Rulebook,
    macros: HashMap<&'a str, Result<Condition, String>>,
    left: usize,
}

impl<'a> Expander<'a> {
    pub fn new(book: &'a Rulebook) -> Expander<'a> {
        Expander { book, macros: HashMap::new(), left: MOST }
    }

    /// The condition of a rule, which names no macro and no list any more.
    ///
    /// # Errors
    /// What is wrong with it, or with a macro that it uses, in one line.
    pub fn rule(&mut self, rule: &Rule) -> Result<Condition, String> {
        self.left = MOST;
        let condition = read(&rule.condition).map_err(|what| format!("the condition: {what}"))?;
        let condition = self.expand(&condition, &mut Vec::new())?;
        let mut excepted = Vec::new();
        for exception in &rule.exceptions {
            let of = excepts(exception).map_err(|what| format!("exception {:?}: {what}", exception.name))?;
            for condition in of {
                excepted.push(self.expand(&condition, &mut Vec::new())?);
            }
        }
        Ok(match excepted.is_empty() {
            true => condition,
            false => Condition::And(vec![condition, Condition::Not(Box::new(Condition::Or(excepted)))]),
        })
    }

    /// `within` are the macros that are being put in.
    fn expand(&mut self, condition: &Condition, within: &mut Vec<&'a str>) -> Result<Condition, String> {
        self.left = self.left.checked_sub(1).ok_or("its macros ask for too many conditions")?;
        let mut each = |all: &[Condition], within: &mut Vec<&'a str>| {
            all.iter().map(|one| self.expand(one, within)).collect::<Result<Vec<_>, _>>()
        };
        Ok(match condition {
            Condition::And(all) => Condition::And(each(all, within)?),
            Condition::Or(all) => Condition::Or(each(all, within)?),
            Condition::Not(inner) => Condition::Not(Box::new(self.expand(inner, within)?)),
            Condition::Macro(name) => {
                let known = self.book.macros.get_key_value(name);
                let (name, text) = known.ok_or_else(|| format!("there is no macro {name:?}"))?;
                if within.contains(&name.as_str()) {
                    return Err(format!("macro {name:?} uses itself"));
                }
                let parsed = self.macros.entry(name).or_insert_with(|| read(text)).clone();
                let parsed = parsed.map_err(|what| format!("macro {name:?}: {what}"))?;
                within.push(name);
                let expanded = self.expand(&parsed, within)?;
                within.pop();
                expanded
            }
            Condition::Check(check) if check.op.takes_list() => {
                let mut values = Vec::new();
                for word in &check.values {
                    self.listed(word, &mut values, 0)?;
                }
                Condition::Check(Check { values, ..check.clone() })
            }
            Condition::Check(check) => Condition::Check(check.clone()),
        })
    }

    /// A value of a list, or the items of the list that it names.
    fn listed(&mut self, word: &Word, into: &mut Vec<Word>, depth: usize) -> Result<(), String> {
        self.left = self.left.checked_sub(1).ok_or("its lists have too many items")?;
        let items = match word {
            Word::Bare(name) => self.book.lists.get(name),
            _ => None,
        };
        match items {
            None => into.push(word.clone()),
            Some(_) if depth > 20 => return Err(format!("a list in {word:?} holds itself")),
            Some(items) => {
                for item in items {
                    self.listed(&unquoted(item), into, depth + 1)?;
                }
            }
        }
        Ok(())
    }
}

/// An item of a list; one in quotation marks of its own is never the name of a list.
fn unquoted(item: &str) -> Word {
    let inner = ['"', '\''].iter().find_map(|mark| item.strip_prefix(*mark)?.strip_suffix(*mark));
    match inner {
        Some(inner) => Word::Quoted(inner.to_owned()),
        None => Word::Bare(item.to_owned()),
    }
}

/// Reads a condition; its mistakes are told with the characters at which they are.
fn read(text: &Text) -> Result<Condition, String> {
    parse(&text.text).map_err(|mistake| place(&text.text, &mistake))
}

fn place(text: &str, Mistake { at, what }: &Mistake) -> String {
    let before = text[..*at].chars().count();
    let next: String = text[*at..].chars().take(20).collect();
    match next.trim().is_empty() {
        true => format!("{what}, at its end"),
        false => format!("{what}, at its character {}, {:?}", before + 1, next.trim()),
    }
}

/// The conditions of an exception, one for each of its values.
fn excepts(exception: &Exception) -> Result<Vec<Condition>, String> {
    let field = |text: &str| field_of(text).map_err(|mistake| place(text, &mistake));
    let op = |text: &str| Op::named(text).ok_or_else(|| format!("{text:?} is no operator"));
    let word = |text: &String| Word::Bare(text.clone());
    match &exception.fields {
        Several::None => Err("it names no fields".to_owned()),
        // One field, and values to compare it with.
        Several::One(name) => {
            let op = match &exception.comps {
                Several::One(text) => op(text)?,
                Several::None => Op::In,
                Several::All(_) => return Err("one field has one comparison".to_owned()),
            };
            let mut words = Vec::new();
            for value in &exception.values {
                match value {
                    Values::One(text) => words.push(word(text)),
                    Values::Each(each) => words.extend(each.iter().flat_map(|several| words_of(several))),
                }
            }
            if words.is_empty() {
                return Ok(Vec::new());
            }
            let field = field(name)?;
            if op.takes_list() {
                return Ok(vec![Condition::Check(Check { field, op, values: words })]);
            }
            let each = |word| Condition::Check(Check { field: field.clone(), op, values: vec![word] });
            Ok(words.into_iter().map(each).collect())
        }
        Several::All(names) => {
            let fields: Vec<Field> = names.iter().map(|name| field(name)).collect::<Result<_, _>>()?;
            let ops: Vec<Op> = match &exception.comps {
                Several::None => vec![Op::Eq; fields.len()],
                Several::All(comps) if comps.len() == fields.len() => {
                    comps.iter().map(|text| op(text)).collect::<Result<_, _>>()?
                }
                _ => return Err(format!("it has {} fields and another number of comparisons", fields.len())),
            };
            let mut all = Vec::new();
            for value in &exception.values {
                let each = match value {
                    Values::Each(each) if each.len() == fields.len() => each,
                    _ => return Err(format!("a value has not as many parts as there are fields, {}", fields.len())),
                };
                let checks = fields.iter().zip(&ops).zip(each).map(|((field, op), several)| {
                    Condition::Check(Check { field: field.clone(), op: *op, values: words_of(several) })
                });
                all.push(Condition::And(checks.collect()));
            }
            Ok(all)
        }
    }
}

/// The values of one field; one in parentheses, as older files have it, is a list.
fn words_of(several: &Several) -> Vec<Word> {
    match several {
        Several::None => Vec::new(),
        Several::All(all) => all.iter().map(|item| unquoted(item)).collect(),
        Several::One(text) => match text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
            Some(list) => list.split(',').map(|item| unquoted(item.trim())).collect(),
            None => vec![unquoted(text)],
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(yaml: &str) -> Result<Condition, String> {
        let mut book = Rulebook::default();
        let documents = crate::rules::node::read(yaml).unwrap_or_else(|bad| panic!("{bad:?}"));
        book.add(0, &documents).unwrap_or_else(|bad| panic!("{bad:?}"));
        let last = book.rules.last().cloned().unwrap();
        Expander::new(&book).rule(&last)
    }

    const LISTS: &str = "
- {list: a, items: [x, '\"b\"']}
- {list: b, items: [a, y]}
- {macro: m, condition: 'proc.name in (b, z) or n'}
- {macro: n, condition: fd.name=b}
";

    #[test]
    fn lists_and_macros_are_put_in() {
        let rule = format!("{LISTS}- {{rule: R, condition: m}}");
        let expected = parse("proc.name in (x, \"b\", y, z) or fd.name=b").unwrap();
        assert_eq!(expanded(&rule), Ok(expected));
    }

    #[test]
    fn exceptions_become_conditions() {
        let rule = format!(
            "{LISTS}
- rule: R
  condition: n
  exceptions:
    - {{name: one, fields: proc.name, values: [b, q]}}
    - {{name: two, fields: [proc.name, fd.name], comps: [in, startswith], values: [[[a, k], /x]]}}
    - {{name: none, fields: [proc.name], values: []}}
"
        );
        let text = "fd.name=b and not (proc.name in (x, \"b\", y, q) or (proc.name in (x, \"b\", k) and fd.name startswith /x))";
        assert_eq!(expanded(&rule), Ok(parse(text).unwrap()));
    }

    #[test]
    fn what_cannot_be_put_in_is_named() {
        let failing = |yaml: &str| expanded(yaml).unwrap_err();
        assert_eq!(failing("- {rule: R, condition: nothing}"), "there is no macro \"nothing\"");
        let twice = "- {macro: a, condition: b}\n- {macro: b, condition: a}\n- {rule: R, condition: a}";
        assert!(failing(twice).contains("uses itself"), "{}", failing(twice));
        let text = failing("- {macro: a, condition: 'proc.name ='}\n- {rule: R, condition: a}");
        assert!(text.starts_with("macro \"a\": a value is expected, at its end"), "{text}");
        let bomb: String = (0..30).map(|i| format!("- {{macro: m{}, condition: m{i} or m{i}}}\n", i + 1)).collect();
        let bomb = format!("- {{macro: m0, condition: fd.num=1}}\n{bomb}- {{rule: R, condition: m30}}");
        assert!(failing(&bomb).contains("too many"));
        assert!(failing("- {list: l, items: [l]}\n- {rule: R, condition: proc.name in (l)}").contains("holds itself"));
    }
}
