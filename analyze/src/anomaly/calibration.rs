//! How unlikely a score is, from the scores that parts of the baseline had when each was left out.

/// Scores in one way of the parts that have a program, in order.
#[derive(Debug, Default)]
pub struct LeftOut(Vec<f64>);

/// Whose score is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Of something new.
    New,
    /// Of a part that was left out: its score is among the others.
    Own,
}

impl LeftOut {
    /// Of scores in any order.
    pub fn of(mut scores: Vec<f64>) -> LeftOut {
        scores.sort_by(f64::total_cmp);
        LeftOut(scores)
    }

    /// How many parts had at least this score, and how many had any; what is looked up is counted among them.
    fn counts(&self, score: f64, whose: Whose) -> (usize, usize) {
        let at_least = self.0.len() - self.0.partition_point(|other| *other < score);
        // A part and something new that are both stranger than all others are to be equally unlikely.
        (if whose == Whose::New { at_least + 1 } else { at_least.max(1) }, self.0.len() + 1)
    }

    /// The share of parts that had at least this score. Never 0: of N parts nothing is known below one in N + 1.
    pub fn share(&self, score: f64, whose: Whose) -> f64 {
        if score <= 0.0 {
            return 1.0;
        }
        let (at_least, all) = self.counts(score, whose);
        at_least as f64 / all as f64
    }

    /// How unlikely a score is: the negative logarithm of its share. Of a score that no other part had more is known than that: beyond the
    /// greatest that was seen a score twice as great is taken to be half as likely. `least` is a score that says little by itself.
    pub fn surprise(&self, score: f64, least: f64, whose: Whose) -> f64 {
        if score <= 0.0 {
            return 0.0;
        }
        let own = usize::from(whose == Whose::Own);
        let greatest = self.0.len().checked_sub(1 + own).and_then(|at| self.0.get(at)).copied().unwrap_or(0.0);
        let beyond = (score / greatest.max(least)).ln().max(0.0);
        // Of few parts the greatest says little.
        let others = (self.0.len() - own.min(self.0.len())) as f64;
        beyond * others / (others + 1.0) - self.share(score, whose).ln()
    }
}

/// How strange the parts of the baseline were as a whole when each was left out, and from that how often an ordinary one would be as
/// strange as something else.
#[derive(Debug, Default)]
pub struct Tail {
    sorted: Vec<f64>,
    /// Mean excess over the middle one, at least 1, and more of few: the scale of the exponential distribution that is assumed beyond what was seen.
    scale: f64,
}

/// Fewer parts than these say little of what lies beyond them ...
const FEW: usize = 4;
/// ... so that it has to lie as much further away.
const UNSURE: f64 = 3.0;

impl Tail {
    /// Of how strange they were, in any order.
    pub fn of(mut scores: Vec<f64>) -> Tail {
        scores.sort_by(f64::total_cmp);
        let upper = scores.get(scores.len() / 2..).unwrap_or_default();
        let middle = upper.first().copied().unwrap_or(0.0);
        let excess = upper.iter().map(|score| score - middle).sum::<f64>() / upper.len().max(1) as f64;
        // What two or three parts say of how far others lie beyond them is little.
        let unsure = if scores.len() < FEW { UNSURE } else { 1.0 };
        Tail { scale: excess.max(1.0) * unsure, sorted: scores }
    }

    /// How many parts there are.
    pub fn parts(&self) -> usize {
        self.sorted.len()
    }

    /// How often something ordinary is at least as strange: the share of the parts, itself counted among them; beyond all of them an
    /// estimate, which assumes that what is rarer still falls off exponentially.
    pub fn rate(&self, strange: f64) -> f64 {
        if strange <= 0.0 {
            return 1.0;
        }
        let at_least = self.sorted.len() - self.sorted.partition_point(|other| *other < strange);
        let share = (at_least + 1) as f64 / (self.sorted.len() + 1) as f64;
        match self.sorted.last() {
            Some(greatest) if strange > *greatest => share * (-(strange - greatest) / self.scale).exp(),
            _ => share,
        }
    }

    /// How many of the parts would be told, each looked up among all others.
    pub fn told(&self, limit: f64) -> usize {
        let rate = |(at, score): (usize, &f64)| {
            let others = self.sorted.len() - self.sorted.partition_point(|other| other < score) - 1;
            if *score > 0.0 && others == 0 {
                let mut rest = self.sorted.clone();
                rest.remove(at);
                return Tail::of(rest).rate(*score);
            }
            if *score > 0.0 { (others + 1) as f64 / self.sorted.len() as f64 } else { 1.0 }
        };
        self.sorted.iter().enumerate().filter(|part| rate(*part) <= limit).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_counts_what_is_looked_up() {
        let left_out = LeftOut::of(vec![2.0, 0.0, 1.0, 0.0]);
        assert_eq!(left_out.share(1.0, Whose::New), 0.6);
        assert_eq!(left_out.share(9.0, Whose::New), 0.2);
        assert_eq!(left_out.share(0.0, Whose::New), 1.0);
        // The strangest part is as unlikely as something new that is.
        assert_eq!(left_out.share(2.0, Whose::Own), 0.2);
    }

    #[test]
    fn more_of_it_is_less_likely_and_few_parts_say_little() {
        let surprise = |parts: usize, score| LeftOut::of(vec![0.0; parts]).surprise(score, 1.0, Whose::New);
        assert!(surprise(9, 8.0) > surprise(9, 1.0));
        assert_eq!(surprise(0, 8.0), 0.0);
        assert!(surprise(2, 8.0) < surprise(20, 8.0));
        // Nine parts that had nothing new, and one thing: one in ten.
        assert!((surprise(9, 1.0) - 10_f64.ln()).abs() < 1e-9);
    }

    #[test]
    fn what_no_part_had_is_rarer_the_further_it_is_away() {
        let tail = Tail::of(vec![0.0, 0.0, 1.0, 2.0, 3.0]);
        assert_eq!(tail.rate(3.0), 2.0 / 6.0);
        assert!(tail.rate(3.1) <= 1.0 / 6.0 && tail.rate(9.0) < tail.rate(5.0));
        assert!(Tail::of(vec![0.0; 3]).rate(4.0) > Tail::of(vec![0.0; 4]).rate(4.0) * 4.0);
        assert_eq!((tail.rate(0.0), Tail::of(Vec::new()).rate(5.0)), (1.0, 1.0));
        // Parts that differ much tell less of what lies beyond.
        assert!(Tail::of(vec![0.0, 1.0, 5.0, 9.0]).rate(12.0) > Tail::of(vec![0.0, 0.0, 8.0, 9.0]).rate(99.0));
        assert_eq!(Tail::of(vec![0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 30.0]).told(0.01), 1);
        assert_eq!(Tail::of(vec![1.0, 2.0, 3.0, 4.0]).told(0.01), 0);
    }
}
