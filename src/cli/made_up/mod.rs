//! The made-up cases of a practice desk: commands with how long ago they were given. Nobody in them exists.
//!
//! Every state a case can be in stands here once: fresh, police told and NCMEC owed, refused, late, claimed
//! only, NCIC number awaited, found with recovery duties, verified not missing, siblings, a repeat run.

mod script;
#[cfg(test)]
mod tests;

use script::Script;

use crate::wire::Command;
use crate::wire::command::AttemptSaid;

/// A command and how many minutes ago it was given.
pub struct Step {
    /// Minutes before the practice desk was opened.
    pub ago: i64,
    /// What was asked.
    pub command: Command,
}

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// The whole script, in the order of time.
pub fn script() -> Vec<Step> {
    let mut script = Script(Vec::new());
    script.desk();
    script.came_back("P-0001");
    script.found("P-0002");
    script.late("P-0003");
    script.not_missing("P-0004");
    script.refused("P-0005");
    script.claimed("P-0006");
    script.siblings("P-0007", "P-0008");
    script.ncic_awaited("P-0009");
    script.repeat_run("P-0010", "P-0001");
    script.fresh("P-0011");
    let mut steps = script.0;
    // Stable: what was given in one minute keeps its order.
    steps.sort_by_key(|step| -step.ago);
    steps
}

impl Script {
    /// The desk itself and its numbers card.
    fn desk(&mut self) {
        let start = 5 * DAY;
        for (key, value) in [
            ("phone", "614-555-0199"),
            ("state", "OH"),
            ("supervisor", "Oscar Hale, 614-555-0123"),
            ("ncmec.account", "night desk, nightdesk@example.org"),
        ] {
            self.at(
                start,
                Command::SetDesk {
                    key: key.into(),
                    value: value.into(),
                },
            );
        }
        for (key, kind, name, area, number) in [
            (
                "police.millbrook",
                "police",
                "Millbrook Police Department",
                "Millbrook",
                "614-555-0142",
            ),
            (
                "sheriff.harlan",
                "sheriff",
                "Harlan County Sheriff",
                "Harlan County",
                "614-555-0160",
            ),
        ] {
            let entry = [
                ("kind", kind),
                ("name", name),
                ("area", area),
                ("dispatch", number),
                ("verified", "2026-11-02"),
            ];
            self.at(
                start,
                Command::SetDirectory {
                    key: key.into(),
                    entry: entry
                        .iter()
                        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                        .collect(),
                },
            );
        }
    }

    /// A run of four days ago, over: back, everybody told, closed.
    fn came_back(&mut self, case: &str) {
        let start = 4 * DAY;
        self.open(start, "Marcus Webb");
        self.safe(start - 1, case);
        self.answers(
            start - 3,
            case,
            &[
                ("child.dob", "2011-08-14"),
                ("child.sex", "male"),
                ("child.race", "black"),
                ("look.height", "5'9\""),
                ("look.weight", "150 lb"),
                ("look.eyes", "brown"),
                ("look.hair", "black"),
                ("call.kind", "runaway"),
                ("seen.place", "Alder House, back door"),
                ("seen.city", "Millbrook"),
                ("seen.state", "OH"),
                ("placement.name", "Alder House"),
            ],
        );
        self.police(start - 25, case, "Ofc. Ruiz", "26-004102");
        self.ncmec(start - 50, case, "NC-771204");
        self.ncic(start - 2 * HOUR, case, "M204118302");
        let back = start - 20 * HOUR;
        self.at(
            back,
            Command::Return {
                case: case.into(),
                at: None,
                place: "Alder House".into(),
                by: "house manager, in person".into(),
            },
        );
        self.tried(
            back - 10,
            case,
            "recovery.police",
            "confirmed",
            AttemptSaid {
                person: Some("Ofc. Ruiz".into()),
                number: Some("26-004102".into()),
                ..AttemptSaid::default()
            },
        );
        self.tried(
            back - 20,
            case,
            "recovery.ncmec",
            "told",
            AttemptSaid {
                person: Some("Ms Keller".into()),
                ..AttemptSaid::default()
            },
        );
        self.at(
            back - 3 * HOUR,
            Command::Interview {
                case: case.into(),
                at: None,
                by: "Dana Price, case manager".into(),
                factors: "argument over phone time; stayed with a cousin".into(),
            },
        );
        self.at(
            back - 3 * HOUR,
            Command::Screen {
                case: case.into(),
                at: None,
                tool: "the agency's screening tool".into(),
                result: "no concern".into(),
                by: "Dana Price, case manager".into(),
                victim: false,
            },
        );
        self.at(
            back - 4 * HOUR,
            Command::Close {
                case: case.into(),
                how: "returned".into(),
                reason: "back at Alder House, everybody told".into(),
                verifier: Some("house manager, in person".into()),
                supervisor: Some("Oscar Hale".into()),
            },
        );
    }

    /// Found three hours ago: police and NCMEC do not know yet.
    fn found(&mut self, case: &str) {
        let start = 2 * DAY;
        self.open(start, "Imani Castillo");
        self.safe(start - 1, case);
        self.answers(
            start - 2,
            case,
            &[
                ("child.dob", "2010-03-02"),
                ("child.sex", "female"),
                ("call.kind", "runaway"),
                ("seen.place", "Westgate Mall, bus stop"),
                ("seen.city", "Millbrook"),
                ("run.story", "Left after school and did not get on the van."),
            ],
        );
        self.police(start - 20, case, "Ofc. Ruiz", "26-004331");
        self.ncmec(start - 45, case, "NC-771390");
        self.ncic(start - 100, case, "M204118999");
        self.at(
            3 * HOUR,
            Command::Locate {
                case: case.into(),
                at: None,
                place: "an aunt's home, 14 Elm Street".into(),
                by: "aunt, by phone".into(),
                verified: Some("case manager Dana Price, in person".into()),
            },
        );
    }

