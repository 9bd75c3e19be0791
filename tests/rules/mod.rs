//! Duties and clocks, told as stories: a case event by event, looked at from an instant.

/// Every state of a duty, and what stops which clock.
mod stories;
/// The table of situations.
mod triage;
/// Every zone of the United States against plain integers.
mod zones;

use porchlight::codec::v1::pack::federal;
use porchlight::record::case::Whole;
use porchlight::record::event::{Attempt, Channel, Event, Outcome, Receiver};
use porchlight::record::{
    Answer, Case, CaseId, Child, ChildId, Instant, ItemId, Moment, Recorded, SafeText, SessionId,
    Stream, Zone,
};
use porchlight::rules::{Duty, Pack, duties, duties_brief, words};

/// A case told event by event.
pub struct Story {
    pub case: Case,
    pub child: Child,
    pub zone: Zone,
    seq: u64,
    pub packs: Vec<Pack>,
}

pub fn moment(text: &str) -> Moment {
    Moment::of(&chrono::DateTime::parse_from_rfc3339(text).unwrap())
}

impl Story {
    pub fn new(zone: &str, received: &str) -> Self {
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
    pub fn at(&self, text: &str) -> Instant {
        Instant::exact(moment(text), self.zone)
    }
    pub fn happens(&mut self, at: &str, event: Event) -> &mut Self {
        self.seq += 1;
        let recorded = recorded(self.seq, moment(at), event);
        match &recorded.event {
            Event::Answered { key, .. }
                if porchlight::record::fields::get(key.field)
                    .is_some_and(|row| row.scope == porchlight::record::Scope::Child) =>
            {
                self.child.apply(&recorded);
            }
            _ => self.case.apply(&recorded),
        }
        self
    }
    pub fn tries(&mut self, duty: &str, at: &str, change: impl FnOnce(&mut Attempt)) -> &mut Self {
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
    pub fn told(&mut self, duty: &str, at: &str, person: &str, number: Option<&str>) -> &mut Self {
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
    /// Answers a field outside groups.
    pub fn answers(&mut self, at: &str, field: &str, answer: Answer) -> &mut Self {
        let field = porchlight::record::fields::by_name(field)
            .unwrap_or_else(|| panic!("no field {field}"))
            .id;
        let key = porchlight::record::event::FactKey { field, item: None };
        self.happens(
            at,
            Event::Answered {
                key,
                answer: Some(answer),
            },
        )
    }
    pub fn whole(&self) -> Whole<'_> {
        Whole {
            case: &self.case,
            child: &self.child,
        }
    }
    pub fn duties(&self, now: &str) -> Vec<Duty> {
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
    pub fn find(&self, id: &str, now: &str) -> Option<Duty> {
        self.duties(now).into_iter().find(|duty| duty.id == id)
    }
    pub fn duty(&self, id: &str, now: &str) -> Duty {
        self.find(id, now).unwrap_or_else(|| panic!("no {id}"))
    }
    pub fn local(&self, at: Option<Moment>) -> String {
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
