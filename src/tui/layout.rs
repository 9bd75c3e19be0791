//! Where everything stands, for any size. Nothing here draws.
//!
//! ```text
//! 80×24, a case                                  | rows
//! A-0413  Jaylen Ortiz, 15              02:14 CST | 1  name and the desk's time
//! + police told 01:31     * NCMEC owed, 3 h left  | 1  both clocks, each its own half
//! received Thu 01:12 by phone · Ruiz has it …     | 1  where the clocks come from; flags
//! ► 1 descriptors  2 risks  3 timeline …          | 1  the panes and their keys
//! Descriptors ─────────────────────── 1–14 of 41  |
//! ► Height      5 ft 4 in · 163 cm       HGT 504  | the pane in focus
//!   Eyes        ____                              |
//! why it is asked, or what was understood         | 2  beneath the field in focus
//! saved                                           | 1  what came of the last act
//! n new intake · / find · ? help                  | 1  keys, from the live keymap
//!
//! 100×30 and more: the four panes of the card at once
//! ┌──────────────┬──────────────┐   200×50 and more: three columns
//! │ descriptors  │ countdown    │   ┌─────────────┬───────────┬──────────┐
//! ├──────────────┼──────────────┤   │ descriptors │ countdown │ the call │
//! │ risks        │ timeline     │   ├─────────────┼───────────┤ parties  │
//! └──────────────┴──────────────┘   │ risks       │ timeline  │ earlier  │
//!                                   └─────────────┴───────────┴──────────┘
//! ```
//!
//! A pane that is not on the card takes the left column (two columns) or the right one (three), so
//! that the clocks never leave the screen.

use ratatui::layout::Rect;

use crate::client::panes::{PANES, Pane};

/// The least columns that the screen needs.
pub const MIN_WIDTH: u16 = 60;
/// The least rows that the screen needs.
pub const MIN_HEIGHT: u16 = 16;

/// Rows of the screen from which the countdown is shown in large digits.
pub const DIGITS_FROM: u16 = 28;

/// The parts that every place has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// The head: names, clocks, where they come from.
    pub head: Rect,
    /// What the place is about.
    pub body: Rect,
    /// Beneath the body: about the thing in focus.
    pub detail: Rect,
    /// What came of the last act.
    pub said: Rect,
    /// Keys.
    pub footer: Rect,
}

/// Cuts the screen, with a head of so many rows.
pub fn parts(area: Rect, head: u16, detail: u16) -> Parts {
    let mut rest = area;
    let head = take_top(&mut rest, head);
    let footer = take_bottom(&mut rest, 1);
    let said = take_bottom(&mut rest, 1);
    let detail = take_bottom(&mut rest, detail);
    Parts {
        head,
        body: rest,
        detail,
        said,
        footer,
    }
}

/// How much room a case has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// One pane at a time.
    One,
    /// Four panes.
    Four,
    /// Four panes and a third column.
    Seven,
}

impl Room {
    /// What a screen of that size has room for.
    pub fn of(area: Rect) -> Self {
        if area.width >= 168 && area.height >= 46 {
            Self::Seven
        } else if area.width >= 98 && area.height >= 28 {
            Self::Four
        } else {
            Self::One
        }
    }
}

/// A pane and where it stands.
pub type Placed = (Pane, Rect);

/// The panes on screen, the one in focus among them, and the columns where rules stand.
pub fn panes(body: Rect, room: Room, focus: Pane) -> (Vec<Placed>, Vec<u16>) {
    let card: Vec<Pane> = Pane::all().filter(|pane| pane.spec().card).collect();
    let on_card = focus.spec().card;
    let (false, [first, second, third, fourth]) = (room == Room::One, card.as_slice()) else {
        return (vec![(focus, body)], Vec::new());
    };
    let count = if room == Room::Seven { 3 } else { 2 };
    let columns = columns_of(body, count);
    let rules = columns.iter().skip(1).map(|c| c.x - 1).collect();
    let mut placed = Vec::new();
    let (left, middle) = (columns[0], columns[1]);
    if room == Room::Four && !on_card {
        placed.push((focus, left));
    } else {
        // Descriptors are the longest list; risks get the smaller half.
        let (top, bottom) = split(left, 58);
        placed.push((*first, top));
        placed.push((*second, bottom));
    }
    // The clocks stand above the timeline, in the same place at every size.
    let (top, bottom) = split(middle, 52);
    placed.push((*fourth, top));
    placed.push((*third, bottom));
    if let Some(right) = columns.get(2) {
        let beside: Vec<Pane> = Pane::all().filter(|p| !p.spec().card).collect();
        let usual: Vec<Pane> = ["call", "parties", "child"]
            .iter()
            .filter_map(|id| Pane::by_id(id))
            .collect();
        if on_card || usual.contains(&focus) {
            let mut rest = *right;
            let each = right.height / 3;
            for (nth, pane) in usual.iter().enumerate() {
                let part = if nth + 1 == usual.len() {
                    rest
                } else {
                    take_top(&mut rest, each)
                };
                placed.push((*pane, part));
            }
        } else if beside.contains(&focus) {
            placed.push((focus, *right));
        }
    }
    (placed, rules)
}

