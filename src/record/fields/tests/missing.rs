//! What is still missing for a receiver, over cases with some answers.

use super::*;
use crate::record::case::{Case, Whole};
use crate::record::event::{Attempt, Channel, Event, FactKey, Outcome, Receiver, Recorded};
use crate::record::value::{Name, PartialDate};
use crate::record::when::Instant;
use crate::record::{
    Answer, CaseId, Child, ChildId, ItemId, SafeText, SessionId, State, Stream, Value, Zone,
};

/// A case and a child to answer fields of.
struct Desk {
    case: Case,
    child: Child,
    seq: u64,
}

impl Desk {
    fn new() -> Self {
        let (case, child) = (CaseId(1), ChildId(2));
        let opened = recorded(
            1,
            Stream::Case(case),
            Event::CaseOpened {
                number: "A-0001".to_owned(),
                child,
                child_seq: 0,
                received: Instant::exact(RECEIVED, Zone::UTC),
                linked: Vec::new(),
            },
        );
        Self {
            case: Case::open(case, &opened).expect("opens"),
            child: Child::new(child),
            seq: 1,
        }
    }
    fn event(&mut self, scope: Scope, event: Event) {
        self.seq += 1;
        match scope {
            Scope::Child => {
                self.child
                    .apply(&recorded(self.seq, Stream::Child(self.child.id), event))
            }
            Scope::Case => self
                .case
                .apply(&recorded(self.seq, Stream::Case(self.case.id), event)),
        }
    }
    fn answer(&mut self, id: &str, state: State) -> &mut Self {
        let field = by_name(id).unwrap_or_else(|| panic!("no field {id}"));
        let key = FactKey {
            field: field.id,
            item: None,
        };
        let answer = match state {
            State::Known(value) => Answer::known(value),
            other => Answer::not_known(other),
        };
        self.event(
            field.scope,
            Event::Answered {
                key,
                answer: Some(answer),
            },
        );
        self
    }
    fn text(&mut self, id: &str, text: &str) -> &mut Self {
        self.answer(id, State::Known(Value::Text(SafeText::line(text))))
    }
    fn choice(&mut self, id: &str, key: &str) -> &mut Self {
        self.answer(id, State::Known(Value::Choice(key.to_owned())))
    }
    fn named(&mut self, given: &str, family: &str) -> &mut Self {
        let name = Name {
            typed: SafeText::line(&format!("{given} {family}")),
            family: SafeText::line(family),
            given: SafeText::line(given),
            middle: SafeText::default(),
            suffix: SafeText::default(),
        };
        self.answer("child.name", State::Known(Value::Name(name)))
    }
    fn missing(&self, receiver: Receiver) -> Vec<&'static str> {
        let whole = Whole {
            case: &self.case,
            child: &self.child,
        };
        missing(&whole, receiver).iter().map(Blank::label).collect()
    }
}

fn recorded(seq: u64, stream: Stream, event: Event) -> Recorded {
    Recorded {
        stream,
        seq,
        at: RECEIVED,
        operator: SafeText::line("R. Chen"),
        session: SessionId(3),
        request: 1,
        event,
    }
}

#[test]
fn of_an_empty_case_the_whole_set_is_missing() {
    let desk = Desk::new();
    assert_eq!(desk.missing(Receiver::Police).len(), police_set().count());
    let always = ncmec_set()
        .filter(|field| field.counts == Counts::Always)
        .count();
    assert_eq!(desk.missing(Receiver::Ncmec).len(), always);
    assert!(desk.missing(Receiver::Court).is_empty());
}

#[test]
fn asked_and_unknown_is_not_missing() {
    let mut desk = Desk::new();
    desk.answer("look.eyes", State::Unknown)
        .answer("look.hair", State::Refused)
        .answer("child.race", State::NotApplicable)
        .choice("call.kind", "lost");
    let missing = desk.missing(Receiver::Police);
    for gone in ["Eyes", "Hair", "Race", "Kind of episode"] {
        assert!(!missing.contains(&gone), "{gone}: {missing:?}");
    }
    assert!(missing.contains(&"Height"));
}

