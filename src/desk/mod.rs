//! The desk: the pure core that decides, and the thread around it.

pub mod backups;
pub mod board;
pub mod chores;
pub mod commands;
pub mod core;
pub mod decide;
pub mod directory;
pub mod docket;
pub mod draft_file;
pub mod drafts;
pub mod find;
pub mod founding;
pub mod idle;
pub mod local;
pub mod outbox;
pub mod packs;
pub mod peer;
pub mod phrases;
pub mod say;
pub mod shift;
pub mod socket;
mod strangers;
pub mod thread;
pub mod trail;
pub mod views;
pub mod who;
