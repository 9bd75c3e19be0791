//! What a case is: fields, values, instants, events and their folds.
//!
//! Pure. No I/O, no clock, no serde, no terminal: the present enters as a value.

pub mod age;
pub mod answer;
pub mod audit;
pub mod batch;
pub mod case;
pub mod child;
pub mod codes;
pub mod desk;
pub mod event;
pub mod field;
pub mod fields;
pub mod id;
pub mod jump;
pub mod names;
pub mod problem;
pub mod quick;
pub mod read;
pub mod show;
pub mod spell;
pub mod text;
pub mod time_words;
pub mod value;
pub mod when;
pub mod who;
pub mod words;

pub use answer::{Answer, Fact, State};
pub use batch::Batch;
pub use case::Case;
pub use child::Child;
pub use desk::Desk;
pub use event::{Event, Recorded};
pub use field::{Field, FieldId, Gate, Group, Kind, Scope, Section, Tier};
pub use id::{CaseId, ChildId, DeskId, ItemId, OperatorId, SessionId, Stream};
pub use problem::Problem;
pub use text::SafeText;
pub use value::Value;
pub use when::{Instant, Moment, Precision, Zone};
