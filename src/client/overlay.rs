//! What lies on top of a place: pop-ups as values on one stack. A new one is pushed and touches no list.

use super::form::Form;
use super::model::{PickRow, Reading, Sheet, Slot, Spot};
use super::text::Text;
use crate::record::Problem;
use crate::wire::shift::OrphanView;
use crate::wire::view::{ConflictView, DirectoryRow, FoundRow, HistoryRow, TriageView};

/// A pop-up.
#[derive(Debug, Clone, PartialEq)]
pub enum Overlay {
    /// Every action by name.
    Palette(Palette),
    /// The keys of the place one is in, from the live keymap.
    Help(Help),
    /// A question before something that cannot be taken back.
    Confirm(Confirm),
    /// Somebody else changed the same field meanwhile.
    Conflict(Conflict),
    /// An hour that happens twice: the first or the second?
    Which(Which),
    /// What a clock says when asked.
    Explain(Explain),
    /// The numbers card.
    Numbers(Numbers),
    /// Type what you hear; each piece shows where it will land.
    Quick(Quick),
    /// Two letters go to any field.
    Jump(Jump),
    /// Text that came where no text can go; offered as a note or for the quick line.
    Held(Held),
    /// What a field or a case went through.
    History(History),
    /// Open intakes and where each stopped.
    Parked(Parked),
    /// The supervisor's view: every open duty of the desk, and what nobody looks after.
    Shift(ShiftList),
    /// What one shift hands to the next, duty by duty.
    Handover(ShiftList),
    /// Who is calling in, and about which case.
    CallIn(CallIn),
    /// Find a case or a child.
    Find(Find),
    /// A small form: an attempt, a correction, found, returned, closed …
    Form(Form),
}

/// Every action by name, those that fit what is typed first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Palette {
    /// What is typed.
    pub filter: Text,
    /// Actions that fit, best first.
    pub rows: Vec<PaletteRow>,
    /// The one Enter runs.
    pub at: usize,
}

/// An action in the palette.
#[derive(Debug, Clone, PartialEq)]
pub struct PaletteRow {
    /// Its stable name (`case.new`).
    pub action: &'static str,
    /// What it does.
    pub title: String,
    /// Its keys here, as spelled in the help.
    pub keys: String,
    /// Why it cannot run now; `None` when it can.
    pub reason: Option<String>,
    /// The field it goes to, where it is no action.
    pub to: Option<Spot>,
}

/// Keys and what they do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Help {
    /// The place it is about, in words.
    pub about: String,
    /// What is typed to narrow it.
    pub filter: Text,
    /// Keys and titles that fit.
    pub rows: Vec<(String, String)>,
    /// The first row shown.
    pub scroll: usize,
}

/// A question before something that cannot be taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct Confirm {
    /// The question.
    pub question: String,
    /// What to know before answering.
    pub lines: Vec<String>,
    /// What yes does, in words.
    pub yes: String,
    /// What no does, in words.
    pub no: String,
    /// Boot time of its opening: keys that follow within 250 ms are not for it.
    pub opened: i64,
    /// What yes does.
    pub then: Then,
}

/// What a yes leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Then {
    /// The session ends; drafts are kept.
    Quit,
    /// The script is opened.
    Script(Slot, Sheet),
    /// Everything carried over among the rows shown still holds.
    StillTrue(Slot),
    /// A colleague's text is taken over.
    TakeDraft(Box<OrphanView>),
}

/// The same field, two values.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// On which case.
    pub slot: Slot,
    /// Where.
    pub spot: Spot,
    /// The field's label.
    pub label: String,
    /// Both values in words, who and when, as the desk sent them.
    pub view: ConflictView,
    /// What was typed here, to be sent again.
    pub typed: String,
    /// Boot time of its opening: keys that follow within 250 ms are not for it.
    pub opened: i64,
}

/// What a clock says when asked: rule, anchor, who entered it, what would stop it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Explain {
    /// Of what.
    pub title: String,
    /// Sentences.
    pub lines: Vec<String>,
    /// The first line shown.
    pub scroll: usize,
}

