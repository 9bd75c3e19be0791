//! The numbers card, and the form of one of its entries.

use crate::client::app::App;
use crate::client::ask::Waiting;
use crate::client::form::specs;
use crate::client::overlay::{Numbers, Overlay};
use crate::wire::Ask;
use crate::wire::view::DirectoryRow;

impl App {
    pub(in crate::client) fn open_numbers(&mut self) {
        self.push(Overlay::Numbers(Numbers::default()));
        self.ask(Ask::Directory, Waiting::Directory);
    }

    /// The form of an entry of the numbers card: of one that stands there, or of a new one.
    pub(in crate::client) fn open_entry(&mut self, row: Option<&DirectoryRow>) {
        self.open_form(&specs::DIRECTORY, None, |form| {
            let Some(row) = row else { return };
            form.duty = Some(row.key.clone());
            let own = |name: &str| ["dispatch", "records"].contains(&name);
            let mut other = Vec::new();
            for (name, number) in &row.numbers {
                if own(name) {
                    form.propose(name, number.as_str());
                } else {
                    other.push(format!("{name} {number}"));
                }
            }
            form.propose("kind", &row.kind);
            form.propose("name", row.name.as_str());
            form.propose("other", &other.join(", "));
            form.propose("area", row.area.as_str());
            form.propose("ori", row.ori.as_deref().unwrap_or_default());
            form.propose("zone", row.zone.map_or("", |zone| zone.name()));
            form.propose("verified", row.verified.as_deref().unwrap_or_default());
            form.propose("note", row.note.as_str());
        });
    }
}
