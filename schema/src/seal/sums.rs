//! `SHA256SUMS`: a line for every other file of a trace folder, as sha256sum(1) writes and checks it.

use super::{is_member_name, unhex};
use std::collections::BTreeMap;

/// The file's name.
pub const FILE_NAME: &str = "SHA256SUMS";

/// Digests by file name.
pub type Sums = BTreeMap<String, String>;

/// The file's text.
pub fn text(sums: &Sums) -> String {
    sums.iter().map(|(name, sum)| format!("{sum}  {name}\n")).collect()
}

/// Reads the text. Anything but what [`text`] writes is an error, which names the line.
///
/// # Errors
/// With the number of the line that is wrong.
pub fn parse(text: &str) -> Result<Sums, usize> {
    let mut sums = Sums::new();
    for (i, line) in text.split_inclusive('\n').enumerate() {
        let (sum, name) = line.strip_suffix('\n').and_then(|l| l.split_once("  ")).ok_or(i + 1)?;
        let sorted = sums.last_key_value().is_none_or(|(last, _)| last.as_str() < name);
        if unhex(sum).is_none() || !is_member_name(name) || !sorted {
            return Err(i + 1);
        }
        sums.insert(name.to_owned(), sum.to_owned());
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn any_other_text_is_refused() {
        let sum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let good: Sums = [("a", sum), ("b", sum)].map(|(n, s)| (n.to_owned(), s.to_owned())).into();
        assert_eq!(parse(&text(&good)), Ok(good.clone()));
        let line = |name: &str| format!("{sum}  {name}\n");
        assert_eq!(parse(&(line("b") + &line("a"))), Err(2));
        assert_eq!(parse(&(line("a") + &line("a"))), Err(2));
        assert_eq!(parse(&line("../x")), Err(1));
        assert_eq!(parse(line("a").trim_end()), Err(1));
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_would_be_written(any: String) {
            if let Ok(sums) = parse(&any) {
                prop_assert_eq!(text(&sums), any);
            }
        }
    }
}
