//! The rules of access, inside the model: who sat where follows from the log and from what was asked and answered;
//! whatever the table of roles forbids must have been refused, and what it allows must not.
//!
//! What somebody else changes (a role, a suspension) acts at one instant between being asked and being answered. What
//! was asked after the answer must fit it; what lies beside it may go either way.

use std::collections::BTreeMap;

use porchlight::record::who::{Act, Role, acts};
use porchlight::record::{Event, OperatorId, Recorded, SessionId};
use porchlight::wire::who::State;

use super::record::{Answer, Done, Doubt, Heard, Look, What};
use super::sat::Sat;

/// Words of a refusal that is about who asks, not about what.
const ABOUT_WHO: &[&str] = &[
    "Your role",
    "Sign in first",
    "The screen is locked",
    "Without signing in you can",
    "Not taken on that case",
];

/// What working unsigned allows: on cases begun there, and of those on any by number.
const ALONE: &[&str] = &["open", "answer", "add", "attempt", "note"];
const BY_NUMBER: &[&str] = &["attempt", "note"];

/// A change of somebody on the roster: where it stands, and between which ticks it came about.
#[derive(Debug, Clone)]
struct Turn {
    at: usize,
    asked: u64,
    answered: u64,
    role: Option<Role>,
    suspended: Option<bool>,
}

/// Everybody on the roster through the night.
struct People {
    turns: BTreeMap<String, Vec<Turn>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum May {
    Yes,
    No,
    Either,
}

impl People {
    fn of(log: &[Recorded], asked: &BTreeMap<(SessionId, u64), &Done>) -> Self {
        let mut names = BTreeMap::<OperatorId, String>::new();
        let mut turns = BTreeMap::<String, Vec<Turn>>::new();
        for (at, one) in log.iter().enumerate() {
            let (id, role, suspended) = match &one.event {
                Event::OperatorAdded { id, name, role, .. } => {
                    names.insert(*id, name.to_string());
                    (*id, Some(*role), Some(false))
                }
                Event::RoleSet { id, role } => (*id, Some(*role), None),
                Event::OperatorSuspended { id, .. } => (*id, None, Some(true)),
                Event::OperatorRestored { id, .. } => (*id, None, Some(false)),
                _ => continue,
            };
            let done = asked.get(&(one.session, one.request));
            let turn = Turn {
                at,
                asked: done.map_or(0, |done| done.asked),
                answered: done.map_or(0, |done| done.answered.unwrap_or(u64::MAX)),
                role,
                suspended,
            };
            if let Some(name) = names.get(&id) {
                turns.entry(name.clone()).or_default().push(turn);
            }
        }
        Self { turns }
    }

    /// Every value that something may have had between two ticks: the log's order, cut where it surely was.
    fn values<T: Copy>(
        &self,
        name: &str,
        from: u64,
        to: u64,
        of: impl Fn(&Turn) -> Option<T>,
    ) -> Vec<T> {
        let all: Vec<(&Turn, T)> = self
            .turns
            .get(name)
            .into_iter()
            .flatten()
            .filter_map(|turn| Some((turn, of(turn)?)))
            .collect();
        let first = all
            .iter()
            .rposition(|(turn, _)| turn.answered < from)
            .unwrap_or(0);
        all.iter()
            .skip(first)
            .filter(|(turn, _)| turn.asked <= to)
            .map(|(_, value)| *value)
            .collect()
    }

    fn roles(&self, name: &str, from: u64, to: u64) -> Vec<Role> {
        self.values(name, from, to, |turn| turn.role)
    }

