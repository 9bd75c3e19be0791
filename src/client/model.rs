//! What a session knows and where its cursor is: plain data, drawn from `&self`.
//!
//! The desk's views are kept as sent. The rest is this screen's own: what is focused, what is being
//! typed, what was typed and not yet saved. Nothing here decides; `app` does.

use std::collections::{BTreeMap, BTreeSet};

use super::overlay::Overlay;
use super::panes::{self, Pane, Row};
use super::text::Text;
use crate::record::{CaseId, FieldId, Group, ItemId, Moment, Problem, Zone};
use crate::wire::BoardView;
use crate::wire::view::{BoardRow, CaseView, FactView, FoundRow, SheetLine, SheetView};

/// A whole session.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The operator's name, as it stands in the log.
    pub operator: String,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The present, on the desk's time.
    pub clock: Clock,
    /// How fresh the screen is.
    pub link: Link,
    /// Where the operator is.
    pub place: Place,
    /// The board.
    pub board: Board,
    /// Cases open in this session, in the order they were opened.
    pub cases: Vec<CaseScreen>,
    /// What lies on top of the place, the topmost last.
    pub overlays: Vec<Overlay>,
    /// The bottom line: what came of the last act.
    pub said: Option<Saying>,
    /// The desk's notices that stay until read (clock jump, store trouble), oldest first.
    pub notices: Vec<String>,
    /// The keys of a chord so far, as they are spelled in the help (`ctrl-x`).
    pub pending: Vec<String>,
    /// The ways on from those keys: key and title.
    pub ways: Vec<(String, String)>,
    /// The boot time from which the ways are drawn: a hand that knows the next key sees nothing flash by.
    pub ways_due: Option<i64>,
    /// The keys worth showing in the footer here: key and title, the most wanted first.
    pub hints: Vec<(String, String)>,
    /// The session is over.
    pub over: bool,
}

/// The desk's present: what it said with its latest view, and what has passed since by boot time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clock {
    /// The latest present the desk sent, and the boot time at which it came.
    pub sent: Option<(Moment, i64)>,
    /// Boot time of the latest key or tick, in microseconds.
    pub boot: i64,
}

impl Clock {
    /// The desk's present; `None` before the desk has said anything.
    pub fn now(&self) -> Option<Moment> {
        self.at(self.boot)
    }
    /// Takes the present that the desk sent with a view. A view that was long under way (the terminal
    /// stood still) does not set the clock back: no deadline ever has more time left than before.
    pub fn hear(&mut self, now: Moment, boot: i64) {
        let known = self.at(boot);
        self.sent = Some((known.map_or(now, |known| known.max(now)), boot));
    }
    /// The desk's present at a boot time.
    pub fn at(&self, boot: i64) -> Option<Moment> {
        self.sent
            .map(|(now, then)| now.plus(boot.saturating_sub(then)))
    }
}

/// How fresh the screen is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Link {
    /// Nothing has come yet.
    #[default]
    Opening,
    /// Views arrive as they change.
    Live,
    /// The desk has gone silent since that boot time; why, in one sentence.
    Lost {
        /// Since when, boot time in microseconds.
        since: i64,
        /// Why.
        why: String,
    },
}

/// Where the operator is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The list of open cases.
    Board,
    /// A case: its intake or its panes.
    Case(Slot),
    /// A script of a case, for the receiver on the phone.
    Script(Slot, Sheet),
}

/// This session's own name of an open case; a new intake has one before the desk has numbered it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(pub u32);

/// A script the desk reads out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the two receivers")]
pub enum Sheet {
    Police,
    Ncmec,
}

impl Sheet {
    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Police => "police",
            Self::Ncmec => "ncmec",
        }
    }
    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Police => "police",
            Self::Ncmec => "NCMEC",
        }
    }
    /// The duty that its report discharges.
    pub fn duty(self) -> &'static str {
        match self {
            Self::Police => "police.report",
            Self::Ncmec => "ncmec.report",
        }
    }
}

/// The board and its selection.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Board {
    /// As the desk sent it; `None` before it has.
    pub view: Option<BoardView>,
    /// The selected case: by id, so that an update never moves it.
    pub selected: Option<CaseId>,
}

impl Board {
    /// The rows, none before the desk has sent any.
    pub fn rows(&self) -> &[BoardRow] {
        self.view.as_ref().map_or(&[], |view| &view.rows)
    }
    /// The place of the selected row.
    pub fn index(&self) -> Option<usize> {
        let selected = self.selected?;
        self.rows().iter().position(|row| row.case == selected)
    }
}

/// A saying on the bottom line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saying {
    /// It was done; how it was understood.
    Done(String),
    /// It could not be done.
    Problem(Problem),
}

