//! `porchlight show CASE`: a whole case as lines.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::args::Common;
use super::{clocks, out, reading};
use crate::codec::printed;
use crate::desk::views;
use crate::desk::who::Sight;
use crate::record::event::Event;
use crate::record::who::Act;
use crate::record::{CaseId, ItemId, Moment, Problem, SafeText, Zone, fields, time_words};
use crate::wire::CaseView;
use crate::wire::view::{FactState, FactView};

/// Runs the command.
///
/// # Errors
/// When the desk cannot be read or has no such case.
pub fn run(common: &Common, case: &str, reveal: Option<&str>) -> Result<ExitCode, Problem> {
    let look = reading::look(common)?;
    let end = look.end();
    let id = look.case(case)?.id;
    let view = match reveal.map(SafeText::line) {
        Some(reason) if reason.is_empty() => {
            return Err(Problem::operator("Why masked fields are shown is needed.")
                .example("porchlight show A-0413 --reveal \"police ask for it\""));
        }
        Some(reason) => {
            let sight = look.note_with(common, Act::Reveal, |session, operator| {
                vec![Event::Revealed {
                    session,
                    at: look.now,
                    operator,
                    case: id,
                    fields: fields::all()
                        .filter(|field| field.masked)
                        .map(|field| field.id)
                        .collect(),
                    reason,
                }]
            })?;
            opened(&look, id, sight)
        }
        None => {
            let sight = look.note(common, Some(id), "show")?;
            covered(&look, id, &sight)
        }
    }
    .ok_or_else(|| Problem::ours("That case cannot be shown."))?;
    if common.json {
        out::data(&printed::case(&view))?;
    } else {
        out::data(&text(&view))?;
    }
    Ok(end)
}

/// The case as who asks may see it.
fn covered(look: &reading::Look, id: CaseId, sight: &Sight) -> Option<CaseView> {
    let mut view = views::case_in_clear(&look.docket, &look.packs, look.now, id)?;
    sight.case(&mut view).then_some(view)
}

/// The same, with the masked fields of their tiers shown.
fn opened(look: &reading::Look, id: CaseId, mut sight: Sight) -> Option<CaseView> {
    sight.shown = fields::all()
        .filter(|field| field.masked)
        .map(|field| (id, field.id))
        .collect();
    covered(look, id, &sight)
}

fn text(view: &CaseView) -> String {
    let mut text = head(view);
    let zone = view.received.zone;
    text.push_str("\nDuties\n");
    for duty in &view.duties {
        let _ = writeln!(text, "  {}", clocks::line(duty, zone, view.now));
    }
    facts(&mut text, view);
    text.push_str("\nWhat happened\n");
    for row in &view.timeline {
        let _ = write!(
            text,
            "  {}  {:4}  {}",
            time_words::moment(row.at, zone),
            row.way,
            inner(row.words.as_ref())
        );
        if let Some(recorded) = row.recorded {
            let _ = write!(text, " (recorded {})", time_words::moment(recorded, zone));
        }
        if let Some(why) = &row.withdrawn {
            let _ = write!(text, " WITHDRAWN: {why}");
        }
        let _ = writeln!(text, " [{}]", row.operator);
    }
    missing(&mut text, "police", &view.missing_police);
    missing(&mut text, "NCMEC", &view.missing_ncmec);
    triage(&mut text, view);
    text
}

fn head(view: &CaseView) -> String {
    let zone = view.received.zone;
    let mut text = format!("{}  {}", view.number, view.name);
    if let Some(age) = view.age {
        let _ = write!(text, ", {age}");
    }
    let _ = write!(
        text,
        "\nreceived {}",
        time_words::moment(view.received.at, zone)
    );
    if let Some(channel) = &view.received.channel {
        let _ = write!(text, " by {channel}");
    }
    text.push('\n');
    if let Some((at, by, why)) = &view.received.unconfirmed {
        let _ = writeln!(
            text,
            "! {by} says it was {} ({why}); until a second person confirms, the earlier governs",
            time_words::moment(*at, zone)
        );
    }
    for former in &view.received.former {
        let _ = writeln!(text, "  changed: {former}");
    }
    let _ = writeln!(
        text,
        "danger now: {} · 911 called: {}",
        view.danger_now.as_deref().unwrap_or("not asked"),
        view.called_911.as_deref().unwrap_or("not asked")
    );
    if let Some(claim) = &view.claim {
        let (by, since) = (&claim.by, time_words::moment(claim.at, zone));
        let last = time_words::moment(claim.last, zone);
        let _ = if claim.has_lapsed(view.now) {
            let until = time_words::moment(claim.until, zone);
            writeln!(
                text,
                "nobody has it: {by} had it until {until}, nothing since {last}"
            )
        } else {
            writeln!(text, "with {by} since {since}, last entry {last}")
        };
    }
    for (_, number, name) in &view.linked {
        let _ = writeln!(text, "linked with {number} {name}");
    }
    if let Some((at, why)) = &view.closed {
        let _ = writeln!(text, "closed {}: {why}", time_words::moment(*at, zone));
    }
    for flag in &view.flags {
        let _ = writeln!(text, "! {flag}");
    }
    text
}

