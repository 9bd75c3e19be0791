//! Lines carried out over a log in memory.

use super::lines::each_line;
use super::*;
use crate::desk::commands;
use crate::desk::founding::Founding;
use crate::record::{DeskId, Moment};
use crate::store::MemoryLog;

fn founding(practice: bool) -> Founding {
    Founding {
        desk: DeskId(1),
        agency: Some("Harlan County".into()),
        zone: Some("America/New_York".parse().unwrap()),
        machine_zone: None,
        practice,
        prefix: "A".into(),
    }
}

fn at(rfc3339: &str) -> Moment {
    Moment::of(&chrono::DateTime::parse_from_rfc3339(rfc3339).unwrap())
}

const NOW: &str = "2027-02-09T01:12:00-05:00";

fn with_runner(practice: bool, act: impl FnOnce(&mut Runner<'_, MemoryLog>)) {
    let founding = founding(practice);
    let mut desk =
        LocalDesk::open_or_found(MemoryLog::new(), at(NOW), 1 << 64, &founding, "Priya").unwrap();
    act(&mut Runner::new(&mut desk, SessionId(3), "Priya Nair", None).unwrap());
}

#[test]
fn every_example_of_the_help_works_in_order_on_a_fresh_desk() {
    with_runner(false, |runner| {
        for row in commands::TABLE {
            for example in row.examples {
                let done = runner.line(Ok(example), at(NOW));
                assert!(done.is_good(), "{example}\n{}", done.json(0));
            }
        }
    });
}

#[test]
fn a_bad_line_is_refused_and_the_rest_is_carried_out() {
    with_runner(false, |runner| {
        let mut out = Vec::new();
        let mut input = io::Cursor::new(
            "# a night\n\n{\"do\":\"open\",\"name\":\"Tanisha Okafor\"}\n{\"do\":\"opne\"}\n\
             {\"do\":\"answer\",\"case\":\"last\",\"field\":\"look.height\",\"value\":\"banana\"}\n\
             {\"do\":\"note\",\"case\":\"last\",\"text\":\"rings back\"}",
        );
        each_line(&mut input, |number, text| {
            out.push(runner.line(text, at(NOW)).json(number));
            Ok(())
        })
        .unwrap();
        assert_eq!(out.len(), 4);
        assert!(out[0].starts_with("{\"line\":3,\"ok\":true,"), "{}", out[0]);
        assert!(out[0].contains("\"case\":\"A-0001\""), "{}", out[0]);
        assert!(
            out[1].starts_with("{\"line\":4,\"ok\":false,\"field\":\"do\""),
            "{}",
            out[1]
        );
        assert!(out[2].contains("\"field\":\"look.height\""), "{}", out[2]);
        assert!(out[2].contains("\"example\":"), "{}", out[2]);
        assert!(out[3].contains("\"ok\":true"), "{}", out[3]);
    });
}

#[test]
fn a_pretended_now_is_for_practice_desks() {
    let line = "{\"do\":\"open\",\"now\":\"2027-02-10T01:00:00-05:00\"}";
    with_runner(false, |runner| {
        let done = runner.line(Ok(line), at(NOW));
        assert!(!done.is_good() && done.json(1).contains("practice"));
    });
    with_runner(true, |runner| {
        assert!(runner.line(Ok(line), at(NOW)).is_good());
        assert_eq!(runner.desk.now(), at("2027-02-10T01:00:00-05:00"));
    });
}
