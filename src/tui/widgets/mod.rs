//! Small things that are drawn in many places.

pub mod digits;
pub mod field_row;
pub mod heading;
pub mod popup;
pub mod text_line;
