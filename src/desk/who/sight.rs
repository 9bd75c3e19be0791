//! What a session may see: views are covered before they are sent. Pure.

use std::collections::BTreeSet;

use crate::desk::views::MASK;
use crate::record::field::Tier;
use crate::record::{CaseId, Field, FieldId, SafeText, fields};
use crate::wire::view::{ConflictView, FactState, FactView};
use crate::wire::{BoardView, CaseView, SheetView};

/// What stands for a name that is not shown.
pub const NAMELESS: &str = "(name hidden)";

/// How much a session sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    /// Children by their names.
    pub names: bool,
    /// Fields up to this tier; `None` sees no value at all.
    pub tier: Option<Tier>,
    /// Masked fields that were shown for a reason.
    pub shown: BTreeSet<(CaseId, FieldId)>,
    /// Cases opened for a child in danger.
    pub glass: BTreeSet<CaseId>,
    /// Of these cases only, what was written under this name: for somebody who works unsigned.
    pub own: Option<(SafeText, BTreeSet<CaseId>)>,
}

impl Sight {
    /// What everybody sees on a desk without a roster: all but what is masked.
    pub fn open() -> Self {
        Self {
            names: true,
            tier: Some(Tier::AgencyOnly),
            shown: BTreeSet::new(),
            glass: BTreeSet::new(),
            own: None,
        }
    }

    /// Numbers and clocks, nothing of a child.
    pub fn nameless() -> Self {
        Self {
            names: false,
            tier: None,
            ..Self::open()
        }
    }

    /// What was typed in this session.
    pub fn own(name: SafeText, cases: BTreeSet<CaseId>) -> Self {
        Self {
            names: false,
            own: Some((name, cases)),
            ..Self::open()
        }
    }

    /// Whether a value of a field stands open.
    pub fn field(&self, case: CaseId, field: &Field) -> bool {
        let Some(tier) = self.tier else {
            return false;
        };
        if self.glass.contains(&case) {
            return true;
        }
        field.tier <= tier && (!field.masked || self.shown.contains(&(case, field.id)))
    }

    /// Covers a board.
    pub fn board(&self, view: &mut BoardView) {
        if self.names {
            return;
        }
        for row in &mut view.rows {
            let is_own = self
                .own
                .as_ref()
                .is_some_and(|(_, cases)| cases.contains(&row.case));
            if !is_own {
                row.name = SafeText::line(NAMELESS);
                row.age = None;
                row.claim = None;
            }
        }
    }

    /// Covers what somebody else saved into a field that this session does not see.
    pub fn conflict(&self, case: CaseId, view: &mut ConflictView) {
        let hidden = fields::by_name(&view.field).is_some_and(|field| !self.field(case, field));
        if hidden {
            view.theirs = SafeText::line(MASK);
        }
    }

    /// Covers a case; `false` when nothing of it may be sent.
    pub fn case(&self, view: &mut CaseView) -> bool {
        let case = view.case;
        if let Some((name, cases)) = &self.own {
            if !cases.contains(&case) {
                return false;
            }
            own_only(view, name);
        }
        if self.tier.is_none() {
            bare(view);
        }
        for fact in &mut view.facts {
            let open = fields::by_name(&fact.field).is_some_and(|field| self.field(case, field));
            if !open {
                cover(fact);
            }
        }
        for entry in &mut view.earlier {
            entry.answers.retain(|(field, _)| {
                fields::by_name(field).is_some_and(|field| self.field(case, field))
            });
        }
        view.earlier.retain(|entry| !entry.answers.is_empty());
        true
    }

    /// Covers a sheet, of one case or of the whole desk. A masked field that a receiver asks for stands on that receiver's sheet, for who may see its
    /// tier.
    pub fn sheet(&self, case: Option<CaseId>, view: &mut SheetView) {
        let Some(tier) = self.tier else {
            view.parts.clear();
            return;
        };
        let glass = case.is_some_and(|case| self.glass.contains(&case));
        for line in view.parts.iter_mut().flat_map(|part| &mut part.lines) {
            let hidden = line
                .field
                .as_deref()
                .and_then(fields::by_name)
                .is_some_and(|field| field.tier > tier && !glass);
            if hidden && line.state == Some(FactState::Known) {
                line.words = SafeText::line(MASK);
                line.spelled = None;
            }
        }
    }
}

fn cover(fact: &mut FactView) {
    if fact.state == FactState::Known {
        fact.words = SafeText::line(MASK);
        fact.typed = String::new();
        fact.official = None;
    }
}

/// Takes everything out of a case that is a value, a name of a child or words that were typed.
fn bare(view: &mut CaseView) {
    let hidden = || SafeText::line("(words hidden from your role)");
    view.name = SafeText::line(NAMELESS);
    view.age = None;
    view.received.former.clear();
    if let Some((_, _, reason)) = &mut view.received.unconfirmed {
        *reason = hidden();
    }
    for fact in &mut view.facts {
        fact.said_by = None;
        fact.reason = None;
        fact.as_of = None;
        cover(fact);
    }
    for row in &mut view.timeline {
        row.words = hidden();
        row.withdrawn = row.withdrawn.as_ref().map(|_| hidden());
    }
    for (_, _, name) in &mut view.linked {
        *name = SafeText::line(NAMELESS);
    }
    for duty in &mut view.duties {
        duty.explanation.clear();
        duty.because = None;
        duty.still_owed = None;
        duty.waiting_on = None;
    }
    view.triage.proposed.clear();
    view.triage.decided = view.triage.decided.as_ref().map(|_| "decided".to_owned());
    view.closed = view.closed.take().map(|(at, _)| (at, "closed".to_owned()));
    view.agencies.clear();
    view.earlier.clear();
}

/// Leaves of a case what was written under one name.
fn own_only(view: &mut CaseView, name: &SafeText) {
    view.timeline.retain(|row| row.operator == *name);
    for fact in view.facts.iter_mut().filter(|fact| fact.operator != *name) {
        fact.said_by = None;
        fact.reason = None;
        fact.as_of = None;
        cover(fact);
    }
    let named_here = view
        .facts
        .iter()
        .any(|fact| fact.field == "child.name" && fact.operator == *name);
    if !named_here {
        view.name = SafeText::line(NAMELESS);
        view.age = None;
    }
    view.received.former.clear();
    view.received.unconfirmed = None;
    view.linked.clear();
    view.earlier.clear();
    view.triage.proposed.clear();
}
