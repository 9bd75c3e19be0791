//! Jump codes: two letters for every field and group.
