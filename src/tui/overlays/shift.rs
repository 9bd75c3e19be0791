//! The supervisor's view and the handover: a line for each open duty, and all about the one in focus below.

use ratatui::layout::Rect;

use super::rows;
use crate::client::overlay::ShiftList;
use crate::client::shift::{Line, handover_lines, lines, may_accept};
use crate::record::time_words;
use crate::tui::canvas::{Canvas, columns, wrap};
use crate::tui::style::Ink;
use crate::tui::widgets::popup;
use crate::tui::{Scene, clock, layout};
use crate::wire::shift::{HandedView, ShiftCase, ShiftDuty, ShiftView, listed};

/// Columns of the time left, of the case's number, and of what is owed.
const LEFT: u16 = 20;
const NUMBER: u16 = 8;

/// Every open duty of the desk by due instant, then what nobody looks after.
pub fn supervisor(canvas: &mut Canvas, room: Rect, scene: &Scene, list: &ShiftList) {
    let Some(view) = &scene.model.shift else {
        waiting(canvas, room, "Supervisor view");
        return;
    };
    let all = lines(view, scene.now);
    draw(
        canvas,
        room,
        scene,
        view,
        &all,
        list,
        "Supervisor view",
        &counts(view, scene),
    );
}

/// What one shift hands to the next.
pub fn handover(canvas: &mut Canvas, room: Rect, scene: &Scene, list: &ShiftList) {
    let Some(view) = &scene.model.shift else {
        waiting(canvas, room, "Handover");
        return;
    };
    let all = handover_lines(view);
    let mine = view
        .duties
        .iter()
        .filter(|duty| may_accept(duty, &scene.model.operator))
        .count();
    let is_pending = view.duties.iter().any(|duty| duty.handed.is_some());
    let foot = match (is_pending, mine) {
        (false, _) => "Nothing is handed over yet: \"Hand over\" starts it.".to_owned(),
        (true, 0) => "Nothing here waits for you.".to_owned(),
        (true, n) => format!(
            "{n} wait to be accepted: Enter accepts the one in focus as {}.",
            scene.model.operator
        ),
    };
    draw(canvas, room, scene, view, &all, list, "Handover", &foot);
}

fn waiting(canvas: &mut Canvas, room: Rect, title: &str) {
    let inside = popup::open(canvas, room, room.width, 1, title, "");
    let words = "The desk is putting it together. Until it is here, count every duty as nobody's.";
    canvas.put(inside.x, inside.y, inside.width, words, Ink::Strong);
    canvas.set_cursor(inside.x, inside.y);
}

#[expect(clippy::too_many_arguments, reason = "one list drawn for two titles")]
fn draw(
    canvas: &mut Canvas,
    room: Rect,
    scene: &Scene,
    view: &ShiftView,
    all: &[Line],
    list: &ShiftList,
    title: &str,
    foot: &str,
) {
    let mut inside = popup::open(
        canvas,
        room,
        room.width,
        usize::from(room.height),
        title,
        foot,
    );
    if all.is_empty() {
        let words = "Nothing is owed, parked or left behind.";
        canvas.put(inside.x, inside.y, inside.width, words, Ink::Plain);
        canvas.set_cursor(inside.x, inside.y);
        return;
    }
    let at = list.at.min(all.len() - 1);
    let below = inside.height.saturating_sub(4).min(7);
    let detail = layout::take_bottom(&mut inside, below);
    rows(canvas, inside, all, at, |canvas, area, line| {
        row(canvas, area, scene, view, *line);
    });
    if let Some(line) = all.get(at) {
        about(canvas, detail, scene, view, *line);
    }
}

/// What must be looked at, counted: silent, lapsed, not accepted, parked, left behind.
fn counts(view: &ShiftView, scene: &Scene) -> String {
    let is_silent = |case: &&ShiftCase| silent(view, case, scene);
    let not_accepted = view
        .duties
        .iter()
        .filter(|duty| alert(duty, scene).is_some())
        .count();
    let lapsed = lines(view, scene.now)
        .iter()
        .filter(|line| matches!(line, Line::Lapsed(_)))
        .count();
    let mut words = Vec::new();
    for (count, what) in [
        (view.cases.iter().filter(is_silent).count(), "silent"),
        (lapsed, "claims lapsed"),
        (not_accepted, "not accepted in time"),
        (view.parked.len(), "parked"),
        (view.orphans.len(), "texts left behind"),
        (view.more, "more not listed"),
    ] {
        if count > 0 {
            words.push(format!("{count} {what}"));
        }
    }
    if words.is_empty() {
        "nothing silent, lapsed, parked or left behind".to_owned()
    } else {
        words.join(" · ")
    }
}

