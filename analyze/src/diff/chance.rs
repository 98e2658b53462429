//! What may be chance among differences: tests are corrected for their number, and names of single runs are compared with each other.

use super::{
    class::Change,
    difference::{Difference, Sides},
    fact::Dimension,
    places,
    statistics::corrected,
    templates,
};
use crate::{cli::Severity, keys::Texts};
use hashbrown::HashMap;

/// A p below this is no chance.
pub const ALPHA: f64 = 0.05;

/// Corrects the tests of each family, and lowers what may be chance.
pub fn decide(differences: &mut [Difference], sides: &Sides<'_>) {
    differences.sort_by_key(|difference| difference.family);
    for family in differences.chunk_by_mut(|a, b| a.family == b.family) {
        let tested: Vec<usize> = (0..family.len()).filter(|i| family[*i].p().is_some()).collect();
        let values: Vec<f64> = tested.iter().filter_map(|i| family[*i].p()).collect();
        for (i, q) in tested.into_iter().zip(corrected(&values)) {
            let difference = &mut family[i];
            difference.correct(q);
            if q <= ALPHA {
                continue;
            }
            // What may be chance is told only if a reviewer would want to know of it nevertheless.
            let wanted =
                matches!(difference.change, Change::New | Change::Gone) && difference.severity >= Severity::Medium;
            let separated = difference.severity > Severity::Info && sides.amounts(&difference.key).nearest().is_some();
            difference.matters &= wanted || separated;
            difference.severity = Severity::Info;
        }
    }
}

/// Of single runs it is not known which names vary. A file that is gone and one that is new, by the same program, whose names differ only in
/// parts that nobody thinks of, or among temporary files in one part, may be such a name; unless it would be grave, it is none to be looked at
/// first.
pub fn lower_pairs(differences: &mut [Difference], texts: &Texts) {
    // A file may be in very many differences.
    let mut masks: HashMap<u32, Option<u32>> = HashMap::new();
    let mut mask = |item: u32| {
        *masks.entry(item).or_insert_with(|| {
            let text = texts.text(item);
            let masked =
                if places::temporary(&text) { templates::without_end(&text) } else { templates::masked(&text) };
            masked.map(|masked| texts.number(&masked))
        })
    };
    let mut alike = |difference: &Difference| -> Option<((u32, u32, u32), usize)> {
        let Difference { key, change, severity, .. } = difference;
        let side = match change {
            Change::Gone => 0,
            Change::New => 1,
            _ => return None,
        };
        let may_vary = key.dimension == Dimension::File && *severity <= Severity::Medium;
        may_vary.then(|| mask(key.item)).flatten().map(|masked| ((key.program, key.aspect, masked), side))
    };
    let mut counts: HashMap<(u32, u32, u32), [usize; 2]> = HashMap::new();
    for (key, side) in differences.iter().filter_map(&mut alike) {
        counts.entry(key).or_default()[side] += 1;
    }
    for difference in differences {
        let counts = alike(difference).and_then(|(key, _)| counts.get(&key));
        if counts.is_some_and(|[gone, new]| gone == new) {
            difference.severity = Severity::Info;
        }
    }
}
