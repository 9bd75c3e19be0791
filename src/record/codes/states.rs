//! The two alphabets of US states: the post's and NCIC's. They differ where it hurts: `NE` is
//! Nebraska on an envelope and the Netherlands in NCIC, where Nebraska is `NB`.

use super::{List, csv};

const CROSSWALK: &str = include_str!("state_crosswalk_usps_ncic.csv");

fn rows() -> impl Iterator<Item = (&'static str, csv::Row)> {
    csv::table(CROSSWALK).1.into_iter()
}

/// The NCIC code of a USPS code: `NB` for `NE`. `None` for military mail, which has no state.
pub fn ncic_of_usps(usps: &str) -> Option<&'static str> {
    let wanted = rows()
        .find(|(code, _)| code.eq_ignore_ascii_case(usps.trim()))?
        .1;
    let ncic = wanted.get(1).filter(|code| !code.is_empty())?;
    [List::NcicStates, List::NcicTerritories, List::Countries]
        .into_iter()
        .find_map(|list| list.get(ncic))
        .map(|code| code.code)
}

/// The USPS code of an NCIC code: `NE` for `NB`.
pub fn usps_of_ncic(ncic: &str) -> Option<&'static str> {
    rows()
        .find(|(_, row)| {
            row.get(1)
                .is_some_and(|code| !code.is_empty() && code.eq_ignore_ascii_case(ncic.trim()))
        })
        .map(|(usps, _)| usps)
}

/// What NCIC would take a USPS code for if it were sent as it is: `Netherlands` for `NE`.
pub fn misread_as(usps: &str) -> Option<String> {
    rows()
        .find(|(code, _)| code.eq_ignore_ascii_case(usps.trim()))
        .and_then(|(_, row)| row.get(3).filter(|text| !text.is_empty()).cloned())
        .map(|text| super::labels::title(&text))
}