/// Whether a case in which something is owed has been silent too long.
fn silent(view: &ShiftView, case: &ShiftCase, scene: &Scene) -> bool {
    scene.now >= case.silent_at
        && view.duties.iter().any(|duty| {
            view.cases
                .get(duty.case)
                .is_some_and(|of| of.case == case.case)
        })
}

/// The handover of a duty that nobody has accepted in time.
fn alert<'a>(duty: &'a ShiftDuty, scene: &Scene) -> Option<&'a HandedView> {
    duty.handed
        .as_ref()
        .filter(|handed| handed.accepted.is_none() && scene.now >= handed.alert_at)
}

fn time_left(duty: &ShiftDuty, scene: &Scene) -> String {
    match duty.due {
        Some(due) => time_words::left(due, scene.now),
        None if duty.state.is_open() => "promptly".to_owned(),
        None => "number owed".to_owned(),
    }
}

fn row(canvas: &mut Canvas, area: Rect, scene: &Scene, view: &ShiftView, line: Line) {
    let (left, number, what, who, ink) = match line {
        Line::Duty(at) => {
            let Some(duty) = view.duties.get(at) else {
                return;
            };
            let Some(case) = view.cases.get(duty.case) else {
                return;
            };
            let late = duty.due.is_some_and(|due| due <= scene.now);
            (
                time_left(duty, scene),
                case.number.clone(),
                duty.title.clone(),
                who(view, duty, case, scene),
                if late { Ink::Late } else { Ink::Plain },
            )
        }
        Line::Lapsed(at) => {
            let Some(case) = view.cases.get(at) else {
                return;
            };
            let Some(claim) = &case.claim else { return };
            let until = clock::time(claim.until, scene.now, scene.zone);
            (
                "claim lapsed".to_owned(),
                case.number.clone(),
                case.name.to_string(),
                format!("{} until {until}", claim.by),
                Ink::Doubt,
            )
        }
        Line::Parked(at) => {
            let Some(parked) = view.parked.get(at) else {
                return;
            };
            let alone = if parked.alone { ", gone" } else { "" };
            (
                "call parked".to_owned(),
                parked.number.clone(),
                parked.words.to_string(),
                format!("{}{alone}", parked.by),
                Ink::Doubt,
            )
        }
        Line::Orphan(at) => {
            let Some(orphan) = view.orphans.get(at) else {
                return;
            };
            (
                "text left behind".to_owned(),
                orphan.number.clone(),
                orphan.what.clone(),
                format!("{}, gone", orphan.by),
                Ink::Doubt,
            )
        }
    };
    canvas.put(area.x, area.y, LEFT - 1, &left, ink);
    canvas.put(area.x + LEFT, area.y, NUMBER - 1, &number, Ink::Strong);
    let from = area.x + LEFT + NUMBER;
    let room = area.right().saturating_sub(from);
    let wide = u16::try_from(columns(&who)).unwrap_or(room).min(room / 2);
    canvas.put(
        from,
        area.y,
        room.saturating_sub(wide + 1),
        &what,
        Ink::Plain,
    );
    canvas.put(area.right() - wide, area.y, wide, &who, Ink::Plain);
}

/// Who has a duty, with the mark of what is wrong with it.
fn who(view: &ShiftView, duty: &ShiftDuty, case: &ShiftCase, scene: &Scene) -> String {
    let holder = duty
        .holder
        .as_ref()
        .map_or_else(|| "nobody".to_owned(), |(who, _)| who.to_string());
    let mark = match &duty.handed {
        Some(handed) if handed.accepted.is_none() => ", not accepted",
        Some(_) => ", accepted",
        None if silent(view, case, scene) => ", silent",
        None => "",
    };
    format!("{holder}{mark}")
}

