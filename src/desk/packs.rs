//! The packs in force, read from what the desk adopted.

use super::docket::Docket;
use crate::codec::v1::pack;
use crate::record::Problem;
use crate::rules::Pack;

/// The packs of a desk; the federal pack alone before it is founded. Problems of adopted packs come along, to
/// be said: the federal duties stand all the same.
///
/// # Errors
/// When the federal pack itself cannot be read.
pub fn of(docket: &Docket) -> Result<(Vec<Pack>, Vec<Problem>), Problem> {
    match &docket.desk {
        Some(desk) => pack::packs_of(desk),
        None => Ok((vec![pack::federal()?], Vec::new())),
    }
}