/// The numbers card.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Numbers {
    /// Entries as the desk sent them; `None` until they came.
    pub rows: Option<Vec<DirectoryRow>>,
    /// What is typed to narrow it.
    pub filter: Text,
    /// The entry in focus, among those that fit.
    pub at: usize,
}

impl Numbers {
    /// The entries that fit what is typed.
    pub fn fitting(&self) -> impl Iterator<Item = &DirectoryRow> {
        let wanted = self.filter.as_str().to_lowercase();
        self.rows.iter().flatten().filter(move |row| {
            wanted.is_empty()
                || [row.name.as_str(), row.kind.as_str(), row.area.as_str()]
                    .iter()
                    .any(|text| text.to_lowercase().contains(&wanted))
        })
    }
}

/// The quick line.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Quick {
    /// What is typed.
    pub text: Text,
    /// Where each piece will land.
    pub pieces: Vec<Piece>,
}

/// A piece of the quick line.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// As typed.
    pub typed: String,
    /// The field it will land in; `None` when it has no home yet.
    pub label: Option<String>,
    /// As understood.
    pub words: String,
    /// Why it cannot land.
    pub problem: Option<Problem>,
}

/// Going to a field by two letters.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Jump {
    /// Letters so far.
    pub typed: String,
    /// Codes that fit: code, where it leads.
    pub rows: Vec<(String, String)>,
    /// The spot each row leads to.
    pub to: Vec<Spot>,
}

/// An hour that happens twice: one key says which, nothing said leaves the earlier to govern.
#[derive(Debug, Clone, PartialEq)]
pub struct Which {
    /// On which case.
    pub slot: Slot,
    /// Where.
    pub spot: Spot,
    /// As typed.
    pub text: String,
    /// On the first pass.
    pub first: Reading,
    /// On the second pass.
    pub second: Reading,
    /// Boot time of its opening: keys that follow within 250 ms are not for it.
    pub opened: i64,
}

/// Text held back, since it came where no text can go.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The text.
    pub text: String,
    /// Boot time of its opening: keys that follow within 250 ms are not for it.
    pub opened: i64,
}

/// What a field or a case went through.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// Of what.
    pub title: String,
    /// Newest first; `None` until it came.
    pub rows: Option<Vec<HistoryRow>>,
    /// The first row shown.
    pub scroll: usize,
}

/// Open intakes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parked {
    /// In the order they were opened.
    pub rows: Vec<ParkedRow>,
    /// The one Enter goes to.
    pub at: usize,
}

/// An open intake and where it stopped.
#[derive(Debug, Clone, PartialEq)]
pub struct ParkedRow {
    /// Which.
    pub slot: Slot,
    /// Its number, or that it is being opened.
    pub number: String,
    /// The child's name.
    pub name: String,
    /// Where the cursor stopped and what comes next, in words.
    pub stopped: String,
    /// How many texts wait there unsaved.
    pub unsaved: usize,
}

/// A call that comes in: who, then about which case; then its form.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CallIn {
    /// Who, once said: `police`, `ncmec`, `tip`, `child`, `caregiver`, `other`.
    pub from: Option<&'static str>,
    /// Name or number as typed, to find the case.
    pub query: Text,
    /// What was found, best first.
    pub found: Vec<FoundRow>,
    /// The one Enter takes.
    pub at: usize,
}

/// A list over what the desk sends of the shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ShiftList {
    /// The line in focus.
    pub at: usize,
}

/// Finding a case or a child.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Find {
    /// As typed.
    pub query: Text,
    /// What was found, best first.
    pub found: Vec<FoundRow>,
    /// The one Enter takes.
    pub at: usize,
}

/// What stands beside a form while it is filled in.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Beside {
    /// Nothing.
    #[default]
    Nothing,
    /// Sentences to know or to read out (the federal rule on a refusal).
    Words(Vec<String>),
    /// Numbers to try next.
    Numbers(Vec<DirectoryRow>),
    /// Triage rows proposed.
    Triage(TriageView),
    /// Choices for the line in focus.
    Choices(Vec<PickRow>),
    /// The script that comes next.
    Next(Sheet),
}