    /// Police know; NCMEC got a voicemail, which stops nothing. The 24 hours are over.
    fn late(&mut self, case: &str) {
        let start = 26 * HOUR;
        self.open(start, "Devon Archuleta");
        self.safe(start - 1, case);
        self.answers(
            start - 2,
            case,
            &[
                ("child.dob", "2012-11-30"),
                ("child.sex", "male"),
                ("call.kind", "runaway"),
                ("seen.place", "Millbrook Middle School"),
                ("risk.diabetes", "?"),
            ],
        );
        self.police(start - 30, case, "Ofc. Dane", "26-004377");
        self.ncic(start - 100, case, "M204119204");
        self.tried(
            start - 55,
            case,
            "ncmec.report",
            "voicemail",
            AttemptSaid {
                dialled: Some("1-800-843-5678".into()),
                channel: Some("voicemail".into()),
                words: Some("left our number".into()),
                ..AttemptSaid::default()
            },
        );
    }

    /// Not where he should be, and seen in class: not missing, to be verified again.
    fn not_missing(&mut self, case: &str) {
        let start = 12 * HOUR;
        self.open(start, "Tobias Lindqvist");
        self.safe(start - 1, case);
        self.answers(start - 2, case, &[("child.dob", "2009-06-21")]);
        self.at(
            start - 15,
            Command::Triage {
                case: case.into(),
                row: 3,
                police: None,
                ncmec: None,
                reason: Some("left without breakfast, seen in class".into()),
                verifier: Some("school office, Ms Adler, saw him in class".into()),
                again_at: None,
            },
        );
    }

    /// The desk sergeant would not take it.
    fn refused(&mut self, case: &str) {
        let start = 9 * HOUR;
        self.open(start, "Noah Whitehorse");
        self.safe(start - 1, case);
        self.answers(
            start - 3,
            case,
            &[
                ("child.dob", "2010-01-17"),
                ("child.sex", "male"),
                ("child.tribe", "reason to believe"),
                ("call.kind", "runaway"),
                ("seen.place", "group home on Pine Street"),
                ("look.hair", "black"),
            ],
        );
        self.tried(
            start - 20,
            case,
            "police.report",
            "refused",
            AttemptSaid {
                office: Some("Millbrook Police Department, front desk".into()),
                dialled: Some("614-555-0142".into()),
                person: Some("Sgt. Colton".into()),
                badge: Some("118".into()),
                words: Some("he always comes back, call after 24 hours".into()),
                ..AttemptSaid::default()
            },
        );
    }

    /// Somebody says that somebody called.
    fn claimed(&mut self, case: &str) {
        let start = 7 * HOUR;
        self.open(start, "Keisha Brandt");
        self.safe(start - 1, case);
        self.answers(
            start - 2,
            case,
            &[("child.dob", "2013-04-05"), ("call.kind", "runaway")],
        );
        self.tried(
            start - 6,
            case,
            "police.report",
            "claimed",
            AttemptSaid {
                person: Some("foster mother says she called police".into()),
                words: Some("no number, no name".into()),
                ..AttemptSaid::default()
            },
        );
    }

    /// Two children, one event, two cases: each has numbers of their own.
    fn siblings(&mut self, one: &str, two: &str) {
        let start = 5 * HOUR;
        self.open(start, "Amara Osei");
        self.opened(start - 2, Some("Kofi Osei"), None, &[one]);
        self.safe(start - 1, one);
        self.safe(start - 3, two);
        self.answers(
            start - 4,
            one,
            &[
                ("child.dob", "2011-09-09"),
                ("child.sex", "female"),
                ("call.kind", "runaway"),
                ("look.height", "504"),
            ],
        );
        self.answers(
            start - 5,
            two,
            &[("child.dob", "2014-02-27"), ("child.sex", "male")],
        );
        self.police(start - 25, one, "Ofc. Ruiz", "26-004402");
        self.ncmec(start - 60, one, "NC-771466");
        self.ncic(start - 90, one, "M204119377");
    }

    /// Both told; the officer has not called back with the NCIC number.
    fn ncic_awaited(&mut self, case: &str) {
        let start = 110;
        self.open(start, "Sofia Marlowe");
        self.safe(start - 1, case);
        self.answers(
            start - 2,
            case,
            &[
                ("child.dob", "2010-12-19"),
                ("child.sex", "female"),
                ("call.kind", "runaway"),
                ("seen.place", "Millbrook Public Library"),
            ],
        );
        self.police(start - 22, case, "Ofc. Dane", "26-004409");
        self.ncmec(start - 48, case, "NC-771480");
    }

    /// The boy of the first case again: a run of its own, with numbers of its own.
    fn repeat_run(&mut self, case: &str, former: &str) {
        let start = 40;
        self.opened(start, None, Some(former), &[]);
        self.safe(start - 1, case);
        self.answers(
            start - 2,
            case,
            &[
                ("call.kind", "runaway"),
                ("seen.place", "Alder House, front gate"),
                ("seen.city", "Millbrook"),
            ],
        );
        self.police(start - 18, case, "Ofc. Ruiz", "26-004415");
    }

    /// The phone rang a few minutes ago.
    fn fresh(&mut self, case: &str) {
        self.open(6, "Wren Halloran");
        self.answers(5, case, &[("child.age", "13")]);
    }
}
