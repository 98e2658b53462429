//! A number and what there are so many of, in words.

use crate::render::words::thousands;

/// `1 call`, `12,345 calls`, `2 processes`.
pub fn count(number: u64, one: &str) -> String {
    let end = match (number, one.ends_with('s')) {
        (1, _) => "",
        (_, true) => "es",
        (_, false) => "s",
    };
    format!("{} {one}{end}", thousands(number))
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn one_is_no_plural() {
        assert_eq!([count(1, "call"), count(0, "call"), count(1234, "call")], ["1 call", "0 calls", "1,234 calls"]);
        assert_eq!([count(1, "process"), count(2, "process")], ["1 process", "2 processes"]);
    }
}
