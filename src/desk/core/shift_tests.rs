//! Several operators on one desk in one process: who is where, who has what, what is handed over.

use super::*;
use crate::desk::founding::Founding;
use crate::desk::local::LocalDesk;
use crate::record::when::MINUTE;
use crate::record::{DeskId, SafeText, Stream};
use crate::store::MemoryLog;
use crate::wire::command::Said;
use crate::wire::shift::{Here, PresenceView, ShiftView};
use crate::wire::{Ask, Command, Message, Outcome, Request};

const PRIYA: SessionId = SessionId(1);
const OSCAR: SessionId = SessionId(2);
const DAN: SessionId = SessionId(3);

fn start() -> Moment {
    Moment::of(&chrono::DateTime::parse_from_rfc3339("2027-02-09T02:00:00-05:00").unwrap())
}

fn founded() -> LocalDesk<MemoryLog> {
    let founding = Founding {
        desk: DeskId(1),
        agency: Some("Harlan County".into()),
        zone: Some("America/New_York".parse().unwrap()),
        machine_zone: None,
        practice: false,
        prefix: "A".into(),
    };
    LocalDesk::found(MemoryLog::new(), start(), 1 << 90, &founding, "Priya").unwrap()
}

fn name(session: SessionId) -> &'static str {
    match session {
        PRIYA => "Priya",
        OSCAR => "Oscar",
        _ => "Dan",
    }
}

/// A desk with what was sent to each session since it was last asked for.
struct Room {
    desk: LocalDesk<MemoryLog>,
    sent: Vec<(SessionId, Message)>,
    number: u64,
}

impl Room {
    fn new() -> Self {
        Self {
            desk: founded(),
            sent: Vec::new(),
            number: 0,
        }
    }
    fn request(&mut self, session: SessionId, number: u64, ask: Ask) -> Result<Outcome, Problem> {
        let request = Request {
            session,
            number,
            operator: name(session).into(),
            ask,
        };
        let sent = self.desk.request(request);
        let reply = sent.iter().find_map(|(to, message)| match message {
            Message::Reply { number: n, result } if *to == session && *n == number => {
                Some(result.clone())
            }
            _ => None,
        });
        self.sent.extend(sent);
        reply.unwrap()
    }
    fn ask(&mut self, session: SessionId, ask: Ask) -> Outcome {
        self.tries(session, ask).unwrap()
    }
    fn tries(&mut self, session: SessionId, ask: Ask) -> Result<Outcome, Problem> {
        self.number += 1;
        let number = self.number;
        self.request(session, number, ask)
    }
    fn does(&mut self, session: SessionId, command: Command) -> Outcome {
        self.ask(session, Ask::Do(command))
    }
    fn opens(&mut self, session: SessionId, child: &str) -> CaseId {
        let outcome = self.does(
            session,
            Command::Open {
                key_at: None,
                name: Some(child.into()),
                child: None,
                channel: None,
                came_at: None,
                zone: None,
                linked: Vec::new(),
            },
        );
        match outcome {
            Outcome::Saved {
                case: Some(case), ..
            } => case,
            other => panic!("{other:?}"),
        }
    }
    fn passes(&mut self, minutes: i64) {
        let to = self.desk.now().plus(minutes * MINUTE);
        let sent = self.desk.at(to);
        self.sent.extend(sent);
    }
    fn gone(&mut self, session: SessionId) {
        let sent = self.desk.step(Input::Gone(session));
        self.sent.extend(sent);
    }
    /// The latest presence a session was sent since the last look; `None` when none was.
    fn presence(&mut self, of: SessionId) -> Option<PresenceView> {
        let found = self
            .sent
            .iter()
            .rev()
            .find_map(|(to, message)| match message {
                Message::Presence(view) if *to == of => Some(view.clone()),
                _ => None,
            });
        self.sent
            .retain(|(to, m)| *to != of || !matches!(m, Message::Presence(_)));
        found
    }
    fn notices(&self, of: SessionId) -> Vec<&str> {
        self.sent
            .iter()
            .filter_map(|(to, message)| match message {
                Message::Notice(words) if *to == of => Some(words.as_str()),
                _ => None,
            })
            .collect()
    }
    fn shift(&self, of: SessionId) -> &ShiftView {
        self.sent
            .iter()
            .rev()
            .find_map(|(to, message)| match message {
                Message::Shift(view) if *to == of => Some(&**view),
                _ => None,
            })
            .expect("the shift was sent")
    }
}

