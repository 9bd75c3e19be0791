//! A session: what it was sent, what it asks, where keys go. It holds views, never the log.
//!
//! | file | what it is |
//! |---|---|
//! | [`app`] | what comes in, what goes out; answers of the desk |
//! | [`dispatch`] | the only place that sees a key |
//! | [`model`] | what is drawn: plain data |
//! | [`overlay`] | what lies on top, as values |
//! | [`panes`] | the panes of a case, declared once |
//! | [`form`] | the small forms, declared once |
//! | [`text`] | a line being typed |

mod act;
pub mod app;
pub mod dispatch;
mod drafts;
pub mod edit;
pub mod form;
mod intake;
pub mod model;
pub mod overlay;
pub mod panes;
mod script;
pub mod text;
mod top;
mod understand;
mod wake;
pub mod words;

pub use app::{App, Effect, Msg};
