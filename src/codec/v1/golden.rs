//! Golden bytes: one of each event, letter for letter as stored. A change here is a new format, not an edit.
//!
//! One table, a row an event, and long as the list of events is.

use super::event::{body, from_bytes, to_bytes};
use crate::codec::DecodeError;
use crate::record::event::*;
use crate::record::value::{Height, Name, PartialDate, Phone, Weight};
use crate::record::who::{How, Locked, Role, Verifier};
use crate::record::*;

const ITEM: ItemId = ItemId(0x0a);
const CHILD: ChildId = ChildId(0x0b);
const CASE: CaseId = CaseId(0x0c);

fn text(words: &str) -> SafeText {
    SafeText::prose(words)
}

fn when(precision: Precision) -> Instant {
    Instant {
        at: Moment(1_802_153_520_000_000),
        zone: "America/New_York".parse().unwrap(),
        offset: -18_000,
        precision,
    }
}

fn exact() -> Instant {
    when(Precision::Exact)
}

fn known(value: Value) -> Option<Answer> {
    Some(Answer::known(value))
}

fn answered(field: &'static str, answer: Option<Answer>) -> Event {
    Event::Answered {
        key: FactKey {
            field: FieldId(field),
            item: None,
        },
        answer,
    }
}

const AT: &str =
    r#"{"at":1802153520000000,"zone":"America/New_York","offset":-18000,"precision":"exact"}"#;

