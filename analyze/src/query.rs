//! Which calls a report is about: `--where`, a SQL expression over the columns of `syscalls`, and `--from` and `--to`.

use crate::{
    cli::Choice,
    error::{Error, first_line},
    trace::Trace,
};
use polars::prelude::{AggExpr, DataType, Expr, IntoLazy, LazyFrame, col, lit};
use schema::columns::syscalls::TABLE;
use sqlparser::{
    dialect::GenericDialect,
    parser::{Parser, ParserError},
    tokenizer::Token,
};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The rows of a trace that are chosen.
///
/// # Errors
/// As [`parse`].
pub fn rows(trace: &Trace, choice: &Choice) -> Result<LazyFrame, Error> {
    Ok(conditions(trace, choice)?.into_iter().fold(trace.syscalls.clone(), LazyFrame::filter))
}

/// What must be true of a row that is chosen.
///
/// # Errors
/// As [`parse`].
pub fn conditions(trace: &Trace, choice: &Choice) -> Result<Vec<Expr>, Error> {
    let asked = choice.filter.as_deref().map(parse).transpose()?;
    let from = choice.from.map(|from| col("ts").gt_eq(lit(from.boot(&trace.manifest))));
    let to = choice.to.map(|to| col("ts").lt(lit(to.boot(&trace.manifest))));
    Ok([asked, from, to].into_iter().flatten().collect())
}

/// Reads and checks an expression.
///
/// # Errors
/// [`Error::Usage`] if it cannot be read, names no column of the table, or is not true or false of a row.
pub fn parse(text: &str) -> Result<Expr, Error> {
    let usage = |what: String| Error::Usage(format!("--where: {what}"));
    // The parser is a library's and the text is the user's: whatever it does, the answer is one line.
    let expression = match catch_unwind(|| polars::sql::sql_expr(text)) {
        Ok(Ok(expression)) => expression,
        Ok(Err(error)) => {
            let error = mistake(text).unwrap_or_else(|| first_line(error));
            return Err(usage(format!("{text:?} is no SQL expression: {error}")));
        }
        Err(_) => return Err(usage(format!("{text:?} is no SQL expression that can be used here"))),
    };
    for part in &expression {
        match part {
            Expr::Column(name) if TABLE.column(name).is_none() => {
                let near = nearest(name).map(|n| format!("; did you mean {n:?}?")).unwrap_or_default();
                let at = place(text, name).map(|at| format!(" (at character {at})")).unwrap_or_default();
                return Err(usage(format!("there is no column {:?}{at}{near}", name.as_str())));
            }
            // A list of literals (IN) is an aggregate to the library, not to the user.
            Expr::Agg(AggExpr::Implode { .. }) => {}
            Expr::Agg(_) | Expr::Len | Expr::Over { .. } | Expr::SubPlan(..) => {
                return Err(usage("the expression must be about one row, without aggregates or subqueries".to_owned()));
            }
            _ => {}
        }
    }
    // The types are checked on no rows.
    let probe = crate::trace::empty(&TABLE).lazy().select([expression.clone().alias("where")]);
    match catch_unwind(AssertUnwindSafe(|| probe.collect())) {
        Ok(Ok(frame)) => match frame.columns().first().map(|column| column.dtype().clone()) {
            Some(DataType::Boolean) => Ok(expression),
            _ => Err(usage(format!("{text:?} is not true or false of a row; compare it with something"))),
        },
        Ok(Err(error)) => Err(usage(first_line(error))),
        Err(_) => Err(usage(format!("{text:?} cannot be used here"))),
    }
}

/// What is wrong with the grammar of an expression, and where: what the parser says beneath the engine, which does not pass it on.
fn mistake(text: &str) -> Option<String> {
    let read = || -> Result<(), ParserError> {
        let mut parser = Parser::new(&GenericDialect).try_with_sql(text)?;
        parser.parse_expr()?;
        parser.expect_token(&Token::EOF).map(|_| ())
    };
    let error = catch_unwind(read).ok()?.err()?;
    let (ParserError::ParserError(what) | ParserError::TokenizerError(what)) = error else { return None };
    Some(first_line(what.replace(" at Line: 1, Column: ", " at character ").replace("found: EOF", "found: its end")))
}

/// Where a name stands in an expression, as a word; characters are counted from 1.
fn place(text: &str, name: &str) -> Option<usize> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let whole = |at: &usize| !text[..*at].ends_with(word) && !text[at + name.len()..].starts_with(word);
    let at = text.match_indices(name).map(|(at, _)| at).find(whole)?;
    Some(text[..at].chars().count() + 1)
}

/// The column whose name is most like `name`, if one is like it at all.
fn nearest(name: &str) -> Option<&'static str> {
    let names = TABLE.columns.iter().map(|c| (strsim::jaro_winkler(c.name, name), c.name));
    names.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(likeness, _)| *likeness > 0.7).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn error(text: &str) -> String {
        parse(text).err().map(|e| e.to_string()).unwrap_or_default()
    }

    #[test]
    fn expressions_over_columns_are_taken() {
        for text in ["errno IS NOT NULL", "path LIKE '/etc/%' AND ret < 0", "name IN ('read', 'write')", "dur > 1000"] {
            assert_eq!(error(text), "", "{text}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        let unknown = error("ret < 0 AND pth = 'x'");
        assert!(unknown.contains("\"pth\" (at character 13); did you mean \"path\"?"), "{unknown}");
        assert!(error("ret +").contains("no SQL expression"), "{}", error("ret +"));
        let double = error("ret < 0 AND AND path = 'x'");
        assert!(double.contains("at character 17"), "{double}");
        assert!(error("name = 'x").contains("Unterminated string literal at character 8"), "{}", error("name = 'x"));
        assert!(error("ret + 1").contains("not true or false"), "{}", error("ret + 1"));
        assert!(error("max(ts) > 5").contains("aggregates"), "{}", error("max(ts) > 5"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_is_refused_in_one_line(text in "[a-z0-9_ ()'<>=*,.-]{0,40}") {
            prop_assert!(!error(&text).contains('\n'));
        }
    }
}
