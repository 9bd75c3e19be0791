//! Who did what: every command and outcome is one row, without a value of any field.

mod readers;
mod rows;
mod tamper;
mod upkeep;
