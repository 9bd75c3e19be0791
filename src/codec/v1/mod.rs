//! Format 1. Frozen: what is stored in it is read by it for ever; a change is a new module beside it.

pub mod config;
pub mod directory;
pub mod draft;
pub mod duty;
pub mod event;
pub mod keymap;
pub mod pack;
mod value;
mod who;

/// The number every stored body begins with.
pub const VERSION: u64 = 1;

/// Lets a type of the record be written and read through the definition that restates it here.
///
/// The definition lists every variant and field again, so a change of the type does not compile until
/// somebody has decided what it means for bytes already stored.
macro_rules! stored_as {
    ($real:ty, $def:ident) => {
        impl serde::Serialize for $real {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                $def::serialize(self, to)
            }
        }
        impl<'de> serde::Deserialize<'de> for $real {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $def::deserialize(from)
            }
        }
    };
}
pub(crate) use stored_as;

#[cfg(test)]
mod golden;