/// A case open in this session.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseScreen {
    /// This session's name of it.
    pub slot: Slot,
    /// The desk's id of it; `None` for the moment until the desk has answered the opening.
    pub case: Option<CaseId>,
    /// The number people see, once the desk gave it.
    pub number: Option<String>,
    /// For an intake opened here: the instant its key was read, from which the clock runs.
    pub key_at: Option<Moment>,
    /// As the desk sent it last.
    pub view: Option<Box<CaseView>>,
    /// The whole form in the order of the call (intake), or one pane at a time.
    pub mode: Mode,
    /// The pane in focus, when in panes.
    pub pane: Pane,
    /// The spot in focus.
    pub at: Spot,
    /// The text being typed at [`CaseScreen::at`].
    pub edit: Option<Edit>,
    /// What was typed and is not (yet) saved, by spot. Nothing typed is ever dropped.
    pub kept: BTreeMap<Spot, Kept>,
    /// A child on file whose name matches what was typed; offered on one key.
    pub offered: Option<FoundRow>,
    /// Entries added here that the desk's view does not hold yet, in order.
    pub fresh: Vec<Fresh>,
    /// The scripts, with where the reading stopped.
    pub scripts: BTreeMap<Sheet, Script>,
    /// Masked fields are shown for now.
    pub unmasked: bool,
}

/// How the case is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The call's order: first line, came at, name, the shortest set, then everything.
    Intake,
    /// Panes.
    Panes,
}

/// Something on a case that the cursor can stand on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// Danger now?
    Danger,
    /// 911 called?
    Called911,
    /// How the information came, and when if earlier.
    CameAt,
    /// The child's name, or any other field; with the entry, for a field of a group.
    Field {
        /// Which field.
        field: FieldId,
        /// Which entry of its group.
        item: Option<ItemId>,
    },
    /// The line under a group that adds an entry.
    Add(Group),
    /// A duty, by its place in the desk's order.
    Duty(usize),
    /// A row of the timeline.
    Event(usize),
    /// A proposed triage row.
    TriageRow(usize),
    /// A linked case.
    Linked(usize),
    /// A proposed police agency.
    Agency(usize),
}

impl Spot {
    /// A field outside groups.
    pub fn field(field: FieldId) -> Self {
        Self::Field { field, item: None }
    }
}

/// Text being typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// The text and its cursor.
    pub text: Text,
    /// What the text would be understood as.
    pub preview: Preview,
    /// Whether that stands on the screen.
    pub echo: Echo,
    /// The sequence of the fact that stood when the editing began.
    pub saw: Option<u64>,
    /// The choices that fit, for a field with a code list or choices.
    pub picker: Option<Picker>,
}

/// Whether what a text is understood as stands on the screen. It comes after a short pause of the hand, so that a
/// letter costs a letter on the line and nothing flickers beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Echo {
    /// It stands there.
    Shown,
    /// It comes at this boot time; what stood there before the typing stands there still.
    After(i64),
    /// It comes at this boot time; until then nothing stands there, as what stood there was about another text.
    Blank(i64),
}

impl Echo {
    /// How long the hand must rest, in microseconds.
    pub const PAUSE: i64 = 350_000;
    /// The text changed at this boot time; `said` is whether something stood on the screen about the old text.
    pub fn changed(self, boot: i64, said: bool) -> Self {
        let due = boot.saturating_add(Self::PAUSE);
        match self {
            Self::Shown if said => Self::Blank(due),
            Self::Shown | Self::After(_) => Self::After(due),
            Self::Blank(_) => Self::Blank(due),
        }
    }
    /// Time has come to this boot time.
    pub fn passed(self, boot: i64) -> Self {
        match self {
            Self::After(due) | Self::Blank(due) if due <= boot => Self::Shown,
            other => other,
        }
    }
    /// The boot time at which it comes, if it is still to come.
    pub fn due(self) -> Option<i64> {
        match self {
            Self::Shown => None,
            Self::After(due) | Self::Blank(due) => Some(due),
        }
    }
}

/// What typed text is understood as.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Preview {
    /// Nothing typed, or nothing to say.
    #[default]
    Nothing,
    /// In words, with the receiver's form where it differs.
    Words {
        /// As understood (`5 ft 4 in · 163 cm`).
        words: String,
        /// As the form wants it (`HGT 504`).
        official: Option<String>,
    },
    /// It cannot be read; the text stays.
    Problem(Problem),
    /// The hour happens twice that night: which one?
    Which {
        /// On the first pass.
        first: Reading,
        /// On the second pass.
        second: Reading,
    },
}

/// One reading of an hour that happens twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// In words (`first 01:20 (EDT)`).
    pub words: String,
    /// What to send to say so.
    pub typed: String,
}

impl std::fmt::Display for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words)
    }
}

/// Choices that fit what is typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Picker {
    /// Best first.
    pub rows: Vec<PickRow>,
    /// The one Enter takes.
    pub at: usize,
    /// Several can be taken: those taken so far.
    pub taken: Vec<String>,
}

/// One choice.
#[derive(Debug, Clone, PartialEq)]
pub struct PickRow {
    /// What would be sent.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// The letter that picks it at once, for a field's own choices.
    pub letter: Option<char>,
}