/// All about the line in focus.
fn about(canvas: &mut Canvas, area: Rect, scene: &Scene, view: &ShiftView, line: Line) {
    let time = |at| clock::time(at, scene.now, scene.zone);
    let mut words: Vec<(String, Ink)> = Vec::new();
    match line {
        Line::Duty(at) => {
            let Some(duty) = view.duties.get(at) else {
                return;
            };
            let Some(case) = view.cases.get(duty.case) else {
                return;
            };
            let due = duty.due.map_or(String::new(), |due| {
                format!(", due {} ({})", time(due), time_words::left(due, scene.now))
            });
            words.push((
                format!("{} {}: {}{due}", case.number, case.name, duty.title),
                Ink::Strong,
            ));
            words.push((format!("next: {}", duty.next), Ink::Plain));
            if let Some(handed) = &duty.handed {
                words.push(handed_words(handed, alert(duty, scene).is_some(), scene));
            } else if silent(view, case, scene) {
                let words_of = format!("silent: nothing entered since {}", time(case.last));
                words.push((words_of, Ink::Doubt));
            } else if let Some((who, since)) = &duty.holder {
                words.push((format!("{who} has it since {}", time(*since)), Ink::Plain));
            }
            let told: Vec<&str> = case.told.iter().map(|one| one.as_str()).collect();
            let told = if told.is_empty() {
                "told: nobody yet".to_owned()
            } else {
                format!("told: {}", told.join("; "))
            };
            let told = wrap(&told, area.width, canvas.caps());
            words.extend(told.into_iter().take(3).map(|line| (line, Ink::Plain)));
            let unknown = if case.unknown.is_empty() {
                "unknown: nothing that is asked".to_owned()
            } else {
                format!("unknown: {}", listed(&case.unknown))
            };
            let unknown = wrap(&unknown, area.width, canvas.caps());
            words.extend(unknown.into_iter().take(3).map(|line| (line, Ink::Plain)));
        }
        Line::Lapsed(at) => {
            if let Some(case) = view.cases.get(at)
                && let Some(claim) = &case.claim
            {
                words.push((format!("{} {}", case.number, case.name), Ink::Strong));
                words.push((crate::tui::head::lapsed(claim, scene), Ink::Doubt));
            }
        }
        Line::Parked(at) => {
            if let Some(parked) = view.parked.get(at) {
                let gone = if parked.alone {
                    ". No screen of theirs is connected: the caller may be waiting."
                } else {
                    ""
                };
                words.push((
                    format!(
                        "{}: a call {} put aside {}",
                        parked.number,
                        parked.by,
                        time(parked.at)
                    ),
                    Ink::Strong,
                ));
                words.push((format!("{}{gone}", parked.words), Ink::Plain));
            }
        }
        Line::Orphan(at) => {
            if let Some(orphan) = view.orphans.get(at) {
                words.push((
                    format!(
                        "{}: {} was typing {}",
                        orphan.number, orphan.by, orphan.what
                    ),
                    Ink::Strong,
                ));
                words.push((
                    format!(
                        "Unsaved, and their screen is gone since {}. Enter takes it over, openly.",
                        time(orphan.at)
                    ),
                    Ink::Plain,
                ));
            }
        }
    }
    let caps = canvas.caps();
    let rows = words.iter().flat_map(|(said, ink)| {
        let lines = wrap(said, area.width, caps).into_iter();
        lines.map(move |line| (line, *ink))
    });
    for (y, (said, ink)) in (area.y..area.bottom()).zip(rows) {
        canvas.put(area.x, y, area.width, &said, ink);
    }
}

fn handed_words(handed: &HandedView, alert: bool, scene: &Scene) -> (String, Ink) {
    let time = |at| clock::time(at, scene.now, scene.zone);
    let to = handed.to.as_ref().map_or("whoever comes", |to| to.as_str());
    let start = format!("handed over by {} to {to} {}", handed.from, time(handed.at));
    match &handed.accepted {
        Some((by, at)) => (
            format!("{start}; {by} accepted it {}", time(*at)),
            Ink::Plain,
        ),
        None if alert => (
            // What to do comes first: the end of the line may be cut.
            format!(
                "! NOT ACCEPTED, still with {}: call {to} (handed over {})",
                handed.from,
                time(handed.at)
            ),
            Ink::Late,
        ),
        None => (
            format!("{start}; not accepted, still with {}", handed.from),
            Ink::Doubt,
        ),
    }
}
