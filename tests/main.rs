//! Contents of the integration tests; one binary for all of them.

/// Every `use crate::` points the way the house allows.
mod layers;
/// The store on real files.
mod store;
