//! Made-up nights: models built from plain values at 02:14 in Chicago on a January night of 2027.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::door;
use porchlight::client::form::{Form, FormSpec, Line, LineKind, LineSpec};
use porchlight::client::hints;
use porchlight::client::model::*;
use porchlight::client::overlay::*;
use porchlight::client::panes::{Pane, fields_of};
use porchlight::client::text::Text;
use porchlight::codec::v1::keymap::preset;
use porchlight::input::key::Code;
use porchlight::input::{Key, Keymap};
use porchlight::record::event::Receiver;
use porchlight::record::field::Choice;
use porchlight::record::when::{HOUR, MINUTE};
use porchlight::record::{
    CaseId, ChildId, FieldId, Group, ItemId, Moment, Problem, SafeText, Zone, fields,
};
use porchlight::rules::{Duty, DutyState};
use porchlight::wire::shift::{
    ClaimView, HandedView, OrphanView, ParkedView, PresenceView, ShiftCase, ShiftDuty, ShiftView,
};
use porchlight::wire::view::*;

/// A screen with a name.
#[derive(Clone)]
pub struct Scene {
    pub name: &'static str,
    pub model: Model,
    /// Kept at 200×60 too.
    pub wide: bool,
    /// Kept without UTF-8 too.
    pub ascii: bool,
}

/// 2027-01-22 02:14 in Chicago.
pub const NOW: Moment = Moment(1_800_605_640_000_000);

fn zone() -> Zone {
    "America/Chicago".parse().unwrap()
}

fn claim() -> ClaimView {
    ClaimView {
        by: safe("M. Ruiz"),
        at: NOW.plus(-HOUR),
        last: NOW.plus(-MINUTE),
        until: NOW.plus(19 * MINUTE),
    }
}

fn parked_call() -> ParkedView {
    ParkedView {
        case: CaseId(1),
        number: "A-0414".to_owned(),
        by: safe("Priya"),
        at: NOW.plus(-12 * MINUTE),
        words: safe("stopped at Eyes; next: Hair"),
        alone: true,
    }
}

/// Two cases: one handed over and late to be accepted, one silent with a lapsed claim; a parked call, an orphan.
fn shift(empty: bool) -> ShiftView {
    let case = |at: u128, number: &str, name: &str| ShiftCase {
        case: CaseId(at),
        number: number.to_owned(),
        name: safe(name),
        claim: Some(claim()),
        last: NOW.plus(-10 * MINUTE),
        silent_at: NOW.plus(50 * MINUTE),
        told: vec![safe(
            "police confirmed 01:31, Ofc. Ruiz, badge 2207, number 27-004411",
        )],
        unknown: vec!["Eyes (asked)".to_owned(), "Weight".to_owned()],
    };
    let quiet = ShiftCase {
        claim: Some(ClaimView {
            until: NOW.plus(-50 * MINUTE),
            last: NOW.plus(-70 * MINUTE),
            ..claim()
        }),
        last: NOW.plus(-70 * MINUTE),
        silent_at: NOW.plus(-10 * MINUTE),
        told: Vec::new(),
        unknown: Vec::new(),
        ..case(1, "A-0414", "Nia Ortiz")
    };
    let handed = |alert: i64, accepted| HandedView {
        from: safe("Lena"),
        to: Some(safe("Oscar")),
        at: NOW.plus(-20 * MINUTE),
        alert_at: NOW.plus(alert),
        accepted,
    };
    let duty = |case: usize, id: &str, title: &str, due: i64, holder: Option<&str>| ShiftDuty {
        case,
        duty: id.to_owned(),
        item: None,
        title: title.to_owned(),
        state: DutyState::Owed,
        due: Some(NOW.plus(due)),
        next: safe("call NCMEC with the NCMEC script"),
        holder: holder.map(|who| (safe(who), NOW.plus(-HOUR))),
        handed: None,
    };
    let mut duties = vec![
        duty(1, "police.report", "Report to police", -35 * MINUTE, None),
        duty(
            0,
            "ncmec.report",
            "Report to NCMEC",
            3 * HOUR + 12 * MINUTE,
            Some("Lena"),
        ),
        duty(
            0,
            "ncic.number",
            "NCIC entry: get the number",
            4 * HOUR,
            Some("Oscar"),
        ),
    ];
    duties[1].handed = Some(handed(-5 * MINUTE, None));
    duties[2].handed = Some(handed(
        -5 * MINUTE,
        Some((safe("Oscar"), NOW.plus(-MINUTE))),
    ));
    let mut view = ShiftView {
        now: NOW,
        cases: vec![case(0, "A-0413", "Jaylen Ortiz"), quiet],
        duties,
        more: 0,
        parked: vec![parked_call()],
        orphans: vec![OrphanView {
            by: safe("Priya"),
            place: "case 1 field look.eyes".to_owned(),
            case: CaseId(1),
            number: "A-0414".to_owned(),
            what: "Eyes".to_owned(),
            at: NOW.plus(-9 * MINUTE),
        }],
    };
    if empty {
        view.cases.clear();
        view.duties.clear();
        view.parked.clear();
        view.orphans.clear();
    }
    view
}

fn safe(text: &str) -> SafeText {
    SafeText::line(text)
}

/// The keymap whose keys the screens show.
fn keymap() -> &'static Keymap {
    static KEYMAP: OnceLock<Keymap> = OnceLock::new();
    KEYMAP.get_or_init(|| preset("default").unwrap())
}

fn session() -> Model {
    Model::new("M. Ruiz")
}

// ---- duties ----

fn duty(id: &str, title: &str, receiver: Receiver, state: DutyState, due: Option<i64>) -> Duty {
    Duty {
        id: id.to_owned(),
        item: None,
        title: title.to_owned(),
        receiver,
        state,
        late: state == DutyState::Late,
        anchor: "received".to_owned(),
        anchor_at: Some(NOW.plus(-HOUR - 2 * MINUTE)),
        due: due.map(|left| NOW.plus(left)),
        done: None,
        rule: "us-federal 2026-11 F1".to_owned(),
        citation: "42 USC 671(a)(35)(B)".to_owned(),
        waiting_on: None,
        because: None,
        still_owed: None,
        again_at: None,
        reminder: false,
        explanation: vec!["24 hours from when the information was received.".to_owned()],
    }
}

