//! The keys that a place offers: the footer's hints, what comes next first, and the ways on from a prefix.

use super::contexts::layers_of;
use super::model::{Model, Place, Sheet};
use super::overlay::Overlay;
use crate::input::{Act, Context, Key, Keymap};

/// The keys worth a hint where a session is, the most wanted first, with what they do.
pub fn hints(model: &Model, keymap: &Keymap) -> Vec<(String, String)> {
    let layers = layers_of(model);
    let shown = |act: Act| {
        let key = keymap.key_for(&layers, act)?;
        Some((key, act.row().title.to_owned()))
    };
    let mut out: Vec<_> = acts(model, &layers).into_iter().filter_map(shown).collect();
    // A child on file that fits is taken with one key, which must be seen to be pressed.
    if model.top().is_none() && model.front().is_some_and(|screen| screen.offered.is_some()) {
        out.splice(0..0, shown(Act::TakeChild));
    }
    // On a case most keys begin with the leader; whoever does not know them must see where they are.
    let on_case = model.top().is_none() && layers.contains(&Context::Case);
    if on_case && layers.first() != Some(&Context::Script) {
        let leader = keymap.leader(&layers).to_string();
        out.insert(out.len().min(3), (leader, "More".to_owned()));
    }
    out
}

/// The script to be read next: of police until they have taken the report, then of NCMEC.
fn next_script(model: &Model) -> Option<Act> {
    let (police, ncmec) = match model.place {
        Place::Board => {
            let row = model.board.rows().get(model.board.index()?)?;
            (row.police.state.is_open(), row.ncmec.state.is_open())
        }
        Place::Case(slot) | Place::Script(slot, _) => match &model.case(slot)?.view {
            Some(view) => {
                let open = |sheet: Sheet| {
                    let duty = view.duties.iter().find(|duty| duty.id == sheet.duty());
                    duty.is_some_and(|duty| duty.state.is_open())
                };
                (open(Sheet::Police), open(Sheet::Ncmec))
            }
            // Opened at its key and not answered yet: both are owed.
            None => (true, true),
        },
    };
    match (police, ncmec) {
        (true, _) => Some(Act::ScriptPolice),
        (false, true) => Some(Act::ScriptNcmec),
        (false, false) => None,
    }
}

/// The actions worth a hint in a place; their keys come from the live keymap.
fn acts(model: &Model, layers: &[Context]) -> Vec<Act> {
    if let Some(Overlay::Numbers(_)) = model.top() {
        return vec![Act::Accept, Act::DirectoryAdd, Act::Cancel];
    }
    let script = next_script(model);
    let (first, then): (&[Act], &[Act]) = match layers.first() {
        Some(Context::Board) => (
            if model.board.rows().is_empty() {
                &[Act::CaseNew]
            } else {
                &[Act::CaseNew, Act::CaseOpen]
            },
            &[
                Act::CallIn,
                Act::Help,
                Act::Find,
                Act::NumbersCard,
                Act::Palette,
                Act::Quit,
            ],
        ),
        Some(Context::Script) => {
            return vec![
                Act::ScriptTick,
                Act::ScriptNextBlank,
                Act::ScriptReadBack,
                Act::OutcomeForm,
                Act::RefusalPath,
                Act::Cancel,
            ];
        }
        Some(Context::Text) if layers.contains(&Context::Case) => (
            &[Act::FieldJump, Act::QuickLine],
            &[Act::CallIn, Act::AnswerUnknown, Act::Palette],
        ),
        Some(Context::Text) => {
            return vec![Act::FieldNext, Act::Accept, Act::TextClear, Act::Cancel];
        }
        Some(Context::List) => (
            &[Act::OutcomeForm, Act::ClockExplain, Act::FieldJump],
            &[Act::Help, Act::Palette],
        ),
        Some(Context::Confirm) => return vec![Act::ConfirmYes, Act::ConfirmNo],
        _ => return vec![Act::Accept, Act::Cancel],
    };
    first
        .iter()
        .copied()
        .chain(script)
        .chain(then.iter().copied())
        .collect()
}

/// The ways on from the keys pressed so far, to be read in a second: the panes, which are numbered on the
/// screen, take one row, and what a single key does here as well takes none.
pub fn ways(model: &Model, keymap: &Keymap, pending: &[Key]) -> Vec<(String, String)> {
    let layers = layers_of(model);
    let ways = keymap.continuations(&layers, pending);
    let pane = |act: Option<Act>| act.is_some_and(|act| act.row().name.starts_with("pane."));
    let digit = |key: &str| key.len() == 1 && key.starts_with(|c: char| c.is_ascii_digit());
    let panes: Vec<&str> = ways
        .iter()
        .filter(|way| pane(way.act) && digit(&way.key))
        .map(|way| way.key.as_str())
        .collect();
    let span = match panes.as_slice() {
        [first, .., last] => Some((format!("{first}-{last}"), "A pane, by number".to_owned())),
        _ => None,
    };
    let mut rows = Vec::new();
    for way in &ways {
        if pane(way.act) && digit(&way.key) && span.is_some() {
            if Some(&way.key.as_str()) == panes.first() {
                rows.extend(span.clone());
            }
            continue;
        }
        let shorter = way.act.and_then(|act| keymap.key_for(&layers, act));
        if shorter.is_some_and(|key| !key.contains(' ')) {
            continue;
        }
        rows.push((way.key.clone(), way.title.clone()));
    }
    rows
}
