//! What is only read: the history of a field or a case, the explanation of a clock, a sheet as lines.

use crate::client::app::App;
use crate::client::ask::Waiting;
use crate::client::model::{Place, Slot, Spot};
use crate::client::overlay::{Explain, History, Overlay};
use crate::record::{Problem, fields};
use crate::wire::Ask;
use crate::wire::view::SheetView;

impl App {
    /// Asks what a field, or the whole case, went through.
    pub(in crate::client) fn open_history(&mut self, slot: Slot, whole: bool) {
        let Some(screen) = self.model.case(slot) else {
            return;
        };
        let Some(case) = screen.case else { return };
        let (field, item) = match (&screen.at, whole) {
            (Spot::Field { field, item }, false) => (Some(*field), *item),
            (_, true) => (None, None),
            _ => {
                self.refuse(Problem::operator("There is no field under the cursor."));
                return;
            }
        };
        let title = match field.and_then(fields::get) {
            Some(row) => format!("History of {}", row.label),
            None => format!("History of {}", screen.title()),
        };
        self.push(Overlay::History(History {
            title,
            ..History::default()
        }));
        self.ask(
            Ask::History {
                case,
                field: field.map(|field| field.0.to_owned()),
                item: item.map(|item| item.to_string()),
            },
            Waiting::History,
        );
    }

    /// Explains the clock in focus: of the duty under the cursor, else of the most urgent one.
    pub(in crate::client) fn open_explain(&mut self) {
        let case = match self.slot() {
            Some(_) => None,
            None => self.model.board.selected,
        };
        if let Some(case) = case {
            self.go_to_case(case);
        }
        let Some(slot) = self.slot() else {
            self.refuse(Problem::operator(
                "There is no case whose clock could be explained.",
            ));
            return;
        };
        let explained = self.model.case(slot).and_then(|screen| {
            let view = screen.view.as_ref()?;
            let duty = match (&screen.at, self.model.place) {
                (Spot::Duty(at), Place::Case(_)) => view.duties.get(*at),
                (_, Place::Script(_, sheet)) => {
                    view.duties.iter().find(|duty| duty.id == sheet.duty())
                }
                _ => None,
            };
            let duty = duty
                .or_else(|| view.duties.iter().find(|duty| duty.state.is_open()))
                .or(view.duties.first())?;
            Some(Explain {
                title: duty.title.clone(),
                lines: duty.explanation.clone(),
                scroll: 0,
            })
        });
        match explained {
            Some(explain) => self.push(Overlay::Explain(explain)),
            None => self.push(Overlay::Explain(Explain::default())),
        }
    }

    /// A view came: an explanation that waited for it is filled in.
    pub(in crate::client) fn view_came(&mut self, slot: Slot) {
        let waits = matches!(
            self.model.top(),
            Some(Overlay::Explain(explain)) if explain.title.is_empty()
        );
        if waits && self.slot() == Some(slot) {
            self.model.overlays.pop();
            self.open_explain();
        }
    }

    /// A sheet to be read as lines (the audit sheet).
    pub(in crate::client) fn lines_came(&mut self, view: &SheetView) {
        let mut lines = Vec::new();
        for part in &view.parts {
            if !part.title.is_empty() {
                lines.push(part.title.clone());
            }
            for line in &part.lines {
                lines.push(if line.label.is_empty() {
                    format!("  {}", line.words)
                } else {
                    format!("  {}: {}", line.label, line.words)
                });
            }
        }
        self.push(Overlay::Explain(Explain {
            title: format!("{} {}", view.title, view.number),
            lines,
            scroll: 0,
        }));
    }
}