/// Equal columns with one column for a rule between them.
fn columns_of(area: Rect, count: u16) -> Vec<Rect> {
    let free = area.width.saturating_sub(count.saturating_sub(1));
    let each = free / count;
    let mut x = area.x;
    (0..count)
        .map(|nth| {
            let width = if nth + 1 == count {
                area.right().saturating_sub(x)
            } else {
                each
            };
            let column = Rect { x, width, ..area };
            x = x.saturating_add(width).saturating_add(1);
            column
        })
        .collect()
}

fn split(area: Rect, percent: u32) -> (Rect, Rect) {
    let top = u32::from(area.height) * percent / 100;
    let mut rest = area;
    let top = take_top(&mut rest, u16::try_from(top).unwrap_or(area.height));
    (top, rest)
}

/// Takes rows from the top of an area; fewer where there are fewer.
pub fn take_top(area: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    let taken = Rect {
        height: rows,
        ..*area
    };
    area.y += rows;
    area.height -= rows;
    taken
}

/// Takes rows from the bottom of an area; fewer where there are fewer.
pub fn take_bottom(area: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    area.height -= rows;
    Rect {
        y: area.bottom(),
        height: rows,
        ..*area
    }
}

/// The area without so many columns on each side.
pub fn inset(area: Rect, columns: u16) -> Rect {
    let columns = columns.min(area.width / 2);
    Rect {
        x: area.x + columns,
        width: area.width - 2 * columns,
        ..area
    }
}

/// A pop-up of at most this size: a third from the top, or what there is.
pub fn popup(area: Rect, width: u16, height: u16) -> Rect {
    let width = width
        .min(area.width.saturating_sub(2))
        .max(area.width.min(1));
    let height = height
        .min(area.height.saturating_sub(2))
        .max(area.height.min(1));
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 3,
        width,
        height,
    }
}

/// The first row shown of a list, such that the focus is on the page: pages never slide, so that a
/// move within one changes two marks and nothing else.
pub fn page(heights: &[u16], focus: usize, room: u16) -> (usize, usize) {
    let height = |at: usize| heights.get(at).copied().unwrap_or(1);
    page_of(heights.len(), height, focus, room)
}

/// The same for a long list whose heights take some working out: only those up to the page's end are asked for.
pub fn page_of(
    count: usize,
    mut height: impl FnMut(usize) -> u16,
    focus: usize,
    room: u16,
) -> (usize, usize) {
    let mut start = 0;
    let mut used = 0u16;
    for at in 0..count {
        let height = height(at).min(room.max(1));
        if used.saturating_add(height) > room {
            if at > focus {
                return (start, at);
            }
            start = at;
            used = 0;
        }
        used = used.saturating_add(height);
    }
    (start, count)
}

/// Whether the pane table still has the four panes of the card that this layout places.
pub fn card_is_whole() -> bool {
    PANES.iter().filter(|pane| pane.card).count() == 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_card_has_its_four_panes() {
        assert!(card_is_whole());
    }

    #[test]
    fn panes_fill_the_body_without_overlap_at_any_size() {
        for width in 1..=220u16 {
            for height in [1, 5, 16, 28, 40, 60] {
                let body = Rect::new(0, 0, width, height);
                for focus in Pane::all() {
                    let (placed, _) = panes(body, Room::of(body), focus);
                    assert!(placed.iter().any(|(pane, _)| *pane == focus));
                    for (nth, (pane, area)) in placed.iter().enumerate() {
                        assert!(area.right() <= width && area.bottom() <= height);
                        for (other, second) in &placed[nth + 1..] {
                            assert!(!area.intersects(*second) || area.is_empty());
                            assert_ne!(pane, other);
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_page_holds_the_focus_and_does_not_slide() {
        let ones = [1u16; 10];
        assert_eq!(page(&ones, 0, 4), (0, 4));
        assert_eq!(page(&ones, 3, 4), (0, 4));
        assert_eq!(page(&ones, 4, 4), (4, 8));
        assert_eq!(page(&ones, 9, 4), (8, 10));
        assert_eq!(page(&[2, 2, 2], 1, 3), (1, 2));
        assert_eq!(page(&[], 0, 3), (0, 0));
        assert_eq!(page(&[9], 0, 3), (0, 1));
    }
}
