//! THE table of actions: everything a key, the palette or a footer can have the screen do.
//!
//! Adding an action is one row here and one line in `keymaps/default.toml`. Help, palette, footer,
//! README and `porchlight keys` are loops over this table and the keymap. What an action *does* is the
//! session's: `client::dispatch` matches on [`Act`].

use std::fmt;

/// A place on the screen that keys belong to. The session hands the keymap a stack of these, innermost first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// Everywhere; the last layer of every stack.
    Global,
    /// The list of open cases.
    Board,
    /// An open case: its panes.
    Case,
    /// Fields one after the other: a pane being filled in, an outcome, a call in.
    Form,
    /// A field that is being typed into. Printable keys are text.
    Text,
    /// Any list with a selection: board, picker, timeline, history.
    List,
    /// A script on the phone: police or NCMEC.
    Script,
    /// Anything that lies on top: help, explanation, card.
    Overlay,
    /// A question with a yes and a no.
    Confirm,
    /// The palette, and other lists that are searched by typing. Printable keys are text.
    Palette,
}

impl Context {
    /// Every context, in the order help lists them.
    pub const ALL: [Context; 10] = [
        Context::Global,
        Context::Board,
        Context::Case,
        Context::Form,
        Context::Text,
        Context::List,
        Context::Script,
        Context::Overlay,
        Context::Confirm,
        Context::Palette,
    ];
    /// Its name in a keymap file.
    pub fn name(self) -> &'static str {
        match self {
            Context::Global => "global",
            Context::Board => "board",
            Context::Case => "case",
            Context::Form => "form",
            Context::Text => "text",
            Context::List => "list",
            Context::Script => "script",
            Context::Overlay => "overlay",
            Context::Confirm => "confirm",
            Context::Palette => "palette",
        }
    }
    /// Its heading in help.
    pub fn title(self) -> &'static str {
        match self {
            Context::Global => "Everywhere",
            Context::Board => "Board",
            Context::Case => "Case",
            Context::Form => "Between fields",
            Context::Text => "While typing",
            Context::List => "Lists",
            Context::Script => "Script",
            Context::Overlay => "On top",
            Context::Confirm => "Question",
            Context::Palette => "Palette and search",
        }
    }
    /// The context of this name.
    pub fn named(name: &str) -> Option<Context> {
        Context::ALL.into_iter().find(|c| c.name() == name)
    }
    /// Whether printable keys are text here.
    pub fn takes_text(self) -> bool {
        matches!(self, Context::Text | Context::Palette)
    }
}

/// What an action leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Shows, moves or opens something; writes nothing.
    Shows,
    /// Writes, and can be taken back.
    Writes,
    /// Asks first, since it cannot simply be taken back.
    Asks,
}

