//! What leaves the desk for one receiver. Pure: a sheet is a function of a case, the receiver's
//! plan and the present.
//!
//! A plan is an allow-list in that receiver's order ([`plan`]); [`mod@compose`] fills it from a case;
//! [`text`] prints it. Nothing that a plan does not name can be on a sheet, and nothing above the
//! receiver's tier is named by any plan: a test reads every plan against the field table.

pub mod audit;
pub mod compose;
pub mod handover;
pub mod plan;
pub mod standing;
pub mod suggest;
pub mod text;

use crate::record::case::Whole;
use crate::record::{Desk, Moment, Zone};
use crate::rules::Duty;
use crate::wire::SheetView;

/// Everything a sheet is made of.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The case and its child.
    pub whole: Whole<'a>,
    /// The case's duties now.
    pub duties: &'a [Duty],
    /// Former cases of the same child, latest first.
    pub former: &'a [Whole<'a>],
    /// Cases of the same event: number and the child's name.
    pub linked: &'a [(String, String)],
    /// The zone times are said in: the receiver's own where the run has one.
    pub zone: Zone,
    /// The desk's own record.
    pub desk: &'a Desk,
    /// The present.
    pub now: Moment,
}

/// The sheets there are, by name.
pub const SHEETS: &[&str] = &["police", "ncmec", "audit", "handover"];

/// Composes a sheet by name; `None` when there is no such sheet.
pub fn compose(sheet: &str, context: &Context<'_>) -> Option<SheetView> {
    match sheet {
        "police" => Some(compose::filled(&plan::POLICE, context)),
        "ncmec" => Some(compose::filled(&plan::NCMEC, context)),
        "audit" => Some(audit::sheet(context)),
        "handover" => Some(handover::sheet(context)),
        _ => None,
    }
}

/// The empty sheet for a receiver, to be filled by hand when the desk cannot open.
pub fn blank(sheet: &str, now: Moment) -> Option<SheetView> {
    match sheet {
        "police" => Some(compose::empty(&plan::POLICE, now)),
        "ncmec" => Some(compose::empty(&plan::NCMEC, now)),
        _ => None,
    }
}
