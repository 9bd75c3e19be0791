//! The panes of a case, declared once. Order of the panes, their rows, their titles and the jump
//! between them are derived from the table; nothing else lists panes.

use super::model::{CaseScreen, Spot};
use crate::record::field::Counts;
use crate::record::fields::PHOTO;
use crate::record::{Field, FieldId, Group, Kind, Section, fields};
use crate::rules::DutyState;
use crate::wire::view::{CaseView, FactState};

/// A pane's place in [`PANES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pane(pub u8);

/// A pane: what it is called and what it shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PaneSpec {
    /// Its stable name.
    pub id: &'static str,
    /// What stands above it.
    pub title: &'static str,
    /// The digit or letter that goes to it where no text can go.
    pub key: char,
    /// What it shows, in order.
    pub shows: &'static [Shows],
    /// One of the four that stand side by side where there is room.
    pub card: bool,
}

/// A thing a pane shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shows {
    /// The first line and how the information came.
    FirstLine,
    /// The fields of a section, groups as entries.
    Section(Section),
    /// Duties with their countdowns.
    Duties,
    /// What happened.
    Timeline,
    /// Triage rows proposed and the decision.
    Triage,
    /// Linked cases.
    Linked,
    /// Police agencies proposed.
    Agencies,
}

/// The panes, in order.
pub const PANES: &[PaneSpec] = &[
    PaneSpec {
        id: "descriptors",
        title: "Descriptors",
        key: '1',
        shows: &[
            Shows::Section(Section::Descriptors),
            Shows::Section(Section::Marks),
            Shows::Section(Section::Clothing),
        ],
        card: true,
    },
    PaneSpec {
        id: "risks",
        title: "Risks and companions",
        key: '2',
        shows: &[
            Shows::Section(Section::Risks),
            Shows::Section(Section::Companions),
            Shows::Section(Section::Abductor),
            Shows::Section(Section::Vehicle),
        ],
        card: true,
    },
    PaneSpec {
        id: "timeline",
        title: "Reporting timeline",
        key: '3',
        shows: &[Shows::Timeline],
        card: true,
    },
    PaneSpec {
        id: "duties",
        title: "24-hour countdown and duties",
        key: '4',
        shows: &[Shows::Duties, Shows::Triage],
        card: true,
    },
    PaneSpec {
        id: "call",
        title: "The call and circumstances",
        key: '5',
        shows: &[
            Shows::FirstLine,
            Shows::Section(Section::Call),
            Shows::Section(Section::Circumstances),
            Shows::Linked,
        ],
        card: false,
    },
    PaneSpec {
        id: "parties",
        title: "Parties and placement",
        key: '6',
        shows: &[
            Shows::Section(Section::Parties),
            Shows::Agencies,
            Shows::Section(Section::Placement),
        ],
        card: false,
    },
    PaneSpec {
        id: "photos",
        title: "Photos, phones and online",
        key: '7',
        shows: &[
            Shows::Section(Section::Photos),
            Shows::Section(Section::Online),
            Shows::Section(Section::Biometrics),
        ],
        card: false,
    },
    PaneSpec {
        id: "child",
        title: "The child and earlier runs",
        key: '8',
        shows: &[
            Shows::Section(Section::Child),
            Shows::Section(Section::History),
        ],
        card: false,
    },
    PaneSpec {
        id: "recovery",
        title: "Leads and recovery",
        key: '9',
        shows: &[
            Shows::Section(Section::Leads),
            Shows::Section(Section::Recovery),
        ],
        card: false,
    },
];

impl Pane {
    /// The first pane.
    pub const FIRST: Self = Self(0);
    /// Its declaration.
    pub fn spec(self) -> &'static PaneSpec {
        PANES.get(usize::from(self.0)).unwrap_or(&PANES[0])
    }
    /// Every pane, in order.
    pub fn all() -> impl Iterator<Item = Self> + Clone {
        (0..u8::try_from(PANES.len()).unwrap_or(u8::MAX)).map(Self)
    }
    /// The pane with this id.
    pub fn by_id(id: &str) -> Option<Self> {
        Self::all().find(|pane| pane.spec().id == id)
    }
    /// The pane with this key.
    pub fn by_key(key: char) -> Option<Self> {
        Self::all().find(|pane| pane.spec().key == key)
    }
    /// The pane that shows a section.
    pub fn of(section: Section) -> Option<Self> {
        Self::all().find(|pane| pane.spec().shows.contains(&Shows::Section(section)))
    }
}

/// A row of a pane: a heading, or something the cursor can stand on.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// Words above what follows (`Companions`, `Companion 2`).
    Heading(String),
    /// A spot.
    Spot(Spot),
}

/// The rows of a pane for a case, in order. Drawing and the cursor use the same rows.
pub fn rows(pane: Pane, screen: &CaseScreen) -> Vec<Row> {
    let mut out = Vec::new();
    for shows in pane.spec().shows {
        if let Shows::Section(section) = shows {
            section_rows(*section, screen, &mut out);
            continue;
        }
        if *shows == Shows::FirstLine {
            out.extend([Spot::Danger, Spot::Called911, Spot::CameAt].map(Row::Spot));
            continue;
        }
        let Some(view) = &screen.view else { continue };
        match shows {
            Shows::Duties => duty_rows(view, &mut out),
            Shows::Timeline => spots(view.timeline.len(), Spot::Event, &mut out),
            Shows::Triage => spots(view.triage.proposed.len(), Spot::TriageRow, &mut out),
            Shows::Linked => spots(view.linked.len(), Spot::Linked, &mut out),
            Shows::Agencies => spots(view.agencies.len(), Spot::Agency, &mut out),
            Shows::FirstLine | Shows::Section(_) => {}
        }
    }
    out
}

