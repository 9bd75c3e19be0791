//! The store on real files: the contract, damage, kills, faults of the disk.

mod contract;
mod damage;
mod faults;
mod flips;
mod full;
mod indexes;
mod kill;
mod make;
mod power;
pub mod scratch;
mod tail;
