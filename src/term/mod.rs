//! The real terminal: what it can do, how it is entered and always left, what is written to it, what it says.
//!
//! | file | what it is |
//! |---|---|
//! | [`caps`] | colour, character set and kind of terminal, from the environment alone |
//! | [`screen`] | a ratatui backend that remembers what the terminal already has |
//! | [`ascii`] | the same screen for a terminal that is not UTF-8 |
//! | [`guard`] | raw mode and the alternate screen, undone on every way out |
//! | [`tty`] | standard output, unbuffered |
//! | [`reader`] | keys, pastes, sizes, signals and hang-up, as values in one inbox |
//!
//! Nothing here asks the terminal a question: a late answer would be typed into a field.

pub mod ascii;
pub mod caps;
pub mod guard;
pub mod reader;
pub mod screen;
pub mod tty;

pub use caps::{Caps, Colour, ColourWish};
pub use guard::Guard;
pub use reader::Input;
pub use screen::Screen;
pub use tty::Tty;