fn reports() -> Vec<Duty> {
    let mut police = duty(
        "police.report",
        "Report to police",
        Receiver::Police,
        DutyState::Told,
        Some(22 * HOUR + 58 * MINUTE),
    );
    police.done = Some(NOW.plus(-43 * MINUTE));
    police.still_owed = Some("police case number".to_owned());
    let ncmec = duty(
        "ncmec.report",
        "Report to NCMEC",
        Receiver::Ncmec,
        DutyState::Owed,
        Some(22 * HOUR + 58 * MINUTE),
    );
    let ncic = duty(
        "ncic.number",
        "NCIC entry: get the number",
        Receiver::Police,
        DutyState::Owed,
        Some(HOUR + 17 * MINUTE),
    );
    let mut follow = duty(
        "contact.monthly",
        "Keep in contact with police and NCMEC",
        Receiver::Agency,
        DutyState::Waiting,
        None,
    );
    follow.waiting_on = Some("the report to NCMEC".to_owned());
    vec![ncic, ncmec, police, follow]
}

fn all_states() -> Vec<Duty> {
    let late = |state, done| {
        let mut duty = duty(
            "x",
            "Late or told late",
            Receiver::Police,
            state,
            Some(-35 * MINUTE),
        );
        duty.done = done;
        duty
    };
    let open = |state| {
        duty(
            "x",
            "With an hour",
            Receiver::Ncmec,
            state,
            Some(3 * HOUR + 12 * MINUTE),
        )
    };
    let mut told = open(DutyState::Told);
    told.done = Some(NOW.plus(-43 * MINUTE));
    let mut confirmed = open(DutyState::Confirmed);
    confirmed.done = Some(NOW.plus(-34 * MINUTE));
    let mut waiting = open(DutyState::Waiting);
    waiting.waiting_on = Some("the child's return".to_owned());
    let mut not = open(DutyState::NotApplicable);
    not.because = Some("nobody took the child".to_owned());
    let mut duties = vec![
        duty(
            "police.report",
            "Report to police",
            Receiver::Police,
            DutyState::Late,
            Some(-35 * MINUTE),
        ),
        duty(
            "ncmec.report",
            "Report to NCMEC",
            Receiver::Ncmec,
            DutyState::Owed,
            Some(3 * HOUR + 12 * MINUTE),
        ),
    ];
    duties.extend([
        late(DutyState::LateButTold, Some(NOW)),
        open(DutyState::Claimed),
        open(DutyState::Tried),
        told,
        confirmed,
        waiting,
        not,
        duty(
            "x",
            "No hour in law",
            Receiver::Court,
            DutyState::Owed,
            None,
        ),
    ]);
    duties
}

// ---- board ----

fn clock(state: DutyState, left: i64, done: Option<i64>) -> ClockView {
    ClockView {
        state,
        due: Some(NOW.plus(left)),
        done: done.map(|ago| NOW.plus(-ago)),
    }
}

fn board_row(nth: u128, name: &str) -> BoardRow {
    BoardRow {
        case: CaseId(nth + 1),
        number: format!("A-{:04}", 413 + nth),
        name: safe(name),
        age: Some(15),
        received: NOW.plus(-HOUR - 2 * MINUTE),
        police: clock(DutyState::Told, 22 * HOUR, Some(43 * MINUTE)),
        ncmec: clock(DutyState::Owed, 3 * HOUR + 12 * MINUTE, None),
        next: Some((
            "Report to NCMEC".to_owned(),
            Some(NOW.plus(3 * HOUR + 12 * MINUTE)),
        )),
        blanks: 7,
        claim: Some(claim()),
        flags: Vec::new(),
    }
}

fn board(rows: Vec<BoardRow>) -> BoardView {
    BoardView {
        now: NOW,
        zone: zone(),
        agency: safe("Harbor County Children's Services"),
        phone24: None,
        practice: false,
        open: rows.len(),
        owed: rows.len(),
        late: 0,
        within_hour: 0,
        rows,
        trouble: None,
        unset: None,
    }
}

fn model(view: Option<BoardView>) -> Model {
    let mut model = session();
    model.clock = Clock {
        sent: Some((NOW, 0)),
        boot: 0,
    };
    model.link = Link::Live;
    model.board.selected = view
        .as_ref()
        .and_then(|view| view.rows.first())
        .map(|row| row.case);
    model.board.view = view;
    model
}

fn many_rows() -> Vec<BoardRow> {
    let names = [
        "Jaylen Ortiz",
        "Ana-María Núñez de la Cruz",
        "Li Wei",
        "D'Andre O'Neil",
        "not yet named",
    ];
    (0..40)
        .map(|nth| {
            let mut row = board_row(nth, names[usize::try_from(nth).unwrap() % names.len()]);
            if nth == 0 {
                row.police = clock(DutyState::Late, -35 * MINUTE, None);
                row.next = Some(("Report to police".to_owned(), Some(NOW.plus(-35 * MINUTE))));
                row.claim = None;
                row.flags = vec![
                    "received time unconfirmed".to_owned(),
                    "danger now".to_owned(),
                ];
            }
            if nth % 5 == 3 {
                row.ncmec = clock(DutyState::Confirmed, HOUR, Some(20 * MINUTE));
                row.next = Some(("Tell the court".to_owned(), None));
                row.blanks = 0;
            }
            if nth % 5 == 4 {
                row.age = None;
            }
            row
        })
        .collect()
}

const ESCAPES: &str = "\u{1b}]52;c;aGk=\u{7}\u{1b}[2JCASE LOCATED\u{1b}[31m";
const BIDI: &str = "\u{202e}drow\u{202c} \u{2066}x\u{2069}\u{200f}";
const WIDE: &str = "山田太郎花子次郎三郎四郎五郎六郎七郎八郎九郎十郎";
const COMBINING: &str = "Z\u{351}\u{36b}\u{343}\u{32a}a\u{301}\u{302}\u{303}l\u{335}g\u{321}o";
const LONG: &str = "Maximiliana-Theodora Wolfeschlegelsteinhausenbergerdorff von und zu Hohenzollern-Sigmaringen the Third";

