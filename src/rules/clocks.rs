//! The duties of a supposed case: nothing is stored, nobody is named.

use super::{Duty, Pack, duties};
use crate::record::case::Whole;
use crate::record::event::{Attempt, Channel, Event, FactKey, Outcome, Receiver};
use crate::record::{
    Answer, Case, CaseId, Child, ChildId, FieldId, Group, Instant, ItemId, Moment, Recorded,
    SafeText, Scope, SessionId, Stream, fields,
};

/// Something to suppose about a case.
#[derive(Debug, Clone, PartialEq)]
pub enum Suppose {
    /// A field was answered.
    Fact(FieldId, Answer),
    /// Something happened at an instant.
    Happened(Pseudo, Instant),
}

impl Suppose {
    fn at(&self) -> Option<Moment> {
        match self {
            Self::Fact(..) => None,
            Self::Happened(_, at) => Some(at.at),
        }
    }
}

/// What can be supposed to have happened that is no field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is explained in its row of Pseudo::ALL")]
pub enum Pseudo {
    PoliceTold,
    PoliceRefused,
    NcmecTold,
    NcicEntered,
    NcicCleared,
    Located,
    Returned,
    Interviewed,
    Screened,
    Victim,
    Lead,
}

impl Pseudo {
    /// Every one with the names it is supposed by and what it says.
    pub const ALL: &[(&'static [&'static str], Self, &'static str)] = &[
        (
            &["police.told"],
            Self::PoliceTold,
            "police accepted the report, by a named officer",
        ),
        (
            &["police.refused"],
            Self::PoliceRefused,
            "police refused the report",
        ),
        (
            &["ncmec.told"],
            Self::NcmecTold,
            "NCMEC confirmed that it took the report",
        ),
        (
            &["ncic.entered"],
            Self::NcicEntered,
            "police confirmed the NCIC entry",
        ),
        (
            &["ncic.cleared"],
            Self::NcicCleared,
            "police confirmed that the NCIC entry is cleared",
        ),
        (
            &["located"],
            Self::Located,
            "whereabouts known and verified",
        ),
        (
            &["returned", "recovered", "found"],
            Self::Returned,
            "the child back in an approved place",
        ),
        (
            &["interviewed"],
            Self::Interviewed,
            "the return interview held",
        ),
        (&["screened"], Self::Screened, "the trafficking screen held"),
        (
            &["victim"],
            Self::Victim,
            "information that the child is an identified trafficking victim",
        ),
        (&["lead"], Self::Lead, "a tip or sighting came in"),
    ];
    /// Finds one by its name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(names, ..)| names.contains(&name))
            .map(|(_, pseudo, _)| *pseudo)
    }
}

/// The duties of a supposed case, in the order to work them.
pub fn supposed(received: Instant, supposes: &[Suppose], packs: &[Pack], now: Moment) -> Vec<Duty> {
    let Some((case, child)) = suppose(received, supposes) else {
        return Vec::new();
    };
    let (case, child) = (&case, &child);
    duties(Whole { case, child }, packs, now)
}

/// The supposed case itself: told by the same events as a real one, and kept nowhere.
pub fn suppose(received: Instant, supposes: &[Suppose]) -> Option<(Case, Child)> {
    let (id, child) = (CaseId(0), ChildId(0));
    let mut seq = 0;
    let mut record = |event| {
        seq += 1;
        Recorded {
            stream: Stream::Case(id),
            seq,
            at: received.at,
            operator: SafeText::default(),
            session: SessionId(0),
            request: 0,
            event,
        }
    };
    let opened = record(Event::CaseOpened {
        number: String::new(),
        child,
        child_seq: 0,
        received,
        linked: Vec::new(),
    });
    let mut case = Case::open(id, &opened)?;
    let mut child = Child::new(child);
    let mut told: Vec<&Suppose> = supposes.iter().collect();
    told.sort_by_key(|suppose| suppose.at());
    for (index, suppose) in told.into_iter().enumerate() {
        for event in events_of(suppose, ItemId(index as u128)) {
            let one = record(event);
            match &one.event {
                Event::Answered { key, .. }
                    if fields::get(key.field).is_some_and(|row| row.scope == Scope::Child) =>
                {
                    child.apply(&one);
                }
                _ => case.apply(&one),
            }
        }
    }
    Some((case, child))
}

fn events_of(suppose: &Suppose, id: ItemId) -> Vec<Event> {
    let nobody = || SafeText::line("supposed");
    let tried = |duty: &str, receiver, outcome, at: Instant| {
        vec![Event::Attempted(Attempt {
            id,
            duty: duty.to_owned(),
            item: None,
            receiver,
            at,
            channel: Channel::Phone,
            outcome,
            office: None,
            dialled: None,
            person: Some(nobody()),
            badge: None,
            number: None,
            words: None,
            again_at: None,
        })]
    };
    match suppose {
        Suppose::Fact(field, answer) => vec![Event::Answered {
            key: FactKey {
                field: *field,
                item: None,
            },
            answer: Some(answer.clone()),
        }],
        Suppose::Happened(pseudo, at) => match pseudo {
            Pseudo::PoliceTold => tried("police.report", Receiver::Police, Outcome::Told, *at),
            Pseudo::PoliceRefused => {
                tried("police.report", Receiver::Police, Outcome::Refused, *at)
            }
            Pseudo::NcmecTold => tried("ncmec.report", Receiver::Ncmec, Outcome::Confirmed, *at),
            Pseudo::NcicEntered => tried("ncic.number", Receiver::Police, Outcome::Confirmed, *at),
            Pseudo::NcicCleared => {
                tried("recovery.police", Receiver::Police, Outcome::Confirmed, *at)
            }
            Pseudo::Located => vec![Event::Located {
                at: *at,
                place: nobody(),
                by: nobody(),
                verified: Some(nobody()),
            }],
            Pseudo::Returned => vec![Event::Returned {
                at: *at,
                place: nobody(),
                by: nobody(),
            }],
            Pseudo::Interviewed => vec![Event::Interviewed {
                at: *at,
                by: nobody(),
                factors: nobody(),
            }],
            Pseudo::Screened => vec![Event::Screened {
                at: *at,
                tool: nobody(),
                result: nobody(),
                by: nobody(),
                victim: false,
            }],
            Pseudo::Victim => vec![Event::VictimIdentified {
                at: *at,
                by: nobody(),
            }],
            Pseudo::Lead => vec![
                Event::ItemAdded {
                    group: Group::Lead,
                    item: id,
                },
                Event::Answered {
                    key: FactKey {
                        field: super::happened::LEAD_AT,
                        item: Some(id),
                    },
                    answer: Some(Answer::known(crate::record::Value::When(*at))),
                },
            ],
        },
    }
}