/// One of each: the event, and what is stored of it. `@` stands for the instant above.
fn all() -> Vec<(Event, &'static str)> {
    vec![
        (
            Event::DeskFounded {
                desk: DeskId(1),
                agency: text("Harlan County"),
                zone: "America/New_York".into(),
                practice: false,
                prefix: "A".into(),
            },
            r#"{"desk_founded":{"desk":"00000000000000000000000000000001","agency":"Harlan County","zone":"America/New_York","practice":false,"prefix":"A"}}"#,
        ),
        (
            Event::DeskSet {
                key: "phone".into(),
                value: text("614-555-0199"),
            },
            r#"{"desk_set":{"key":"phone","value":"614-555-0199"}}"#,
        ),
        (
            Event::PackAdopted {
                id: "us-federal".into(),
                version: "2026-11".into(),
                sha256: "00".into(),
                text: "id = 1".into(),
            },
            r#"{"pack_adopted":{"id":"us-federal","version":"2026-11","sha256":"00","text":"id = 1"}}"#,
        ),
        (
            Event::DirectorySet {
                key: "police.columbus".into(),
                entry: None,
            },
            r#"{"directory_set":{"key":"police.columbus","entry":null}}"#,
        ),
        (
            Event::ClockJumped { by: -2_400_000_000 },
            r#"{"clock_jumped":{"by":-2400000000}}"#,
        ),
        (
            Event::SessionOpened {
                session: SessionId(9),
                at: Moment(5),
                account: text("1000 priya"),
                operator: text("Priya"),
                terminal: text("/dev/pts/3"),
                remote: text("10.1.2.3"),
            },
            r#"{"session_opened":{"session":"00000000000000000000000000000009","at":5,"account":"1000 priya","operator":"Priya","terminal":"/dev/pts/3","remote":"10.1.2.3"}}"#,
        ),
        (
            Event::Viewed {
                session: SessionId(9),
                at: Moment(5),
                operator: text("Priya"),
                case: None,
                what: "board".into(),
            },
            r#"{"viewed":{"session":"00000000000000000000000000000009","at":5,"operator":"Priya","what":"board"}}"#,
        ),
        (
            Event::Refused {
                session: SessionId(9),
                at: Moment(5),
                operator: text("Priya"),
                case: None,
                verb: "answer".into(),
                why: crate::record::audit::Why::Conflict,
            },
            r#"{"refused":{"session":"00000000000000000000000000000009","at":5,"operator":"Priya","verb":"answer","why":"conflict"}}"#,
        ),
        (Event::ChildAdded, r#""child_added""#),
        (
            answered(
                "seen.place",
                Some(Answer {
                    state: State::Known(Value::Text(text("bus stop"))),
                    said_by: Some(text("foster mother")),
                    as_of: Some(Moment(5)),
                    reason: Some(text("misheard")),
                }),
            ),
            r#"{"answered":{"key":{"field":"seen.place"},"answer":{"state":{"known":{"text":"bus stop"}},"said_by":"foster mother","as_of":5,"reason":"misheard"}}}"#,
        ),
        (
            answered(
                "child.name",
                known(Value::Name(Name {
                    typed: text("Zoë Núñez"),
                    family: text("Núñez"),
                    given: text("Zoë"),
                    middle: text(""),
                    suffix: text(""),
                })),
            ),
            r#"{"answered":{"key":{"field":"child.name"},"answer":{"state":{"known":{"name":{"typed":"Zoë Núñez","family":"Núñez","given":"Zoë","middle":"","suffix":""}}}}}}"#,
        ),
        (
            answered("child.sex", known(Value::Choice("F".into()))),
            r#"{"answered":{"key":{"field":"child.sex"},"answer":{"state":{"known":{"choice":"F"}}}}}"#,
        ),
        (
            answered(
                "child.sex",
                known(Value::Many(vec!["70".into(), "80".into()])),
            ),
            r#"{"answered":{"key":{"field":"child.sex"},"answer":{"state":{"known":{"many":["70","80"]}}}}}"#,
        ),
        (
            answered("police.called", known(Value::Yes(true))),
            r#"{"answered":{"key":{"field":"police.called"},"answer":{"state":{"known":{"yes":true}}}}}"#,
        ),
        (
            answered(
                "look.height",
                known(Value::Height(Height {
                    low_mm: 1626,
                    high_mm: 1626,
                    about: false,
                })),
            ),
            r#"{"answered":{"key":{"field":"look.height"},"answer":{"state":{"known":{"height":{"low_mm":1626,"high_mm":1626,"about":false}}}}}}"#,
        ),
        (
            answered(
                "look.weight",
                known(Value::Weight(Weight {
                    low_g: 53_524,
                    high_g: 53_524,
                    about: true,
                })),
            ),
            r#"{"answered":{"key":{"field":"look.weight"},"answer":{"state":{"known":{"weight":{"low_g":53524,"high_g":53524,"about":true}}}}}}"#,
        ),
        (
            answered(
                "child.dob",
                known(Value::Date(PartialDate {
                    year: 2011,
                    month: Some(4),
                    day: None,
                })),
            ),
            r#"{"answered":{"key":{"field":"child.dob"},"answer":{"state":{"known":{"date":{"year":2011,"month":4}}}}}}"#,
        ),
        (
            answered(
                "seen.at",
                known(Value::When(when(Precision::Between { until: Moment(7) }))),
            ),
            r#"{"answered":{"key":{"field":"seen.at"},"answer":{"state":{"known":{"when":{"at":1802153520000000,"zone":"America/New_York","offset":-18000,"precision":{"between":{"until":7}}}}}}}}"#,
        ),
        (
            answered(
                "call.callback",
                known(Value::Phone(Phone {
                    typed: text("614-555-0100 x7"),
                    e164: Some("+16145550100".into()),
                    extension: Some("7".into()),
                })),
            ),
            r#"{"answered":{"key":{"field":"call.callback"},"answer":{"state":{"known":{"phone":{"typed":"614-555-0100 x7","e164":"+16145550100","extension":"7"}}}}}}"#,
        ),
        (
            answered("child.age", known(Value::Number(12))),
            r#"{"answered":{"key":{"field":"child.age"},"answer":{"state":{"known":{"number":12}}}}}"#,
        ),
        (
            answered("child.dob", Some(Answer::not_known(State::Unknown))),
            r#"{"answered":{"key":{"field":"child.dob"},"answer":{"state":"unknown"}}}"#,
        ),
        (
            answered("child.dob", Some(Answer::not_known(State::Refused))),
            r#"{"answered":{"key":{"field":"child.dob"},"answer":{"state":"refused"}}}"#,
        ),
        (
            answered("child.dob", Some(Answer::not_known(State::NotApplicable))),
            r#"{"answered":{"key":{"field":"child.dob"},"answer":{"state":"not_applicable"}}}"#,
        ),
        (
            answered("child.dob", None),
            r#"{"answered":{"key":{"field":"child.dob"},"answer":null}}"#,
        ),
        (
            Event::ItemAdded {
                group: Group::PriorRun,
                item: ITEM,
            },
            r#"{"item_added":{"group":"prior_run","item":"0000000000000000000000000000000a"}}"#,
        ),
        (
            Event::ItemRemoved {
                group: Group::Lead,
                item: ITEM,
                reason: text("twice"),
            },
            r#"{"item_removed":{"group":"lead","item":"0000000000000000000000000000000a","reason":"twice"}}"#,
        ),
        (
            Event::CaseOpened {
                number: "A-0001".into(),
                child: CHILD,
                child_seq: 0,
                received: exact(),
                linked: vec![CASE],
            },
            r#"{"case_opened":{"number":"A-0001","child":"0000000000000000000000000000000b","child_seq":0,"received":@,"linked":["0000000000000000000000000000000c"]}}"#,
        ),
        (
            Event::ChildNamed {
                child: CHILD,
                child_seq: 4,
            },
            r#"{"child_named":{"child":"0000000000000000000000000000000b","child_seq":4}}"#,
        ),
        (
            Event::StillTrue {
                key: FactKey {
                    field: FieldId("lead.what"),
                    item: Some(ITEM),
                },
            },
            r#"{"still_true":{"key":{"field":"lead.what","item":"0000000000000000000000000000000a"}}}"#,
        ),
        (
            Event::FirstAsked {
                question: FirstQuestion::Called911,
                answer: YesNoUnknown::No,
            },
            r#"{"first_asked":{"question":"called_911","answer":"no"}}"#,
        ),
        (
            Event::CameAt {
                channel: Channel::SystemToSystem,
                at: None,
            },
            r#"{"came_at":{"channel":"system_to_system","at":null}}"#,
        ),
        (
            Event::ReceivedCorrected {
                to: when(Precision::About),
                reason: text("log"),
            },
            r#"{"received_corrected":{"to":{"at":1802153520000000,"zone":"America/New_York","offset":-18000,"precision":"about"},"reason":"log"}}"#,
        ),
        (
            Event::CorrectionConfirmed { by: text("Lena") },
            r#"{"correction_confirmed":{"by":"Lena"}}"#,
        ),
        (
            Event::CorrectionDenied {
                by: text("Lena"),
                reason: text("no"),
            },
            r#"{"correction_denied":{"by":"Lena","reason":"no"}}"#,
        ),
        (
            Event::Attempted(Attempt {
                id: ITEM,
                duty: "police.report".into(),
                item: None,
                receiver: Receiver::Police,
                at: exact(),
                channel: Channel::InPerson,
                outcome: Outcome::NoAnswer,
                office: Some(text("Columbus Police")),
                dialled: None,
                person: None,
                badge: None,
                number: None,
                words: None,
                again_at: Some(Moment(9)),
            }),
            r#"{"attempted":{"id":"0000000000000000000000000000000a","duty":"police.report","receiver":"police","at":@,"channel":"in_person","outcome":"no_answer","office":"Columbus Police","again_at":9}}"#,
        ),
        (
            Event::AttemptWithdrawn {
                attempt: ITEM,
                reason: text("other case"),
            },
            r#"{"attempt_withdrawn":{"attempt":"0000000000000000000000000000000a","reason":"other case"}}"#,
        ),
        (
            Event::Heard {
                id: ITEM,
                from: Caller::Ncmec,
                at: exact(),
                channel: Channel::Phone,
                who: None,
                what: text("case manager"),
                number: Some(text("NC-1")),
            },
            r#"{"heard":{"id":"0000000000000000000000000000000a","from":"ncmec","at":@,"channel":"phone","who":null,"what":"case manager","number":"NC-1"}}"#,
        ),
        (
            Event::TriageDecided {
                row: 8,
                police: Decision::Yes,
                ncmec: Decision::CaseByCase,
                reason: None,
                overridden: true,
                verifier: None,
                again_at: None,
            },
            r#"{"triage_decided":{"row":8,"police":"yes","ncmec":"case_by_case","reason":null,"overridden":true,"verifier":null,"again_at":null}}"#,
        ),
        (
            Event::Noted { text: text("a\nb") },
            r#"{"noted":{"text":"a\nb"}}"#,
        ),
        (
            Event::Linked { case: CASE },
            r#"{"linked":{"case":"0000000000000000000000000000000c"}}"#,
        ),
        (
            Event::Located {
                at: exact(),
                place: text("aunt's"),
                by: text("caregiver"),
                verified: None,
            },
            r#"{"located":{"at":@,"place":"aunt's","by":"caregiver","verified":null}}"#,
        ),
        (
            Event::Returned {
                at: exact(),
                place: text("home"),
                by: text("foster mother"),
            },
            r#"{"returned":{"at":@,"place":"home","by":"foster mother"}}"#,
        ),
        (
            Event::Screened {
                at: exact(),
                tool: text("CSE-IT"),
                result: text("none"),
                by: text("Lena"),
                victim: false,
            },
            r#"{"screened":{"at":@,"tool":"CSE-IT","result":"none","by":"Lena","victim":false}}"#,
        ),
        (
            Event::Interviewed {
                at: exact(),
                by: text("Lena"),
                factors: text("phone"),
            },
            r#"{"interviewed":{"at":@,"by":"Lena","factors":"phone"}}"#,
        ),
        (
            Event::VictimIdentified {
                at: when(Precision::Either { or: Moment(8) }),
                by: text("Lena"),
            },
            r#"{"victim_identified":{"at":{"at":1802153520000000,"zone":"America/New_York","offset":-18000,"precision":{"either":{"or":8}}},"by":"Lena"}}"#,
        ),
        (
            Event::Closed {
                how: Closing::FoundBeforeReport,
                reason: text("r"),
                verifier: None,
                supervisor: Some(text("Oscar")),
                open_duties: vec!["return.screen".into()],
            },
            r#"{"closed":{"how":"found_before_report","reason":"r","verifier":null,"supervisor":"Oscar","open_duties":["return.screen"]}}"#,
        ),
        (
            Event::Reopened { reason: text("r") },
            r#"{"reopened":{"reason":"r"}}"#,
        ),
        (
            Event::Claimed { by: text("Dan") },
            r#"{"claimed":{"by":"Dan"}}"#,
        ),
        (
            Event::Released { by: text("Dan") },
            r#"{"released":{"by":"Dan"}}"#,
        ),
        (
            Event::HandedOver {
                handover: ITEM,
                to: None,
                duties: vec![
                    DutyKey {
                        duty: "ncmec.report".into(),
                        item: None,
                    },
                    DutyKey {
                        duty: "lead.pass".into(),
                        item: Some(ItemId(0x0d)),
                    },
                ],
            },
            r#"{"handed_over":{"handover":"0000000000000000000000000000000a","to":null,"duties":[{"duty":"ncmec.report"},{"duty":"lead.pass","item":"0000000000000000000000000000000d"}]}}"#,
        ),
        (
            Event::HandoverAccepted {
                handover: ITEM,
                duty: DutyKey {
                    duty: "ncmec.report".into(),
                    item: None,
                },
                from: text("Lena"),
            },
            r#"{"handover_accepted":{"handover":"0000000000000000000000000000000a","duty":{"duty":"ncmec.report"},"from":"Lena"}}"#,
        ),
        (
            Event::DraftTaken {
                from: text("Priya"),
                field: Some(FieldId("child.name")),
            },
            r#"{"draft_taken":{"from":"Priya","field":"child.name"}}"#,
        ),
        (
            Event::Disclosed {
                sheet: "police".into(),
                to: text("Ofc. Ruiz"),
                authority: None,
            },
            r#"{"disclosed":{"sheet":"police","to":"Ofc. Ruiz","authority":null}}"#,
        ),
        (
            Event::ReadOut {
                sheet: "ncmec".into(),
                keys: vec![FactKey {
                    field: FieldId("child.name"),
                    item: None,
                }],
            },
            r#"{"read_out":{"sheet":"ncmec","keys":[{"field":"child.name"}]}}"#,
        ),
        (
            Event::Revealed {
                session: SessionId(9),
                at: Moment(5),
                operator: text("Priya"),
                case: CASE,
                fields: vec![FieldId("child.ssn")],
                reason: text("police ask for it"),
            },
            r#"{"revealed":{"session":"00000000000000000000000000000009","at":5,"operator":"Priya","case":"0000000000000000000000000000000c","fields":["child.ssn"],"reason":"police ask for it"}}"#,
        ),
        (
            Event::Maintained {
                session: SessionId(9),
                at: Moment(5),
                operator: text("Priya"),
                verb: "key rotate".into(),
            },
            r#"{"maintained":{"session":"00000000000000000000000000000009","at":5,"operator":"Priya","verb":"key rotate"}}"#,
        ),
        (
            Event::OperatorAdded {
                id: OperatorId(0x0d),
                name: text("Lena Ortiz"),
                role: Role::Supervisor,
                account: None,
            },
            r#"{"operator_added":{"id":"0000000000000000000000000000000d","name":"Lena Ortiz","role":"supervisor"}}"#,
        ),
        (
            Event::OperatorAdded {
                id: OperatorId(0x0d),
                name: text("county intake"),
                role: Role::Intake,
                account: Some(991),
            },
            r#"{"operator_added":{"id":"0000000000000000000000000000000d","name":"county intake","role":"intake","account":991}}"#,
        ),
        (
            Event::PhraseSet {
                id: OperatorId(0x0d),
                verifier: Verifier {
                    rounds: 600_000,
                    salt: [0x1f; 16],
                    check: [0xa0; 32],
                },
            },
            r#"{"phrase_set":{"id":"0000000000000000000000000000000d","verifier":{"function":"pbkdf2-hmac-sha512","rounds":600000,"salt":"1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f","check":"a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0"}}}"#,
        ),
        (
            Event::RoleSet {
                id: OperatorId(0x0d),
                role: Role::Auditor,
            },
            r#"{"role_set":{"id":"0000000000000000000000000000000d","role":"auditor"}}"#,
        ),
        (
            Event::OperatorSuspended {
                id: OperatorId(0x0d),
                reason: text("left the agency"),
            },
            r#"{"operator_suspended":{"id":"0000000000000000000000000000000d","reason":"left the agency"}}"#,
        ),
        (
            Event::OperatorRestored {
                id: OperatorId(0x0d),
                reason: text("back"),
            },
            r#"{"operator_restored":{"id":"0000000000000000000000000000000d","reason":"back"}}"#,
        ),
        (
            Event::OperatorReleased {
                id: OperatorId(0x0d),
                reason: text("it was Dan"),
            },
            r#"{"operator_released":{"id":"0000000000000000000000000000000d","reason":"it was Dan"}}"#,
        ),
        (
            Event::SignedIn {
                id: OperatorId(0x0d),
                how: How::Unlock,
            },
            r#"{"signed_in":{"id":"0000000000000000000000000000000d","how":"unlock"}}"#,
        ),
        (
            Event::SignInFailed {
                id: Some(OperatorId(0x0d)),
                locked_out: true,
            },
            r#"{"sign_in_failed":{"id":"0000000000000000000000000000000d","locked_out":true}}"#,
        ),
        (
            Event::SignInFailed {
                id: None,
                locked_out: false,
            },
            r#"{"sign_in_failed":{"locked_out":false}}"#,
        ),
        (
            Event::GlassBroken {
                flag: ITEM,
                case: CASE,
                reason: text("seen with the man"),
            },
            r#"{"glass_broken":{"flag":"0000000000000000000000000000000a","case":"0000000000000000000000000000000c","reason":"seen with the man"}}"#,
        ),
        (
            Event::AloneBegun {
                flag: ITEM,
                reason: text("phrase forgotten"),
            },
            r#"{"alone_begun":{"flag":"0000000000000000000000000000000a","reason":"phrase forgotten"}}"#,
        ),
        (
            Event::OperatorRecovered {
                flag: ITEM,
                id: OperatorId(0x0d),
                reason: text("both supervisors locked out"),
            },
            r#"{"operator_recovered":{"flag":"0000000000000000000000000000000a","id":"0000000000000000000000000000000d","reason":"both supervisors locked out"}}"#,
        ),
        (
            Event::Reviewed {
                flag: ITEM,
                words: text("in order"),
            },
            r#"{"reviewed":{"flag":"0000000000000000000000000000000a","words":"in order"}}"#,
        ),
        (
            Event::ScreenLocked {
                session: SessionId(9),
                at: Moment(5),
                operator: text("Priya"),
                why: Locked::Idle,
            },
            r#"{"screen_locked":{"session":"00000000000000000000000000000009","at":5,"operator":"Priya","why":"idle"}}"#,
        ),
        (
            Event::SignedOut {
                session: SessionId(9),
                at: Moment(5),
                operator: text("Priya"),
            },
            r#"{"signed_out":{"session":"00000000000000000000000000000009","at":5,"operator":"Priya"}}"#,
        ),
    ]
}

const STREAM: Stream = Stream::Case(CASE);

fn stored(event: &str) -> String {
    format!(
        r#"{{"v":1,"at":1802153520000000,"operator":"Priya Nair","session":"00000000000000000000000000000007","request":3,"event":{}}}"#,
        event.replace('@', AT)
    )
}

fn recorded(event: Event) -> Recorded {
    Recorded {
        stream: STREAM,
        seq: 2,
        at: Moment(1_802_153_520_000_000),
        operator: text("Priya Nair"),
        session: SessionId(7),
        request: 3,
        event,
    }
}

#[test]
fn every_event_is_stored_letter_for_letter_and_read_back() {
    for (event, bytes) in all() {
        let recorded = recorded(event);
        let wanted = stored(bytes);
        assert_eq!(String::from_utf8(to_bytes(&recorded)).unwrap(), wanted);
        assert_eq!(from_bytes(STREAM, 2, wanted.as_bytes()).unwrap(), recorded);
    }
}

#[test]
fn what_a_later_version_wrote_is_an_error_in_words_and_never_skipped() {
    let check = |bytes: &str, words: &str| {
        let error = from_bytes(STREAM, 1, bytes.as_bytes()).unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        error
    };
    let newer = check(
        &stored(r#""child_added""#).replace("\"v\":1", "\"v\":2"),
        "newer Porchlight",
    );
    assert_eq!(newer, DecodeError::Newer { found: 2, known: 1 });
    check(&stored(r#"{"teleported":{"to":"x"}}"#), "does not know");
    check(
        &stored(r#"{"answered":{"key":{"field":"child.shoe_print"},"answer":null}}"#),
        "no field `child.shoe_print`",
    );
    check(
        &stored(r#"{"claimed":{"by":"Dan","why":"x"}}"#),
        "does not know",
    );
    check(&stored(r#"{"claimed":{}}"#), "cannot be read");
    check("{\"v\":1", "cannot be read");
    check("", "cannot be read");
}

#[test]
fn an_error_carries_nothing_that_a_person_typed() {
    let bytes = stored(r#"{"item_added":{"group":"prior_run","item":"Jane Roe"}}"#);
    let error = from_bytes(STREAM, 1, bytes.as_bytes())
        .unwrap_err()
        .to_string();
    assert!(!error.contains("Jane"), "{error}");
    let bytes = stored(r#"{"closed":"Jane Roe"}"#);
    let error = from_bytes(STREAM, 1, bytes.as_bytes())
        .unwrap_err()
        .to_string();
    assert!(!error.contains("Jane"), "{error}");
}

#[test]
fn bytes_that_are_no_event_never_panic() {
    let whole = stored(all()[6].1).into_bytes();
    for cut in 0..whole.len() {
        assert!(from_bytes(STREAM, 1, &whole[..cut]).is_err());
        let mut flipped = whole.clone();
        flipped[cut] ^= 0x20;
        let _ = from_bytes(STREAM, 1, &flipped);
    }
    assert_eq!(
        body(Moment(1), &text("x"), SessionId(1), 0, &Event::ChildAdded),
        to_bytes(&Recorded {
            at: Moment(1),
            operator: text("x"),
            session: SessionId(1),
            request: 0,
            ..recorded(Event::ChildAdded)
        })
    );
}
