//! Accounts that were turned away at the door: which of them become rows of the audit. Pure.
//!
//! The first time an account is refused is a row, then the tenth, the hundredth, the thousandth within ten minutes,
//! each with its number in words; beyond so many accounts they count together. So a flood is written down and fills
//! nothing.

use std::collections::BTreeMap;

use crate::record::Moment;
use crate::record::when::MINUTE;

/// So long what one account does counts together, in microseconds.
const WINDOW: i64 = 10 * MINUTE;
/// So many accounts are told apart within that time.
const ACCOUNTS: usize = 16;

/// Who was turned away of late.
#[derive(Debug, Default)]
pub struct Strangers {
    /// By account; `None` counts all those beyond [`ACCOUNTS`].
    knocks: BTreeMap<Option<u32>, (Moment, u64)>,
}

/// A row to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knock {
    /// Which account; `None` for several.
    pub account: Option<u32>,
    /// How often by now.
    pub times: u64,
}

impl Knock {
    /// What the row says was tried.
    pub fn verb(&self) -> String {
        match self.times {
            1 => "come in".to_owned(),
            times => format!("come in, {times} times within 10 minutes"),
        }
    }
}

impl Strangers {
    /// An account was turned away; the row that it makes, if it makes one.
    pub fn knock(&mut self, account: u32, now: Moment) -> Option<Knock> {
        self.knocks
            .retain(|_, (since, _)| now.since(*since) < WINDOW);
        let is_known = self.knocks.contains_key(&Some(account));
        let key = (is_known || self.knocks.len() < ACCOUNTS).then_some(account);
        let (_, times) = self.knocks.entry(key).or_insert((now, 0));
        *times += 1;
        let is_round = std::iter::successors(Some(1_u64), |n| n.checked_mul(10))
            .take_while(|n| n <= times)
            .any(|n| n == *times);
        is_round.then_some(Knock {
            account: key,
            times: *times,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_a_row_and_a_flood_is_a_few() {
        let mut strangers = Strangers::default();
        let start = Moment(1_000_000_000);
        let rows: Vec<Knock> = (0..1_000_000)
            .filter_map(|n| strangers.knock(1001, start.plus(n)))
            .collect();
        let times: Vec<u64> = rows.iter().map(|row| row.times).collect();
        assert_eq!(times, [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]);
        assert_eq!(rows[0].verb(), "come in");
        assert_eq!(rows[1].verb(), "come in, 10 times within 10 minutes");
        // Ten minutes later it is told anew.
        let again = strangers.knock(1001, start.plus(WINDOW + 1));
        assert_eq!(again.map(|row| row.times), Some(1));
    }

    #[test]
    fn a_thousand_accounts_are_a_few_rows_too() {
        let mut strangers = Strangers::default();
        let rows: Vec<Knock> = (0..1_000)
            .filter_map(|uid| strangers.knock(uid, Moment(5)))
            .collect();
        let several = rows.iter().filter(|row| row.account.is_none()).count();
        assert_eq!((rows.len(), several), (ACCOUNTS + 3, 3));
    }
}
