//! What operators ask about themselves and each other: signing in, locking, handing over, taking over, the roster.

use porchlight::record::CaseId;
use porchlight::record::who::Role;
use porchlight::wire::shift::{Here, OrphanView, ShiftView};
use porchlight::wire::who::{self, Change, Phrase};
use porchlight::wire::{Ask, Command};

use super::asks::Seen;
use super::machine::{ROSTER, phrase_of};
use super::seating::Sits;
use crate::store::scratch::Dice;

fn sign_in(name: &str, is_wrong: bool) -> Ask {
    let phrase = match is_wrong {
        true => Phrase::new("wrong every time"),
        false => phrase_of(name),
    };
    Ask::Who(who::Ask::SignIn {
        name: name.to_owned(),
        phrase,
    })
}

/// What somebody asks who sits so; `None` for something of the case work.
pub fn ask(
    dice: &mut Dice,
    sits: &Sits,
    role: Option<Role>,
    name: &str,
    is_wrong: bool,
    seen: &Seen,
    shift: Option<&ShiftView>,
) -> Option<Ask> {
    let reason = || "on the night's orders".to_owned();
    let case = match seen.cases.is_empty() {
        true => CaseId(7),
        false => seen.cases[dice.index(seen.cases.len())].0,
    };
    match sits {
        // Who has the phrase wrong tries again and again.
        Sits::Nobody if is_wrong && dice.one_in(2) => Some(sign_in(name, true)),
        Sits::Nobody => match dice.roll(10) {
            0..=5 => Some(sign_in(name, is_wrong)),
            6 => Some(Ask::Who(who::Ask::Alone {
                name: name.to_owned(),
                reason: "phrase forgotten".to_owned(),
            })),
            7 => Some(Ask::Who(who::Ask::Reveal {
                case,
                fields: Vec::new(),
                reason: reason(),
            })),
            _ => None,
        },
        Sits::Locked(_) => match dice.roll(4) {
            0 | 1 => Some(sign_in(name, is_wrong)),
            _ => None,
        },
        Sits::Alone(..) => match dice.roll(8) {
            0 => Some(Ask::Who(who::Ask::SignOut)),
            1 => Some(sign_in(name, is_wrong)),
            _ => None,
        },
        Sits::In(_) => signed_in(dice, role, name, case, seen, shift),
    }
}

fn signed_in(
    dice: &mut Dice,
    role: Option<Role>,
    name: &str,
    case: CaseId,
    seen: &Seen,
    shift: Option<&ShiftView>,
) -> Option<Ask> {
    let reason = || "on the night's orders".to_owned();
    let who = |ask| Some(Ask::Who(ask));
    let other = ROSTER[dice.index(ROSTER.len())].0.to_owned();
    // What waits for somebody is taken up soon, or it would hardly ever be.
    match shift {
        None if dice.one_in(3) => return Some(Ask::WatchShift(true)),
        Some(view) if dice.one_in(2) => {
            let waiting = take_up(dice, view);
            if waiting.is_some() {
                return waiting;
            }
        }
        _ => {}
    }
    match dice.roll(40) {
        0 | 1 => who(who::Ask::Lock),
        2 => who(who::Ask::SignOut),
        3..=6 => who(who::Ask::Active),
        7 | 8 => who(who::Ask::Prove {
            phrase: phrase_of(name),
        }),
        9..=11 => Some(Ask::Here(Here {
            case: (!dice.one_in(4)).then_some(case),
            field: Some("seen.place".to_owned()),
            item: None,
            back: "descriptors 3".to_owned(),
        })),
        12..=14 => Some(Ask::WatchShift(!dice.one_in(5))),
        15 => Some(Ask::Handover),
        16 => who(who::Ask::Reveal {
            case,
            fields: Vec::new(),
            reason: reason(),
        }),
        17 => who(who::Ask::BreakGlass {
            case,
            reason: reason(),
        }),
        18 | 19 => {
            let to = dice.one_in(2).then(|| other.clone());
            let number = seen.cases.iter().find(|(id, _)| *id == case);
            Some(Ask::Do(Command::HandOver {
                case: number.filter(|_| dice.one_in(2)).map(|(_, n)| n.clone()),
                to,
            }))
        }
        // What a supervisor does with the roster; others try it too.
        25..=28 if role == Some(Role::Supervisor) || dice.one_in(4) => {
            let change = match dice.roll(8) {
                0 | 1 => Change::Suspend {
                    name: other,
                    reason: reason(),
                },
                2 | 3 => Change::Restore {
                    name: other,
                    reason: reason(),
                },
                4 | 5 => Change::Release {
                    name: other,
                    reason: reason(),
                },
                _ => Change::Role {
                    name: other,
                    role: ["intake", "reviewer", "supervisor", "auditor"][dice.index(4)].to_owned(),
                },
            };
            who(who::Ask::Change(change))
        }
        29 => who(who::Ask::Roster),
        _ => None,
    }
}