fn here(case: CaseId, field: &str) -> Ask {
    Ask::Here(Here {
        case: Some(case),
        field: Some(field.into()),
        item: None,
        back: format!("case {case} field {field}"),
    })
}

fn claim(case: CaseId) -> Command {
    Command::Claim {
        case: case.to_string(),
    }
}

fn answer(case: CaseId, field: &str, value: &str, saw: Option<u64>) -> Command {
    Command::Answer {
        case: case.to_string(),
        field: field.into(),
        item: None,
        said: Said::Value(value.into()),
        said_by: None,
        as_of: None,
        reason: None,
        saw,
    }
}

#[test]
fn presence_goes_only_to_those_who_watch_and_goes_with_its_session() {
    let mut room = Room::new();
    let case = room.opens(PRIYA, "Tanisha Okafor");
    room.ask(DAN, Ask::WatchBoard);
    room.ask(OSCAR, Ask::WatchCase(Some(case)));
    assert_eq!(room.presence(DAN), None, "nobody is anywhere yet");
    room.ask(PRIYA, here(case, "look.hair"));
    let board = room.presence(DAN).unwrap();
    assert_eq!(board.cases, [(case, vec![SafeText::line("Priya")])]);
    assert!(board.here.is_empty(), "fields are for those in the case");
    let seen = room.presence(OSCAR).unwrap();
    assert_eq!(seen.here[0].field.as_deref(), Some("look.hair"));
    assert!(seen.cases.is_empty());
    assert_eq!(
        room.presence(PRIYA),
        None,
        "who watches nothing is sent nothing"
    );
    // Another field is no news for the board.
    room.ask(PRIYA, here(case, "look.eyes"));
    assert_eq!(room.presence(DAN), None);
    assert!(room.presence(OSCAR).is_some());
    room.gone(PRIYA);
    assert_eq!(room.presence(DAN), Some(PresenceView::default()));
    assert_eq!(room.presence(OSCAR), Some(PresenceView::default()));
}

#[test]
fn a_claim_returns_to_the_board_without_an_entry_and_stands_with_one() {
    let mut room = Room::new();
    let case = room.opens(PRIYA, "Tanisha Okafor");
    room.does(PRIYA, claim(case));
    let held = |room: &mut Room| {
        let now = room.desk.now();
        let row = room.desk.core_mut().board().rows[0].clone();
        let claim = row.claim.unwrap();
        (!claim.has_lapsed(now), claim)
    };
    room.passes(19);
    assert!(held(&mut room).0);
    // An answer of the child's own stream is an entry too.
    room.does(PRIYA, answer(case, "child.name", "Tanisha A. Okafor", None));
    room.passes(19);
    assert!(held(&mut room).0, "counted from the last entry");
    // A colleague's entry is not hers.
    room.does(DAN, answer(case, "look.height", "504", None));
    room.passes(1);
    let (stands, lapsed) = held(&mut room);
    assert!(!stands);
    assert_eq!(lapsed.until, start().plus(39 * MINUTE));
    assert_eq!(lapsed.last, start().plus(19 * MINUTE));
    // The desk's own setting.
    room.does(
        DAN,
        Command::SetDesk {
            key: "claim.minutes".into(),
            value: "45".into(),
        },
    );
    assert!(held(&mut room).0);
    let wrong = Command::SetDesk {
        key: "claim.minutes".into(),
        value: "soon".into(),
    };
    let refused = room.tries(DAN, Ask::Do(wrong)).unwrap_err();
    assert!(refused.sentence.contains("number of minutes"), "{refused}");
}

