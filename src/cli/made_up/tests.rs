//! The made-up cases against a desk in memory.

use super::*;
use crate::desk::founding::Founding;
use crate::desk::local::LocalDesk;
use crate::record::when::MINUTE;
use crate::record::{DeskId, Moment, SessionId};
use crate::rules::{self, DutyState};
use crate::store::MemoryLog;

#[test]
fn every_command_is_taken_and_every_state_is_there() {
    let now =
        Moment::of(&chrono::DateTime::parse_from_rfc3339("2027-02-09T01:12:00-05:00").unwrap());
    let founding = Founding {
        desk: DeskId(1),
        agency: Some("Practice".into()),
        zone: "America/New_York".parse().ok(),
        machine_zone: None,
        practice: true,
        prefix: "P".into(),
    };
    let start = now.plus(-6 * 24 * 60 * MINUTE);
    let mut desk =
        LocalDesk::found(MemoryLog::new(), start, 1 << 64, &founding, "practice").unwrap();
    for step in script() {
        desk.at(now.plus(-step.ago * MINUTE));
        let shown = format!("{:?}", step.command);
        if let Err(problem) = desk.carry(SessionId(1), "practice", step.command) {
            panic!("{problem}\n{shown}");
        }
    }
    desk.at(now);
    let docket = desk.core().docket().clone();
    let (packs, _) = crate::desk::packs::of(&docket).unwrap();
    let state = |number: &str, duty: &str| {
        let whole = docket.whole(docket.number(number).unwrap()).unwrap();
        rules::duties(whole, &packs, now)
            .into_iter()
            .find(|d| d.id == duty)
            .map(|d| d.state)
    };
    use DutyState::*;
    for (number, duty, expected) in [
        ("P-0001", "ncmec.report", Confirmed),
        ("P-0002", "recovery.police", Owed),
        ("P-0003", "police.report", Confirmed),
        ("P-0003", "ncmec.report", Late),
        ("P-0004", "police.report", NotApplicable),
        ("P-0005", "police.report", Tried),
        ("P-0006", "police.report", Claimed),
        ("P-0007", "ncmec.report", Confirmed),
        ("P-0008", "police.report", Owed),
        ("P-0009", "ncic.number", Owed),
        ("P-0010", "police.report", Confirmed),
        ("P-0010", "ncmec.report", Owed),
        ("P-0011", "police.report", Owed),
    ] {
        assert_eq!(state(number, duty), Some(expected), "{number} {duty}");
    }
}
