//! What a session is shown: views composed from the docket. Words are finished; what ticks is an instant.

mod board;
mod case;
mod earlier;
mod history;
pub mod words;

pub use board::{board_row, same_board, unset};
pub use case::{MASK, case, case_in_clear, same_case};
pub use history::history;

use chrono::{Days, NaiveTime};

use super::docket::Docket;
use crate::record::case::Whole;
use crate::record::when::MINUTE;
use crate::record::{CaseId, FieldId, Moment, Problem, SafeText, Value, Zone, age, time_words};
use crate::rules::{self, Pack};
use crate::sheet;
use crate::wire::SheetView;

/// The field of the child's name.
pub const NAME: FieldId = FieldId("child.name");
/// The field of the child's birth date.
pub const BORN: FieldId = FieldId("child.dob");

/// The child's name as spelled, or `not yet named`.
pub fn name_of(whole: &Whole<'_>) -> SafeText {
    match whole.value(NAME) {
        Some(Value::Name(name)) => name.typed.clone(),
        Some(Value::Text(text)) => text.clone(),
        _ => SafeText::line("not yet named"),
    }
}

/// The child's age in whole years on the day of a moment, where the birth date is known enough.
pub fn age_of(whole: &Whole<'_>, at: Moment, zone: Zone) -> Option<u32> {
    let Some(Value::Date(born)) = whole.value(BORN) else {
        return None;
    };
    age::on(*born, zone.local(at).date_naive())
}

/// A length of time in words: `40 min`, `3 h 12 min`.
pub fn length(micros: i64) -> String {
    if micros < MINUTE {
        format!("{} s", micros / 1_000_000)
    } else {
        time_words::elapsed(micros)
    }
}

/// The next midnight of the agency.
pub fn next_midnight(now: Moment, docket: &Docket) -> Moment {
    let zone = docket.desk.as_ref().map_or(Zone::UTC, |desk| desk.zone);
    let tomorrow = zone
        .local(now)
        .date_naive()
        .checked_add_days(Days::new(1))
        .map(|day| day.and_time(NaiveTime::MIN));
    let at = tomorrow.and_then(|wall| wall.and_local_timezone(zone.0).earliest());
    // A zone whose midnight was jumped over has its day begin within the hours after.
    at.map_or(now.plus(24 * 60 * MINUTE), |at| Moment::of(&at))
}

/// The zone of a sheet's times. Police hear them in the zone the child was last seen in; everybody else in the
/// agency's, with its name.
fn zone_for(sheet: &str, whole: &Whole<'_>, agency: Zone) -> Zone {
    match whole.value(FieldId("seen.at")) {
        Some(Value::When(seen)) if sheet == "police" => seen.zone,
        _ if sheet == "police" => whole.case.received.at.zone,
        _ => agency,
    }
}

/// A sheet of a case.
///
/// # Errors
/// When there is no such case or no such sheet.
pub fn sheet(
    docket: &Docket,
    packs: &[Pack],
    now: Moment,
    case: CaseId,
    name: &str,
) -> Result<SheetView, Problem> {
    let (Some(whole), Some(desk)) = (docket.whole(case), docket.desk.as_ref()) else {
        return Err(Problem::operator("That case is not on this desk."));
    };
    let duties = rules::duties(whole, packs, now);
    let former = docket.former(whole.case);
    let linked: Vec<(String, String)> = whole
        .case
        .linked
        .iter()
        .filter_map(|id| docket.whole(*id))
        .map(|other| (other.case.number.clone(), name_of(&other).to_string()))
        .collect();
    let context = sheet::Context {
        whole,
        duties: &duties,
        former: &former,
        linked: &linked,
        zone: zone_for(name, &whole, desk.zone),
        desk,
        now,
    };
    sheet::compose(name, &context).ok_or_else(|| {
        Problem::operator(format!(
            "There is no sheet `{}`; the sheets are {}.",
            SafeText::line(name),
            sheet::SHEETS.join(", ")
        ))
        .example("police")
    })
}
