//! The quick line.
