//! Where the session is: told to the desk for others to see, and in words that the next session of the same
//! operator finds its way back by.
//!
//! `case <id> at <row> [pane <n>] [cursor <letters from the end>] [script <sheet> <line>] since <moment>`

use crate::client::app::App;
use crate::client::ask::Waiting;
use crate::client::drafts::{spot_of, words_of};
use crate::client::edit;
use crate::client::model::{Back, CaseScreen, Fresh, Mode, Place, Sheet, Slot, Spot};
use crate::client::panes::Pane;
use crate::client::text::TextEdit;
use crate::record::when::HOUR;
use crate::record::{CaseId, Moment};
use crate::wire::Ask;
use crate::wire::shift::Here;

/// A move is told after this time, so that a hand running over fields sends one place, in microseconds.
const HOLD: i64 = 400_000;
/// A place left longer ago than this is not gone back to by itself.
const STALE: i64 = 12 * HOUR;

/// What the desk was told of where the session is.
#[derive(Debug, Default)]
pub(in crate::client) struct Whereabouts {
    told: Option<Here>,
    /// Boot time by which a move is told.
    pub(in crate::client) due: Option<i64>,
}

impl App {
    /// Notes a move, and tells it when its time has come.
    pub(in crate::client) fn tell_where(&mut self) {
        let here = self.here();
        // A session that never left the board is nowhere in particular.
        if self.here.told.as_ref() == Some(&here)
            || (self.here.told.is_none() && here == Here::default())
        {
            self.here.due = None;
            return;
        }
        let boot = self.boot();
        if *self.here.due.get_or_insert(boot.saturating_add(HOLD)) > boot {
            return;
        }
        self.here.due = None;
        let mut sent = here.clone();
        if let Some(now) = self.model.now()
            && !sent.back.is_empty()
        {
            sent.back.push_str(&format!(" since {}", now.0));
        }
        self.here.told = Some(here);
        self.ask(Ask::Here(sent), Waiting::Draft);
    }

    /// Tells the last move at once: there is no later.
    pub(in crate::client) fn tell_where_now(&mut self) {
        self.here.due = Some(self.boot());
        self.tell_where();
    }

    fn here(&self) -> Here {
        let Some(screen) = self.model.front() else {
            return Here::default();
        };
        let Some(case) = screen.case else {
            return Here::default();
        };
        let (field, item) = match &screen.at {
            Spot::Field { field, item } => (
                Some(field.0.to_owned()),
                item.filter(|item| !Fresh::is_own(*item)),
            ),
            _ => (None, None),
        };
        Here {
            case: Some(case),
            field,
            item,
            back: self.way_back(screen),
        }
    }

    /// The words by which a place in a case is found again.
    pub(super) fn way_back(&self, screen: &CaseScreen) -> String {
        let Some(case) = screen.case else {
            return String::new();
        };
        let mut words = format!("case {case}");
        if screen.mode == Mode::Panes {
            words.push_str(&format!(" pane {}", screen.pane.0));
        }
        // At the end of the text is where a cursor stands while somebody types: that costs no words.
        if let Some(edit) = &screen.edit {
            let left = edit.text.as_str().chars().count() - edit.text.cursor();
            if left > 0 {
                words.push_str(&format!(" cursor {left}"));
            }
        }
        let front = match self.model.place {
            Place::Script(slot, sheet) if slot == screen.slot => Some(sheet),
            _ => screen.script,
        };
        if let Some(sheet) = front {
            let line = screen.scripts.get(&sheet).map_or(0, |script| script.at);
            words.push_str(&format!(" script {} {line}", sheet.name()));
        }
        if let Some(at) = words_of(&screen.at) {
            words.push_str(&format!(" at {at}"));
        }
        words
    }

    /// Goes back to where a former session of the operator was, unless this one is somewhere already.
    pub(in crate::client) fn resume(&mut self, words: &str) {
        let Some((case, back, since)) = read(words) else {
            return;
        };
        let is_old = match (self.model.now(), since) {
            (Some(now), Some(since)) => now.since(since) > STALE,
            _ => false,
        };
        let is_new = self.model.place == Place::Board && self.model.top().is_none();
        if is_old
            || !is_new
            || self
                .model
                .cases
                .iter()
                .any(|screen| screen.case == Some(case))
        {
            return;
        }
        self.go_to_case(case);
        if let Some(slot) = self.slot()
            && let Some(screen) = self.screen(slot)
        {
            screen.resume = Some(back);
        }
    }

