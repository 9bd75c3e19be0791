//! The store on real files: the contract, damage, kills.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "tests may fail loudly, and this one damages files on purpose"
)]

mod contract;
mod damage;
mod kill;
mod make;