/// An agency temp knows only "Jayden, about 12, blue hoodie".
#[test]
fn of_a_given_name_the_surname_is_missing_until_it_was_asked() {
    let mut desk = Desk::new();
    desk.named("Jayden", "")
        .answer("child.age", State::Known(Value::Number(12)));
    let missing = desk.missing(Receiver::Police);
    for blank in [
        "Surname",
        "Date of birth",
        "Height",
        "Weight",
        "Eyes",
        "Hair",
        "Race",
    ] {
        assert!(missing.contains(&blank), "{blank}: {missing:?}");
    }
    assert!(!missing.contains(&"Full name"));
    desk.answer("child.surname", State::Unknown);
    assert!(!desk.missing(Receiver::Police).contains(&"Surname"));
    desk.named("Jayden", "Ortiz");
    assert!(!desk.missing(Receiver::Police).contains(&"Surname"));
}

#[test]
fn a_police_attempt_answers_which_agency_and_its_number_or_refusal() {
    let mut desk = Desk::new();
    let missing = desk.missing(Receiver::Ncmec);
    assert!(missing.contains(&"Police agency") && missing.contains(&"Police number, as told"));
    desk.event(
        Scope::Case,
        Event::Attempted(Attempt {
            id: ItemId(9),
            duty: "police.report".to_owned(),
            item: None,
            receiver: Receiver::Police,
            at: Instant::exact(RECEIVED, Zone::UTC),
            channel: Channel::Phone,
            outcome: Outcome::Refused,
            office: Some(SafeText::line("Harlan City Police")),
            dialled: None,
            person: Some(SafeText::line("Ofc. Ruiz")),
            badge: None,
            number: None,
            words: Some(SafeText::line("come back in the morning")),
            again_at: None,
        }),
    );
    let missing = desk.missing(Receiver::Ncmec);
    assert!(
        !missing.contains(&"Police agency") && !missing.contains(&"Police number, as told"),
        "{missing:?}"
    );
}

#[test]
fn guardianship_counts_from_eighteen_and_the_parent_outside_custody() {
    let born = |year, month, day| {
        let date = PartialDate { year, month, day };
        let mut desk = Desk::new();
        desk.answer("child.dob", State::Known(Value::Date(date)));
        desk.missing(Receiver::Ncmec)
            .contains(&"Guardianship papers")
    };
    let (today, tomorrow) = (RECEIVED.utc(), RECEIVED.utc() + chrono::TimeDelta::days(1));
    use chrono::Datelike;
    assert!(
        born(2008, Some(today.month()), Some(today.day())),
        "18 today"
    );
    assert!(
        !born(2008, Some(tomorrow.month()), Some(tomorrow.day())),
        "18 tomorrow"
    );
    assert!(!born(2008, None, None), "18 this year, perhaps not yet");
    assert!(born(2007, None, None), "18 for certain");

    let mut desk = Desk::new();
    assert!(
        !desk
            .missing(Receiver::Ncmec)
            .contains(&"Parent's full contact")
    );
    desk.choice("legal.status", "third_party");
    assert!(
        desk.missing(Receiver::Ncmec)
            .contains(&"Parent's full contact")
    );
    desk.text("thirdparty.contact", "312-555-0161");
    assert!(
        !desk
            .missing(Receiver::Ncmec)
            .contains(&"Parent's full contact")
    );
}

/// Labels that two fields of a section share would be told apart by nothing on screen.
#[test]
fn the_blanks_of_a_set_can_be_told_apart() {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for field in police_set().chain(ncmec_set()) {
        let other = seen.insert(field.label, field.id.0);
        assert!(
            other.is_none_or(|id| id == field.id.0),
            "{} and {other:?}",
            field.id
        );
    }
}
