//! What a session knows and where its cursor is: plain data, drawn from `&self`.
//!
//! The desk's views are kept as sent. The rest is this screen's own: what is focused, what is being
//! typed, what was typed and not yet saved. Nothing here decides; `app` does.

mod case;
mod door;
mod script;
mod typed;

pub use case::{Back, CaseScreen, Fresh, Kept, Mode, Spot, Why};
pub use door::{CANNOT, Door, DoorLine, DoorMode, Entry};
pub use script::{Script, Sheet};
pub use typed::{Echo, Edit, PickRow, Picker, Preview, Reading};

use super::overlay::Overlay;
use crate::record::{CaseId, FieldId, ItemId, Moment, Problem, Zone};
use crate::wire::BoardView;
use crate::wire::shift::{PersonHere, PresenceView, ShiftView};
use crate::wire::view::BoardRow;
use crate::wire::who::Standing;

/// A whole session.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The operator's name, as it stands in the log.
    pub operator: String,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The desk's time is pretended: every screen says so.
    pub pretended: bool,
    /// The present, on the desk's time.
    pub clock: Clock,
    /// How fresh the screen is.
    pub link: Link,
    /// Where the operator is.
    pub place: Place,
    /// The board.
    pub board: Board,
    /// Who else is where, and which calls are parked.
    pub presence: PresenceView,
    /// The case the desk sends whenever it changes, and whose people it names.
    pub watched: Option<CaseId>,
    /// The whole desk's open duties, while they are watched.
    pub shift: Option<Box<ShiftView>>,
    /// Whether the desk was asked for them.
    pub shift_watched: bool,
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
    /// How the desk says this session stands; `None` before it has said.
    pub standing: Option<Standing>,
    /// The page in front of everything, where somebody has to be let in or a phrase is typed.
    pub door: Option<Door>,
    /// The session is over.
    pub over: bool,
}

impl Model {
    /// A session of this operator before anything has come from the desk.
    pub fn new(operator: &str) -> Self {
        Self {
            operator: operator.to_owned(),
            size: (80, 24),
            pretended: false,
            clock: Clock::default(),
            link: Link::Opening,
            place: Place::Board,
            board: Board::default(),
            presence: PresenceView::default(),
            watched: None,
            shift: None,
            shift_watched: false,
            cases: Vec::new(),
            overlays: Vec::new(),
            said: None,
            notices: Vec::new(),
            pending: Vec::new(),
            ways: Vec::new(),
            ways_due: None,
            hints: Vec::new(),
            standing: None,
            door: None,
            over: false,
        }
    }
    /// The desk's present.
    pub fn now(&self) -> Option<Moment> {
        self.clock.now()
    }
    /// The zone to show times in: the agency's.
    pub fn zone(&self) -> Zone {
        match (&self.board.view, &self.standing) {
            (Some(view), _) => view.zone,
            (None, Some(standing)) => standing.zone,
            (None, None) => Zone::UTC,
        }
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
    /// Who else is in a case now; nobody while the desk shows another.
    pub fn others(&self, case: Option<CaseId>) -> &[PersonHere] {
        match self.watched {
            watched if watched.is_some() && watched == case => &self.presence.here,
            _ => &[],
        }
    }
    /// Who else is at a field, in one short mark (`@Dan`).
    pub fn beside(
        &self,
        case: Option<CaseId>,
        field: FieldId,
        item: Option<ItemId>,
    ) -> Option<String> {
        let names: Vec<String> = self
            .others(case)
            .iter()
            .filter(|other| other.field.as_deref() == Some(field.0) && other.item == item)
            .map(|other| format!("@{}", other.who))
            .collect();
        (!names.is_empty()).then(|| names.join(" "))
    }
    /// The overlay on top.
    pub fn top(&self) -> Option<&Overlay> {
        self.overlays.last()
    }
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
