//! A case: its head, its panes, and what is said about the spot in focus.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::layout::{self, Parts, Room};
use super::style::Ink;
use super::{Scene, clock, head, panes};
use crate::client::edit::{earlier, earlier_words, proposed};
use crate::client::model::{CaseScreen, Echo, Edit, Mode, Preview, Spot, Why};
use crate::client::panes::{Pane, Row, rows};
use crate::record::{Kind, Problem, fields};
use crate::wire::view::{FactState, FoundRow};

/// Draws a case.
pub fn draw(canvas: &mut Canvas, area: Rect, scene: &Scene, screen: &CaseScreen) -> Parts {
    let head_rows = head::height(scene, screen, area);
    // What speaks for a triage row, its rule and its law must be read whole before somebody decides.
    let detail_rows = if matches!(screen.at, Spot::TriageRow(_)) {
        4
    } else {
        2
    };
    let mut parts = layout::parts(area, head_rows, detail_rows);
    head::draw(canvas, parts.head, scene, screen);
    let tabs = layout::take_top(&mut parts.body, 1);
    draw_tabs(canvas, tabs, screen);
    let body = parts.body;
    match screen.mode {
        Mode::Intake => intake(canvas, body, scene, screen),
        Mode::Panes => {
            let (placed, rules) = layout::panes(body, Room::of(area), screen.pane);
            for x in rules {
                canvas.column(x, body.y, body.height, Ink::Quiet);
            }
            for (pane, place) in placed {
                let rows = rows(pane, screen);
                panes::draw(canvas, place, scene, screen, pane, &rows);
            }
        }
    }
    detail(canvas, parts.detail, scene, screen);
    parts
}

/// The intake in the call's order; where there is room the countdown and the timeline stand beside it.
fn intake(canvas: &mut Canvas, body: Rect, scene: &Scene, screen: &CaseScreen) {
    let rows = screen.rows();
    let title = "Intake, in the order of the call";
    let room = Room::of(Rect {
        height: body.height + 8,
        ..body
    });
    if room == Room::One {
        panes::draw_rows(canvas, body, scene, screen, title, &rows, true);
        return;
    }
    let (placed, rules) = layout::panes(body, Room::Four, Pane::FIRST);
    for x in rules {
        canvas.column(x, body.y, body.height, Ink::Quiet);
    }
    let left = placed.first().map_or(body, |(_, area)| Rect {
        height: body.height,
        ..*area
    });
    panes::draw_rows(canvas, left, scene, screen, title, &rows, true);
    for (pane, place) in placed.into_iter().skip(2) {
        let rows = crate::client::panes::rows(pane, screen);
        panes::draw(canvas, place, scene, screen, pane, &rows);
    }
}

/// The panes with their keys; the one in focus is marked by one cell.
fn draw_tabs(canvas: &mut Canvas, area: Rect, screen: &CaseScreen) {
    if area.is_empty() {
        return;
    }
    let glyphs = canvas.glyphs();
    let mut x = area.x;
    if screen.mode == Mode::Intake {
        canvas.put(x, area.y, 1, glyphs.focus, Ink::Strong);
        x += 1 + canvas.put(x + 1, area.y, 8, "intake", Ink::Plain) + 2;
    }
    for pane in Pane::all() {
        let spec = pane.spec();
        let words = format!("{} {}", spec.key, spec.id);
        let wide = u16::try_from(words.len() + 1).unwrap_or(u16::MAX);
        if x.saturating_add(wide) > area.right() {
            break;
        }
        if screen.mode == Mode::Panes && pane == screen.pane {
            canvas.put(x, area.y, 1, glyphs.focus, Ink::Strong);
        }
        canvas.put(x + 1, area.y, wide - 1, &words, Ink::Plain);
        x += wide + 1;
    }
}

/// What is said about the spot in focus: how it was understood, why not, or why it is asked.
fn detail(canvas: &mut Canvas, area: Rect, scene: &Scene, screen: &CaseScreen) {
    let (words, ink) = about(scene, screen);
    canvas.paragraph(area, &words, ink);
}

/// Why a child was found, where that says more than the name does.
pub fn why(found: &FoundRow) -> String {
    if found.why.as_str().ends_with(found.name.as_str()) {
        String::new()
    } else {
        format!(" ({})", found.why)
    }
}

fn problem(problem: &Problem) -> (String, Ink) {
    (format!("! {problem}"), Ink::Late)
}

fn about(scene: &Scene, screen: &CaseScreen) -> (String, Ink) {
    if let Some(found) = &screen.offered {
        let age = found.age.map_or(String::new(), |age| format!(", {age}"));
        let last = found.last_run.map_or(String::new(), |at| {
            format!(", last run {}", clock::time(at, scene.now, scene.zone))
        });
        return (
            format!(
                "On file: {}{age}{last}{}. The same child?",
                found.name,
                why(found)
            ),
            Ink::Doubt,
        );
    }
    if let Some(edit) = &screen.edit {
        return match edit.echo {
            Echo::Shown => preview(edit).unwrap_or_else(|| hint(scene, screen)),
            Echo::After(_) => hint(scene, screen),
            Echo::Blank(_) => (String::new(), Ink::Plain),
        };
    }
    if let Some(kept) = screen.kept.get(&screen.at) {
        match &kept.why {
            Why::Refused(why) => return problem(why),
            Why::Draft | Why::FromBefore => {
                return (
                    "This text is kept here and not saved. Go on typing, or take it out."
                        .to_owned(),
                    Ink::Doubt,
                );
            }
            Why::Sending(_) => {}
        }
    }
    hint(scene, screen)
}

