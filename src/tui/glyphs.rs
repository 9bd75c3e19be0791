//! The shapes on the screen: one set where the locale is UTF-8, one that is plain ASCII.

use super::Caps;
use crate::rules::DutyState;

/// A set of shapes. Each is one column, except the ellipsis of the ASCII set.
#[derive(Debug, PartialEq, Eq)]
pub struct Glyphs {
    /// Cut text.
    pub ellipsis: &'static str,
    /// A horizontal rule.
    pub horizontal: &'static str,
    /// A vertical rule.
    pub vertical: &'static str,
    /// The corners of a pop-up: top left, top right, bottom left, bottom right.
    pub corners: [&'static str; 4],
    /// What is in focus.
    pub focus: &'static str,
    /// Between facts of one line, with its spaces.
    pub between: &'static str,
    /// A line read out.
    pub ticked: &'static str,
    /// A line not yet read out.
    pub unticked: &'static str,
    /// Beside a label: never in anything public.
    pub private: &'static str,
    /// A filled dot of a large digit.
    pub dot: &'static str,
    /// What can be said by a shape of a duty, by state: see [`Glyphs::duty`].
    late: &'static str,
    owed: &'static str,
    tried: &'static str,
    told: &'static str,
    confirmed: &'static str,
    waiting: &'static str,
    none: &'static str,
}

/// For UTF-8: shapes that every console font of the last decades has.
pub static UTF8: Glyphs = Glyphs {
    ellipsis: "…",
    horizontal: "─",
    vertical: "│",
    corners: ["┌", "┐", "└", "┘"],
    focus: "►",
    between: " · ",
    ticked: "√",
    unticked: "·",
    private: "×",
    dot: "█",
    late: "!",
    owed: "*",
    tried: "~",
    told: "+",
    confirmed: "=",
    waiting: "-",
    none: " ",
};

/// For everything else.
pub static ASCII: Glyphs = Glyphs {
    ellipsis: "...",
    horizontal: "-",
    vertical: "|",
    corners: ["+", "+", "+", "+"],
    focus: ">",
    between: " - ",
    ticked: "x",
    unticked: ".",
    private: "x",
    dot: "#",
    late: "!",
    owed: "*",
    tried: "~",
    told: "+",
    confirmed: "=",
    waiting: "-",
    none: " ",
};

impl Glyphs {
    /// The set a terminal can show.
    pub fn of(caps: Caps) -> &'static Self {
        if caps.utf8 { &UTF8 } else { &ASCII }
    }
    /// The shape of a duty's state. The word always stands beside it.
    pub fn duty(&self, state: DutyState) -> &'static str {
        match state {
            DutyState::Late => self.late,
            DutyState::Owed | DutyState::Claimed => self.owed,
            DutyState::Tried => self.tried,
            DutyState::Told | DutyState::LateButTold => self.told,
            DutyState::Confirmed => self.confirmed,
            DutyState::Waiting => self.waiting,
            DutyState::NotApplicable => self.none,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_width::UnicodeWidthStr;

    fn all(set: &'static Glyphs) -> Vec<&'static str> {
        let mut shapes = vec![
            set.horizontal,
            set.vertical,
            set.focus,
            set.ticked,
            set.unticked,
            set.private,
            set.dot,
            set.late,
            set.owed,
            set.tried,
            set.told,
            set.confirmed,
            set.waiting,
            set.none,
        ];
        shapes.extend(set.corners);
        shapes
    }

    #[test]
    fn every_shape_is_one_column() {
        for shape in all(&UTF8).into_iter().chain(all(&ASCII)) {
            assert_eq!(shape.width(), 1, "{shape:?}");
        }
    }

    #[test]
    fn the_ascii_set_is_ascii() {
        for shape in all(&ASCII) {
            assert!(shape.is_ascii(), "{shape:?}");
        }
        assert!(ASCII.ellipsis.is_ascii() && ASCII.between.is_ascii());
    }
}
