//! The store on real files: the contract, damage, kills.

mod contract;
mod damage;
mod kill;
mod make;
