//! The screen, drawn from `&Model`. Nothing here changes or decides anything.
//!
//! [`draw`] is the only entrance. Three places (board, case, script), each cut by [`layout`] into a
//! head, a body, a detail line, a saying and the keys; pop-ups lie on the body, so that a head with
//! both clocks is never covered. Everything is said in words; colour only repeats them.

pub mod board;
pub mod canvas;
pub mod case;
pub mod clock;
pub mod door;
pub mod glyphs;
pub mod head;
pub mod layout;
pub mod overlays;
pub mod panes;
pub mod script;
pub mod style;
pub mod widgets;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::client::model::{Link, Model, Place, Saying};
use crate::record::{Moment, Zone, time_words};
use canvas::Canvas;
use style::Ink;

/// What the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// Sixteen colours may be used; `false` where `NO_COLOR` is set.
    pub colour: bool,
    /// The locale is UTF-8; otherwise nothing but ASCII is written.
    pub utf8: bool,
}

impl Caps {
    /// Colours and UTF-8.
    pub const fn colour() -> Self {
        Self {
            colour: true,
            utf8: true,
        }
    }
    /// UTF-8 without colours.
    pub const fn mono() -> Self {
        Self {
            colour: false,
            utf8: true,
        }
    }
    /// Neither.
    pub const fn plain() -> Self {
        Self {
            colour: false,
            utf8: false,
        }
    }
}

/// What every drawing function needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Scene<'a> {
    /// The session.
    pub model: &'a Model,
    /// The desk's present; the epoch before the desk has said anything, when nothing shows it.
    pub now: Moment,
    /// The agency's zone.
    pub zone: Zone,
}

/// Draws the whole screen and answers where the terminal's cursor goes.
pub fn draw(model: &Model, caps: Caps, buffer: &mut Buffer) -> Option<Position> {
    let mut canvas = Canvas::new(buffer, caps);
    let whole = canvas.area();
    canvas.clear(whole);
    if whole.width < layout::MIN_WIDTH || whole.height < layout::MIN_HEIGHT {
        too_small(&mut canvas, whole);
        return canvas.cursor();
    }
    let scene = Scene {
        model,
        now: model.now().unwrap_or_default(),
        zone: model.zone(),
    };
    let practice = model.board.view.as_ref().is_some_and(|view| view.practice)
        || model.standing.as_ref().is_some_and(|s| s.practice);
    let area = if practice {
        practice_frame(&mut canvas, whole, model.pretended)
    } else {
        whole
    };
    if let Some(door) = &model.door {
        door::draw(&mut canvas, area, &scene, door);
        return canvas.cursor();
    }
    let parts = match model.place {
        Place::Board => board::draw(&mut canvas, area, &scene),
        Place::Case(slot) => match model.case(slot) {
            Some(screen) => case::draw(&mut canvas, area, &scene, screen),
            None => board::draw(&mut canvas, area, &scene),
        },
        Place::Script(slot, sheet) => match model.case(slot) {
            Some(screen) => script::draw(&mut canvas, area, &scene, screen, sheet),
            None => board::draw(&mut canvas, area, &scene),
        },
    };
    said(&mut canvas, &parts, model);
    footer(&mut canvas, parts.footer, model);
    let room = Rect {
        // Down to the last row about the spot in focus, whoever has taken rows of it for words of their own.
        height: parts.detail.bottom().max(parts.body.bottom()) - parts.body.y,
        ..parts.body
    };
    overlays::draw(&mut canvas, room, &scene);
    if !model.ways.is_empty() && model.ways_due.is_none_or(|due| due <= model.clock.boot) {
        overlays::which_key(&mut canvas, room, &scene);
    }
    canvas.cursor()
}

/// One sentence, cut where it must be.
fn too_small(canvas: &mut Canvas, area: Rect) {
    let words = format!(
        "Porchlight needs {}x{}; this is {}x{}. Enlarge the window. The clocks run on.",
        layout::MIN_WIDTH,
        layout::MIN_HEIGHT,
        area.width,
        area.height
    );
    canvas.paragraph(area, &words, Ink::Strong);
    canvas.set_cursor(area.x, area.y);
}

/// A frame that no real desk has, with its words above and below; the room inside.
fn practice_frame(canvas: &mut Canvas, area: Rect, pretended: bool) -> Rect {
    let words = if pretended {
        " PRACTICE: made-up cases at a made-up time, nothing here is real "
    } else {
        " PRACTICE: made-up cases, nothing here is real "
    };
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    for y in [area.y, bottom] {
        let line = "#".repeat(usize::from(area.width));
        canvas.put(area.x, y, area.width, &line, Ink::Practice);
        canvas.put(area.x + 4, y, area.width - 8, words, Ink::Practice);
    }
    for y in area.y + 1..bottom {
        canvas.put(area.x, y, 1, "#", Ink::Practice);
        canvas.put(right, y, 1, "#", Ink::Practice);
    }
    Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width - 2,
        height: area.height - 2,
    }
}

/// What came of the last act.
///
/// It is read whole: what does not fit its row takes the rows about the field above it.
fn said(canvas: &mut Canvas, parts: &layout::Parts, model: &Model) {
    let area = parts.said;
    if area.is_empty() {
        return;
    }
    let (words, ink) = match &model.said {
        Some(Saying::Done(words)) => (words.clone(), Ink::Plain),
        Some(Saying::Problem(problem)) => (format!("! {problem}"), Ink::Late),
        None => return,
    };
    let wanted = canvas::wrap(&words, area.width, canvas.caps()).len();
    let above = u16::try_from(wanted.saturating_sub(1))
        .unwrap_or(0)
        .min(parts.detail.height);
    let area = Rect {
        y: area.y - above,
        height: area.height + above,
        ..area
    };
    canvas.clear(area);
    canvas.paragraph(area, &words, ink);
}

/// The keys that matter now, as many as fit; none is cut in the middle.
fn footer(canvas: &mut Canvas, area: Rect, model: &Model) {
    if area.is_empty() {
        return;
    }
    let mut x = area.x;
    for (keys, title) in &model.hints {
        let caps = canvas.caps();
        let wide = canvas::columns(&canvas::shown(keys, caps))
            + 1
            + canvas::columns(&canvas::shown(title, caps));
        let wide = u16::try_from(wide).unwrap_or(u16::MAX);
        // A shorter one further on may still fit.
        if x.saturating_add(wide) > area.right() {
            continue;
        }
        let room = area.right() - x;
        let keyed = canvas.put(x, area.y, room, keys, Ink::Strong) + 1;
        canvas.put(
            x + keyed,
            area.y,
            room.saturating_sub(keyed),
            title,
            Ink::Plain,
        );
        x = x.saturating_add(wide).saturating_add(2);
    }
}

/// How fresh the screen is, when it is not: words that cannot be misread as all clear. The time is said and not how long
/// ago it is, so that a line which nobody draws again stays true.
pub fn link_words(scene: &Scene) -> Option<String> {
    match &scene.model.link {
        Link::Live => None,
        Link::Opening => Some("opening the desk".to_owned()),
        Link::Lost { since, why } => {
            let ago = scene.model.clock.boot.saturating_sub(*since);
            let since = match scene.model.now() {
                Some(now) => format!("since {}", clock::time(now.plus(-ago), now, scene.zone)),
                // It was never heard, so no time is known.
                None => format!("for {}", time_words::elapsed(ago)),
            };
            Some(format!("NO WORD FROM THE DESK {since}: {why}"))
        }
    }
}