fn hostile_names() -> Vec<String> {
    vec![
        format!("Eve {ESCAPES}"),
        format!("Bo {BIDI}"),
        WIDE.to_owned(),
        COMBINING.repeat(4),
        LONG.to_owned(),
        "👨\u{200d}👩\u{200d}👧 🇺🇸 e\u{301}".to_owned(),
        "مريم العبد الله".to_owned(),
        "\u{301}\u{302}".to_owned(),
        String::new(),
    ]
}

fn hostile_rows() -> Vec<BoardRow> {
    (0u128..)
        .zip(hostile_names())
        .map(|(nth, name)| {
            let mut row = board_row(nth, &name);
            row.flags = vec![format!("flag {ESCAPES}{BIDI}")];
            row.claim = Some(ClaimView {
                by: safe(&name),
                at: NOW.plus(-300 * HOUR),
                last: NOW.plus(-300 * HOUR),
                until: NOW.plus(HOUR),
            });
            row.next = Some((name, Some(NOW.plus(999_999 * HOUR))));
            row
        })
        .collect()
}

// ---- case ----

const SLOT: Slot = Slot(1);

fn fact(field: &str, words: &str, official: Option<&str>) -> FactView {
    FactView {
        field: field.to_owned(),
        item: None,
        state: FactState::Known,
        words: safe(words),
        typed: words.to_owned(),
        official: official.map(str::to_owned),
        said_by: Some(safe("foster mother")),
        as_of: None,
        at: NOW.plus(-HOUR),
        operator: safe("M. Ruiz"),
        seq: 4,
        carried: None,
        former: 0,
    }
}

fn not_known(field: &str, state: FactState) -> FactView {
    FactView {
        state,
        words: safe(""),
        ..fact(field, "", None)
    }
}

fn facts() -> Vec<FactView> {
    let mut weight = fact("look.weight", "118 lb · 54 kg", Some("WGT 118"));
    weight.carried = Some("from 12 Mar 2026, confirm".to_owned());
    let mut height = fact("look.height", "5 ft 4 in · 163 cm", Some("HGT 504"));
    height.former = 2;
    height.as_of = Some("12 Jan 2027".to_owned());
    vec![
        fact("child.name", "Jaylen Ortiz", Some("NAM ORTIZ, JAYLEN")),
        fact("child.dob", "4 Feb 2011 · 15 years", Some("DOB 20110204")),
        fact("child.sex", "male", Some("SEX M")),
        fact("child.ssn", "987-65-4320", None),
        height,
        weight,
        not_known("look.eyes", FactState::Unknown),
        fact("look.hair", "brown", Some("HAI BRO")),
        not_known("look.skin", FactState::Refused),
        not_known("look.facial_hair", FactState::NotApplicable),
        fact(
            "look.hair_words",
            "tight curls, dyed red at the tips, shaved on the left side since last week",
            None,
        ),
        fact("seen.place", "bus stop, 5th and Main", None),
        fact("call.callback", "312-555-0142", None),
    ]
}

fn timeline() -> Vec<TimelineRow> {
    let row = |ago: i64, way: &str, words: &str| TimelineRow {
        at: NOW.plus(-ago * MINUTE),
        recorded: None,
        way: way.to_owned(),
        words: safe(words),
        operator: safe("M. Ruiz"),
        id: Some(ItemId(u128::from(ago.unsigned_abs()) << 64)),
        withdrawn: None,
    };
    let mut wrong = row(48, "out", "police 312-555-0100: no answer");
    wrong.withdrawn = Some(safe("wrong number dialled"));
    let mut late = row(
        43,
        "out",
        "police 312-555-0101: told Ofc. Dana Whitfield, badge 4471",
    );
    late.recorded = Some(NOW.plus(-20 * MINUTE));
    vec![
        row(62, "in", "phone: foster mother reports Jaylen missing"),
        row(61, "case", "danger now: no; 911 called: no"),
        wrong,
        late,
        row(5, "in", "tip: seen at the bus station at 01:50"),
    ]
}

fn directory() -> Vec<DirectoryRow> {
    let row = |key: &str, kind: &str, name: &str, numbers: &[(&str, &str)]| DirectoryRow {
        key: key.to_owned(),
        kind: kind.to_owned(),
        name: safe(name),
        numbers: numbers
            .iter()
            .map(|(what, number)| ((*what).to_owned(), safe(number)))
            .collect(),
        ori: None,
        zone: Some(zone()),
        area: safe(""),
        verified: Some("2026-11-02".to_owned()),
        note: safe(""),
    };
    let mut police = row(
        "harbor-pd",
        "police",
        "Harbor City Police",
        &[("dispatch", "312-555-0101"), ("records", "312-555-0109")],
    );
    police.ori = Some("IL0160000".to_owned());
    police.area = safe("Harbor City, north of the river");
    let mut sheriff = row(
        "harbor-so",
        "sheriff",
        "Harbor County Sheriff",
        &[("dispatch", "312-555-0120")],
    );
    sheriff.verified = None;
    vec![
        row("911", "national", "Emergency", &[("", "911")]),
        row("ncmec", "national", "NCMEC", &[("", "1-800-843-5678")]),
        police,
        sheriff,
    ]
}

fn triage() -> TriageView {
    TriageView {
        proposed: vec![TriageRow {
            row: 1,
            situation: "under 18, in the agency's care, whereabouts unknown".to_owned(),
            police: "yes".to_owned(),
            ncmec: "yes".to_owned(),
            note: "Whatever the reason.".to_owned(),
            because: "Whereabouts: unknown.".to_owned(),
            citation: "42 USC 671(a)(35)(B)".to_owned(),
        }],
        decided: Some("row 1: police yes, NCMEC yes (M. Ruiz, 01:20)".to_owned()),
        decided_row: Some(1),
    }
}

