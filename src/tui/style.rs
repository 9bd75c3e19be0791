//! Colours by meaning. Sixteen colours on the terminal's own background, and none at all in mono.
//!
//! A colour never says anything that a word beside it does not say. Red is never set against green:
//! there is no green. Nothing blinks, nothing is reversed: a reversed row costs a row of bytes a move.

use ratatui::style::{Color, Modifier, Style};

use super::Caps;

/// What a piece of text is, from which its look follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Ordinary text.
    Plain,
    /// A heading, a name, a key to press.
    Strong,
    /// Rules and what may be overlooked.
    Quiet,
    /// A duty past due, or a refusal.
    Late,
    /// A duty owed.
    Owed,
    /// Something the desk wants to be asked about: a carried fact, an unconfirmed time.
    Doubt,
    /// The frame and words of a practice desk.
    Practice,
    /// The part of a name that matched a search.
    Match,
}

impl Ink {
    /// Every ink.
    pub const ALL: [Self; 8] = [
        Self::Plain,
        Self::Strong,
        Self::Quiet,
        Self::Late,
        Self::Owed,
        Self::Doubt,
        Self::Practice,
        Self::Match,
    ];

    /// The look of it on this terminal.
    pub fn style(self, caps: Caps) -> Style {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        match (self, caps.colour) {
            (Self::Plain, _) => plain,
            (Self::Strong | Self::Owed, _) => bold,
            (Self::Quiet, _) => plain,
            (Self::Late, true) => bold.fg(Color::Red),
            (Self::Late, false) => bold,
            (Self::Doubt | Self::Practice, true) => plain.fg(Color::Magenta),
            (Self::Doubt, false) => plain,
            (Self::Practice, false) => bold,
            (Self::Match, _) => plain.add_modifier(Modifier::UNDERLINED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mono_has_no_colour_and_nothing_blinks_or_is_reversed() {
        for ink in Ink::ALL {
            let mono = ink.style(Caps::mono());
            assert_eq!((mono.fg, mono.bg), (None, None), "{ink:?}");
            for caps in [Caps::mono(), Caps::colour()] {
                let style = ink.style(caps);
                assert_eq!(style.bg, None, "{ink:?} paints a background");
                assert!(!matches!(style.fg, Some(Color::Green | Color::LightGreen)));
                assert!(
                    !style.add_modifier.intersects(
                        Modifier::SLOW_BLINK | Modifier::RAPID_BLINK | Modifier::REVERSED
                    )
                );
            }
        }
    }

    /// xterm's own values of the colours used; bold text needs a ratio of 3, and gets it on black and on white.
    #[test]
    fn colours_can_be_read_on_black_and_on_white() {
        fn light(rgb: [u8; 3]) -> f64 {
            let part = |c: u8| {
                let c = f64::from(c) / 255.0;
                if c <= 0.039_28 {
                    c / 12.92
                } else {
                    ((c + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * part(rgb[0]) + 0.7152 * part(rgb[1]) + 0.0722 * part(rgb[2])
        }
        for ink in Ink::ALL {
            let rgb = match ink.style(Caps::colour()).fg {
                None => continue,
                Some(Color::Red) => [205, 0, 0],
                Some(Color::Magenta) => [205, 0, 205],
                Some(other) => panic!("{ink:?} uses {other:?}, which this test does not know"),
            };
            let (black, white) = ((light(rgb) + 0.05) / 0.05, 1.05 / (light(rgb) + 0.05));
            assert!(
                black >= 3.0 && white >= 3.0,
                "{ink:?}: {black:.1} and {white:.1}"
            );
        }
    }
}
