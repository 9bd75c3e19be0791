//! What keeps a desk's records, through the program itself: heal, keys, sealing, backup, purge.

pub mod backups;
pub mod clear;
mod doctor;
mod heal;
pub mod keys;
pub mod make;
pub mod marks;
mod stranger;