fn case_view() -> CaseView {
    CaseView {
        now: NOW,
        zone: zone(),
        case: CaseId(1),
        number: "A-0413".to_owned(),
        seq: 12,
        child: ChildId(7),
        name: safe("Jaylen Ortiz"),
        age: Some(15),
        received: ReceivedView {
            at: NOW.plus(-HOUR - 2 * MINUTE),
            zone: zone(),
            channel: Some("phone".to_owned()),
            unconfirmed: None,
            former: Vec::new(),
            seen: 2,
        },
        danger_now: Some("no".to_owned()),
        called_911: Some("no".to_owned()),
        first_seen: (3, 4),
        facts: facts(),
        items: Vec::new(),
        duties: reports(),
        timeline: timeline(),
        missing_police: vec!["look.eyes".to_owned()],
        missing_ncmec: vec!["seen.place".to_owned()],
        triage: triage(),
        linked: vec![(CaseId(2), "A-0414".to_owned(), safe("Nia Ortiz"))],
        claim: Some(claim()),
        closed: None,
        flags: Vec::new(),
        agencies: directory().split_off(2),
    }
}

fn empty_view() -> CaseView {
    CaseView {
        name: safe("not yet named"),
        age: None,
        danger_now: None,
        called_911: None,
        facts: Vec::new(),
        timeline: Vec::new(),
        triage: TriageView {
            proposed: Vec::new(),
            decided: None,
            decided_row: None,
        },
        linked: Vec::new(),
        claim: None,
        agencies: Vec::new(),
        duties: {
            let mut duties = reports();
            duties.retain(|duty| duty.id.ends_with(".report"));
            for duty in &mut duties {
                duty.state = DutyState::Owed;
                duty.done = None;
                duty.still_owed = None;
            }
            duties
        },
        ..case_view()
    }
}

fn companions(view: &mut CaseView, names: &[String]) {
    for (nth, name) in (0u128..).zip(names) {
        let item = ItemId((nth + 1) << 70);
        view.items.push((Group::Companion, item));
        if let Some(field) = fields_of(Group::Companion).next() {
            view.facts.push(FactView {
                item: Some(item),
                ..fact(field.id.0, name, None)
            });
        }
    }
}

fn many_view() -> CaseView {
    let mut view = case_view();
    let names: Vec<String> = (1..=60)
        .map(|nth| format!("Companion Number-{nth}"))
        .collect();
    companions(&mut view, &names);
    for nth in 0..80 {
        view.timeline.push(TimelineRow {
            at: NOW.plus(nth * MINUTE / 10),
            words: safe(&format!(
                "note {nth}: looked again at the places the caller named"
            )),
            ..timeline()[1].clone()
        });
    }
    for field in fields::all().filter(|field| field.group.is_none()) {
        if !view.facts.iter().any(|fact| fact.field == field.id.0) {
            view.facts.push(fact(field.id.0, field.example, field.ncic));
        }
    }
    view.linked = (0..30)
        .map(|nth| {
            (
                CaseId(100 + nth),
                format!("A-{:04}", 500 + nth),
                safe("Sibling"),
            )
        })
        .collect();
    view
}

fn hostile_view() -> CaseView {
    let mut view = many_view();
    view.name = safe(&format!("{WIDE} {LONG}"));
    view.flags = vec![
        format!("flag {ESCAPES}"),
        "received time unconfirmed".to_owned(),
        LONG.repeat(3),
    ];
    view.danger_now = Some("yes".to_owned());
    view.closed = Some((NOW, ESCAPES.to_owned()));
    view.received.unconfirmed = Some((NOW, safe(WIDE), safe(LONG)));
    let names = hostile_names();
    for (nth, fact) in view.facts.iter_mut().enumerate() {
        let name = &names[nth % names.len()];
        fact.words = safe(name);
        fact.official = Some(format!("{name}{ESCAPES}"));
        if nth % 3 == 0 {
            fact.carried = Some(format!("from {name}, confirm"));
        }
    }
    for (nth, row) in view.timeline.iter_mut().enumerate() {
        row.words = safe(&names[nth % names.len()]);
        row.way = ESCAPES.to_owned();
    }
    for duty in &mut view.duties {
        duty.title = format!("{WIDE}{ESCAPES}");
        duty.still_owed = Some(LONG.to_owned());
    }
    for row in &mut view.agencies {
        row.name = safe(WIDE);
        row.area = safe(LONG);
    }
    view
}

fn in_case(view: Option<CaseView>, pane: &str) -> Model {
    let mut model = model(Some(board(vec![board_row(0, "Jaylen Ortiz")])));
    let mut screen = CaseScreen::new(SLOT, Some(CaseId(1)));
    screen.number = Some("A-0413".to_owned());
    screen.pane = Pane::by_id(pane).unwrap();
    screen.key_at = Some(NOW.plus(-MINUTE));
    screen.view = view.map(Box::new);
    screen.at = screen
        .rows()
        .into_iter()
        .find_map(|row| match row {
            porchlight::client::panes::Row::Spot(spot) => Some(spot),
            porchlight::client::panes::Row::Heading(_) => None,
        })
        .unwrap_or(Spot::Danger);
    model.cases.push(screen);
    model.place = Place::Case(SLOT);
    model
}

fn editing(field: &str, text: &str, preview: Preview, picker: Option<Picker>) -> Model {
    let mut model = in_case(Some(case_view()), "descriptors");
    let screen = &mut model.cases[0];
    screen.at = Spot::field(fields::by_name(field).unwrap().id);
    screen.edit = Some(Edit {
        text: Text::new(text),
        preview,
        echo: Echo::Shown,
        saw: None,
        picker,
    });
    model
}

fn kept() -> Model {
    let mut model = in_case(Some(case_view()), "descriptors");
    let id = |name: &str| -> FieldId { fields::by_name(name).unwrap().id };
    let screen = &mut model.cases[0];
    let refused = Problem::operator("Height: 9 feet is taller than anyone.").example("5'4\"");
    for (name, text, why) in [
        ("look.height", "9'4\"", Why::Refused(refused)),
        ("look.weight", "118", Why::Sending(3)),
        ("look.eyes", "br", Why::Draft),
        ("look.hair", "bro", Why::FromBefore),
    ] {
        screen.kept.insert(
            Spot::field(id(name)),
            Kept {
                text: text.to_owned(),
                why,
            },
        );
    }
    screen.at = Spot::field(id("look.height"));
    model
}

