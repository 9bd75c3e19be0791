//! A session: what it was sent, what it asks, where keys go. It holds views, never the log.
//!
//! [`model`] is plain data that `tui` draws from `&self`; nothing here draws.

pub mod form;
pub mod model;
pub mod overlay;
pub mod panes;
pub mod text;
