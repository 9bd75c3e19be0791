//! The head of a case and of a script: who, both clocks, where they come from, what must be said.

use ratatui::layout::Rect;

use super::canvas::Canvas;
use super::clock;
use super::style::Ink;
use super::{Scene, board, link_words};
use crate::client::model::{CaseScreen, Sheet};
use crate::record::when::Ctx;
use crate::record::{Moment, Value, age, fields, read};
use crate::rules::{Duty, DutyState};
use crate::wire::shift::ClaimView;
use crate::wire::view::FactState;
use crate::wire::who::State;

/// What must be said under the head, with its ink; each is a row.
pub fn warnings(scene: &Scene, screen: Option<&CaseScreen>) -> Vec<(String, Ink)> {
    let mut rows = Vec::new();
    if let Some(words) = link_words(scene) {
        rows.push((format!("! {words}"), Ink::Late));
    }
    if let Some(words) = super::door::countdown(scene) {
        rows.push((format!("! {words}"), Ink::Doubt));
    }
    if let Some(standing) = &scene.model.standing {
        if standing.state == State::Alone {
            let words = "NOT SIGNED IN: you see only what is typed here; a supervisor reviews it";
            rows.push((format!("! {words}"), Ink::Doubt));
        }
        if standing.flags > 0 && screen.is_none() {
            rows.push((
                format!("! {} flagged for your review", standing.flags),
                Ink::Doubt,
            ));
        }
    }
    if let Some(view) = screen.and_then(|screen| screen.view.as_ref()) {
        let mut words: Vec<String> = Vec::new();
        if view.danger_now.as_deref() == Some("yes") {
            let called = match view.called_911.as_deref() {
                Some("yes") => "911 called",
                Some("no") => "911 NOT CALLED",
                Some(_) => "911: not known",
                None => "911: ask now",
            };
            words.push(format!("DANGER NOW, {called}"));
        }
        if let Some((to, by, why)) = &view.received.unconfirmed {
            let to = clock::time(*to, scene.now, scene.zone);
            words.push(format!(
                "a second person must confirm the later received time {to} ({by}: {why}); the earlier governs until then"
            ));
        }
        if let Some((at, why)) = &view.closed {
            let at = clock::time(*at, scene.now, scene.zone);
            words.push(format!("CLOSED {at}: {why}"));
        }
        // The board's flags about these three are shorter words for what is said above.
        let said = ["danger now", "received time awaits", "closed"];
        let new = |flag: &&String| !said.iter().any(|words| flag.starts_with(words));
        words.extend(view.flags.iter().filter(new).cloned());
        for word in words {
            rows.push((format!("! {word}"), Ink::Doubt));
        }
    }
    if let Some(trouble) = scene
        .model
        .board
        .view
        .as_ref()
        .and_then(|view| view.trouble.as_ref())
    {
        rows.push((format!("! {trouble}"), Ink::Late));
    }
    // On the board alone: it is for a quiet minute, not for a call.
    if screen.is_none()
        && let Some(unset) = scene
            .model
            .board
            .view
            .as_ref()
            .and_then(|view| view.unset.as_ref())
    {
        rows.extend(unset.lines().map(|line| (line.to_owned(), Ink::Plain)));
    }
    for notice in &scene.model.notices {
        rows.push((format!("! {notice}"), Ink::Doubt));
    }
    rows
}

/// Rows that the head of a case takes on a screen of that height.
pub fn height(scene: &Scene, screen: &CaseScreen, area: Rect) -> u16 {
    let most = if area.height < 30 { 2 } else { 4 };
    let warnings = warnings(scene, Some(screen)).len().min(most);
    let next = u16::from(next(scene, screen).is_some());
    3 + stacked(scene, screen, area.width) + next + u16::try_from(warnings).unwrap_or(0)
}