    /// Goes to the row of the case in front that the place of a draft names, now or when its view comes.
    pub(super) fn go_to_place(&mut self, place: &str) {
        let at = place
            .strip_prefix("case ")
            .and_then(|rest| spot_of(rest.split_once(' ')?.1));
        let (Some(at), Some(slot)) = (at, self.slot()) else {
            return;
        };
        let Some(screen) = self.screen(slot) else {
            return;
        };
        if screen.view.is_some() {
            self.jump_to(slot, at);
        } else {
            screen.resume = Some(Back {
                pane: Some(screen.pane),
                at,
                cursor: None,
                script: None,
            });
        }
    }

    /// The first view of a case came: the cursor goes where it was left.
    pub(in crate::client) fn go_back_to(&mut self, slot: Slot) {
        let Some(screen) = self.screen(slot) else {
            return;
        };
        let Some(back) = screen.resume.take() else {
            return;
        };
        match back.pane {
            Some(pane) => {
                screen.mode = Mode::Panes;
                screen.pane = pane;
            }
            None => screen.mode = Mode::Intake,
        }
        screen.at = back.at.clone();
        let shown = edit::spots(screen).contains(&back.at);
        let typed = screen.kept.contains_key(&back.at);
        if !shown {
            self.jump_to(slot, back.at.clone());
        }
        if typed {
            self.begin_edit(slot, false);
            if let Some(edit) = self.screen(slot).and_then(|screen| screen.edit.as_mut()) {
                edit.text.edit(TextEdit::End);
                for _ in 0..back.cursor.unwrap_or(0) {
                    edit.text.edit(TextEdit::Left);
                }
            }
            self.case_text_changed(slot);
        }
        let front = self.slot() == Some(slot);
        if let Some((sheet, line)) = back.script
            && front
        {
            self.open_script(sheet);
            if let Some(script) = self
                .screen(slot)
                .and_then(|screen| screen.scripts.get_mut(&sheet))
            {
                script.at = line;
            }
        }
    }
}

/// The case, the place in it and the moment that words name; `None` when they name no case.
pub(super) fn read(words: &str) -> Option<(CaseId, Back, Option<Moment>)> {
    let (words, since) = match words.rsplit_once(" since ") {
        Some((words, since)) => (words, since.trim().parse().ok().map(Moment)),
        None => (words, None),
    };
    let (way, at) = match words.split_once(" at ") {
        Some((way, at)) => (way, spot_of(at.trim())),
        None => (words, None),
    };
    let mut words = way.split_whitespace();
    let mut case = None;
    let mut back = Back {
        pane: None,
        at: at.unwrap_or(Spot::Danger),
        cursor: None,
        script: None,
    };
    while let Some(word) = words.next() {
        let mut next = || words.next();
        match word {
            "case" => case = next()?.parse().ok(),
            "pane" => {
                let pane: u8 = next()?.parse().ok()?;
                back.pane = Pane::all().find(|known| known.0 == pane);
            }
            "cursor" => back.cursor = next()?.parse().ok(),
            "script" => {
                let sheet = match next()? {
                    "police" => Sheet::Police,
                    "ncmec" => Sheet::Ncmec,
                    _ => return None,
                };
                back.script = Some((sheet, next()?.parse().ok()?));
            }
            _ => return None,
        }
    }
    Some((case?, back, since))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::fields;

    #[test]
    fn words_lead_back_and_foreign_words_lead_nowhere() {
        let id = CaseId(0x2a);
        let hair = fields::by_name("look.hair").map(|field| Spot::field(field.id));
        let (case, back, since) = read(&format!(
            "case {id} pane 0 cursor 3 script ncmec 7 at field look.hair since 12"
        ))
        .unwrap();
        assert_eq!(case, id);
        assert_eq!(Some(back.at), hair);
        assert_eq!(
            (back.cursor, back.script),
            (Some(3), Some((Sheet::Ncmec, 7)))
        );
        assert_eq!(back.pane, Some(Pane(0)));
        assert_eq!(since, Some(Moment(12)));
        assert_eq!(
            read(&format!("case {id} at danger")).unwrap().1.at,
            Spot::Danger
        );
        for foreign in ["", "here", "case", "case x at y", "case 1 jump 2", "pane 3"] {
            assert_eq!(read(foreign), None, "{foreign}");
        }
    }
}
