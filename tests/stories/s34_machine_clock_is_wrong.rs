//! S34 Clock of the machine is wrong.
//!
//! The server's time jumps back by 40 minutes. Nothing is left out.

use super::lines::CASE;
use super::night::Night;
use porchlight::record::event::Event;
use porchlight::record::{Moment, Stream};
use porchlight::store::{Log, MemoryLog};

const MINUTE: i64 = 60_000_000;

fn left(night: &Night) -> i64 {
    let due = night.duty(CASE, "ncmec.report").due.expect("an hour");
    due.since(night.now())
}

#[test]
fn s34_a_clock_set_back_gives_no_time_and_is_noted() {
    let mut night = Night::at("2027-02-09 01:12", "America/New_York");
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("nTanisha Okafor<Enter>");
    night.minutes(60);
    let before = left(&night);
    let words = |night: &Night| night.reads(CASE, "ncmec.report");
    assert!(words(&night).contains("22 h 5"), "{}", words(&night));

    // Then 1: the time left never grows, at the jump …
    night.machine_clock_jumps(-40);
    assert!(left(&night) <= before, "{} then {}", before, left(&night));
    // … nor in any minute of the hours after it, on the desk or on the screen.
    let mut last = left(&night);
    for _ in 0..90 {
        night.minutes(1);
        let now = left(&night);
        assert_eq!(last - now, MINUTE, "elapsed time goes on as before");
        last = now;
    }
    lena.sees(&night.reads(CASE, "ncmec.report"));
    // Set right again, it does not run twice as fast either.
    night.machine_clock_jumps(40);
    assert_eq!(left(&night), last);

    // Then 2: the anomaly is said on the screen …
    lena.sees("set back by 40 min");
}

#[test]
fn s34_the_jump_is_in_the_log() {
    // Then 2 again: … and stands in the log, with how far.
    use porchlight::desk::core::Input;
    use porchlight::desk::founding::Founding;
    use porchlight::desk::local::LocalDesk;
    let now = Moment(1_800_000_000_000_000);
    let founding = Founding {
        desk: porchlight::record::DeskId(1),
        agency: Some("Harlan County".into()),
        zone: None,
        machine_zone: None,
        practice: false,
        prefix: "A".into(),
    };
    let mut desk = LocalDesk::found(MemoryLog::new(), now, 1 << 100, &founding, "Lena").unwrap();
    desk.step(Input::Jumped {
        by: -40 * MINUTE,
        now,
    });
    let mut log = desk.into_log();
    let events = log.read(Stream::Desk, 0).unwrap();
    let jumped: Vec<_> = events
        .iter()
        .filter(|one| matches!(one.event, Event::ClockJumped { by } if by == -40 * MINUTE))
        .collect();
    assert_eq!(jumped.len(), 1);
    // Recorded at the desk's own time, which did not jump.
    assert!(jumped[0].at >= now);
}

#[test]
fn s34_a_restart_after_the_jump_gives_no_time_either() {
    let mut night = Night::at("2027-02-09 01:12", "America/New_York");
    night.does(r#"{"do":"open","name":"Tanisha Okafor"}"#);
    night.minutes(60);
    night.does(r#"{"do":"note","case":"A-0001","text":"an hour on"}"#);
    let before = left(&night);
    night.machine_clock_jumps(-40);
    night.kill_and_restart();
    // Then 1 again: the last recorded time is a floor.
    assert!(left(&night) <= before);
}