fn picker() -> Picker {
    let row = |key: &str, label: &str| PickRow {
        key: key.to_owned(),
        label: label.to_owned(),
        letter: None,
    };
    Picker {
        rows: vec![row("BRO", "brown"), row("BLK", "black"), row("BLU", "blue")],
        at: 1,
        taken: Vec::new(),
    }
}

// ---- script ----

fn sheet(sheet: Sheet, hostile: bool) -> SheetView {
    let line =
        |label: &str, words: &str, state: Option<FactState>, spelled: Option<&str>| SheetLine {
            label: label.to_owned(),
            words: safe(words),
            state,
            field: None,
            item: None,
            spelled: spelled.map(str::to_owned),
        };
    let known = Some(FactState::Known);
    let name = if hostile { WIDE } else { "Jaylen Ortiz" };
    SheetView {
        sheet: sheet.name().to_owned(),
        title: format!("Missing child: read to {}", sheet.title()),
        number: "A-0413".to_owned(),
        at: NOW,
        parts: vec![
            SheetPart {
                title: "Say first".to_owned(),
                lines: vec![line(
                    "",
                    "I am reporting a missing child in the legal custody of Harbor County Children's Services. Please enter the child in NCIC; the law sets no waiting period.",
                    None,
                    None,
                )],
            },
            SheetPart {
                title: "The child".to_owned(),
                lines: vec![
                    line(
                        "Name (NAM)",
                        name,
                        known,
                        Some("J Juliett  A Alfa  Y Yankee  L Lima  E Echo  N November"),
                    ),
                    line(
                        "Date of birth (DOB)",
                        "4 Feb 2011 (20110204)",
                        known,
                        Some("two zero one one, zero two, zero four"),
                    ),
                    line("Height (HGT)", "5 ft 4 in (504)", known, None),
                    line("Weight (WGT)", "", Some(FactState::Blank), None),
                    line(
                        "Eyes (EYE)",
                        "unknown, asked at 01:20",
                        Some(FactState::Unknown),
                        None,
                    ),
                    line(
                        "Marks (SMT)",
                        if hostile { LONG } else { "" },
                        Some(FactState::Blank),
                        None,
                    ),
                ],
            },
            SheetPart {
                title: "Take down".to_owned(),
                lines: (1..=if hostile { 60 } else { 6 })
                    .map(|nth| {
                        line(
                            &format!("Companion {nth}"),
                            "Jay, about 19, in a silver Civic, plate unknown",
                            known,
                            None,
                        )
                    })
                    .collect(),
            },
        ],
    }
}

fn in_script(which: Sheet, view: Option<SheetView>) -> Model {
    let mut model = in_case(Some(case_view()), "duties");
    model.cases[0].scripts.insert(
        which,
        Script {
            view,
            at: 1,
            ticked: BTreeSet::from([0]),
        },
    );
    model.place = Place::Script(SLOT, which);
    model
}

fn reading(words: &str) -> Reading {
    Reading {
        words: words.to_owned(),
        typed: words.to_owned(),
    }
}

// ---- pop-ups ----

const OUTCOMES: &[Choice] = &[
    Choice::new("no answer", "no answer", 'n'),
    Choice::new("voicemail", "voicemail", 'v'),
    Choice::new("refused", "refused", 'r'),
    Choice::new("told", "told", 't'),
    Choice::new("confirmed", "confirmed", 'c'),
];

const fn line(id: &'static str, label: &'static str, kind: LineKind, required: bool) -> LineSpec {
    LineSpec {
        id,
        label,
        kind,
        required,
        prefill: "",
        hint: "As the officer says it; read it back.",
        example: "27-004411",
        when: &[],
        passed: &[],
    }
}

static OUTCOME: FormSpec = FormSpec {
    id: "attempt.police",
    title: "How did the call to police go?",
    intro: &["Acceptance by a named officer stops the 24 hours; a voicemail stops nothing."],
    lines: &[
        line("outcome", "Outcome", LineKind::Choice(OUTCOMES), true),
        line("at", "When", LineKind::Time, false),
        line("person", "Officer", LineKind::Words, true),
        line("badge", "Badge", LineKind::Words, false),
        line("number", "Case number", LineKind::Number, false),
        line(
            "again",
            "Case number again",
            LineKind::Again("number"),
            false,
        ),
    ],
};

fn form(beside: Beside, problem: Option<Problem>) -> Form {
    let mut form = Form::new(&OUTCOME, Some(SLOT), 0);
    form.lines[0] = Line {
        text: Text::new("told"),
        ..Line::default()
    };
    form.lines[1] = Line {
        text: Text::new("now"),
        prefilled: true,
        preview: Preview::Nothing,
    };
    form.lines[2] = Line {
        text: Text::new("Ofc. Dana Whitfield"),
        ..Line::default()
    };
    form.lines[4] = Line {
        text: Text::new("27-004411"),
        ..Line::default()
    };
    form.at = 5;
    form.beside = beside;
    form.problem = problem;
    form
}

fn found(many: usize) -> Vec<FoundRow> {
    (0..many)
        .map(|nth| FoundRow {
            child: ChildId(7),
            name: safe(if nth % 2 == 0 { "Jaylen Ortiz" } else { WIDE }),
            case: Some((CaseId(1), "A-0413".to_owned(), nth == 0)),
            why: "police number 27-004411".to_owned(),
            age: Some(15),
            last_run: Some(NOW.plus(-2000 * HOUR)),
        })
        .collect()
}

fn under(overlay: Overlay) -> Model {
    let mut model = in_case(Some(case_view()), "descriptors");
    model.overlays.push(overlay);
    model
}