#[test]
fn taking_over_is_an_event_and_the_other_screen_is_told() {
    let mut room = Room::new();
    let case = room.opens(PRIYA, "Tanisha Okafor");
    room.does(PRIYA, claim(case));
    room.passes(25);
    let outcome = room.does(OSCAR, claim(case));
    let Outcome::Saved { notes, .. } = outcome else {
        panic!("{outcome:?}")
    };
    let notes = notes.join(" ");
    assert!(notes.contains("Priya had it until"), "{notes}");
    assert!(notes.contains("nothing since"), "{notes}");
    assert_eq!(
        room.notices(PRIYA),
        ["Oscar took A-0001 over from you."],
        "told on her screen"
    );
    let Outcome::History(rows) = room.ask(
        DAN,
        Ask::History {
            case,
            field: None,
            item: None,
        },
    ) else {
        panic!("no history")
    };
    assert!(
        rows.iter()
            .any(|row| row.words.as_str() == "Oscar has it, taken over from Priya"),
        "{rows:?}"
    );
}

#[test]
fn each_duty_is_accepted_by_name_and_the_rest_stays() {
    let mut room = Room::new();
    let case = room.opens(PRIYA, "Tanisha Okafor");
    room.does(PRIYA, claim(case));
    room.ask(OSCAR, Ask::WatchShift(true));
    let hand_over = Command::HandOver {
        case: None,
        to: Some("Oscar".into()),
    };
    room.does(PRIYA, hand_over.clone());
    assert!(room.notices(OSCAR)[0].contains("Priya hands over 2 duties of 1 case"));
    let accept = |duty: &str| Command::AcceptDuty {
        case: case.to_string(),
        duty: duty.into(),
        item: None,
    };
    let own = room
        .tries(PRIYA, Ask::Do(accept("ncmec.report")))
        .unwrap_err();
    assert!(own.sentence.contains("somebody else accepts"), "{own}");
    let other = room.tries(OSCAR, Ask::Do(accept("lead.pass"))).unwrap_err();
    assert!(other.sentence.contains("Nobody has handed over"), "{other}");
    room.does(OSCAR, accept("ncmec.report"));
    let view = room.shift(OSCAR).clone();
    let holder = |view: &ShiftView, id: &str| {
        let row = view.duties.iter().find(|row| row.duty == id).unwrap();
        row.holder.as_ref().map(|(who, _)| who.as_str().to_owned())
    };
    assert_eq!(holder(&view, "ncmec.report").as_deref(), Some("Oscar"));
    assert_eq!(holder(&view, "police.report").as_deref(), Some("Priya"));
    // Not accepted: it stays with her beyond the life of a claim, and shows on the board.
    room.passes(60);
    room.does(DAN, answer(case, "look.height", "504", None));
    let view = room.shift(OSCAR).clone();
    assert_eq!(holder(&view, "police.report").as_deref(), Some("Priya"));
    let handed = view
        .duties
        .iter()
        .find(|d| d.duty == "police.report")
        .unwrap();
    assert!(
        handed.handed.as_ref().unwrap().alert_at <= view.now,
        "alerts"
    );
    let row = room.desk.core_mut().board().rows[0].clone();
    assert!(
        row.flags
            .iter()
            .any(|flag| flag == "1 duty handed over by Priya and not accepted: still with Priya"),
        "{:?}",
        row.flags
    );
    // Another cannot hand over what is hers; with the last one accepted, the case is Oscar's.
    let nothing = room.tries(
        DAN,
        Ask::Do(Command::HandOver {
            case: None,
            to: None,
        }),
    );
    assert!(
        nothing
            .unwrap_err()
            .sentence
            .contains("nothing to hand over")
    );
    room.does(OSCAR, accept("police.report"));
    let row = room.desk.core_mut().board().rows[0].clone();
    assert_eq!(row.claim.unwrap().by.as_str(), "Oscar");
    assert!(row.flags.is_empty(), "{:?}", row.flags);
    let twice = room
        .tries(DAN, Ask::Do(accept("police.report")))
        .unwrap_err();
    assert!(
        twice.sentence.contains("Oscar accepted it already"),
        "{twice}"
    );
}

