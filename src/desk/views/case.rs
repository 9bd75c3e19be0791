//! A whole case as a session sees it.

use super::super::decide::together;
use super::super::directory;
use super::super::docket::Docket;
use super::super::say;
use super::super::shift;
use super::board::flags;
use super::{age_of, earlier, name_of, words};
use crate::record::case::{Kept, Standing, Whole};
use crate::record::event::{FactKey, FirstQuestion, Receiver};
use crate::record::{CaseId, FieldId, Group, ItemId, Moment, SafeText, State, Zone, fields, show};
use crate::rules::{self, Pack, triage};
use crate::wire::CaseView;
use crate::wire::view::{FactState, FactView, ReceivedView, TimelineRow, TriageRow, TriageView};

/// What stands for a value that is masked.
pub const MASK: &str = "•••• (masked)";

/// The view of a case with masked fields masked; `None` when the desk has none such.
pub fn case(docket: &Docket, packs: &[Pack], now: Moment, id: CaseId) -> Option<CaseView> {
    let mut view = case_in_clear(docket, packs, now, id)?;
    for fact in &mut view.facts {
        if fact.state == FactState::Known && fields::by_name(&fact.field).is_some_and(|f| f.masked)
        {
            fact.words = SafeText::line(MASK);
            fact.typed = String::new();
            fact.official = None;
        }
    }
    Some(view)
}

/// The view of a case with every value: only for who gave a reason that stands in the log.
pub fn case_in_clear(docket: &Docket, packs: &[Pack], now: Moment, id: CaseId) -> Option<CaseView> {
    let whole = docket.whole(id)?;
    let case = whole.case;
    let zone = docket
        .desk
        .as_ref()
        .map_or(case.received.at.zone, |desk| desk.zone);
    let duties = rules::duties(whole, packs, now);
    let missing = |receiver| {
        fields::missing(&whole, receiver)
            .into_iter()
            .map(|blank| blank.field.id.0.to_owned())
            .collect()
    };
    Some(CaseView {
        now,
        zone,
        case: id,
        number: case.number.clone(),
        seq: case.seq,
        child: case.child,
        name: name_of(&whole),
        age: age_of(&whole, now, zone),
        received: received(&whole),
        danger_now: case.danger_now.map(|answer| answer.word().to_owned()),
        called_911: case.called_911.map(|answer| answer.word().to_owned()),
        first_seen: (
            together::seen(case, &together::first(FirstQuestion::DangerNow)),
            together::seen(case, &together::first(FirstQuestion::Called911)),
        ),
        facts: facts(&whole, now, zone),
        items: items(&whole),
        timeline: timeline(docket, &whole),
        missing_police: missing(Receiver::Police),
        missing_ncmec: missing(Receiver::Ncmec),
        triage: triage_view(&whole, now),
        linked: case
            .linked
            .iter()
            .filter_map(|id| docket.whole(*id))
            .map(|other| (other.case.id, other.case.number.clone(), name_of(&other)))
            .collect(),
        claim: shift::claim(docket, case),
        closed: case
            .closed
            .as_ref()
            .map(|end| (end.at, format!("{}: {}", end.how.word(), end.reason))),
        flags: flags(&whole, &duties),
        agencies: directory::proposals(docket, &whole),
        earlier: earlier::entries(docket, &whole),
        duties,
    })
}

/// Whether two views show the same; the present alone is no change.
pub fn same_case(a: &CaseView, b: &CaseView) -> bool {
    // Everything but the present: take it from one and compare whole, so that no field can be forgotten.
    a.case == b.case
        && a.seq == b.seq
        && *a
            == CaseView {
                now: a.now,
                ..b.clone()
            }
}

fn received(whole: &Whole<'_>) -> ReceivedView {
    let received = &whole.case.received;
    let zone = received.at.zone;
    ReceivedView {
        at: received.at.at,
        zone,
        channel: received.channel.map(|channel| channel.word().to_owned()),
        unconfirmed: received.unconfirmed().map(|change| {
            (
                change.to.at,
                change.operator.clone(),
                change.reason.clone().unwrap_or_default(),
            )
        }),
        seen: together::seen(whole.case, &together::came),
        former: received
            .changes
            .iter()
            .rev()
            .map(|change| {
                let reason = change
                    .reason
                    .as_ref()
                    .map_or_else(|| "said at the opening".to_owned(), ToString::to_string);
                let standing = match &change.standing {
                    Standing::Governs => String::new(),
                    Standing::AwaitsSecondPerson => ", awaits a second person".to_owned(),
                    Standing::Confirmed(by) => format!(", confirmed by {by}"),
                    Standing::Denied(by) => format!(", denied by {by}"),
                };
                format!(
                    "{} to {} by {}: {reason}{standing}",
                    say::instant_words(&change.from),
                    say::instant_words(&change.to),
                    change.operator,
                )
            })
            .collect(),
    }
}

fn facts(whole: &Whole<'_>, now: Moment, desk_zone: Zone) -> Vec<FactView> {
    whole
        .child
        .facts
        .all()
        .chain(whole.case.facts.all())
        .filter_map(|(key, kept)| fact(whole, *key, kept, now, desk_zone))
        .collect()
}

