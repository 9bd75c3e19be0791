//! Presence, claims and the shift on the wire.

use serde::{Deserialize, Serialize};

use crate::codec::v1::stored_as;
use crate::record::{CaseId, ItemId, Moment, SafeText};
use crate::rules::DutyState;
use crate::wire::shift::*;

#[derive(Serialize, Deserialize)]
#[serde(remote = "Here", deny_unknown_fields)]
struct HereDef {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    case: Option<CaseId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    item: Option<ItemId>,
    back: String,
}
stored_as!(Here, HereDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "ClaimView", deny_unknown_fields)]
struct ClaimViewDef {
    by: SafeText,
    at: Moment,
    last: Moment,
    until: Moment,
}
stored_as!(ClaimView, ClaimViewDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "PresenceView", deny_unknown_fields)]
struct PresenceViewDef {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cases: Vec<(CaseId, Vec<SafeText>)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    here: Vec<PersonHere>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parked: Vec<ParkedView>,
}
stored_as!(PresenceView, PresenceViewDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "PersonHere", deny_unknown_fields)]
struct PersonHereDef {
    who: SafeText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    item: Option<ItemId>,
}
stored_as!(PersonHere, PersonHereDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "ParkedView", deny_unknown_fields)]
struct ParkedViewDef {
    case: CaseId,
    number: String,
    by: SafeText,
    at: Moment,
    words: SafeText,
    alone: bool,
}
stored_as!(ParkedView, ParkedViewDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "ShiftView", deny_unknown_fields)]
struct ShiftViewDef {
    now: Moment,
    cases: Vec<ShiftCase>,
    duties: Vec<ShiftDuty>,
    more: usize,
    parked: Vec<ParkedView>,
    orphans: Vec<OrphanView>,
}
stored_as!(ShiftView, ShiftViewDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "ShiftCase", deny_unknown_fields)]
struct ShiftCaseDef {
    case: CaseId,
    number: String,
    name: SafeText,
    claim: Option<ClaimView>,
    last: Moment,
    silent_at: Moment,
    told: Vec<SafeText>,
    unknown: Vec<String>,
}
stored_as!(ShiftCase, ShiftCaseDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "ShiftDuty", deny_unknown_fields)]
struct ShiftDutyDef {
    case: usize,
    duty: String,
    item: Option<ItemId>,
    title: String,
    state: DutyState,
    due: Option<Moment>,
    next: SafeText,
    holder: Option<(SafeText, Moment)>,
    handed: Option<HandedView>,
}
stored_as!(ShiftDuty, ShiftDutyDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "HandedView", deny_unknown_fields)]
struct HandedViewDef {
    from: SafeText,
    to: Option<SafeText>,
    at: Moment,
    alert_at: Moment,
    accepted: Option<(SafeText, Moment)>,
}
stored_as!(HandedView, HandedViewDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "OrphanView", deny_unknown_fields)]
struct OrphanViewDef {
    by: SafeText,
    place: String,
    case: CaseId,
    number: String,
    what: String,
    at: Moment,
}
stored_as!(OrphanView, OrphanViewDef);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::wire::{decode_message, decode_request, encode_message, encode_request};
    use crate::record::SessionId;
    use crate::wire::{Ask, Command, Message, Request};

    fn text(words: &str) -> SafeText {
        SafeText::line(words)
    }

    fn parked() -> ParkedView {
        ParkedView {
            case: CaseId(3),
            number: "A-0003".into(),
            by: text("Priya"),
            at: Moment(7),
            words: text("stopped at Hair color; next: Eye color"),
            alone: true,
        }
    }

    #[test]
    fn every_ask_of_the_shift_survives_the_wire() {
        let here = Here {
            case: Some(CaseId(3)),
            field: Some("look.hair".into()),
            item: Some(ItemId(9)),
            back: "pane 1 cursor 4".into(),
        };
        for ask in [
            Ask::Here(here),
            Ask::Here(Here::default()),
            Ask::WatchShift(true),
            Ask::Handover,
            Ask::Do(Command::HandOver {
                case: None,
                to: Some("Oscar".into()),
            }),
            Ask::Do(Command::AcceptDuty {
                case: "A-0003".into(),
                duty: "ncmec.report".into(),
                item: None,
            }),
            Ask::Do(Command::TakeDraft {
                case: "A-0003".into(),
                from: "Priya".into(),
                place: "case 3 field look.hair".into(),
            }),
        ] {
            let request = Request {
                session: SessionId(1),
                number: 2,
                operator: "Dan".into(),
                ask,
            };
            assert_eq!(decode_request(&encode_request(&request)).unwrap(), request);
        }
    }

    #[test]
    fn every_view_of_the_shift_survives_the_wire_and_presence_is_small() {
        let presence = PresenceView {
            cases: vec![(CaseId(3), vec![text("Dan"), text("Priya")])],
            here: vec![PersonHere {
                who: text("Dan"),
                field: Some("look.hair".into()),
                item: None,
            }],
            parked: vec![parked()],
        };
        let claim = ClaimView {
            by: text("Priya"),
            at: Moment(1),
            last: Moment(2),
            until: Moment(3),
        };
        let shift = ShiftView {
            now: Moment(9),
            cases: vec![ShiftCase {
                case: CaseId(3),
                number: "A-0003".into(),
                name: text("Tanisha Okafor"),
                claim: Some(claim),
                last: Moment(2),
                silent_at: Moment(5),
                told: vec![text("police told 01:31")],
                unknown: vec!["Eye color".into()],
            }],
            duties: vec![ShiftDuty {
                case: 0,
                duty: "ncmec.report".into(),
                item: None,
                title: "Report to NCMEC".into(),
                state: DutyState::Owed,
                due: Some(Moment(8)),
                next: text("call NCMEC"),
                holder: Some((text("Priya"), Moment(1))),
                handed: Some(HandedView {
                    from: text("Priya"),
                    to: None,
                    at: Moment(4),
                    alert_at: Moment(6),
                    accepted: Some((text("Oscar"), Moment(5))),
                }),
            }],
            more: 2,
            parked: vec![parked()],
            orphans: vec![OrphanView {
                by: text("Priya"),
                place: "case 3 field look.hair".into(),
                case: CaseId(3),
                number: "A-0003".into(),
                what: "Hair color".into(),
                at: Moment(4),
            }],
        };
        for message in [
            Message::Presence(presence),
            Message::Presence(PresenceView::default()),
            Message::Shift(Box::new(shift)),
        ] {
            assert_eq!(decode_message(&encode_message(&message)).unwrap(), message);
        }
        let one = PresenceView {
            here: vec![PersonHere {
                who: text("Dan"),
                field: Some("look.hair".into()),
                item: None,
            }],
            ..PresenceView::default()
        };
        let bytes = encode_message(&Message::Presence(one)).len();
        assert!(bytes < 80, "{bytes} bytes to say who is at which field");
    }
}
