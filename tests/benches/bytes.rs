//! What a key costs on the line and in time: the real session over a real desk in one process, drawn by the real
//! backend at 100 columns by 30 rows, at a hand's pace.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Instant;

use porchlight::cli::screen::{Heard, Loop, draw};
use porchlight::client::app::App;
use porchlight::codec::v1::keymap::preset;
use porchlight::desk::local::LocalDesk;
use porchlight::input::key::parse_sequence;
use porchlight::record::{Moment, SessionId};
use porchlight::store::MemoryLog;
use porchlight::term::Input;
use porchlight::term::caps::{Caps, Colour};
use porchlight::term::screen::Screen;
use porchlight::wire::Request;
use ratatui::Terminal;
use ratatui::layout::Size;

use crate::people::{self, WHO};
use crate::table::{Anchor, Table, Target, median, percentile};

const SIZE: Size = Size::new(100, 30);
/// Eight keys a second, in microseconds.
const PACE: i64 = 125_000;
/// What still belongs to a key: the burst hold and what the desk answers at once.
const SETTLES: i64 = 60_000;
const MINUTE: i64 = 60_000_000;
const CAPS: Caps = Caps {
    colour: Colour::Sixteen,
    utf8: true,
    full_screen: true,
    ssh: false,
};

type Sent = Rc<RefCell<Vec<Request>>>;
type Way = Box<dyn FnMut(Request) -> Result<(), String>>;

/// A screen at a desk.
struct Seat {
    session: Loop<Way>,
    sent: Sent,
    desk: LocalDesk<MemoryLog>,
    terminal: Terminal<Screen<Vec<u8>>>,
    boot: i64,
    began: Moment,
}

impl Seat {
    fn at(cases: usize) -> Self {
        let now = Moment(1_794_000_000_000_000);
        let sent: Sent = Rc::default();
        let keep = Rc::clone(&sent);
        let way: Way = Box::new(move |request| {
            keep.borrow_mut().push(request);
            Ok(())
        });
        let app = App::new(
            WHO,
            SessionId(7),
            preset("default").expect("the default keys"),
        );
        let mut seat = Self {
            session: Loop::new(app, false, way),
            sent,
            desk: people::desk(cases, now),
            terminal: Terminal::new(Screen::new(Vec::new(), SIZE, CAPS)).expect("a screen"),
            boot: 1_000_000,
            began: now.plus(-1_000_000),
        };
        seat.session.start(seat.boot, SIZE);
        seat.pump();
        seat
    }
    /// Carries what the session asks to the desk and the answers back.
    fn pump(&mut self) {
        loop {
            let requests = std::mem::take(&mut *self.sent.borrow_mut());
            if requests.is_empty() {
                return;
            }
            for request in requests {
                for (to, message) in self.desk.request(request) {
                    if to == SessionId(7) {
                        self.session.take(Heard::Desk(message), self.boot);
                    }
                }
            }
        }
    }
    /// Draws; the bytes that went out.
    fn draw(&mut self) -> usize {
        let model = self.session.model();
        self.terminal
            .draw(|frame| {
                if let Some(at) = draw(model, CAPS, frame.buffer_mut()) {
                    frame.set_cursor_position(at);
                }
            })
            .expect("a frame");
        let out = self.terminal.backend_mut().out_mut();
        let bytes = out.len();
        out.clear();
        bytes
    }
    /// Lets time pass to `until`, drawing whenever the session wakes; bytes of each of those frames.
    fn pass(&mut self, until: i64) -> Vec<usize> {
        let mut frames = Vec::new();
        while let Some(due) = self.session.deadline().filter(|due| *due <= until) {
            self.boot = due.max(self.boot + 1);
            self.desk_passes();
            self.session.tick(self.boot);
            self.pump();
            frames.push(self.draw());
        }
        self.boot = self.boot.max(until);
        self.desk_passes();
        frames
    }
    fn desk_passes(&mut self) {
        for (to, message) in self.desk.at(self.began.plus(self.boot)) {
            if to == SessionId(7) {
                self.session.take(Heard::Desk(message), self.boot);
            }
        }
    }
    /// Presses keys one after the other and lets them settle; bytes and microseconds of each.
    fn press(&mut self, typing: &str) -> Vec<(f64, f64)> {
        let mut costs = Vec::new();
        for key in parse_sequence(typing).expect("keys") {
            let due = self.boot + PACE - SETTLES;
            self.pass(due);
            self.draw();
            let begun = Instant::now();
            self.session
                .take(Heard::Terminal(Input::Key(key), self.boot), self.boot);
            self.pump();
            let mut bytes = self.draw();
            let took = begun.elapsed().as_secs_f64() * 1e6;
            bytes += self.pass(self.boot + SETTLES).iter().sum::<usize>();
            bytes += self.draw();
            costs.push((bytes as f64, took));
        }
        costs
    }
    /// Bytes of a whole sequence of keys.
    fn bytes(&mut self, typing: &str) -> f64 {
        self.press(typing).iter().map(|cost| cost.0).sum()
    }
}

