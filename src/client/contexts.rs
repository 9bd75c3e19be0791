//! The contexts of a place, by which the keymap is asked: what lies on top first, then where one is.

use super::model::{Model, Place, Spot};
use super::overlay::Overlay;
use crate::input::Context;

/// The contexts of the place a session is in, innermost first.
pub(super) fn layers_of(model: &Model) -> Vec<Context> {
    if model.door.is_some() {
        return vec![Context::Text, Context::Form, Context::Overlay];
    }
    if let Some(top) = model.top() {
        return match top {
            Overlay::Form(_) => vec![Context::Text, Context::Form, Context::Overlay],
            Overlay::Confirm(_) => vec![Context::Confirm, Context::Overlay],
            Overlay::Explain(_)
            | Overlay::History(_)
            | Overlay::Parked(_)
            | Overlay::Shift(_)
            | Overlay::Handover(_) => {
                vec![Context::Overlay, Context::List]
            }
            // These answer to letters of their own or are searched by typing.
            Overlay::Palette(_)
            | Overlay::Help(_)
            | Overlay::Numbers(_)
            | Overlay::Quick(_)
            | Overlay::Jump(_)
            | Overlay::Held(_)
            | Overlay::Which(_)
            | Overlay::Conflict(_)
            | Overlay::CallIn(_)
            | Overlay::Find(_) => vec![Context::Palette, Context::Overlay],
        };
    }
    match model.place {
        Place::Board => vec![Context::Board, Context::List],
        Place::Script(..) => vec![Context::Script, Context::List, Context::Case],
        Place::Case(slot) => match model.case(slot) {
            Some(screen) if takes_text(&screen.at) => {
                vec![Context::Text, Context::Form, Context::Case]
            }
            _ => vec![Context::List, Context::Form, Context::Case],
        },
    }
}

/// Whether text can go to a spot.
pub(super) fn takes_text(spot: &Spot) -> bool {
    matches!(
        spot,
        Spot::Danger | Spot::Called911 | Spot::CameAt | Spot::Field { .. } | Spot::Add(_)
    )
}