/// The rows of an intake: the first line, how it came, the name, then the shortest set in its order.
///
/// Of an abduction, who took the child and in what vehicle is asked as soon as the kind is known.
pub fn intake_rows(screen: &CaseScreen) -> Vec<Row> {
    let mut out: Vec<Row> = [
        Some(Spot::Danger),
        Some(Spot::Called911),
        callback().map(Spot::field),
        Some(Spot::CameAt),
        name().map(Spot::field),
    ]
    .into_iter()
    .flatten()
    .map(Row::Spot)
    .collect();
    let mut shortest: Vec<&Field> = fields::all()
        .filter(|field| field.shortest > 0 && field.group.is_none())
        .filter(|field| Some(field.id) != name() && Some(field.id) != callback())
        .filter(|field| is_asked(screen, field))
        .collect();
    shortest.sort_by_key(|field| field.shortest);
    for field in shortest {
        out.push(Row::Spot(Spot::field(field.id)));
        if field.id == KIND && is_abduction(screen) {
            section_rows(Section::Abductor, screen, &mut out);
            section_rows(Section::Vehicle, screen, &mut out);
        }
    }
    out
}

/// The field of the kind of episode.
const KIND: FieldId = FieldId("call.kind");

/// Whether the child was taken, as far as is known: by the answer on its way, else by the one that is saved.
fn is_abduction(screen: &CaseScreen) -> bool {
    let sent = screen.kept.get(&Spot::field(KIND)).map(|kept| &kept.text);
    let saved = screen.fact(KIND, None).map(|fact| &fact.typed);
    sent.or(saved)
        .is_some_and(|kind| matches!(kind.as_str(), "family_abduction" | "nonfamily_abduction"))
}

/// Whether a field is asked of this case: what only a photo has is not, once it was said that there is none.
fn is_asked(screen: &CaseScreen, field: &Field) -> bool {
    let spot = Spot::field(field.id);
    let is_touched = screen.at == spot
        || screen.kept.contains_key(&spot)
        || screen
            .fact(field.id, None)
            .is_some_and(|fact| fact.state != FactState::Blank);
    field.counts != Counts::WithPhoto || is_touched || !has_no_photo(screen)
}

fn has_no_photo(screen: &CaseScreen) -> bool {
    let sent = screen
        .kept
        .get(&Spot::field(PHOTO))
        .map(|kept| kept.text.as_str());
    let saved = screen.fact(PHOTO, None).map(|fact| fact.typed.as_str());
    sent.or(saved)
        .is_some_and(|said| matches!(said, "no" | "n"))
}

/// The field of the child's name.
pub fn name() -> Option<FieldId> {
    fields::all()
        .find(|f| f.section == Section::Child && f.kind == Kind::Name && f.group.is_none())
        .map(|f| f.id)
}

/// The field of the number to call back.
pub fn callback() -> Option<FieldId> {
    fields::by_name("call.callback").map(|f| f.id)
}

/// Duties in the order to work them; what waits for something to happen first stands last, under a line of its own,
/// so that the first page holds what is owed and what was proven.
fn duty_rows(view: &CaseView, out: &mut Vec<Row>) {
    let waits = |at: &usize| {
        let duty = view.duties.get(*at);
        duty.is_some_and(|duty| duty.state == DutyState::Waiting)
    };
    let (waiting, now): (Vec<usize>, Vec<usize>) = (0..view.duties.len()).partition(waits);
    out.extend(now.into_iter().map(|at| Row::Spot(Spot::Duty(at))));
    if !waiting.is_empty() {
        out.push(Row::Heading(match waiting.len() {
            1 => "Nothing owed yet: 1 waits".to_owned(),
            n => format!("Nothing owed yet: {n} wait"),
        }));
    }
    out.extend(waiting.into_iter().map(|at| Row::Spot(Spot::Duty(at))));
}

fn spots(count: usize, spot: fn(usize) -> Spot, out: &mut Vec<Row>) {
    out.extend((0..count).map(|at| Row::Spot(spot(at))));
}

/// The rows of a section: its plain fields, then each of its groups with its entries and a line that adds one.
fn section_rows(section: Section, screen: &CaseScreen, out: &mut Vec<Row>) {
    out.push(Row::Heading(section.title().to_owned()));
    out.extend(
        fields::all()
            .filter(|field| field.section == section && field.group.is_none())
            .filter(|field| is_asked(screen, field))
            .map(|field| Row::Spot(Spot::field(field.id))),
    );
    for group in groups_of(section) {
        for (nth, item) in screen.items(group).into_iter().enumerate() {
            out.push(Row::Heading(format!("{} {}", group.title(), nth + 1)));
            out.extend(fields_of(group).map(|field| {
                Row::Spot(Spot::Field {
                    field: field.id,
                    item: Some(item),
                })
            }));
        }
        out.push(Row::Spot(Spot::Add(group)));
    }
}

/// The fields of a group, in the form's order.
pub fn fields_of(group: Group) -> impl Iterator<Item = &'static Field> {
    fields::all().filter(move |field| field.group == Some(group))
}

/// The groups of a section, in the order of their first fields.
pub fn groups_of(section: Section) -> Vec<Group> {
    let mut out = Vec::new();
    for group in fields::all()
        .filter(|field| field.section == section)
        .filter_map(|field| field.group)
    {
        if !out.contains(&group) {
            out.push(group);
        }
    }
    out
}