/// Text that is not saved (yet).
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// As typed.
    pub text: String,
    /// Why it is not saved.
    pub why: Why,
}

/// Why typed text is not saved.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// The field was left with Esc; the text waits here.
    Draft,
    /// Left behind by an earlier screen of the same operator.
    FromBefore,
    /// On its way to the desk under this request number.
    Sending(u64),
    /// The desk or the reader would not have it.
    Refused(Problem),
}

/// An entry of a group added here; until the desk has named it, its id is this session's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fresh {
    /// Which group.
    pub group: Group,
    /// Its id: below 2^64 while it is this session's own, random once the desk has named it.
    pub item: ItemId,
    /// It is on its way to the desk, or there.
    pub sent: bool,
}

impl Fresh {
    /// Whether an id is a session's own rather than the desk's.
    pub fn is_own(item: ItemId) -> bool {
        item.0 < 1 << 64
    }
}

/// A script and where the reading is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Script {
    /// As the desk composed it last; `None` until it has.
    pub view: Option<SheetView>,
    /// The line in focus, counted over all parts.
    pub at: usize,
    /// Lines read out, counted over all parts.
    pub ticked: BTreeSet<usize>,
}

impl Script {
    /// Every line with its part's number, in order.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &SheetLine)> {
        self.view
            .iter()
            .flat_map(|view| view.parts.iter().enumerate())
            .flat_map(|(part, p)| p.lines.iter().map(move |line| (part, line)))
    }
    /// The lines that are blank, by their number over all parts.
    pub fn blanks(&self) -> impl Iterator<Item = usize> {
        self.lines()
            .enumerate()
            .filter(|(_, (_, line))| line.state == Some(crate::wire::view::FactState::Blank))
            .map(|(at, _)| at)
    }
}

impl Model {
    /// A session of this operator before anything has come from the desk.
    pub fn new(operator: &str) -> Self {
        Self {
            operator: operator.to_owned(),
            size: (80, 24),
            clock: Clock::default(),
            link: Link::Opening,
            place: Place::Board,
            board: Board::default(),
            cases: Vec::new(),
            overlays: Vec::new(),
            said: None,
            notices: Vec::new(),
            pending: Vec::new(),
            ways: Vec::new(),
            ways_due: None,
            hints: Vec::new(),
            over: false,
        }
    }
    /// The desk's present.
    pub fn now(&self) -> Option<Moment> {
        self.clock.now()
    }
    /// The zone to show times in: the agency's.
    pub fn zone(&self) -> Zone {
        self.board.view.as_ref().map_or(Zone::UTC, |view| view.zone)
    }
    /// The case with that name in this session.
    pub fn case(&self, slot: Slot) -> Option<&CaseScreen> {
        self.cases.iter().find(|case| case.slot == slot)
    }
    /// The case in front, if the operator is in one.
    pub fn front(&self) -> Option<&CaseScreen> {
        match self.place {
            Place::Board => None,
            Place::Case(slot) | Place::Script(slot, _) => self.case(slot),
        }
    }
    /// The overlay on top.
    pub fn top(&self) -> Option<&Overlay> {
        self.overlays.last()
    }
}

impl CaseScreen {
    /// A case of which nothing has come yet.
    pub fn new(slot: Slot, case: Option<CaseId>) -> Self {
        Self {
            slot,
            case,
            number: None,
            key_at: None,
            view: None,
            mode: Mode::Panes,
            pane: Pane::FIRST,
            at: Spot::Danger,
            edit: None,
            kept: BTreeMap::new(),
            offered: None,
            fresh: Vec::new(),
            scripts: BTreeMap::new(),
            unmasked: false,
        }
    }
    /// The fact of a field as the desk sent it.
    pub fn fact(&self, field: FieldId, item: Option<ItemId>) -> Option<&FactView> {
        self.view
            .as_ref()?
            .facts
            .iter()
            .find(|fact| fact.field == field.0 && fact.item == item)
    }
    /// The entries of a group: the desk's, then those added here that are not in its view yet.
    pub fn items(&self, group: Group) -> Vec<ItemId> {
        let mut out: Vec<ItemId> = self
            .view
            .iter()
            .flat_map(|view| &view.items)
            .filter(|(of, _)| *of == group)
            .map(|(_, item)| *item)
            .collect();
        for fresh in self.fresh.iter().filter(|fresh| fresh.group == group) {
            if !out.contains(&fresh.item) {
                out.push(fresh.item);
            }
        }
        out
    }
    /// The rows on the screen, in the order the cursor goes: the call's order or the pane's.
    pub fn rows(&self) -> Vec<Row> {
        match self.mode {
            Mode::Intake => panes::intake_rows(self),
            Mode::Panes => panes::rows(self.pane, self),
        }
    }
    /// What is written on top of the case: the number, or that it is being opened.
    pub fn title(&self) -> &str {
        self.number.as_deref().unwrap_or("being opened")
    }
}