fn overlays() -> Vec<(&'static str, Overlay)> {
    let text = Text::new("or");
    let palette = |many: usize| {
        Overlay::Palette(Palette {
            filter: text.clone(),
            rows: (0..many)
                .map(|nth| PaletteRow {
                    action: "case.close",
                    title: format!("Close case {nth}"),
                    keys: "ctrl-x x".to_owned(),
                    reason: (nth % 3 == 1).then(|| "NCMEC has not been told".to_owned()),
                    to: None,
                })
                .collect(),
            at: 0,
        })
    };
    let history = |rows: Option<usize>| {
        Overlay::History(History {
            title: "History of Height".to_owned(),
            rows: rows.map(|many| {
                (0i64..)
                    .take(many)
                    .map(|nth| HistoryRow {
                        at: NOW.plus(-nth * HOUR),
                        operator: safe("M. Ruiz"),
                        words: safe(if nth == 1 {
                            LONG
                        } else {
                            "5 ft 4 in, was 5 ft 6 in: misheard"
                        }),
                    })
                    .collect()
            }),
            scroll: 0,
        })
    };
    let card = {
        let mut rows = directory();
        for nth in 0..40 {
            let mut row = rows[2].clone();
            row.name = safe(&format!("{WIDE} {nth}"));
            rows.push(row);
        }
        rows
    };
    let piece = |typed: &str, label: Option<&str>, words: &str| Piece {
        typed: typed.to_owned(),
        label: label.map(str::to_owned),
        words: words.to_owned(),
        problem: None,
    };
    vec![
        ("palette_many", palette(40)),
        ("palette_empty", palette(0)),
        (
            "help",
            Overlay::Help(Help {
                about: "Case".to_owned(),
                filter: Text::default(),
                rows: (0..50)
                    .map(|nth| (format!("ctrl-x {nth}"), "Go to the next field that nobody has answered".to_owned()))
                    .collect(),
                scroll: 3,
            }),
        ),
        (
            "explain",
            Overlay::Explain(Explain {
                title: "Report to NCMEC".to_owned(),
                lines: vec![
                    "Rule F2 of us-federal 2026-11: 24 hours from when the agency received the information (42 USC 671(a)(35)(B)).".to_owned(),
                    "Received Fri 2027-01-22 01:12 CST by phone, entered by M. Ruiz at the intake key.".to_owned(),
                    "A reference number or NCMEC's own confirmation stops it; a saved draft does not.".to_owned(),
                ],
                scroll: 0,
            }),
        ),
        ("history_many", history(Some(60))),
        ("history_empty", history(Some(0))),
        ("history_asked", history(None)),
        (
            "numbers",
            Overlay::Numbers(Numbers {
                rows: Some(card),
                filter: Text::default(),
                at: 2,
            }),
        ),
        ("numbers_asked", Overlay::Numbers(Numbers::default())),
        (
            "quick",
            Overlay::Quick(Quick {
                text: Text::new("h504 w118 hair bro xyzzy w999"),
                pieces: vec![
                    piece("h504", Some("Height"), "5 ft 4 in · 163 cm"),
                    piece("w118", Some("Weight"), "118 lb · 54 kg"),
                    piece("hair bro", Some("Hair"), "brown"),
                    piece("xyzzy", None, ""),
                    Piece {
                        problem: Some(Problem::operator("Weight: 999 is outside 1 to 700 lb.")),
                        ..piece("w999", Some("Weight"), "")
                    },
                ],
            }),
        ),
        ("quick_empty", Overlay::Quick(Quick::default())),
        (
            "jump",
            Overlay::Jump(Jump {
                typed: "h".to_owned(),
                rows: (0..60).map(|nth| (format!("h{nth}"), "Hair length and style".to_owned())).collect(),
                to: Vec::new(),
            }),
        ),
        (
            "held",
            Overlay::Held(Held {
                text: format!("he left around nine with a backpack {ESCAPES}"),
                opened: 0,
            }),
        ),
        (
            "which_hour",
            Overlay::Which(porchlight::client::overlay::Which {
                slot: SLOT,
                spot: Spot::CameAt,
                text: "1:20".to_owned(),
                first: reading("first 01:20 (CDT)"),
                second: reading("second 01:20 (CST)"),
                opened: 0,
            }),
        ),
        (
            "parked",
            Overlay::Parked(Parked {
                rows: vec![ParkedRow {
                    slot: SLOT,
                    number: "A-0413".to_owned(),
                    name: "Jaylen Ortiz".to_owned(),
                    stopped: "stopped at Eyes; next: Hair".to_owned(),
                    unsaved: 2,
                }],
                at: 0,
            }),
        ),
        ("call_in", Overlay::CallIn(CallIn::default())),
        (
            "call_in_about",
            Overlay::CallIn(CallIn {
                from: Some("ncmec"),
                query: text.clone(),
                found: found(3),
                at: 0,
            }),
        ),
        (
            "find_many",
            Overlay::Find(Find {
                query: text.clone(),
                found: found(40),
                at: 3,
            }),
        ),
        ("find_empty", Overlay::Find(Find::default())),
        (
            "confirm",
            Overlay::Confirm(Confirm {
                question: "Close A-0413?".to_owned(),
                lines: vec!["NCMEC has not been told that the child is back.".to_owned()],
                yes: "close it, and list what is still owed".to_owned(),
                no: "leave it open".to_owned(),
                opened: 0,
                then: Then::Quit,
            }),
        ),
        (
            "conflict",
            Overlay::Conflict(Conflict {
                slot: SLOT,
                spot: Spot::Danger,
                label: "Height".to_owned(),
                view: ConflictView {
                    case_number: "A-0413".to_owned(),
                    field: "look.height".to_owned(),
                    item: None,
                    theirs: safe("5 ft 6 in"),
                    by: safe("K. Osei"),
                    at: NOW.plus(-2 * MINUTE),
                    saw: 9,
                    yours: safe("5 ft 4 in"),
                },
                typed: "504".to_owned(),
                opened: 0,
            }),
        ),
        ("outcome", Overlay::Form(form(Beside::Nothing, None))),
        (
            "outcome_refused",
            Overlay::Form(form(
                Beside::Words(vec![
                    "Read out: federal law sets no waiting period for a missing child and asks for the NCIC entry within two hours (34 USC 41308).".to_owned(),
                ]),
                Some(Problem::operator("The two numbers differ.").example("27-004411").hint("Ask for it once more.")),
            )),
        ),
        ("outcome_numbers", Overlay::Form(form(Beside::Numbers(directory()), None))),
        ("form_triage", Overlay::Form(form(Beside::Triage(triage()), None))),
    ]
}

