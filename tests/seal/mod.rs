//! What keeps a desk's records, through the program itself: heal, keys, sealing, backup, purge.

mod backups;
mod clear;
mod heal;
mod keys;
mod make;
mod marks;