fn firsts(costs: &[(f64, f64)]) -> Vec<f64> {
    costs.iter().map(|cost| cost.0).collect()
}

/// Measures every kind of frame.
pub fn measure(table: &mut Table) {
    let most = Target::Most;
    let mut seat = Seat::at(40);
    table.row(
        "first frame, board of 40 cases",
        seat.draw() as f64,
        "B",
        most(5_046.0),
        &Anchor::Recorded("vim", 5_046.0),
    );
    let moves = firsts(&seat.press("<down><down><down><down><down><up><up><up>"));
    table.row(
        "a selection move on the board",
        median(&moves),
        "B",
        most(40.0),
        &Anchor::Recorded("vim", 67.0),
    );
    seat.press("<home>");
    table.row(
        "a key that changes nothing",
        median(&firsts(&seat.press("<home><home><home><home><home>"))),
        "B",
        most(0.0),
        &Anchor::Recorded("ratatui stock", 32.0),
    );
    for (what, open, close) in [
        ("palette", ":", "<esc>"),
        ("help", "?", "<esc>"),
        ("numbers card", "<ctrl-k>", "<esc>"),
        ("find", "/", "<esc>"),
    ] {
        let (mut opens, mut closes) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            opens.push(seat.bytes(open));
            closes.push(seat.bytes(close));
        }
        let anchor = Anchor::Recorded("tig", 973.0);
        table.row(
            &format!("pop-up opens: {what}"),
            median(&opens),
            "B",
            most(750.0),
            &anchor,
        );
        table.row(
            &format!("pop-up closes: {what}"),
            median(&closes),
            "B",
            most(750.0),
            &anchor,
        );
    }
    minutes(table, &mut seat, "the board of 40 cases");
    seat.press("<enter>");
    // To a pane that stands beside the other already, and to one that has to be drawn.
    for (what, keys) in [
        ("a pane switch, both in sight", ["<ctrl-x>3", "<ctrl-x>4"]),
        (
            "a pane switch, the other drawn anew",
            ["<ctrl-x>1", "<ctrl-x>2"],
        ),
    ] {
        seat.press(keys[0]);
        let there: Vec<f64> = (0..6).map(|n| seat.bytes(keys[(n + 1) % 2])).collect();
        table.row(
            what,
            median(&there),
            "B",
            if what.ends_with("sight") {
                most(200.0)
            } else {
                Target::None
            },
            &Anchor::Recorded("vim", 208.0),
        );
    }
    seat.press("<ctrl-x>1");
    let moves = firsts(&seat.press("<down><down><down><down><up><up>"));
    table.row(
        "a selection move in a case",
        median(&moves),
        "B",
        most(40.0),
        &Anchor::Recorded("vim", 67.0),
    );
    minutes(table, &mut seat, "a case");
    typing(table);
}

