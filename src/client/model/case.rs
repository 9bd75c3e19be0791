//! A case open in a session: the desk's view of it, where the cursor stands, what is typed and not saved.

use std::collections::BTreeMap;

use super::Slot;
use super::script::{Script, Sheet};
use super::typed::Edit;
use crate::client::panes::{self, Pane, Row};
use crate::record::{CaseId, FieldId, Group, ItemId, Moment, Problem, SafeText};
use crate::wire::view::{CaseView, FactView, FoundRow};

/// A place in a case to come back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    /// The pane; `None` for the order of the call.
    pub pane: Option<Pane>,
    /// The row.
    pub at: Spot,
    /// The cursor in the text, in letters from its end; `None` when nothing was being typed.
    pub cursor: Option<usize>,
    /// The script in front, and its line.
    pub script: Option<(Sheet, usize)>,
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
    /// The child's name as the search gave it: what the case is called until its view has come.
    pub found_as: Option<SafeText>,
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
    /// The sequence of the fact that stood where a text was begun, until that text is settled: a colleague's
    /// answer that comes meanwhile is asked about, never written over.
    pub saw: BTreeMap<Spot, u64>,
    /// Where to go when the case's view first comes: the place a dropped line left.
    pub resume: Option<Back>,
    /// The script in front when the case was left for another.
    pub script: Option<Sheet>,
    /// A child on file whose name matches what was typed; offered on one key.
    pub offered: Option<FoundRow>,
    /// Entries added here that the desk's view does not hold yet, in order.
    pub fresh: Vec<Fresh>,
    /// The scripts, with where the reading stopped.
    pub scripts: BTreeMap<Sheet, Script>,
    /// Masked fields are shown for now.
    pub unmasked: bool,
}

impl CaseScreen {
    /// The sequence to state as seen with an answer that is no field: what stood where it was begun.
    pub(in crate::client) fn saw_at(&mut self, spot: &Spot) -> u64 {
        let seen = self.view.as_ref().map_or(0, |view| match spot {
            Spot::Danger => view.first_seen.0,
            Spot::Called911 => view.first_seen.1,
            Spot::CameAt => view.received.seen,
            _ => 0,
        });
        *self.saw.entry(spot.clone()).or_insert(seen)
    }

    /// A case of which nothing has come yet.
    pub fn new(slot: Slot, case: Option<CaseId>) -> Self {
        Self {
            slot,
            case,
            number: None,
            found_as: None,
            key_at: None,
            view: None,
            mode: Mode::Panes,
            pane: Pane::FIRST,
            at: Spot::Danger,
            edit: None,
            kept: BTreeMap::new(),
            saw: BTreeMap::new(),
            resume: None,
            script: None,
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