// ---- all ----

fn plain(name: &'static str, model: Model) -> Scene {
    Scene {
        name,
        model,
        wide: false,
        ascii: false,
    }
}

fn wide(name: &'static str, model: Model) -> Scene {
    Scene {
        wide: true,
        ascii: true,
        ..plain(name, model)
    }
}

/// A name for each pane and amount.
const PANES: &[(&str, [&str; 4])] = &[
    (
        "descriptors",
        [
            "case_descriptors_empty",
            "case_descriptors_one",
            "case_descriptors_many",
            "case_descriptors_hostile",
        ],
    ),
    (
        "risks",
        [
            "case_risks_empty",
            "case_risks_one",
            "case_risks_many",
            "case_risks_hostile",
        ],
    ),
    (
        "timeline",
        [
            "case_timeline_empty",
            "case_timeline_one",
            "case_timeline_many",
            "case_timeline_hostile",
        ],
    ),
    (
        "duties",
        [
            "case_duties_empty",
            "case_duties_one",
            "case_duties_many",
            "case_duties_hostile",
        ],
    ),
    (
        "call",
        [
            "case_call_empty",
            "case_call_one",
            "case_call_many",
            "case_call_hostile",
        ],
    ),
    (
        "parties",
        [
            "case_parties_empty",
            "case_parties_one",
            "case_parties_many",
            "case_parties_hostile",
        ],
    ),
    (
        "photos",
        [
            "case_photos_empty",
            "case_photos_one",
            "case_photos_many",
            "case_photos_hostile",
        ],
    ),
    (
        "child",
        [
            "case_child_empty",
            "case_child_one",
            "case_child_many",
            "case_child_hostile",
        ],
    ),
    (
        "recovery",
        [
            "case_recovery_empty",
            "case_recovery_one",
            "case_recovery_many",
            "case_recovery_hostile",
        ],
    ),
];

/// Every screen that is kept.
pub fn scenes() -> &'static [Scene] {
    static SCENES: OnceLock<Vec<Scene>> = OnceLock::new();
    SCENES.get_or_init(|| {
        let mut scenes = made();
        for scene in &mut scenes {
            scene.model.hints = hints::hints(&scene.model, keymap());
        }
        scenes
    })
}

