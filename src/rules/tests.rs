//! Stories about clocks: what stops which, who wins, what late is.

use super::*;
use crate::codec::v1::pack::{federal, read};
use crate::record::case::Whole;
use crate::record::event::{
    Attempt, Channel, Closing, Decision, Event, FactKey, Outcome, Receiver,
};
use crate::record::when::{HOUR, MINUTE, Precision};
use crate::record::{
    Answer, Case, CaseId, Child, ChildId, Instant, ItemId, Moment, Recorded, SafeText, SessionId,
    Stream, Value, Zone,
};

/// A case told event by event.
struct Story {
    case: Case,
    child: Child,
    zone: Zone,
    seq: u64,
    packs: Vec<Pack>,
}

fn moment(text: &str) -> Moment {
    Moment::of(&chrono::DateTime::parse_from_rfc3339(text).unwrap())
}

impl Story {
    fn new(zone: &str, received: &str) -> Self {
        let zone: Zone = zone.parse().unwrap();
        let received = Instant::exact(moment(received), zone);
        let child = ChildId(7);
        let opened = recorded(
            1,
            received.at,
            Event::CaseOpened {
                number: "A-0413".into(),
                child,
                child_seq: 0,
                received,
                linked: Vec::new(),
            },
        );
        Self {
            case: Case::open(CaseId(1), &opened).unwrap(),
            child: Child::new(child),
            zone,
            seq: 1,
            packs: vec![federal().unwrap()],
        }
    }
    fn at(&self, text: &str) -> Instant {
        Instant::exact(moment(text), self.zone)
    }
    fn happens(&mut self, at: &str, event: Event) -> &mut Self {
        self.seq += 1;
        let recorded = recorded(self.seq, moment(at), event);
        self.case.apply(&recorded);
        self.child.apply(&recorded);
        self
    }
    fn tries(&mut self, duty: &str, at: &str, change: impl FnOnce(&mut Attempt)) -> &mut Self {
        let mut attempt = Attempt {
            id: ItemId(u128::from(self.seq) + 1000),
            duty: duty.into(),
            item: None,
            receiver: Receiver::Police,
            at: self.at(at),
            channel: Channel::Phone,
            outcome: Outcome::Told,
            office: None,
            dialled: None,
            person: None,
            badge: None,
            number: None,
            words: None,
            again_at: None,
        };
        change(&mut attempt);
        self.happens(at, Event::Attempted(attempt))
    }
    fn told(&mut self, duty: &str, at: &str, person: &str, number: Option<&str>) -> &mut Self {
        self.tries(duty, at, |attempt| {
            attempt.person = Some(person.into());
            attempt.number = number.map(SafeText::from);
            attempt.outcome = if number.is_some() {
                Outcome::Confirmed
            } else {
                Outcome::Told
            };
        })
    }
    fn duties(&self, now: &str) -> Vec<Duty> {
        let whole = Whole {
            case: &self.case,
            child: &self.child,
        };
        let full = duties(whole, &self.packs, moment(now));
        let mut brief = full.clone();
        for duty in &mut brief {
            duty.explanation.clear();
        }
        assert_eq!(brief, duties_brief(whole, &self.packs, moment(now)));
        full
    }
    fn find(&self, id: &str, now: &str) -> Option<Duty> {
        self.duties(now).into_iter().find(|duty| duty.id == id)
    }
    fn duty(&self, id: &str, now: &str) -> Duty {
        self.find(id, now).unwrap_or_else(|| panic!("no {id}"))
    }
    fn local(&self, at: Option<Moment>) -> String {
        at.map_or("none".into(), |at| words::rfc3339(at, self.zone))
    }
}

fn recorded(seq: u64, at: Moment, event: Event) -> Recorded {
    Recorded {
        stream: Stream::Case(CaseId(1)),
        seq,
        at,
        operator: "Lena".into(),
        session: SessionId(1),
        request: 0,
        event,
    }
}

#[test]
fn a_first_report_is_done_in_46_minutes_with_both_proofs() {
    let mut story = Story::new("America/New_York", "2027-02-09T01:12:00-05:00");
    for id in ["police.report", "ncmec.report"] {
        let duty = story.duty(id, "2027-02-09T01:13:00-05:00");
        assert_eq!(duty.state, DutyState::Owed);
        assert_eq!(duty.anchor, "received");
        assert_eq!(story.local(duty.due), "2027-02-10T01:12:00-05:00");
        assert_eq!(duty.citation, "42 USC 671(a)(35)(B)");
    }
    story
        .told(
            "police.report",
            "2027-02-09T01:31:00-05:00",
            "Ruiz",
            Some("27-004411"),
        )
        .told(
            "ncmec.report",
            "2027-02-09T01:58:00-05:00",
            "Dana",
            Some("NC-778120"),
        );
    let now = "2027-02-09T02:00:00-05:00";
    let ncmec = story.duty("ncmec.report", now);
    assert_eq!(ncmec.state, DutyState::Confirmed);
    assert_eq!(story.duty("police.report", now).state, DutyState::Confirmed);
    let elapsed = ncmec.done.unwrap().since(ncmec.anchor_at.unwrap());
    assert_eq!(elapsed, 46 * MINUTE);
}
