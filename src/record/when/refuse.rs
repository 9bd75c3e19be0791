//! What is said when a time cannot stand: one sentence, a right example, what to do.

use super::said::Time;
use super::{Moment, Zone};
use crate::record::Problem;

pub(super) fn unclear() -> Problem {
    Problem::operator("That is not a time that can be read.")
        .example("last night 9:40pm")
        .hint("Also: 2h ago, 2140, about 9pm, between 9pm and 10pm, friday 3pm, 4/12 9pm. For not known, type ?")
}
pub(super) fn still_to_come() -> Problem {
    Problem::operator("That time is still to come, and this happened already.")
        .example("yesterday 9:40pm")
        .hint("If the desk's clock is wrong, say so before going on.")
}
pub(super) fn has_passed() -> Problem {
    Problem::operator("That time has passed, and this is still to come.").example("tomorrow 9am")
}
pub(super) fn morning_or_evening(time: Time) -> Problem {
    let (hour, minute) = (time.hour % 12, time.minute);
    Problem::operator("That could be morning or evening.")
        .example(format!(
            "{}:{minute:02}pm",
            if hour == 0 { 12 } else { hour }
        ))
        .hint(format!(
            "Say am or pm, or use the 24-hour clock ({hour:02}:{minute:02}, {:02}:{minute:02}).",
            hour + 12
        ))
}
pub(super) fn which_midnight() -> Problem {
    Problem::operator("A day has a midnight at each end.")
        .example("friday 11:59pm")
        .hint("Say 12:01am for its beginning or 11:59pm for its end, or a date with 00:00.")
}
pub(super) fn not_in_force(zone: Zone, at: Moment) -> Problem {
    let right = zone.abbreviation(at);
    Problem::operator(format!(
        "On that day clocks in {} show {right}.",
        zone.name()
    ))
    .example(format!(
        "{} {right}",
        zone.local(at).format("%Y-%m-%d %H:%M")
    ))
    .hint("If another zone was meant, name it: Phoenix, Mountain, America/Denver.")
}
pub(super) fn never_was(zone: Zone, before: Moment, after: Moment, dated: bool) -> Problem {
    let (b, a) = (zone.local(before), zone.local(after));
    let date = if dated {
        b.format("%Y-%m-%d ").to_string()
    } else {
        String::new()
    };
    Problem::operator(format!(
        "That time never was: on {} clocks in {} went from {} {} straight to {} {}.",
        b.format("%a %-d %b %Y"),
        zone.name(),
        b.format("%H:%M"),
        zone.abbreviation(before),
        a.format("%H:%M"),
        zone.abbreviation(after),
    ))
    .example(format!(
        "between {date}{} {} and {} {}",
        b.format("%H:%M"),
        zone.abbreviation(before),
        a.format("%H:%M"),
        zone.abbreviation(after),
    ))
    .hint("Ask again, or record the two edges of that night.")
}
