//! A field on a row, or on up to three where its words are long: label, value as understood, what the receiver's form wants, and its marks.

use ratatui::layout::Rect;

use super::text_line;
use crate::client::model::{Edit, Kept, Why};
use crate::record::Field;
use crate::tui::canvas::{Canvas, columns, shown};
use crate::tui::style::Ink;
use crate::wire::view::{FactState, FactView};

/// What a blank looks like: something to fill in.
pub const BLANK: &str = "____";
/// What a masked value looks like.
const MASK: &str = "•••• (masked)";

/// A field as it stands in this session.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The field.
    pub field: &'static Field,
    /// The fact, as the desk sent it.
    pub fact: Option<&'a FactView>,
    /// The text being typed in it.
    pub edit: Option<&'a Edit>,
    /// Text that waits there unsaved.
    pub kept: Option<&'a Kept>,
    /// Who else is at this field now, in one short mark.
    pub beside: Option<&'a str>,
    /// Masked fields are shown for now.
    pub unmasked: bool,
    /// In focus.
    pub focus: bool,
}

/// The column at which values begin in a pane of this width.
pub fn value_column(width: u16) -> u16 {
    (width / 2).clamp(14, 28).min(width)
}

/// Text that waits unsaved, in words: nothing that was typed disappears because it was refused.
pub fn waiting(kept: &Kept, masked: bool) -> (String, Ink) {
    let text = if masked { MASK } else { kept.text.as_str() };
    match &kept.why {
        Why::Draft => (format!("{text}  (not saved)"), Ink::Doubt),
        Why::FromBefore => (format!("{text}  (from before, not saved)"), Ink::Doubt),
        Why::Sending(_) => (format!("{text}  (saving)"), Ink::Plain),
        Why::Refused(_) => (format!("! {text}  (not taken)"), Ink::Late),
    }
}

/// The value in words, with its ink.
pub fn value(row: &Row) -> (String, Ink) {
    if let Some(kept) = row.kept {
        return waiting(kept, row.field.masked && !row.unmasked);
    }
    match row.fact.map(|fact| (fact.state, fact)) {
        None | Some((FactState::Blank, _)) => (BLANK.to_owned(), Ink::Plain),
        Some((FactState::Known, _)) if row.field.masked && !row.unmasked => {
            (MASK.to_owned(), Ink::Plain)
        }
        Some((FactState::Known, fact)) => (fact.words.as_str().to_owned(), Ink::Plain),
        Some((FactState::Unknown, _)) => ("asked, unknown".to_owned(), Ink::Plain),
        Some((FactState::Refused, _)) => ("asked, refused".to_owned(), Ink::Plain),
        Some((FactState::NotApplicable, _)) => ("not applicable".to_owned(), Ink::Plain),
    }
}

/// Draws the row.
pub fn draw(canvas: &mut Canvas, area: Rect, row: &Row) {
    if area.is_empty() {
        return;
    }
    let (y, at) = (area.y, value_column(area.width));
    if row.focus {
        let mark = canvas.glyphs().focus;
        canvas.put(area.x, y, 1, mark, Ink::Strong);
    }
    canvas.put(
        area.x + 2,
        y,
        at.saturating_sub(4),
        row.field.label,
        Ink::Plain,
    );
    if row.field.never_public {
        let mark = canvas.glyphs().private;
        canvas.put(area.x + at.saturating_sub(2), y, 1, mark, Ink::Quiet);
    }
    let room = area.width.saturating_sub(at);
    if let Some(edit) = row.edit {
        let taken = row
            .beside
            .map_or(0, |mark| canvas.put_right(area, y, mark, Ink::Doubt) + 1);
        let room = room.saturating_sub(taken);
        text_line::draw(canvas, area.x + at, y, room, &edit.text);
        return;
    }
    if row.focus {
        canvas.set_cursor(area.x + at, y);
    }
    let (words, ink) = value(row);
    let mut tail = String::new();
    let mut tail_ink = Ink::Quiet;
    if let Some(fact) = row.fact.filter(|_| row.kept.is_none()) {
        if let Some(carried) = &fact.carried {
            tail = carried.clone();
            tail_ink = Ink::Doubt;
        } else if let Some(official) = &fact.official
            && (!row.field.masked || row.unmasked)
        {
            tail = official.clone();
        }
    }
    if let Some(mark) = row.beside {
        tail = mark.to_owned();
        tail_ink = Ink::Doubt;
    }
    let caps = canvas.caps();
    let tail_wide = u16::try_from(columns(&shown(&tail, caps))).unwrap_or(room);
    let words_wide = u16::try_from(columns(&shown(&words, caps))).unwrap_or(u16::MAX);
    if area.height > 1 {
        // What must be asked about stands on the last row; the form's code gives way to the words.
        let carried = u16::from(tail_ink == Ink::Doubt);
        let place = Rect {
            x: area.x + at,
            width: room,
            height: area.height - carried,
            ..area
        };
        canvas.paragraph(place, &words, ink);
        if carried > 0 {
            let last = Rect {
                x: area.x + at,
                width: room,
                ..area
            };
            canvas.put_right(last, area.bottom() - 1, &tail, tail_ink);
        }
        return;
    }
    let has_tail = tail_wide > 0 && words_wide.saturating_add(tail_wide) < room;
    let words_room = if has_tail { room - tail_wide - 1 } else { room };
    canvas.put(area.x + at, y, words_room, &words, ink);
    if has_tail {
        canvas.put_right(area, y, &tail, tail_ink);
    }
}
