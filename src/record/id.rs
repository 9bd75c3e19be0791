//! Names of things: random 128 bit, with no time and no person in them.

use std::fmt;
use std::str::FromStr;

macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u128);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:032x}", self.0)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:032x})"), self.0)
            }
        }
        impl FromStr for $name {
            type Err = super::Problem;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                if text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit()) {
                    u128::from_str_radix(text, 16).map(Self).map_err(|_| super::Problem::operator("An id is 32 hexadecimal digits."))
                } else {
                    Err(super::Problem::operator("An id is 32 hexadecimal digits.")
                        .example("0f3c9a2e5b7d41868c1e2f3a4b5c6d7e"))
                }
            }
        }
    };
}

random_id!(/// One missing event of one child.
    CaseId);
random_id!(/// A person the agency answers for.
    ChildId);
random_id!(/// One entry of a repeatable group (a companion, a phone, a lead), or one attempt or call.
    ItemId);
random_id!(/// One screen or one `do` run.
    SessionId);
random_id!(/// Somebody on the desk's roster; never used again.
    OperatorId);
random_id!(/// One desk: a data directory and the process over it.
    DeskId);

/// A sequence of events with its own count and hash chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stream {
    /// Settings, packs, directory, operators.
    Desk,
    /// What stays true of a child between runs.
    Child(ChildId),
    /// One run.
    Case(CaseId),
}