fn fact(
    whole: &Whole<'_>,
    key: FactKey,
    kept: &Kept,
    now: Moment,
    desk_zone: Zone,
) -> Option<FactView> {
    let field = fields::get(key.field)?;
    let zone = whole.case.received.at.zone;
    let answer = kept.now.answer.as_ref();
    let value = answer.and_then(|answer| answer.value());
    let state = match answer.map(|answer| &answer.state) {
        None => FactState::Blank,
        Some(State::Known(_)) => FactState::Known,
        Some(State::Unknown) => FactState::Unknown,
        Some(State::Refused) => FactState::Refused,
        Some(State::NotApplicable) => FactState::NotApplicable,
    };
    Some(FactView {
        field: field.id.0.to_owned(),
        item: key.item,
        state,
        words: value.map_or_else(SafeText::default, |value| {
            show::words(field, value, desk_zone)
        }),
        typed: value.map_or_else(String::new, |value| show::retype(field, value, zone)),
        official: value.and_then(|value| show::official(field, value)),
        said_by: answer.and_then(|answer| answer.said_by.clone()),
        reason: answer.and_then(|answer| answer.reason.clone()),
        as_of: answer
            .and_then(|answer| answer.as_of)
            .map(|at| say::time_words(at, zone)),
        at: kept.now.at,
        operator: kept.now.operator.clone(),
        seq: kept.now.seq,
        carried: whole
            .is_carried(key)
            .then(|| carried(kept.now.at, now, zone)),
        former: kept.before.len(),
    })
}

/// How old a fact carried over is: `from earlier today, confirm`, `from 12 Mar 2027, confirm`.
fn carried(at: Moment, now: Moment, zone: Zone) -> String {
    let (then, today) = (zone.local(at).date_naive(), zone.local(now).date_naive());
    if then == today {
        "from earlier today, confirm".to_owned()
    } else {
        format!("from {}, confirm", then.format("%-d %b %Y"))
    }
}

fn items(whole: &Whole<'_>) -> Vec<(Group, ItemId)> {
    Group::ALL
        .iter()
        .flat_map(|group| whole.items(*group).map(|item| (*group, item.id)))
        .collect()
}

/// A minute: recorded later than that after it happened is said.
const APART: i64 = crate::record::when::MINUTE;

fn timeline(docket: &Docket, whole: &Whole<'_>) -> Vec<TimelineRow> {
    let case = whole.case;
    let mut rows = Vec::new();
    let row =
        |at: Moment, recorded: Moment, way: &str, words: String, operator: &SafeText| TimelineRow {
            at,
            recorded: (recorded.since(at) > APART).then_some(recorded),
            way: way.to_owned(),
            words: SafeText::prose(&words),
            operator: operator.clone(),
            id: None,
            withdrawn: None,
        };
    for one in &case.milestones {
        if let Some((at, said)) = words::milestone(docket, case, one) {
            rows.push(row(at, one.at, "case", said, &one.operator));
        }
    }
    for tried in &case.tried {
        let attempt = &tried.attempt;
        rows.push(TimelineRow {
            id: Some(attempt.id),
            withdrawn: tried.withdrawn.clone(),
            ..row(
                attempt.at.at,
                tried.recorded,
                "out",
                words::attempt(attempt),
                &tried.operator,
            )
        });
    }
    for heard in &case.heard {
        rows.push(TimelineRow {
            id: Some(heard.id),
            ..row(
                heard.at.at,
                heard.recorded,
                "in",
                words::heard(heard),
                &heard.operator,
            )
        });
    }
    // What police say to the asking for an alert is part of the reporting, though it is typed in a field.
    for id in LOGGED {
        let key = FactKey {
            field: FieldId(id),
            item: None,
        };
        let Some(kept) = case.facts.kept(key) else {
            continue;
        };
        for fact in kept.before.iter().chain([&kept.now]) {
            let said = words::answered(key, fact.answer.as_ref());
            rows.push(row(fact.at, fact.at, "case", said, &fact.operator));
        }
    }
    rows.sort_by_key(|row| row.at);
    rows
}

/// Fields whose every answer stands in the timeline.
const LOGGED: &[&str] = &["alert.state", "alert.by", "ncic.category"];

fn triage_view(whole: &Whole<'_>, now: Moment) -> TriageView {
    let decided = whole.case.triage.as_ref();
    TriageView {
        proposed: triage::propose(*whole, now)
            .into_iter()
            .map(|proposed| TriageRow {
                row: proposed.row.number,
                situation: proposed.row.situation.to_owned(),
                police: proposed.row.police.word().to_owned(),
                ncmec: proposed.row.ncmec.word().to_owned(),
                note: proposed.row.note.to_owned(),
                because: proposed.because,
                citation: proposed.row.citation.to_owned(),
            })
            .collect(),
        decided: decided.map(|t| {
            let reason = t
                .reason
                .as_ref()
                .map(|reason| format!(": {reason}"))
                .unwrap_or_default();
            format!(
                "row {}, police {}, NCMEC {}, by {} {}{reason}",
                t.row,
                t.police.word(),
                t.ncmec.word(),
                t.operator,
                say::time_words(t.at, whole.case.received.at.zone)
            )
        }),
        decided_row: decided.map(|t| t.row),
    }
}