impl Effect {
    /// One word for tables.
    pub fn word(self) -> &'static str {
        match self {
            Effect::Shows => "shows",
            Effect::Writes => "writes",
            Effect::Asks => "asks",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Action {
    /// The value `dispatch` matches on.
    pub act: Act,
    /// Its name in keymaps (`case.new`).
    pub name: &'static str,
    /// What the palette and the footer call it; a few words.
    pub title: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// Where it means something; `Global` for everywhere.
    pub contexts: &'static [Context],
    /// What it leaves behind.
    pub effect: Effect,
}

impl Action {
    /// Whether it may be run while text is being typed (by the leader, a control key or the palette).
    pub fn in_text(&self) -> bool {
        self.contexts.iter().any(|c| {
            *c == Context::Global || *c == Context::Case || *c == Context::Form || c.takes_text()
        })
    }
    /// Whether it means something in this stack of contexts.
    pub fn means_something(&self, layers: &[Context]) -> bool {
        self.contexts
            .iter()
            .any(|c| *c == Context::Global || layers.contains(c))
    }
}

macro_rules! actions {
    ($( $act:ident $name:literal [$($context:ident)+] $effect:ident $title:literal, $help:literal; )+) => {
        /// Every action; the help of each is in [`ACTIONS`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Act {
            $( #[doc = $help] $act, )+
        }
        /// The table, in the order the palette shows it when nothing is typed.
        pub const ACTIONS: &[Action] = &[
            $( Action {
                act: Act::$act,
                name: $name,
                title: $title,
                help: $help,
                contexts: &[$(Context::$context),+],
                effect: Effect::$effect,
            }, )+
        ];
    };
}

actions! {
    // The night's work.
    CaseNew "case.new" [Global] Writes "New intake", "Start an intake; its clock starts at this key.";
    CaseOpen "case.open" [Board List] Shows "Open", "Open what is selected.";
    BoardShow "board.show" [Global] Shows "Board", "Back to the board; what is typed stays where it is.";
    CallIn "call.in" [Global] Shows "Call in", "Somebody is calling about a case: police, NCMEC, a tip, the child.";
    NumbersCard "numbers.card" [Global] Shows "Numbers card", "911, NCMEC, hotlines, police directory, people on call.";
    DirectoryAdd "directory.add" [Global] Writes "Add a number", "Add a police agency or a person on call; Enter on the card changes an entry.";
    DeskSettings "desk.settings" [Global] Writes "Desk settings", "The agency's name, zone, phone, state, web account, supervisor on call.";
    ScriptPolice "script.police" [Global] Shows "Police script", "What to read to the police, in their order, then the outcome.";
    ScriptNcmec "script.ncmec" [Global] Shows "NCMEC script", "What to read to NCMEC, in their order, then the outcome.";
    SheetAudit "sheet.audit" [Global] Shows "Audit sheet", "Who was told what and when, with the minutes between.";
    OutcomeForm "outcome.form" [Case Script] Shows "Outcome", "Write down how a call went: no answer, refused, told, confirmed.";
    CasesNext "cases.next" [Global] Shows "Next open intake", "Go to the next open intake or parked call.";
    ShiftShow "shift.show" [Global] Shows "Supervisor view", "Every open duty of the desk, who has it, what is silent or left behind.";
    HandoverShow "handover.show" [Global] Shows "Handover", "What is handed over, duty by duty; Enter accepts one by your name.";
    HandoverStart "handover.start" [Global] Writes "Hand over", "Hand over what you have and what nobody has; each stays yours until accepted.";
    HandoverSheet "handover.sheet" [Global] Shows "Handover sheet", "The whole desk on one sheet: next steps, hours left, told, unknown.";
    CasesParked "cases.parked" [Global] Shows "Parked calls", "List the intakes that are open and unfinished.";
    // Who sits here, who may.
    ScreenLock "screen.lock" [Global] Shows "Lock the screen", "Hide everything until the phrase is given; clocks go on, without names.";
    SignOut "screen.sign-out" [Global] Shows "Sign out", "Somebody else may sign in; what is typed is kept as drafts.";
    Roster "roster.show" [Global] Shows "Roster", "Who may act on this desk, their roles, and who is signed in.";
    OperatorAdd "roster.add" [Global] Writes "Add an operator", "Put somebody on the roster; the first is a supervisor.";
    OperatorChange "roster.change" [Global] Writes "Change an operator", "Release after a lock-out, suspend, restore, another role.";
    OwnPhrase "roster.phrase" [Global] Writes "Another unlock phrase", "Change your own unlock phrase.";
    Flagged "flagged.show" [Global] Shows "Flagged", "What waits for a supervisor: glass broken, work without signing in.";
    Review "flagged.review" [Global] Writes "Review what was flagged", "Say what came of the oldest that nobody has reviewed.";
    // Getting about.
    FieldJump "field.jump" [Case Form] Shows "Jump to field", "Label every field with two letters and go to the one you press.";
    FieldNext "field.next" [Form Case] Shows "Next field", "Go on to the next field; what is typed is kept.";
    FieldPrevious "field.previous" [Form Case] Shows "Field before", "Go back one field; what is typed is kept.";
    FieldNextBlank "field.next-blank" [Form Case] Shows "Next blank", "Go to the next field that nobody has answered.";
    SectionNext "section.next" [Form Case] Shows "Next section", "Go to the next section of fields.";
    SectionPrevious "section.previous" [Form Case] Shows "Section before", "Go back one section of fields.";
    PaneNext "pane.next" [Case] Shows "Next pane", "Go to the next pane of the case.";
    PanePrevious "pane.previous" [Case] Shows "Pane before", "Go back one pane of the case.";
    CallOrder "call.order" [Case] Shows "Order of the call", "Back to the intake's order of questions, at the first that is blank.";
    Pane1 "pane.1" [Case] Shows "Descriptors", "Go to pane 1, descriptors.";
    Pane2 "pane.2" [Case] Shows "Risks and companions", "Go to pane 2, risks and companions.";
    Pane3 "pane.3" [Case] Shows "Reporting timeline", "Go to pane 3, the reporting timeline.";
    Pane4 "pane.4" [Case] Shows "24-hour countdown", "Go to pane 4, the countdown and duties.";
    Pane5 "pane.5" [Case] Shows "Circumstances", "Go to pane 5, circumstances.";
    Pane6 "pane.6" [Case] Shows "Parties", "Go to pane 6, parties.";
    Pane7 "pane.7" [Case] Shows "Photos", "Go to pane 7, photos.";
    Pane8 "pane.8" [Case] Shows "Child and history", "Go to pane 8, the child and earlier runs.";
    Pane9 "pane.9" [Case] Shows "Recovery", "Go to pane 9, recovery.";
    ListDown "list.down" [List Palette Overlay] Shows "Down", "One line down.";
    ListUp "list.up" [List Palette Overlay] Shows "Up", "One line up.";
    ListPageDown "list.page-down" [List Palette Overlay] Shows "Page down", "One page down.";
    ListPageUp "list.page-up" [List Palette Overlay] Shows "Page up", "One page up.";
    ListFirst "list.first" [List Palette Overlay] Shows "First", "To the first line.";
    ListLast "list.last" [List Palette Overlay] Shows "Last", "To the last line.";
    Find "find" [Global] Shows "Find", "Find a case or a child by name, any number, phone or plate.";
    // Writing a case.
    QuickLine "quick.line" [Case Form] Shows "Quick line", "Type what the caller says in any order; it is sorted into fields.";
    DangerTurn "danger.turn" [Case Form] Writes "Danger now?", "Danger now: yes, no, unknown; each press takes the next.";
    DangerYes "danger.yes" [Case Form] Writes "Danger now: yes", "The child is in danger now.";
    DangerNo "danger.no" [Case Form] Writes "Danger now: no", "The caller knows of no danger now.";
    DangerUnknown "danger.unknown" [Case Form] Writes "Danger now: unknown", "Asked; the caller does not know.";
    Called911Turn "called911.turn" [Case Form] Writes "911 called?", "911 called: yes, no, unknown; each press takes the next.";
    Called911Yes "called911.yes" [Case Form] Writes "911 called: yes", "911 has been called.";
    Called911No "called911.no" [Case Form] Writes "911 called: no", "911 has not been called.";
    Called911Unknown "called911.unknown" [Case Form] Writes "911 called: unknown", "Asked; the caller does not know.";
    AnswerUnknown "answer.unknown" [Form Case] Writes "Unknown", "Asked, and nobody could say.";
    AnswerRefused "answer.refused" [Form Case] Writes "Refused", "Asked, and they would not say.";
    AnswerNotApplicable "answer.not-applicable" [Form Case] Writes "Not applicable", "This question does not apply.";
    AnswerBlank "answer.blank" [Form Case] Writes "Blank again", "Take the answer back; the field counts as not asked.";
    StillTrue "answer.still-true" [Form Case] Writes "Still true", "What is on file was asked again and still holds.";
    StillTrueAll "answer.still-true-all" [Form Case] Writes "All still true", "Everything shown here that was carried over still holds.";
    TakeChild "child.take" [Form Case] Writes "Take child on file", "The child on file whose name matches is the one; the facts come over.";
    SaidBy "answer.said-by" [Form Case] Shows "Who said it", "Say who gave this answer, and as of when.";
    ItemAdd "item.add" [Form Case] Writes "Add one more", "Add an item to this group: a phone, a mark, a companion.";
    ItemRemove "item.remove" [Form Case] Asks "Remove item", "Remove this item, with a reason; it stays in the history.";
    NoteAdd "note.add" [Case] Shows "Note", "Write a note on this case.";
    CameAt "case.came-at" [Case Form] Shows "Came at", "When and how the information came in, if earlier than typed.";
    CorrectReceived "received.correct" [Case] Asks "Correct received time", "Correct when the information was received; both values stay.";
    CorrectionConfirm "received.confirm" [Case] Asks "Confirm correction", "A second person confirms or denies a later received time.";
    FieldHistory "field.history" [Form Case] Shows "History of field", "Every value this field has had, and who said it.";
    CaseHistory "case.history" [Case] Shows "History of case", "Everything that happened in this case, newest first.";
    Undo "undo" [Case Form Text] Writes "Undo", "Bring back what the field held before.";
    // Duties, decisions, endings.
    Reveal "case.reveal" [Case] Writes "Show masked fields", "Show masked fields for 5 minutes; the reason stands in the log.";
    BreakGlass "case.break-glass" [Case] Writes "Break the glass", "For a child in danger: open every masked field; everybody is told.";
    ClockExplain "clock.explain" [Global] Shows "Explain clock", "Which rule, from when, who said so, what would stop it.";
    Triage "triage" [Case] Shows "Triage", "Which row decides, by which fact, and the choice of a person.";
    RefusalPath "refusal.path" [Case Script] Shows "Police refused", "Who refused, when, in what words; the rule; the next number.";
    Found "case.found" [Case] Shows "Found", "The child has been located.";
    Returned "case.returned" [Case] Shows "Returned", "The child is back in care.";
    Screened "case.screened" [Case] Shows "Screened", "The talk after the return has been held.";
    Interviewed "case.interviewed" [Case] Shows "Interviewed", "Why the child left and what happened while away.";
    VictimIdentified "case.victim" [Case] Shows "Identified victim", "The child was identified as a trafficking victim: police within 24 hours.";
    Close "case.close" [Case] Asks "Close case", "Close the case; what is still owed is listed first.";
    Reopen "case.reopen" [Case] Asks "Reopen case", "Open a closed case again; its clocks are not reset.";
    Mistaken "case.mistaken" [Case] Asks "Mistaken intake", "Close an intake begun by mistake, with a reason; it stays in the log.";
    Claim "case.claim" [Case Board] Writes "Claim", "Say that you have this case.";
    Release "case.release" [Case Board] Writes "Release", "Say that you no longer have this case.";
    LinkCase "case.link" [Case] Shows "Link case", "Link a sibling or companion who is missing too.";
    // Script.
    ScriptTick "script.tick" [Script] Writes "Read", "Tick this line as read, or take the tick back.";
    ScriptReadBack "script.read-back" [Script] Shows "Read back", "Spell this name or number for the phone.";
    ScriptToField "script.to-field" [Script] Shows "To its field", "Go to the field of this line, to fill it in.";
    ScriptNextBlank "script.next-blank" [Script] Shows "Next blank", "Go to the next line that is blank.";
    // Questions and things on top.
    Accept "accept" [Form Palette Overlay Confirm] Writes "Accept", "Take what is chosen or typed.";
    Cancel "cancel" [Global] Shows "Back", "Close the top thing, or leave the field; nothing typed is thrown away.";
    ConfirmYes "confirm.yes" [Confirm] Writes "Yes", "Yes, do it.";
    ConfirmNo "confirm.no" [Confirm] Shows "No", "No, leave it.";
    // Text.
    TextDeleteBack "text.delete-back" [Text Palette] Writes "Delete back", "Delete the character before the cursor.";
    TextDelete "text.delete" [Text Palette] Writes "Delete", "Delete the character under the cursor.";
    TextDeleteWord "text.delete-word" [Text Palette] Writes "Delete word", "Delete the word before the cursor.";
    TextClear "text.clear" [Text Palette] Writes "Clear", "Clear the line; undo brings it back.";
    TextLeft "text.left" [Text Palette] Shows "Left", "One character left.";
    TextRight "text.right" [Text Palette] Shows "Right", "One character right.";
    TextWordLeft "text.word-left" [Text Palette] Shows "Word left", "One word left.";
    TextWordRight "text.word-right" [Text Palette] Shows "Word right", "One word right.";
    TextStart "text.start" [Text Palette] Shows "Line start", "To the start of the line.";
    TextEnd "text.end" [Text Palette] Shows "Line end", "To the end of the line.";
    TextNewLine "text.new-line" [Text] Writes "New line", "Break the line in a long text.";
    // The program.
    Palette "palette" [Global] Shows "Palette", "Every action by name, with its key, or why it cannot run now.";
    Help "help" [Global] Shows "Help", "The keys that work here.";
    Redraw "redraw" [Global] Shows "Redraw", "Draw the whole screen again.";
    Suspend "suspend" [Global] Shows "Suspend", "Back to the shell; fg returns.";
    Quit "quit" [Global] Shows "Quit", "Leave; drafts are kept and the desk keeps counting.";
    QuitNow "quit.now" [Global] Shows "Quit (twice)", "Pressed twice it always leaves; drafts are kept.";
}

impl Act {
    /// Its row in the table.
    pub fn row(self) -> &'static Action {
        // Variants and rows come from one macro, so the position is the discriminant.
        &ACTIONS[self as usize]
    }
    /// The action of this name.
    pub fn named(name: &str) -> Option<Act> {
        ACTIONS.iter().find(|a| a.name == name).map(|a| a.act)
    }
    /// The action that goes to pane `number`, 1 to 9.
    pub fn pane(number: usize) -> Option<Act> {
        Act::named(&format!("pane.{number}"))
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_holds_together() {
        let mut names = BTreeSet::new();
        for (i, action) in ACTIONS.iter().enumerate() {
            assert_eq!(action.act as usize, i, "{}", action.name);
            assert_eq!(action.act.row().name, action.name);
            assert_eq!(Act::named(action.name), Some(action.act));
            assert!(names.insert(action.name), "{} stands twice", action.name);
            assert!(
                action
                    .name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c)),
                "{}",
                action.name
            );
            assert!(
                action.title.chars().count() <= 24,
                "{}: the title must fit a footer",
                action.name
            );
            assert!(
                action.help.ends_with('.') && action.help.chars().count() <= 78,
                "{}: help is one sentence that fits a line",
                action.name
            );
        }
    }

    #[test]
    fn every_context_has_its_name() {
        for context in Context::ALL {
            assert_eq!(Context::named(context.name()), Some(context));
        }
        assert_eq!(Context::named("nowhere"), None);
    }
}
