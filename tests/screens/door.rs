//! The screens of signing in, of a locked desk, and of the roster.

use porchlight::client::form::{Form, specs};
use porchlight::client::model::{Door, DoorMode, Entry, Model};
use porchlight::client::overlay::{Explain, Overlay};
use porchlight::record::who::Role;
use porchlight::record::{Moment, Problem, SafeText};
use porchlight::wire::BoardView;
use porchlight::wire::who::{Phrase, Standing, State};

fn standing(state: State, now: Moment) -> Standing {
    Standing {
        now,
        zone: "America/Chicago".parse().unwrap(),
        state,
        operator: None,
        role: None,
        locks_at: None,
        ends_at: None,
        ticket: None,
        case: None,
        words: None,
        flags: 0,
        notice: None,
        agency: SafeText::line("Harlan County Children Services"),
        practice: false,
    }
}

/// Nobody has signed in; a phrase is being typed after one that was wrong.
pub fn sign_in(mut model: Model, now: Moment) -> Model {
    model.board.view = None;
    model.standing = Some(standing(State::Out, now));
    let mut door = Door::new(DoorMode::SignIn, "Lena Ortiz");
    door.lines[1].entry = Entry::Hidden(Phrase::new("a phrase that must not show"));
    door.problem = Some(
        Problem::operator("Name or phrase is not right.")
            .hint("Wait 2 s before the next try; five wrong ones lock out."),
    );
    model.door = Some(door);
    model
}

/// A locked screen over a board: numbers and clocks, no name.
pub fn locked(mut model: Model, mut board: BoardView) -> Model {
    for row in &mut board.rows {
        row.name = SafeText::line("(name hidden)");
    }
    let mut stands = standing(State::Locked, board.now);
    stands.operator = Some("Lena Ortiz".into());
    stands.words = Some("Locked after no key.".to_owned());
    model.standing = Some(stands);
    model.board.view = Some(board);
    model.door = Some(Door::new(DoorMode::SignIn, "Lena Ortiz"));
    model
}

/// The last minute before a lock, for a supervisor with something to review.
pub fn last_minute(mut model: Model, now: Moment) -> Model {
    let mut stands = standing(State::In, now);
    stands.operator = Some("Lena Ortiz".into());
    stands.role = Some(Role::Supervisor);
    stands.locks_at = Some(now.plus(42_000_000));
    stands.flags = 2;
    model.standing = Some(stands);
    model
}

/// Why masked fields are to be shown.
pub fn reveal(mut model: Model) -> Model {
    let slot = model.cases[0].slot;
    model
        .overlays
        .push(Overlay::Form(Form::new(&specs::REVEAL, Some(slot), 0)));
    model
}

/// The roster.
pub fn roster(mut model: Model) -> Model {
    model.overlays.push(Overlay::Explain(Explain {
        title: "Roster".to_owned(),
        lines: vec![
            "Lena Ortiz (supervisor): active; last Fri 22 Jan 2027 01:12 CST, 1 session now"
                .to_owned(),
            "Dan Wu (intake): locked out Fri 22 Jan 2027 02:05 CST; last Thu 21 Jan 2027 22:58 CST"
                .to_owned(),
            "county intake (intake, machine of account 991): active; never signed in".to_owned(),
            "Aude Roy (auditor): suspended Mon 18 Jan 2027 09:00 CST: on leave; never signed in"
                .to_owned(),
        ],
        scroll: 0,
    }));
    model
}