/// The letters that answer a field of few choices with one key; empty for other fields.
fn letters(kind: Kind) -> String {
    let mut all: Vec<String> = match kind {
        Kind::YesNo => vec!["y yes".to_owned(), "n no".to_owned()],
        Kind::Choice(choices) => choices
            .iter()
            .map(|choice| format!("{} {}", choice.letter, choice.label))
            .collect(),
        _ => return String::new(),
    };
    all.push("? unknown".to_owned());
    all.join(" · ")
}

/// What typed text is understood as.
pub fn preview(edit: &Edit) -> Option<(String, Ink)> {
    match &edit.preview {
        Preview::Nothing => None,
        Preview::Words { words, official } => {
            let official = official
                .as_ref()
                .map_or(String::new(), |official| format!("   {official}"));
            Some((format!("= {words}{official}"), Ink::Plain))
        }
        Preview::Problem(why) => Some(problem(why)),
        Preview::Which { first, second } => Some((
            format!("? That hour comes twice: 1 {first}, or 2 {second}"),
            Ink::Doubt,
        )),
    }
}

fn hint(scene: &Scene, screen: &CaseScreen) -> (String, Ink) {
    let plain = |words: &str| (words.to_owned(), Ink::Plain);
    match &screen.at {
        Spot::Danger => plain(
            "Is anyone in danger right now? If so, the caller hangs up and dials 911; stay with the record.",
        ),
        Spot::Called911 => plain("Has 911 been called?"),
        Spot::CameAt => plain(
            "How the information came, and when, if that was before the intake began. The 24 hours count from it.",
        ),
        Spot::Field { field, item } => {
            let Some(row) = fields::get(*field) else {
                return (String::new(), Ink::Plain);
            };
            if let Some(form) = proposed(scene.model, screen, *field) {
                return (
                    format!(
                        "Proposed: {form}. \"Still true\" agrees to it as it stands, or type another. {}",
                        row.hint
                    ),
                    Ink::Doubt,
                );
            }
            let mut words = row.hint.to_owned();
            if row.never_public {
                words.push_str(" Never public.");
            }
            let fact = screen.fact(*field, *item);
            match fact {
                Some(fact) if fact.state != FactState::Blank => {
                    let mut said = Vec::new();
                    if let Some(by) = &fact.said_by {
                        said.push(format!("said by {by}"));
                    }
                    if let Some(reason) = &fact.reason {
                        said.push(reason.as_str().to_owned());
                    }
                    if let Some(as_of) = &fact.as_of {
                        said.push(format!("as of {as_of}"));
                    }
                    said.push(format!("typed by {}", fact.operator));
                    match fact.former {
                        0 => {}
                        1 => said.push("1 former value".to_owned()),
                        n => said.push(format!("{n} former values")),
                    }
                    if let Some(carried) = &fact.carried {
                        said.push(carried.clone());
                    }
                    words = format!("{} {words}", sentence(&said.join(", ")));
                }
                _ if !letters(row.kind).is_empty() => {
                    words = format!("{}. {words}", letters(row.kind));
                }
                _ if !row.example.is_empty() => {
                    words.push_str(&format!(" For example: {}", row.example));
                }
                _ => {}
            }
            (words, Ink::Plain)
        }
        Spot::Add(group) => match earlier(screen, *group) {
            Some(entry) => (
                format!(
                    "With the child before: {}. \"Still true\" enters it as it stands, or type who is there now.",
                    earlier_words(entry)
                ),
                Ink::Doubt,
            ),
            None => plain(&format!("Adds another {}.", group.title().to_lowercase())),
        },
        Spot::Duty(nth) => screen
            .view
            .as_ref()
            .and_then(|view| view.duties.get(*nth))
            .map_or_else(
                || (String::new(), Ink::Plain),
                |duty| {
                    plain(&format!(
                        "{}. Rule {}, {}",
                        duty.title, duty.rule, duty.citation
                    ))
                },
            ),
        Spot::Event(nth) => screen
            .view
            .as_ref()
            .and_then(|view| view.timeline.get(*nth))
            .map_or_else(
                || (String::new(), Ink::Plain),
                |event| plain(&format!("{} (recorded by {})", event.words, event.operator)),
            ),
        Spot::TriageRow(nth) => screen
            .view
            .as_ref()
            .and_then(|view| view.triage.proposed.get(*nth))
            .map_or_else(
                || (String::new(), Ink::Plain),
                |row| plain(&format!("{} {} ({})", row.because, row.note, row.citation)),
            ),
        Spot::Linked(_) => {
            plain("The same event. Each child has a case, reports and numbers of its own.")
        }
        Spot::Agency(nth) => screen
            .view
            .as_ref()
            .and_then(|view| view.agencies.get(*nth))
            .map_or_else(
                || (String::new(), Ink::Plain),
                |row| plain(&format!("{}: {} {}", row.name, row.area, row.note)),
            ),
    }
}

/// A part of a sentence as one: with a capital and a full stop.
fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), chars.as_str()),
        None => String::new(),
    }
}

/// Whether the row is the spot in focus.
pub fn is_focus(row: &Row, screen: &CaseScreen) -> bool {
    matches!(row, Row::Spot(spot) if *spot == screen.at)
}