fn made() -> Vec<Scene> {
    let mut out = Vec::new();

    out.push(wide("board_opening", {
        let mut model = session();
        model.link = Link::Opening;
        model
    }));
    out.push(wide("board_empty", model(Some(board(Vec::new())))));
    out.push(wide(
        "board_one",
        model(Some(board(vec![board_row(0, "Jaylen Ortiz")]))),
    ));
    out.push(wide("board_many", {
        let mut view = board(many_rows());
        view.late = 1;
        view.within_hour = 2;
        model(Some(view))
    }));
    out.push(wide("board_hostile", model(Some(board(hostile_rows())))));
    out.push(plain("board_clear", {
        let mut row = board_row(0, "Jaylen Ortiz");
        row.next = None;
        row.police = clock(DutyState::Confirmed, HOUR, Some(40 * MINUTE));
        row.ncmec = clock(DutyState::Confirmed, HOUR, Some(20 * MINUTE));
        let mut view = board(vec![row]);
        view.owed = 0;
        model(Some(view))
    }));
    out.push(plain("board_lost", {
        let mut model = model(Some(board(vec![board_row(0, "Jaylen Ortiz")])));
        model.clock.boot = 4 * MINUTE;
        model.link = Link::Lost {
            since: 0,
            why: "the desk's process has ended".to_owned(),
        };
        model
    }));
    out.push(plain("board_together", {
        let mut lapsed = board_row(1, "Nia Ortiz");
        lapsed.claim = Some(ClaimView {
            until: NOW.plus(-5 * MINUTE),
            last: NOW.plus(-25 * MINUTE),
            ..claim()
        });
        let rows = vec![board_row(0, "Jaylen Ortiz"), lapsed];
        let first = rows[0].case;
        let mut model = model(Some(board(rows)));
        model.presence = PresenceView {
            cases: vec![(first, vec![safe("Dan"), safe("Priya")])],
            here: Vec::new(),
            parked: vec![parked_call()],
        };
        model
    }));
    for (name, empty, overlay) in [
        ("shift", false, Overlay::Shift(ShiftList { at: 0 })),
        (
            "shift_left_behind",
            false,
            Overlay::Shift(ShiftList { at: 5 }),
        ),
        ("shift_empty", true, Overlay::Shift(ShiftList { at: 0 })),
        ("handover", false, Overlay::Handover(ShiftList { at: 1 })),
    ] {
        let mut model = model(Some(board(vec![board_row(0, "Jaylen Ortiz")])));
        model.shift = Some(Box::new(shift(empty)));
        model.shift_watched = true;
        model.overlays.push(overlay);
        out.push(plain(name, model));
    }
    out.push(plain("shift_waiting", {
        let mut model = model(Some(board(vec![board_row(0, "Jaylen Ortiz")])));
        model.overlays.push(Overlay::Shift(ShiftList { at: 0 }));
        model
    }));
    out.push(plain("board_trouble", {
        let mut view = board(Vec::new());
        view.owed = 0;
        view.trouble = Some("The disk is full: nothing can be saved, drafts are kept.".to_owned());
        model(Some(view))
    }));
    out.push(plain("board_practice", {
        let mut view = board(vec![
            board_row(0, "Jaylen Ortiz"),
            board_row(1, "Nia Ortiz"),
        ]);
        view.practice = true;
        model(Some(view))
    }));
    out.push(plain("board_said", {
        let mut model = model(Some(board(vec![board_row(0, "Jaylen Ortiz")])));
        model.notices =
            vec!["The machine's clock jumped by 3 h; the desk's time went on.".to_owned()];
        model.said = Some(Saying::Problem(
            Problem::operator("No case has that number.").example("A-0413"),
        ));
        model
    }));

    for (pane, [empty, one, many, hostile]) in PANES {
        let is_first = *pane == "descriptors";
        let kept = if is_first { wide } else { plain };
        out.push(kept(empty, in_case(Some(empty_view()), pane)));
        out.push(kept(one, in_case(Some(case_view()), pane)));
        out.push(kept(many, in_case(Some(many_view()), pane)));
        out.push(kept(hostile, in_case(Some(hostile_view()), pane)));
    }
    out.push(plain("case_duties_all_states", {
        let mut view = case_view();
        view.duties = all_states();
        in_case(Some(view), "duties")
    }));
    out.push(plain("case_companions_last", {
        let mut model = in_case(Some(many_view()), "risks");
        model.cases[0].at = Spot::Add(Group::Companion);
        model
    }));
    out.push(plain("case_opening", in_case(None, "descriptors")));
    out.push(plain("case_warnings", {
        let mut view = case_view();
        view.danger_now = Some("yes".to_owned());
        view.received.unconfirmed = Some((NOW, safe("K. Osei"), safe("misheard the hour")));
        view.flags = vec!["an earlier run ended in a hospital".to_owned()];
        in_case(Some(view), "descriptors")
    }));
    out.push(plain("case_urgent", {
        let mut view = case_view();
        view.duties[1].due = Some(NOW.plus(9 * MINUTE + 41_000_000));
        in_case(Some(view), "descriptors")
    }));
    for (name, view) in [("intake_opening", None), ("intake_one", Some(case_view()))] {
        out.push(plain(name, {
            let mut model = in_case(view, "descriptors");
            let screen = &mut model.cases[0];
            screen.mode = Mode::Intake;
            screen.at = Spot::Called911;
            model
        }));
    }
    out.push(plain("intake_offered", {
        let mut model = in_case(Some(empty_view()), "descriptors");
        let screen = &mut model.cases[0];
        screen.mode = Mode::Intake;
        screen.at = Spot::field(fields::by_name("child.name").unwrap().id);
        screen.offered = found(1).pop();
        screen.edit = Some(Edit {
            text: Text::new("jayl"),
            preview: Preview::Nothing,
            echo: Echo::Shown,
            saw: None,
            picker: None,
        });
        model
    }));
    out.push(plain(
        "case_editing",
        editing("look.hair_words", "curls, dyed", Preview::Nothing, None),
    ));
    out.push(plain(
        "case_editing_words",
        editing(
            "look.height",
            "504",
            Preview::Words {
                words: "5 ft 4 in · 163 cm".to_owned(),
                official: Some("HGT 504".to_owned()),
            },
            None,
        ),
    ));
    out.push(plain(
        "case_editing_problem",
        editing(
            "look.height",
            "nine feet",
            Preview::Problem(
                Problem::operator("Height: \"nine feet\" cannot be read.").example("5'4\""),
            ),
            None,
        ),
    ));
    out.push(plain(
        "case_editing_which",
        editing(
            "look.height",
            "1:30",
            Preview::Which {
                first: Reading {
                    words: "01:30 CDT".to_owned(),
                    typed: "01:30 CDT".to_owned(),
                },
                second: Reading {
                    words: "01:30 CST".to_owned(),
                    typed: "01:30 CST".to_owned(),
                },
            },
            None,
        ),
    ));
    out.push(plain(
        "case_editing_picker",
        editing("look.eyes", "b", Preview::Nothing, Some(picker())),
    ));
    out.push(plain(
        "case_editing_long",
        editing(
            "look.hair_words",
            &format!("{WIDE}{LONG}"),
            Preview::Nothing,
            None,
        ),
    ));
    out.push(plain("case_kept", kept()));

    out.push(wide(
        "script_police_one",
        in_script(Sheet::Police, Some(sheet(Sheet::Police, false))),
    ));
    out.push(plain(
        "script_ncmec_one",
        in_script(Sheet::Ncmec, Some(sheet(Sheet::Ncmec, false))),
    ));
    out.push(plain(
        "script_police_hostile",
        in_script(Sheet::Police, Some(sheet(Sheet::Police, true))),
    ));
    out.push(plain("script_ncmec_asked", in_script(Sheet::Ncmec, None)));

    out.extend(
        overlays()
            .into_iter()
            .map(|(name, overlay)| plain(name, under(overlay))),
    );
    out.push(plain("over_script", {
        let mut model = in_script(Sheet::Police, Some(sheet(Sheet::Police, false)));
        model
            .overlays
            .push(Overlay::Form(form(Beside::Next(Sheet::Ncmec), None)));
        model
    }));
    out.push(plain("which_key", {
        let mut model = in_case(Some(case_view()), "descriptors");
        model.pending = vec!["ctrl-x".to_owned()];
        model.ways = hints::ways(&model, keymap(), &[Key::plain(Code::Leader)]);
        model
    }));
    out.push(plain("over_board", {
        let mut model = model(Some(board(many_rows())));
        model.overlays.push(overlays().remove(0).1);
        model
    }));
    let now = board(Vec::new()).now;
    out.push(plain("door_sign_in", door::sign_in(model(None), now)));
    out.push(plain(
        "door_locked",
        door::locked(model(None), board(many_rows())),
    ));
    out.push(plain(
        "board_last_minute",
        door::last_minute(model(Some(board(many_rows()))), now),
    ));
    out.push(plain(
        "form_reveal",
        door::reveal(in_case(Some(case_view()), "descriptors")),
    ));
    out.push(plain(
        "roster",
        door::roster(model(Some(board(many_rows())))),
    ));
    out
}

/// The board's hints with the row of each of its first four cases in focus.
pub fn hints_by_row() -> Vec<(String, Vec<String>)> {
    let mut model = model(Some(board(many_rows())));
    let rows = model.board.rows()[..4].to_vec();
    rows.into_iter()
        .map(|row| {
            model.board.selected = Some(row.case);
            let hints = hints::hints(&model, keymap());
            (
                row.number,
                hints.into_iter().map(|(_, title)| title).collect(),
            )
        })
        .collect()
}
