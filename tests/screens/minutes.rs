//! No screen shows an old minute: the session wakes when a shown word changes, not up to a minute later.

use porchlight::client::app::{App, Msg};
use porchlight::codec::v1::keymap;
use porchlight::record::SessionId;
use porchlight::tui::Caps;

use super::{drawn, scenes};

const SECOND: i64 = 1_000_000;

/// A screen left alone for so many seconds, looked at every so many.
const SECONDS: i64 = 130;
const LOOK: usize = 6;

#[test]
fn a_screen_left_alone_is_never_behind_its_clock() {
    let caps = Caps {
        colour: false,
        utf8: true,
    };
    let mut wrong = Vec::new();
    let mut most = 0;
    for scene in scenes() {
        let mut app = App::new("Priya", SessionId(1), keymap::preset("default").unwrap());
        app.model = scene.model.clone();
        let began = app.model.clock.boot;
        // Whatever was due when the scene was made is done.
        app.update(Msg::Tick(began));
        let mut wakes = 0;
        let mut shown = drawn(&app.model, caps, 120, 40).text();
        for second in (1..=SECONDS).step_by(LOOK) {
            let now = began + second * SECOND;
            while let Some(at) = app.next_wake().filter(|at| *at <= now) {
                app.update(Msg::Tick(at.max(app.model.clock.boot)));
                shown = drawn(&app.model, caps, 120, 40).text();
                wakes += 1;
                assert!(wakes < 10 * SECONDS, "{}: never sleeps", scene.name);
            }
            let mut model = app.model.clone();
            model.clock.boot = now;
            let truth = drawn(&model, caps, 120, 40).text();
            if truth != shown {
                let pairs = truth.lines().zip(shown.lines());
                let rows: Vec<String> = pairs
                    .filter(|(a, b)| a != b)
                    .map(|(a, b)| format!("  shown {b}\n  true  {a}"))
                    .collect();
                wrong.push(format!(
                    "{} after {second} s:\n{}",
                    scene.name,
                    rows.join("\n")
                ));
                break;
            }
        }
        most = most.max(wakes);
    }
    println!("left alone for {SECONDS} s, a screen wakes {most} times at most");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_pretended_time_is_said_on_every_screen() {
    let caps = Caps {
        colour: false,
        utf8: true,
    };
    let mut looked = 0;
    for scene in scenes() {
        let mut model = scene.model.clone();
        let Some(view) = &mut model.board.view else {
            continue;
        };
        view.practice = true;
        model.pretended = true;
        for (width, height) in [(80, 24), (120, 40)] {
            let text = drawn(&model, caps, width, height).text();
            let said = text.matches("at a made-up time").count();
            assert_eq!(said, 2, "{} at {width}x{height}:\n{text}", scene.name);
            looked += 1;
        }
    }
    assert!(looked > 80, "{looked}");
}