/// What time alone costs.
fn minutes(table: &mut Table, seat: &mut Seat, place: &str) {
    seat.pass(seat.boot + 2 * MINUTE);
    let mut frames = Vec::new();
    for _ in 0..10 {
        frames.extend(seat.pass(seat.boot + MINUTE));
    }
    let sent: Vec<f64> = frames
        .iter()
        .filter(|bytes| **bytes > 0)
        .map(|bytes| *bytes as f64)
        .collect();
    table.row(
        &format!("{place}: a clock's tick"),
        if sent.is_empty() { 0.0 } else { median(&sent) },
        "B",
        if place == "a case" {
            Target::Most(15.0)
        } else {
            Target::None
        },
        &Anchor::Recorded("calcurse", 44.0),
    );
    table.row(
        &format!("{place}: bytes a second untouched, over 10 minutes"),
        sent.iter().sum::<f64>() / 600.0,
        "B/s",
        Target::Most(15.0),
        &Anchor::Recorded("calcurse", 44.0),
    );
}

fn typing(table: &mut Table) {
    let mut seat = Seat::at(40);
    seat.draw();
    seat.press("n");
    let name = "Marguerite Anneliese van den Broek";
    let costs = seat.press(name);
    let bytes = firsts(&costs);
    table.row(
        "a typed letter of a name, p50",
        median(&bytes),
        "B",
        Target::Most(1.0),
        &Anchor::Recorded("vim", 29.0),
    );
    table.row(
        "a typed letter of a name, p90",
        percentile(&bytes, 90),
        "B",
        Target::None,
        &Anchor::None,
    );
    let pause: usize = seat.pass(seat.boot + 1_000_000).iter().sum();
    table.row(
        "the reading that comes when the hand rests",
        pause as f64,
        "B",
        Target::None,
        &Anchor::None,
    );
    // Two hundred keys in one read: every one is carried out before anything is drawn.
    let mut seat = Seat::at(40);
    seat.draw();
    seat.press("n");
    let text: String = ('a'..='p').cycle().take(200).collect();
    let begun = Instant::now();
    for key in parse_sequence(&text).expect("keys") {
        seat.session
            .take(Heard::Terminal(Input::Key(key), seat.boot), seat.boot);
    }
    seat.pump();
    let bytes = seat.draw();
    let took = begun.elapsed().as_secs_f64() * 1e3;
    let kept = seat
        .session
        .model()
        .front()
        .and_then(|case| case.edit.as_ref())
        .map_or(0, |edit| edit.text.as_str().chars().count());
    let anchor = Anchor::Recorded("vim", 1.3);
    table.row(
        "200 keys at once: bytes a key, one frame",
        bytes as f64 / 200.0,
        "B",
        Target::Most(1.5),
        &anchor,
    );
    table.row(
        "200 keys at once: keys lost",
        200.0 - kept as f64,
        "",
        Target::Most(0.0),
        &Anchor::None,
    );
    table.row(
        "200 keys at once: time",
        took,
        "ms",
        Target::None,
        &Anchor::None,
    );

    let mut seat = Seat::at(10_000);
    seat.draw();
    seat.press("n");
    let mut micros: Vec<f64> = Vec::new();
    for _ in 0..3 {
        let costs = seat.press(name);
        micros.extend(costs.iter().map(|cost| cost.1));
        seat.press("<ctrl-u>");
    }
    let anchor = Anchor::Recorded("taskwarrior-tui", 1.22);
    table.row(
        "key to frame, 10,000 cases, one process, p50",
        median(&micros) / 1e3,
        "ms",
        Target::Most(0.5),
        &anchor,
    );
    let anchor = Anchor::Recorded("taskwarrior-tui", 13.2);
    table.row(
        "key to frame, 10,000 cases, one process, p99",
        percentile(&micros, 99) / 1e3,
        "ms",
        Target::Most(5.0),
        &anchor,
    );
}