    /// Whether a sitting that began at a place in the log had been ended by a suspension: surely, perhaps.
    fn ended(&self, name: &str, begun: usize, from: u64, to: u64) -> (bool, bool) {
        let mut ends = self
            .turns
            .get(name)
            .into_iter()
            .flatten()
            .filter(|turn| turn.suspended == Some(true) && turn.at > begun)
            .peekable();
        let perhaps = ends.clone().any(|turn| turn.asked <= to);
        (ends.any(|turn| turn.answered < from), perhaps)
    }
}

/// What does not fit, in words.
pub fn check(
    log: &[Recorded],
    history: &[Done],
    heard: &[Heard],
    doubts: Vec<Doubt>,
) -> Vec<String> {
    let asked: BTreeMap<(SessionId, u64), &Done> = history
        .iter()
        .map(|done| ((done.session, done.number), done))
        .collect();
    let people = People::of(log, &asked);
    let mut acted = BTreeMap::<(SessionId, u64), usize>::new();
    for (at, one) in log.iter().enumerate().filter(|(_, one)| one.request > 0) {
        acted.entry((one.session, one.request)).or_insert(at);
    }
    let mut wrong = Vec::new();
    for done in history {
        answers(&people, &acted, done, &mut wrong);
    }
    for doubt in doubts {
        if !explained(&people, &doubt) {
            wrong.push(doubt.words);
        }
    }
    for one in heard {
        stands(&people, &acted, &asked, one, &mut wrong);
    }
    wrong
}

/// Whether somebody had another role when it was sent, of which the desk spoke too late: a newer *stands so* takes
/// the place of an older one that still waits.
fn explained(people: &People, doubt: &Doubt) -> bool {
    let Some(name) = doubt
        .sat
        .person
        .as_ref()
        .filter(|_| doubt.sat.state == State::In)
    else {
        return false;
    };
    people
        .roles(name, doubt.from, doubt.to)
        .into_iter()
        .any(|role| {
            let sat = Sat {
                person: doubt.sat.person.clone(),
                role: Some(role),
                ..Sat::new(State::In)
            };
            role != doubt.sat.role.unwrap_or(role)
                && sat
                    .leak(&doubt.mark, &doubt.cases, &doubt.message, &doubt.bytes)
                    .is_none()
        })
}

/// What a session was told about itself is so.
fn stands(
    people: &People,
    acted: &BTreeMap<(SessionId, u64), usize>,
    asked: &BTreeMap<(SessionId, u64), &Done>,
    heard: &Heard,
    wrong: &mut Vec<String>,
) {
    if heard.state != State::In {
        return;
    }
    let Some(name) = &heard.person else {
        wrong.push(format!("{:?} is signed in as nobody", heard.session));
        return;
    };
    let signed = heard
        .signed
        .filter(|(session, _)| *session == heard.session);
    let gave = signed.is_some_and(|key| {
        matches!(asked.get(&key).map(|done| &done.what), Some(What::SignIn(of, true)) if of == name)
    });
    let place = signed.and_then(|key| acted.get(&key));
    match place {
        Some(begun) if gave => {
            if people.ended(name, *begun, heard.from, heard.to).0 {
                wrong.push(format!(
                    "{name} was suspended, and {:?} stands signed in",
                    heard.session
                ));
            }
        }
        _ => wrong.push(format!(
            "{:?} stands as {name}, whose phrase was never given there",
            heard.session
        )),
    }
    if let Some(role) = heard.role
        && !people.roles(name, heard.from, heard.to).contains(&role)
    {
        wrong.push(format!("{name} stands as {role}, and never was one then"));
    }
}

/// Every answer and refusal fits who asked.
fn answers(
    people: &People,
    acted: &BTreeMap<(SessionId, u64), usize>,
    done: &Done,
    wrong: &mut Vec<String>,
) {
    let key = (done.session, done.number);
    let until = done.answered.unwrap_or(u64::MAX);
    if let What::SignIn(name, right) = &done.what {
        let suspended = people.values(name, done.asked, until, |turn| turn.suspended);
        let is_in = matches!(done.answer, Answer::Stands(State::In));
        if is_in && (!right || suspended.iter().all(|suspended| *suspended)) {
            wrong.push(format!("{key:?} was let in as {name} and may not be"));
        }
        if let Answer::Refused(words) = &done.answer
            && *right
            && suspended.iter().all(|suspended| !suspended)
            && !words.contains("signed in here already")
        {
            wrong.push(format!(
                "{key:?} gave {name}'s phrase and was refused: {words}"
            ));
        }
        return;
    }
    let mays: Vec<May> = done
        .sats
        .iter()
        .map(|sat| may(people, acted, done, sat, until))
        .collect();
    let who = || {
        let sat = done.sats.last();
        let name = sat.and_then(|sat| sat.person.clone()).unwrap_or_default();
        let sat = sat.map(|sat| (sat.state, sat.role));
        format!("{key:?} {name} {sat:?}: {:?}", done.what)
    };
    if mays.iter().all(|may| *may == May::No) {
        if matches!(
            done.answer,
            Answer::Saved | Answer::Conflict { .. } | Answer::Shown(_) | Answer::Given
        ) {
            wrong.push(format!("{} was answered and may not be", who()));
        }
        if acted.contains_key(&key) {
            wrong.push(format!("{} acted and may not", who()));
        }
    }
    if let Answer::Refused(words) = &done.answer
        && mays.iter().all(|may| *may == May::Yes)
        && ABOUT_WHO.iter().any(|about| words.contains(about))
    {
        wrong.push(format!("{} may, and was refused: {words}", who()));
    }
}

fn may(
    people: &People,
    acted: &BTreeMap<(SessionId, u64), usize>,
    done: &Done,
    sat: &Sat,
    until: u64,
) -> May {
    // Whoever asks may ask how it stands, lock, sign out.
    if matches!(done.what, What::Own) {
        return May::Either;
    }
    match sat.state {
        State::Open => May::Yes,
        State::Out => match done.what {
            What::Alone => May::Yes,
            _ => May::No,
        },
        State::Locked => match done.what {
            What::Look(Look::Board) => May::Yes,
            What::Alone => May::Either,
            _ => May::No,
        },
        State::Alone => match alone(done, sat) {
            true => May::Yes,
            false => May::No,
        },
        State::In => {
            let Some(name) = &sat.person else {
                return May::No;
            };
            let begun = sat
                .signed
                .and_then(|key| acted.get(&key))
                .copied()
                .unwrap_or(0);
            let (out, perhaps_out) = people.ended(name, begun, done.asked, until);
            if out {
                return May::No;
            }
            let roles = people.roles(name, done.asked, until);
            let may: Vec<bool> = roles
                .iter()
                .map(|role| of_role(*role, &done.what))
                .collect();
            match (may.iter().all(|may| *may), may.iter().any(|may| *may)) {
                (true, _) if !perhaps_out => May::Yes,
                (_, false) => May::No,
                _ => May::Either,
            }
        }
    }
}

/// What somebody may do who works unsigned.
fn alone(done: &Done, sat: &Sat) -> bool {
    let own = sat.own.contains(&done.case);
    match &done.what {
        What::Begin => true,
        What::Look(Look::Board | Look::Numbers) => true,
        What::Read | What::Look(Look::Sheet) => own,
        what => verb(what)
            .is_some_and(|verb| ALONE.contains(&verb) && (own || BY_NUMBER.contains(&verb))),
    }
}

fn verb(what: &What) -> Option<&'static str> {
    Some(match what {
        What::Write { .. } => "answer",
        What::Add(verb, _) => verb,
        What::Claim => "claim",
        What::Begin => "open",
        What::Setting => "set desk",
        _ => return None,
    })
}

/// What a role may, by the table.
fn of_role(role: Role, what: &What) -> bool {
    if let Some(verb) = verb(what) {
        return acts::TABLE
            .iter()
            .any(|row| row.verbs.contains(&verb) && row.roles.contains(&role));
    }
    let act = match what {
        // Everybody sees the board and a case; an auditor without names and values.
        What::Read | What::Look(Look::Board | Look::History) => Act::Bare,
        What::Look(Look::Sheet) => Act::Sheet,
        What::Look(Look::Shift | Look::Handover) => Act::Shift,
        What::Look(Look::Find) => Act::Find,
        What::Look(Look::Numbers) => Act::Numbers,
        What::Look(Look::Roster) => Act::Roster,
        What::Look(Look::Flags) => Act::Review,
        What::Reveal => Act::Reveal,
        What::Glass => Act::BreakGlass,
        What::Change("release") => Act::Release,
        What::Change(_) => Act::EditRoster,
        // Somebody is signed in.
        _ => return false,
    };
    acts::may(role, act)
}
