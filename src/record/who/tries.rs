//! Wrong tries at an unlock phrase: how many, how long to wait, when nobody may try any more. Pure.
//!
//! Five within fifteen minutes, by the desk's own time (the figures of CJIS AC-7); the wait doubles from the third.

use crate::record::Moment;
use crate::record::when::MINUTE;

/// So many wrong tries within [`WINDOW`] lock an operator out.
pub const MOST: usize = 5;
/// The time within which wrong tries count together, in microseconds.
pub const WINDOW: i64 = 15 * MINUTE;
/// After so many wrong tries the next one has to wait.
const WAITS_FROM: usize = 3;
/// The first wait, in microseconds; each further one is twice as long.
const FIRST_WAIT: i64 = 2_000_000;

/// Whether a try may be made now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It may.
    Free,
    /// Not before then.
    Wait(Moment),
}

/// The wrong tries that still count.
pub fn counting(wrong: &[Moment], now: Moment) -> impl Iterator<Item = Moment> + '_ {
    wrong
        .iter()
        .copied()
        .filter(move |at| now.since(*at) < WINDOW)
}

/// Whether another try may be made, after these wrong ones, oldest first.
pub fn standing(wrong: &[Moment], now: Moment) -> Standing {
    let count = counting(wrong, now).count();
    let Some(last) = wrong.last().filter(|_| count >= WAITS_FROM) else {
        return Standing::Free;
    };
    let doubled = u32::try_from(count - WAITS_FROM)
        .unwrap_or(u32::MAX)
        .min(16);
    let until = last.plus(FIRST_WAIT << doubled);
    if until > now {
        Standing::Wait(until)
    } else {
        Standing::Free
    }
}

/// Whether one more wrong try now locks out.
pub fn locks(wrong: &[Moment], now: Moment) -> bool {
    counting(wrong, now).count() + 1 >= MOST
}
