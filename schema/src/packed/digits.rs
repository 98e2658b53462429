//! One packed column of one chunk: from numbers to digits and back.

use super::Packed;

/// Widths that are tried, in characters.
const WIDTHS: [usize; 10] = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15];

/// Steps are for numbers far from where sums overflow.
const STEP_LIMIT: u64 = 1 << 61;

/// Bytes that a value in `others` costs beside its digits.
const OTHER: usize = 1;

/// How a column is laid out: the values from `base` on that have their place in `width` characters, and the rest.
struct Layout {
    width: usize,
    base: i64,
    cost: usize,
}

/// Packs values; none is more than 2^61 from zero where `step` is wanted.
pub fn pack(values: &[Option<i64>], step: bool) -> Packed {
    if let Some(first) = values.first()
        && values.iter().all(|value| value == first)
    {
        return Packed { base: *first, ..Packed::default() };
    }
    let flat = packed(values, 0);
    if !step {
        return flat;
    }
    match slope(values) {
        Some(step) => {
            let stepped = packed(values, step);
            let size = |p: &Packed| p.digits.len() + p.others.len();
            if size(&stepped) < size(&flat) { stepped } else { flat }
        }
        None => flat,
    }
}

/// How much the values grow from row to row; `None` if they do not.
fn slope(values: &[Option<i64>]) -> Option<i64> {
    let all: Vec<i64> = values.iter().copied().collect::<Option<_>>()?;
    if all.len() < 2 || all.iter().any(|v| v.unsigned_abs() > STEP_LIMIT) {
        return None;
    }
    let step = (all[all.len() - 1] - all[0]) / (all.len() as i64 - 1);
    // Places times the step must stay as far from overflowing.
    (step != 0 && step.unsigned_abs() < STEP_LIMIT >> 10).then_some(step)
}

fn packed(values: &[Option<i64>], step: i64) -> Packed {
    let rest: Vec<Option<i64>> = (0_i64..).zip(values).map(|(i, v)| v.map(|v| v.wrapping_sub(step * i))).collect();
    let mut sorted: Vec<i64> = rest.iter().flatten().copied().collect();
    sorted.sort_unstable();
    let nulls = values.len() - sorted.len();
    if nulls == 0 && sorted.first() == sorted.last() {
        return Packed { base: sorted.first().copied(), step, ..Packed::default() };
    }
    let layout = WIDTHS
        .iter()
        .filter_map(|width| layout(&sorted, nulls, values.len(), *width, step != 0))
        .min_by_key(|l| l.cost);
    // The widest always fits.
    let Layout { width, base, .. } = layout.unwrap_or(Layout { width: 15, base: 0, cost: 0 });
    let end = base.saturating_add(10_i64.pow(width as u32) - 1);
    // As they are, without the step: the view takes them as they stand.
    let mut others: Vec<Option<i64>> = Vec::new();
    let mut digits = Vec::with_capacity(width * values.len());
    let mut places = std::collections::HashMap::new();
    for (value, rest) in values.iter().zip(&rest) {
        match rest {
            Some(rest) if (base..=end).contains(rest) => put(&mut digits, rest.wrapping_sub(base), width),
            _ => {
                let place = *places.entry(*value).or_insert_with(|| {
                    others.push(*value);
                    others.len() as i64
                });
                digits.push(b'-');
                put(&mut digits, place, width - 1);
            }
        }
    }
    let text = |value: &Option<i64>| value.map_or(String::new(), |value| value.to_string());
    let others: Vec<String> = others.iter().map(text).collect();
    let others_width = others.iter().map(String::len).max().unwrap_or(0).max(usize::from(!others.is_empty()));
    let others = others.iter().flat_map(|text| format!("{text:>others_width$}").into_bytes()).collect();
    Packed { base: Some(base), step, width, digits, others_width, others }
}

/// The cheapest base for this width; `None` if the rest would be too many to be counted in it.
fn layout(sorted: &[i64], nulls: usize, rows: usize, width: usize, stepped: bool) -> Option<Layout> {
    let span = 10_u64.pow(width as u32) - 1;
    let (mut from, mut best) = (0, (0, 0));
    for to in 0..sorted.len() {
        while sorted[to].abs_diff(sorted[from]) > span {
            from += 1;
        }
        if to + 1 - from > best.1 - best.0 {
            best = (from, to + 1);
        }
    }
    let distinct =
        |values: &[i64]| values.windows(2).filter(|pair| pair[0] != pair[1]).count() + usize::from(!values.is_empty());
    let (below, above) = (&sorted[..best.0], &sorted[best.1..]);
    let others = distinct(below) + distinct(above) + usize::from(nulls > 0);
    // With a step, values that are the same without it differ.
    let most = if stepped { below.len() + above.len() + usize::from(nulls > 0) } else { others };
    if most > 0 && most as u64 >= 10_u64.pow(width as u32 - 1) {
        return None;
    }
    let digits = |value: Option<&i64>| value.map_or(0, |value| value.to_string().len());
    let each = digits(below.first()).max(digits(above.last())).max(1) + OTHER;
    Some(Layout { width, base: sorted.get(best.0).copied().unwrap_or(0), cost: rows * width + others * each })
}

/// A number that is not negative, with zeros before it.
fn put(out: &mut Vec<u8>, mut number: i64, width: usize) {
    let start = out.len();
    out.resize(start + width, b'0');
    for digit in out[start..].iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// Reads the digits of a number that may be negative; `None` if they are none.
fn number(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text.split_first() {
        Some((b'-', digits)) => (true, digits),
        _ => (false, text),
    };
    let mut number = 0_u64;
    for digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(digit.into())?;
    }
    let signed = if negative { 0_i64.checked_sub_unsigned(number)? } else { i64::try_from(number).ok()? };
    (!digits.is_empty()).then_some(signed)
}

/// What is wrong with a packed column.
const DAMAGED: &str = "is damaged";

/// Adds the values of `rows` rows.
///
/// # Errors
/// When they are not as [`Packed`] says.
pub fn unpack(packed: &Packed, rows: usize, out: &mut Vec<Option<i64>>) -> Result<(), &'static str> {
    let Packed { base, step, width, digits, others_width, others } = packed;
    let at = |i: usize| step.wrapping_mul(i as i64);
    if *width == 0 {
        out.extend((0..rows).map(|i| base.map(|base| base.wrapping_add(at(i)))));
        return Ok(());
    }
    let base = base.ok_or(DAMAGED)?;
    if *width > 20 || *others_width > 20 || digits.len() != rows * width {
        return Err(DAMAGED);
    }
    let other = |place: u64| -> Option<Option<i64>> {
        let start = usize::try_from(place - 1).ok()?.checked_mul(*others_width)?;
        let text = others.get(start..start.checked_add(*others_width)?)?.trim_ascii();
        if text.is_empty() { Some(None) } else { number(text).map(Some) }
    };
    for (i, text) in digits.chunks_exact(*width).enumerate() {
        out.push(match number(text).ok_or(DAMAGED)? {
            n if n >= 0 => Some(base.wrapping_add(at(i)).wrapping_add(n)),
            n => other(n.unsigned_abs()).ok_or(DAMAGED)?,
        });
    }
    Ok(())
}
