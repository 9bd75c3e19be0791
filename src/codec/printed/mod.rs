//! What `--json` prints: one documented shape a command. Only ever written, never read back.
//!
//! Times are RFC 3339 with the offset of the zone on that day; what there is not is `null`; keys are never
//! left out. Everything but the two arrays of duties is one object that begins with `v`, the shape's number.
//!
//! | command | keys |
//! |---|---|
//! | `list` | [`board()`] |
//! | `show` | [`case()`] |
//! | `duties` | array of [`crate::codec::v1::duty::duty_json`], with `case` |
//! | `clocks` | array of [`crate::codec::v1::duty::duty_json`] |
//! | `sheet` | [`sheet()`]; `--blank` adds `numbers` |
//! | `status` | [`status()`] |
//! | `audit` | [`audit()`] |
//! | `operator list` | [`roster()`] |
//! | `operator flags` | [`flags()`] |
//! | `directory list` | [`directory()`] |
//! | `fields` | [`fields()`] |
//! | `codes` | [`lists`], [`codes()`] |

mod board;
mod case;
mod sheet;
mod tables;
mod who;

pub use board::{board, duties_of_cases, status};
pub use case::case;
pub use sheet::{blank, directory, sheet};
pub use tables::{codes, fields, list_of, lists};
pub use who::{AuditLine, audit, flags, roster};

use serde_json::Value;

use crate::record::{Moment, SafeText, Zone};
use crate::rules::words;
use crate::wire::view::FactState;

/// The number of these shapes.
const SHAPE: u64 = 1;

fn text(value: &Value) -> String {
    format!("{value:#}\n")
}

fn time(at: Moment, zone: Zone) -> String {
    words::rfc3339(at, zone)
}

fn maybe(at: Option<Moment>, zone: Zone) -> Option<String> {
    at.map(|at| time(at, zone))
}

fn opt(words: Option<&SafeText>) -> Option<&str> {
    words.map(SafeText::as_str)
}

fn state(state: FactState) -> &'static str {
    match state {
        FactState::Known => "known",
        FactState::Unknown => "unknown",
        FactState::Refused => "refused",
        FactState::NotApplicable => "not applicable",
        FactState::Blank => "blank",
    }
}
