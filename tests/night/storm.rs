//! Sizes and keys that come at the same moment, from a real terminal: none of either is lost, and what is drawn in
//! the end has the size the terminal has.

use super::pty::{Home, Screen};

/// Sizes that a window goes through while somebody drags its corner: rows and columns.
const SIZES: [(u16, u16); 7] = [
    (24, 80),
    (25, 81),
    (40, 120),
    (30, 100),
    (16, 60),
    (50, 160),
    (31, 99),
];
/// Letters and sizes sent before the screen is looked at.
const BURST: usize = 6;

fn rounds() -> usize {
    std::env::var("PORCHLIGHT_STORMS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(60)
}

#[test]
fn a_size_and_a_key_that_come_together_both_count() {
    let home = Home::new();
    let args = ["--agency", "Night desk", "--zone", "America/New_York"];
    let mut screen = Screen::start(&home, &args);
    screen.see("New intake").keys("n").see("anger now");
    screen.keys("nn<Enter><Enter>").see("by phone");
    let rounds = rounds();
    for round in 0..rounds {
        let mut typed = String::new();
        let mut last = SIZES[0];
        for nth in 0..BURST {
            let letter = char::from(b'a' + u8::try_from((round + 5 * nth) % 26).unwrap());
            typed.push(letter);
            last = SIZES[(round + nth * (1 + round % 3)) % SIZES.len()];
            // Now the key first and now the size: the reader wakes to both.
            if (round + nth) % 2 == 0 {
                screen.raw(letter.to_string().as_bytes());
                screen.resize(last.0, last.1);
            } else {
                screen.resize(last.0, last.1);
                screen.raw(letter.to_string().as_bytes());
            }
        }
        // Nothing more is sent until both stand there: the last letter, and a frame as wide and as high as the
        // terminal (the time ends the first row, the keys are on the last one).
        let (rows, cols) = last;
        screen.until(&format!("“{typed}” at {cols}×{rows}"), |shown| {
            let mut lines = shown.lines();
            let first = lines.next().unwrap_or_default();
            shown.contains(&typed)
                && first.chars().count() == usize::from(cols)
                && (first.ends_with("EST") || first.ends_with("EDT"))
                && shown.lines().count() == usize::from(rows)
        });
        screen.keys("<ctrl-u>");
    }
    println!("{rounds} storms of {BURST} sizes and letters");
}
