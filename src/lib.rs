//! Porchlight: the night desk's program for children missing from care.
//!
//! It starts the clock when the phone rings, gets **both** reports made (police, then NCMEC) with
//! proof, and keeps every word.
//!
//! # The map
//!
//! Dependencies point one way, and a test reads every `use crate::` to hold it:
//!
//! ```text
//! cli ─► tui ─► client ─► input
//!  │             │
//!  │             └─────────────────────────┐
//!  └─► desk ─► store, sheet ─► codec ─► wire, rules ─► record
//!
//! env and term stand at the edge; cli wires them in. codec also reads keymaps for input.
//! ```
//!
//! | room | what it is |
//! |---|---|
//! | [`record`] | pure: what a case is. Fields, values, instants, events and their folds |
//! | [`rules`] | pure: duties and clocks over the record; triage; the explanation of a clock |
//! | [`wire`] | pure: what a session and the desk say to each other, as values |
//! | [`codec`] | bytes to values and back; the only room that knows serde |
//! | [`store`] | the journal that proves, the sled that keeps, and the trait in front of both |
//! | [`sheet`] | pure: what leaves the desk for one receiver |
//! | [`desk`] | the pure core that decides, the thread around it, and the door through which sessions come |
//! | [`client`] | a session: what it was sent, what it asks; its dispatch is the only place that sees a key |
//! | [`input`] | keys, chords, keymaps, the table of actions |
//! | [`tui`] | drawing, from `&self` |
//! | [`term`] | the real terminal |
//! | [`mod@env`] | clocks, ids, disk, paths: what differs between a night and a test |
//! | [`cli`] | one file a command |
//!
//! # Invariants, each a test or a lint
//!
//! - `record`, `rules`, `wire`, `sheet` and `desk::core` do no I/O, read no clock, know no terminal.
//!   Time enters as a value. No hash-ordered maps anywhere.
//! - State changes only when an event is applied; deciding returns events or one refusal in words.
//! - The core never calls the store: an append goes out as a value and its result comes back as one.
//! - Drawing takes `&self`. Where a key goes is decided from the model, never from what was drawn.
//! - Fields, actions, panes, packs and codes are tables; everything else is derived from them.
//! - Stored bytes are decoded by frozen modules; history is never rewritten.
//! - Only [`record::SafeText`] can be drawn.
//! - Any failure reads as *not reported*.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod cli;
pub mod client;
pub mod codec;
pub mod desk;
pub mod env;
pub mod input;
pub mod record;
pub mod rules;
pub mod sheet;
pub mod store;
pub mod term;
pub mod tui;
pub mod wire;