/// What the change of the shift brings: the first of the night types, goes home and stays there a while; the second
/// looks at the whole desk and takes up what waits.
pub fn relief(
    dice: &mut Dice,
    who: usize,
    step: u64,
    is_in: bool,
    seen: &Seen,
    shift: Option<&ShiftView>,
) -> Option<Ask> {
    match (who, step) {
        (0, 60..80) if is_in => {
            let (case, _) = seen.cases.first()?;
            Some(Ask::Draft {
                place: format!("case {case} field seen.place"),
                text: format!("bus stop, maybe {step}"),
            })
        }
        (0, 80..95) if is_in => Some(Ask::Who(who::Ask::SignOut)),
        (0, 80..150) if !is_in => Some(Ask::WatchBoard),
        (1, 90..150) if is_in && dice.one_in(4) => {
            let (_, number) = seen.cases.get(dice.index(seen.cases.len().max(1)))?;
            Some(Ask::Do(Command::Claim {
                case: number.clone(),
            }))
        }
        (1, 90..150) if is_in => match shift {
            Some(view) => match view.orphans.first() {
                Some(orphan) => Some(take(orphan)),
                None => take_up(dice, view),
            },
            None => Some(Ask::WatchShift(true)),
        },
        _ => None,
    }
}

fn take(orphan: &OrphanView) -> Ask {
    Ask::Do(Command::TakeDraft {
        case: orphan.number.clone(),
        from: orphan.by.to_string(),
        place: orphan.place.clone(),
    })
}

/// A duty that was handed over and waits to be accepted, or a text that somebody left behind.
fn take_up(dice: &mut Dice, view: &ShiftView) -> Option<Ask> {
    let orphan = view.orphans.get(dice.index(view.orphans.len().max(1)));
    if let Some(orphan) = orphan.filter(|_| dice.one_in(2)) {
        return Some(take(orphan));
    }
    let open: Vec<_> = view
        .duties
        .iter()
        .filter(|duty| duty.handed.as_ref().is_some_and(|h| h.accepted.is_none()))
        .collect();
    let duty = *open.get(dice.index(open.len().max(1)))?;
    Some(Ask::Do(Command::AcceptDuty {
        case: view.cases.get(duty.case)?.number.clone(),
        duty: duty.duty.clone(),
        item: duty.item.map(|item| item.to_string()),
    }))
}

/// What is typed in a case, or a call that is put aside: texts that outlive their session.
pub fn draft(dice: &mut Dice, seen: &Seen) -> Option<Ask> {
    let (case, _) = seen.cases.get(dice.index(seen.cases.len().max(1)))?;
    let place = match dice.one_in(4) {
        true => format!("parked case {case}"),
        false => format!("case {case} field seen.place"),
    };
    let text = match dice.one_in(12) {
        true => String::new(),
        false => format!("bus stop, maybe {}", dice.roll(1000)),
    };
    Some(Ask::Draft { place, text })
}