/// What is owed next beside the two reports, and how many more: met reports are not all that a case owes.
fn next(scene: &Scene, screen: &CaseScreen) -> Option<(DutyState, String)> {
    let view = screen.view.as_ref()?;
    let reports = [Sheet::Police, Sheet::Ncmec].map(Sheet::duty);
    let mut owed = view
        .duties
        .iter()
        .filter(|duty| duty.state.is_open() && !duty.reminder)
        .filter(|duty| !reports.contains(&duty.id.as_str()));
    let first = owed.next()?;
    let (state, words) = clock::duty(first, scene.now, scene.zone);
    let more = match owed.count() {
        0 => String::new(),
        n => format!("; {n} more owed"),
    };
    Some((state, format!("{}: {words}{more}", first.title)))
}

/// One row more where the words of both clocks need a row each.
fn stacked(scene: &Scene, screen: &CaseScreen, width: u16) -> u16 {
    u16::from(!board::fits(&both(scene, screen), width / 2 + 2))
}

/// Draws the warnings in the rows left; when there are more than rows, the last says how many.
pub fn draw_warnings(canvas: &mut Canvas, area: Rect, rows: &[(String, Ink)]) {
    for (nth, (words, ink)) in rows.iter().enumerate() {
        let Ok(row) = u16::try_from(nth) else { return };
        if row >= area.height {
            return;
        }
        let more = rows.len() - nth - 1;
        let tail = if row + 1 == area.height && more > 0 {
            format!("and {more} more")
        } else {
            String::new()
        };
        let used = if tail.is_empty() {
            0
        } else {
            canvas.put_right(area, area.y + row, &tail, *ink) + 1
        };
        canvas.put(
            area.x,
            area.y + row,
            area.width.saturating_sub(used),
            words,
            *ink,
        );
    }
}

/// Draws the head of a case.
pub fn draw(canvas: &mut Canvas, area: Rect, scene: &Scene, screen: &CaseScreen) {
    if area.height < 3 {
        return;
    }
    let wide = area.width >= 100;
    let time = if wide {
        clock::long(scene.now, scene.zone)
    } else {
        scene.zone.local(scene.now).format("%H:%M %Z").to_string()
    };
    let used = canvas.put_right(area, area.y, &time, Ink::Plain);
    let room = area.width.saturating_sub(used + 2);
    let mut x = area.x + canvas.put(area.x, area.y, room, screen.title(), Ink::Strong) + 2;
    let (name, age) = screen
        .view
        .as_ref()
        .map_or(("not yet named", None), |view| {
            (view.name.as_str(), view.age)
        });
    let age = age
        .map(|age| age.to_string())
        .or_else(|| about_age(scene, screen))
        .map_or(String::new(), |age| format!(", {age}"));
    let left = (area.x + room).saturating_sub(x + u16::try_from(age.len()).unwrap_or(0));
    x += canvas.put(x, area.y, left, name, Ink::Strong);
    canvas.put(
        x,
        area.y,
        (area.x + room).saturating_sub(x),
        &age,
        Ink::Plain,
    );

    let mut rows = 1 + stacked(scene, screen, area.width).min(area.height - 3);
    clocks(
        canvas,
        Rect {
            y: area.y + 1,
            height: rows,
            ..area
        },
        scene,
        screen,
    );
    if let Some((state, words)) = next(scene, screen).filter(|_| area.height > rows + 2) {
        clock::put(canvas, area.x, area.y + 1 + rows, area.width, state, &words);
        rows += 1;
    }
    let words = origin(scene, screen, wide);
    canvas.put(area.x, area.y + 1 + rows, area.width, &words, Ink::Plain);
    let rest = Rect {
        y: area.y + 2 + rows,
        height: area.height.saturating_sub(2 + rows),
        ..area
    };
    draw_warnings(canvas, rest, &warnings(scene, Some(screen)));
}