#[test]
fn a_resend_after_a_restart_names_what_it_made() {
    let mut room = Room::new();
    let case = room.opens(PRIYA, "Tanisha Okafor");
    let add = Ask::Do(Command::Add {
        case: case.to_string(),
        group: "companion".into(),
        answers: vec![("companion.name".into(), "Jay".into())],
    });
    room.number = 40;
    let Outcome::Saved { made: first, .. } = room.ask(PRIYA, add.clone()) else {
        panic!("not saved")
    };
    let log = room.desk.into_log();
    let before = crate::store::Log::head(&log, Stream::Case(case));
    let desk = LocalDesk::open(log, start(), 1 << 91).unwrap();
    let mut room = Room {
        desk,
        sent: Vec::new(),
        number: 0,
    };
    let Ok(Outcome::Saved { made, .. }) = room.request(PRIYA, 41, add) else {
        panic!("not answered")
    };
    assert_eq!(
        made, first,
        "the same entry, so that the screen adds no second"
    );
    assert!(made.is_some());
    let after = room.desk.core().docket().head(Stream::Case(case));
    assert_eq!(after, before, "nothing is written twice");
}

#[test]
fn the_same_field_asks_and_ones_own_answers_never_do() {
    let mut room = Room::new();
    let case = room.opens(PRIYA, "Tanisha Okafor");
    // Two answers of one person, the second sent before the first was heard of.
    room.does(PRIYA, answer(case, "look.height", "504", Some(0)));
    let own = room.does(PRIYA, answer(case, "look.height", "505", Some(0)));
    assert!(matches!(own, Outcome::Saved { .. }), "{own:?}");
    // Dan saw neither.
    let theirs = room.does(DAN, answer(case, "look.height", "600", Some(0)));
    let Outcome::Conflict(view) = theirs else {
        panic!("{theirs:?}")
    };
    assert_eq!(view.by.as_str(), "Priya");
    // Nor does hers slip over his, when his came between.
    room.does(DAN, answer(case, "look.height", "600", Some(view.saw)));
    let late = room.does(PRIYA, answer(case, "look.height", "506", Some(0)));
    assert!(matches!(late, Outcome::Conflict(_)), "{late:?}");
}

#[test]
fn an_orphan_is_seen_not_read_and_taken_over_openly() {
    let mut room = Room::new();
    let case = room.opens(PRIYA, "Tanisha Okafor");
    let place = format!("case {case} field look.clothing");
    room.ask(
        PRIYA,
        Ask::Draft {
            place: place.clone(),
            text: "black hoodie, wh".into(),
        },
    );
    room.ask(OSCAR, Ask::WatchShift(true));
    assert!(room.shift(OSCAR).orphans.is_empty(), "she is still there");
    let take = Command::TakeDraft {
        case: case.to_string(),
        from: "Priya".into(),
        place: place.clone(),
    };
    let early = room.tries(OSCAR, Ask::Do(take.clone())).unwrap_err();
    assert!(early.sentence.contains("nothing was taken over"), "{early}");
    room.gone(PRIYA);
    let orphan = room.shift(OSCAR).orphans[0].clone();
    assert_eq!((orphan.by.as_str(), orphan.case), ("Priya", case));
    assert_eq!(orphan.place, place);
    room.does(OSCAR, take);
    let Outcome::Drafts(drafts) = room.ask(OSCAR, Ask::Drafts) else {
        panic!("no drafts")
    };
    assert_eq!(drafts, [(place.clone(), "black hoodie, wh".to_owned())]);
    assert!(room.shift(OSCAR).orphans.is_empty());
    // Its owner is told when she is back, and no longer has it.
    let Outcome::Drafts(told) = room.ask(PRIYA, Ask::Drafts) else {
        panic!("no drafts")
    };
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0]
            .1
            .starts_with("Oscar took over what you left unsaved")
    );
    let Outcome::History(rows) = room.ask(
        DAN,
        Ask::History {
            case,
            field: None,
            item: None,
        },
    ) else {
        panic!("no history")
    };
    assert!(rows.iter().any(|row| {
        row.operator.as_str() == "Oscar"
            && row
                .words
                .as_str()
                .starts_with("took over what Priya was typing")
    }));
}
