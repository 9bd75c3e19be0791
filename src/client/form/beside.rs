//! What stands beside a form and is proposed in it: agencies and their numbers, triage rows, what is still owed.

use super::{Form, LineKind, specs};
use crate::client::app::App;
use crate::client::overlay::Beside;
use crate::client::text::Text;
use crate::record::SafeText;
use crate::wire::view::{BoardRow, CaseView, DirectoryRow, FactState};

impl App {
    /// What stands beside a form: agencies to call, triage rows.
    pub(super) fn fill_beside(&self, form: &mut Form) {
        let view = form
            .slot
            .and_then(|slot| self.model.case(slot))
            .and_then(|screen| screen.view.as_ref());
        let Some(view) = view else { return };
        let asks = |kind: LineKind| form.spec.lines.iter().any(|line| line.kind == kind);
        // Who was asked for their number in the intake is who is called; nobody types it twice.
        if [specs::POLICE.id, specs::REFUSAL.id].contains(&form.spec.id)
            && let Some(agency) = view.facts.iter().find(|fact| {
                fact.field == "police.agency"
                    && fact.state == FactState::Known
                    && !fact.typed.is_empty()
            })
        {
            form.propose("office", &agency.typed);
        }
        // Nobody said who was called: it is whoever answers for the place where the child was last seen.
        if form.spec.id == specs::POLICE.id
            && let Some(first) = view.agencies.first().filter(|row| answers_for(row, view))
        {
            form.propose("office", first.name.as_str());
        }
        if let Some(office) =
            Some(form.text("office").to_owned()).filter(|office| !office.is_empty())
        {
            form.propose_number(&office, &view.agencies);
        }
        if form.spec.id == specs::LINK.id {
            let family = |name: &str| {
                let last = name.split_whitespace().next_back();
                last.map(str::to_lowercase)
            };
            let others: Vec<&BoardRow> = (self.model.board.rows().iter())
                .filter(|row| row.case != view.case)
                .filter(|row| view.linked.iter().all(|(case, ..)| *case != row.case))
                .collect();
            let (same, rest): (Vec<&BoardRow>, Vec<&BoardRow>) = others
                .into_iter()
                .partition(|row| family(row.name.as_str()) == family(view.name.as_str()));
            // Brothers and sisters mostly share a name; who does is proposed, and nothing is linked unasked.
            if let [one] = same.as_slice() {
                form.propose("other", &one.number);
            }
            form.beside = Beside::Words(
                same.into_iter()
                    .chain(rest)
                    .take(4)
                    .map(|row| format!("{}  {}", row.number, row.name))
                    .collect(),
            );
        }
        if form.spec.id == specs::CLOSE.id {
            let owed: Vec<&str> = view
                .duties
                .iter()
                .filter(|duty| duty.state.is_open() && !duty.reminder)
                .map(|duty| duty.title.as_str())
                .collect();
            form.beside = Beside::Words(vec![if owed.is_empty() {
                "Nothing is owed any more.".to_owned()
            } else {
                format!("Still owed: {}.", owed.join("; "))
            }]);
        }
        if asks(LineKind::Row) {
            form.beside = Beside::Triage(view.triage.clone());
        } else if asks(LineKind::Office) && !view.agencies.is_empty() {
            form.beside = Beside::Numbers(view.agencies.clone());
        }
    }
}

impl Form {
    /// Puts a text into a line that is empty, to be taken by going past it or replaced by typing.
    pub(in crate::client) fn propose(&mut self, id: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let at = self.spec.lines.iter().position(|line| line.id == id);
        if let Some(line) = at.and_then(|at| self.lines.get_mut(at))
            && line.text.is_empty()
        {
            line.text = Text::new(text);
            line.prefilled = true;
        }
    }

    pub(super) fn is_prefilled(&self, id: &str) -> bool {
        self.spec
            .lines
            .iter()
            .zip(&self.lines)
            .any(|(spec, line)| spec.id == id && line.prefilled)
    }

    /// Proposes the number of an office that is on the card.
    fn propose_number(&mut self, office: &str, card: &[DirectoryRow]) {
        let same = |row: &&DirectoryRow| row.name.as_str().eq_ignore_ascii_case(office.trim());
        if let Some((_, number)) = card.iter().find(same).and_then(number_of) {
            self.propose("dialled", number.as_str());
        }
    }

    /// Takes an agency: its name, and its dispatch number as the one dialled.
    pub(super) fn take_office(&mut self, row: &DirectoryRow) {
        self.set(self.at, row.name.as_str());
        if let Some((_, number)) = number_of(row)
            && self.text("dialled").is_empty()
        {
            self.set_named("dialled", number.as_str());
        }
    }
}

/// Whether an agency's area names the place where the child was last seen.
fn answers_for(row: &DirectoryRow, view: &CaseView) -> bool {
    let said: Vec<String> = view
        .facts
        .iter()
        .filter(|fact| fact.state == FactState::Known && fact.field.starts_with("seen."))
        .map(|fact| fact.typed.to_lowercase())
        .collect();
    row.area
        .as_str()
        .to_lowercase()
        .split(',')
        .map(str::trim)
        .filter(|place| !place.is_empty())
        .any(|place| said.iter().any(|said| said.contains(place)))
}

/// The number to dial first: dispatch, else whatever there is.
fn number_of(row: &DirectoryRow) -> Option<&(String, SafeText)> {
    row.numbers
        .iter()
        .find(|(name, _)| name == "dispatch")
        .or(row.numbers.first())
}
