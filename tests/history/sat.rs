//! How a client stands at the desk, as the desk told it, and whether what it is sent is more than it may see.
//!
//! Everything that was typed in these histories holds a mark: `zq` and who typed it in which sitting, `zqt3` and
//! `zqt4` before what is for police or the agency alone. So a leak is seen in the bytes, wherever it stands.

use std::collections::BTreeSet;

use porchlight::desk::views::MASK;
use porchlight::record::field::Tier;
use porchlight::record::who::Role;
use porchlight::record::{CaseId, fields};
use porchlight::wire::view::FactState;
use porchlight::wire::who::{Standing, State};
use porchlight::wire::{CaseView, Message, Outcome};

use super::staff::Marked;

/// How a client stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Sat {
    pub state: State,
    pub person: Option<String>,
    pub role: Option<Role>,
    /// Counts the sittings of a client; what is typed in one carries its number.
    pub sitting: u64,
    /// The session and number of the request by which the person signed in here.
    pub signed: Option<(porchlight::record::SessionId, u64)>,
    /// Cases whose masked fields were shown for a reason.
    pub shown: BTreeSet<CaseId>,
    /// Cases opened for a child in danger.
    pub glass: BTreeSet<CaseId>,
    /// Cases that may have been opened so: the answer was lost.
    pub maybe: BTreeSet<CaseId>,
    /// Cases begun here without signing in.
    pub own: BTreeSet<CaseId>,
}

impl Sat {
    pub fn new(state: State) -> Self {
        Self {
            state,
            person: None,
            role: None,
            sitting: 1,
            signed: None,
            shown: BTreeSet::new(),
            glass: BTreeSet::new(),
            maybe: BTreeSet::new(),
            own: BTreeSet::new(),
        }
    }

    /// The desk says how it stands. What was opened for a sitting ends with it.
    pub fn told(&mut self, standing: &Standing) {
        let person = standing.operator.as_ref().map(ToString::to_string);
        if (standing.state, &person, standing.role) == (self.state, &self.person, self.role) {
            return;
        }
        *self = Self {
            sitting: self.sitting + 1,
            signed: self.signed,
            person,
            role: standing.role,
            ..Self::new(standing.state)
        };
    }

    /// The highest tier whose values stand open; `None` sees none at all.
    pub fn tier(&self) -> Option<Tier> {
        match (self.state, self.role) {
            (State::Open | State::Alone, _) => Some(Tier::AgencyOnly),
            (State::In, Some(role)) => role.sees(),
            _ => None,
        }
    }

    fn open(&self, case: CaseId, field: &str) -> bool {
        let (Some(field), Some(tier)) = (fields::by_name(field), self.tier()) else {
            return false;
        };
        self.glass.contains(&case)
            || (field.tier <= tier && (!field.masked || self.shown.contains(&case)))
    }

    /// What of a message this client may not see, in words.
    pub fn leak(
        &self,
        client: &str,
        cases: &[Marked],
        message: &Message,
        bytes: &[u8],
    ) -> Option<String> {
        let text = String::from_utf8_lossy(bytes);
        let is_view = matches!(
            message,
            Message::Board(_) | Message::Case(_) | Message::Presence(_) | Message::Shift(_)
        );
        match self.state {
            State::Out if is_view => return Some("a view, and nobody has signed in".into()),
            State::Locked if is_view && !matches!(message, Message::Board(_)) => {
                return Some("more than the board, and the screen is locked".into());
            }
            _ => {}
        }
        match message {
            Message::Case(view) => {
                if self.state == State::Alone && !self.own.contains(&view.case) {
                    return Some(format!("{}, which was not begun here", view.number));
                }
                if let Some(words) = self.facts(view) {
                    return Some(words);
                }
            }
            Message::Reply {
                result: Ok(Outcome::Conflict(conflict)),
                ..
            } => {
                let case = cases
                    .iter()
                    .find(|case| case.number == conflict.case_number);
                if case.is_some_and(|case| !self.open(case.case, &conflict.field))
                    && conflict.theirs.as_str() != MASK
                {
                    return Some(format!("{} in a conflict", conflict.field));
                }
                // The other half of it is one's own.
                return None;
            }
            // What is said of one's own words is no news.
            Message::Reply {
                result: Ok(Outcome::Saved { .. }) | Err(_),
                ..
            } => return None,
            _ => {}
        }
        self.marks(client, cases, message, &text)
    }

    /// Marks in the bytes that this client may not be sent.
    fn marks(
        &self,
        client: &str,
        cases: &[Marked],
        message: &Message,
        text: &str,
    ) -> Option<String> {
        let mine = format!("{client}s{}n", self.sitting);
        let no_names = self.tier().is_none();
        let lower = text.to_lowercase();
        let of_others = || {
            lower
                .match_indices("zq")
                .map(|(at, _)| at)
                // Who wrote what begins so, the next mark says.
                .filter(|at| !lower[*at..].starts_with("zqt4 near"))
                .find(|at| !lower[*at..].starts_with(&mine))
        };
        if no_names && lower.contains("zq") {
            return Some("words that were typed".into());
        }
        if self.state == State::Alone
            && let Some(at) = of_others()
        {
            let near: String = lower
                .chars()
                .skip(at.saturating_sub(150))
                .take(200)
                .collect();
            return Some(format!(
                "what others typed, and nobody has signed in: …{near}…"
            ));
        }
        let glass = !self.glass.is_empty() || !self.maybe.is_empty();
        for (mark, tier) in [("zqt3", Tier::PoliceOnly), ("zqt4", Tier::AgencyOnly)] {
            if !glass && self.tier().is_some_and(|most| most < tier) && text.contains(mark) {
                return Some(format!("a field of the tier {}", tier.label()));
            }
        }
        // On a sheet a masked field stands for the receiver who asks for it.
        let is_sheet = matches!(
            message,
            Message::Reply {
                result: Ok(Outcome::Sheet(_)),
                ..
            }
        );
        cases
            .iter()
            .filter(|case| {
                !is_sheet
                    && ![&self.shown, &self.glass, &self.maybe]
                        .iter()
                        .any(|opened| opened.contains(&case.case))
            })
            .find(|case| {
                text.contains(&case.masked) || text.contains(&case.masked.replace('-', ""))
            })
            .map(|case| format!("what is masked in {}", case.number))
    }

    /// Every fact stands open where it may be seen and is covered where not.
    fn facts(&self, view: &CaseView) -> Option<String> {
        view.facts
            .iter()
            .filter(|fact| fact.state == FactState::Known && !self.maybe.contains(&view.case))
            .find_map(|fact| {
                let is_covered =
                    fact.words.as_str() == MASK && fact.typed.is_empty() && fact.official.is_none();
                let may = match self.state {
                    // Of a case of one's own, what others wrote is covered.
                    State::Alone => {
                        self.open(view.case, &fact.field)
                            && self.person.as_deref() == Some(fact.operator.as_str())
                    }
                    _ => self.open(view.case, &fact.field),
                };
                match (may, is_covered) {
                    (true, true) => Some(format!("{} covered, which may be seen", fact.field)),
                    (false, false) => Some(format!("{}, which may not be seen", fact.field)),
                    _ => None,
                }
            })
    }
}
