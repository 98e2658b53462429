//! Conditions made shorter: what is always true or false goes, and what holds only one part is that part.

use super::condition::Condition;

impl Condition {
    /// The same condition, shorter.
    pub fn folded(self) -> Condition {
        match self {
            Condition::Not(inner) => match inner.folded() {
                Condition::Always(value) => Condition::Always(!value),
                Condition::Not(inner) => *inner,
                inner => Condition::Not(Box::new(inner)),
            },
            Condition::All(parts) => parts_of(parts, true),
            Condition::Any(parts) => parts_of(parts, false),
            other => other,
        }
    }
}

/// Parts of which all (or one) must be true.
fn parts_of(parts: Vec<Condition>, all: bool) -> Condition {
    let mut left = Vec::new();
    for part in parts {
        match part.folded() {
            Condition::Always(value) if value == all => {}
            Condition::Always(value) => return Condition::Always(value),
            Condition::All(inner) if all => left.extend(inner),
            Condition::Any(inner) if !all => left.extend(inner),
            part => left.push(part),
        }
    }
    match left.pop() {
        None => Condition::Always(all),
        Some(one) if left.is_empty() => one,
        Some(last) => {
            left.push(last);
            if all { Condition::All(left) } else { Condition::Any(left) }
        }
    }
}
