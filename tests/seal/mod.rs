//! What keeps a desk's records, through the program itself: heal, keys, sealing, backup, purge.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests may fail loudly, and this one damages files on purpose"
)]

mod heal;
mod make;