/// The facts in the order of the field table; entries of groups one after another.
fn facts(text: &mut String, view: &CaseView) {
    let zone = view.received.zone;
    let mut section = None;
    let mut entry: Option<ItemId> = None;
    for (field, fact) in ordered(view) {
        if fact.state == FactState::Blank && fact.former == 0 {
            continue;
        }
        if section != Some(field.section) {
            section = Some(field.section);
            let _ = writeln!(text, "\n{}", field.section.title());
            entry = None;
        }
        if fact.item != entry {
            entry = fact.item;
            if let Some(group) = field.group {
                let _ = writeln!(text, "  {}", group.title());
            }
        }
        let indent = if fact.item.is_some() { "    " } else { "  " };
        let _ = writeln!(text, "{indent}{}: {}", field.label, said(fact, zone));
    }
}

/// Facts with their rows, by the place of the row, the entries of a group kept together.
fn ordered(view: &CaseView) -> Vec<(&'static crate::record::Field, &FactView)> {
    let place_of_item = |item: Option<ItemId>| {
        item.and_then(|item| view.items.iter().position(|(_, id)| *id == item))
    };
    let mut rows: Vec<_> = fields::all()
        .enumerate()
        .flat_map(|(place, field)| {
            view.facts
                .iter()
                .filter(move |fact| fact.field == field.id.0)
                .map(move |fact| (place, field, fact))
        })
        // What was said of an entry that has been taken out is in the history.
        .filter(|(_, _, fact)| fact.item.is_none() || place_of_item(fact.item).is_some())
        .collect();
    let first_of_group = |field: &crate::record::Field, place: usize| {
        field
            .group
            .and_then(|group| fields::all().position(|row| row.group == Some(group)))
            .unwrap_or(place)
    };
    rows.sort_by_key(|(place, field, fact)| {
        (
            first_of_group(field, *place),
            place_of_item(fact.item),
            *place,
        )
    });
    rows.into_iter()
        .map(|(_, field, fact)| (field, fact))
        .collect()
}

/// Words of several lines, each further one set in, so that none stands where a line of our own begins.
fn inner(words: &str) -> String {
    words.replace('\n', "\n      ")
}

fn said(fact: &FactView, zone: Zone) -> String {
    let mut words = match fact.state {
        FactState::Known => inner(fact.words.as_ref()),
        FactState::Unknown => "asked, unknown".to_owned(),
        FactState::Refused => "asked, refused".to_owned(),
        FactState::NotApplicable => "does not apply".to_owned(),
        FactState::Blank => "blank".to_owned(),
    };
    let mut more: Vec<String> = Vec::new();
    if let Some(by) = &fact.said_by {
        more.push(format!("said by {by}"));
    }
    if let Some(as_of) = &fact.as_of {
        more.push(format!("as of {as_of}"));
    }
    more.push(format!("{} {}", fact.operator, when(fact.at, zone)));
    if let Some(carried) = &fact.carried {
        more.push(carried.clone());
    }
    if fact.former > 0 {
        more.push(format!("changed {}", times(fact.former)));
    }
    let _ = write!(words, " ({})", more.join("; "));
    words
}

fn when(at: Moment, zone: Zone) -> String {
    time_words::moment(at, zone)
}

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}

fn missing(text: &mut String, whom: &str, ids: &[String]) {
    if ids.is_empty() {
        let _ = writeln!(text, "\nNothing of the {whom} set is blank.");
        return;
    }
    let labels: Vec<&str> = ids
        .iter()
        .map(|id| fields::by_name(id).map_or(id.as_str(), |field| field.label))
        .collect();
    let _ = writeln!(text, "\nStill to ask for {whom}: {}", labels.join(", "));
}

fn triage(text: &mut String, view: &CaseView) {
    match &view.triage.decided {
        Some(decided) => {
            let _ = writeln!(text, "\nTriage: {decided}");
        }
        None => text.push_str("\nTriage: nobody has decided\n"),
    }
    for row in &view.triage.proposed {
        let _ = writeln!(
            text,
            "  row {}: {} (police {}, NCMEC {}) because {} [{}]",
            row.row, row.situation, row.police, row.ncmec, row.because, row.citation
        );
    }
}