/// The youngest and the oldest that the child can be, where only the year or month of birth is known.
fn about_age(scene: &Scene, screen: &CaseScreen) -> Option<String> {
    let field = fields::by_name("child.dob")?;
    let fact = screen.fact(field.id, None)?;
    let ctx = Ctx::past(scene.now, scene.zone);
    let Ok(Value::Date(born)) = read::parse(field, &fact.typed, &ctx) else {
        return None;
    };
    let today = scene.zone.local(scene.now).date_naive();
    let (young, old) = age::range_on(born, today).filter(|_| fact.state == FactState::Known)?;
    (young != old).then(|| format!("{young} or {old}"))
}

/// Both clocks: on one row each in its own half, on two rows each its own.
pub fn clocks(canvas: &mut Canvas, area: Rect, scene: &Scene, screen: &CaseScreen) {
    let half = area.width / 2;
    for (nth, (state, words)) in (0u16..).zip(&both(scene, screen)) {
        let (x, y, wide) = if area.height > 1 {
            (0, nth, area.width)
        } else {
            (nth * half, 0, half.saturating_sub(2))
        };
        clock::put(canvas, area.x + x, area.y + y, wide, *state, words);
    }
}

/// Both clocks in words.
fn both(scene: &Scene, screen: &CaseScreen) -> [(DutyState, String); 2] {
    [Sheet::Police, Sheet::Ncmec].map(|sheet| match duty_of(screen, sheet) {
        Some(duty) => {
            let (state, words) = clock::duty(duty, scene.now, scene.zone);
            // `police told 01:31, case number owed`: who is said once.
            let again = format!(", {} ", sheet.title());
            (
                state,
                format!("{} {}", sheet.title(), words.replace(&again, ", ")),
            )
        }
        None => (
            DutyState::Owed,
            format!("{} owed, case being opened", sheet.title()),
        ),
    })
}

/// The duty that a script discharges.
pub fn duty_of(screen: &CaseScreen, sheet: Sheet) -> Option<&Duty> {
    let view = screen.view.as_ref()?;
    view.duties.iter().find(|duty| duty.id == sheet.duty())
}

/// A claim that has returned to the board: `Priya had it until 02:40, nothing since 02:20`.
pub fn lapsed(claim: &ClaimView, scene: &Scene) -> String {
    let time = |at: Moment| clock::time(at, scene.now, scene.zone);
    format!(
        "{} had it until {}, nothing since {}",
        claim.by,
        time(claim.until),
        time(claim.last)
    )
}

/// Where the clocks come from, and who has the case.
fn origin(scene: &Scene, screen: &CaseScreen, wide: bool) -> String {
    let time = |at: Moment| clock::time(at, scene.now, scene.zone);
    let Some(view) = &screen.view else {
        return screen.key_at.map_or_else(
            || "waiting for the desk".to_owned(),
            |at| format!("the clock runs since {}, when the intake began", time(at)),
        );
    };
    let mut words = vec![format!("received {}", time(view.received.at))];
    if let Some(channel) = &view.received.channel {
        words[0].push_str(&format!(" by {channel}"));
    }
    if let Some(former) = view.received.former.first()
        && wide
    {
        words.push(format!("formerly {former}"));
    }
    words.extend(scene.model.others(screen.case).iter().map(|other| {
        let place = other
            .field
            .as_deref()
            .and_then(fields::by_name)
            .map_or(String::new(), |field| format!(" at {}", field.label));
        format!("@{}{place}", other.who)
    }));
    words.push(match &view.claim {
        Some(claim) if claim.has_lapsed(scene.now) => {
            format!("nobody has it; {}", lapsed(claim, scene))
        }
        Some(claim) if wide => format!("{} has it since {}", claim.by, time(claim.at)),
        Some(claim) => format!("{} has it", claim.by),
        None => "nobody has it".to_owned(),
    });
    words.push(match (&view.danger_now, &view.called_911) {
        (None, _) => "danger: not asked".to_owned(),
        (Some(danger), called) => format!(
            "danger: {danger}, 911: {}",
            called.as_deref().unwrap_or("not asked")
        ),
    });
    if !view.linked.is_empty() {
        words.push(format!("{} linked", view.linked.len()));
    }
    words.join(" · ")
}
