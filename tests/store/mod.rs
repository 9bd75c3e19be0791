//! The store on real files: the contract, damage, kills, faults of the disk.

mod contract;
mod damage;
mod faults;
mod flips;
mod kill;
mod make;
mod power;
pub mod scratch;
