//! How a made-up case is written down: what every case needs, in a word each.

use super::Step;
use crate::wire::Command;
use crate::wire::command::{AttemptSaid, Said};

/// A script being written.
pub(super) struct Script(pub(super) Vec<Step>);

impl Script {
    pub(super) fn at(&mut self, ago: i64, command: Command) {
        self.0.push(Step { ago, command });
    }

    pub(super) fn open(&mut self, ago: i64, name: &str) {
        self.opened(ago, Some(name), None, &[]);
    }

    pub(super) fn opened(
        &mut self,
        ago: i64,
        name: Option<&str>,
        child: Option<&str>,
        linked: &[&str],
    ) {
        self.at(
            ago,
            Command::Open {
                key_at: None,
                name: name.map(str::to_owned),
                child: child.map(str::to_owned),
                channel: Some("phone".into()),
                came_at: None,
                zone: None,
                linked: linked.iter().map(|case| (*case).to_owned()).collect(),
            },
        );
    }

    pub(super) fn answers(&mut self, ago: i64, case: &str, answers: &[(&str, &str)]) {
        for (field, value) in answers {
            let said = match *value {
                "?" => Said::Unknown,
                value => Said::Value(value.to_owned()),
            };
            self.at(
                ago,
                Command::Answer {
                    case: case.into(),
                    field: (*field).into(),
                    item: None,
                    said,
                    said_by: None,
                    as_of: None,
                    reason: None,
                    saw: None,
                },
            );
        }
    }

    pub(super) fn safe(&mut self, ago: i64, case: &str) {
        for (question, answer) in [("danger_now", "no"), ("called_911", "no")] {
            self.at(
                ago,
                Command::First {
                    saw: None,
                    case: case.into(),
                    question: question.into(),
                    answer: answer.into(),
                },
            );
        }
    }

    pub(super) fn tried(
        &mut self,
        ago: i64,
        case: &str,
        duty: &str,
        outcome: &str,
        more: AttemptSaid,
    ) {
        self.at(
            ago,
            Command::Attempt(Box::new(AttemptSaid {
                case: case.into(),
                duty: duty.into(),
                outcome: outcome.into(),
                channel: more.channel.clone().or(Some("phone".into())),
                ..more
            })),
        );
    }

    pub(super) fn police(&mut self, ago: i64, case: &str, officer: &str, number: &str) {
        self.tried(
            ago,
            case,
            "police.report",
            "confirmed",
            AttemptSaid {
                office: Some("Millbrook Police Department, dispatch".into()),
                dialled: Some("614-555-0142".into()),
                person: Some(officer.into()),
                badge: Some("231".into()),
                number: Some(number.into()),
                ..AttemptSaid::default()
            },
        );
    }

    pub(super) fn ncmec(&mut self, ago: i64, case: &str, number: &str) {
        self.tried(
            ago,
            case,
            "ncmec.report",
            "confirmed",
            AttemptSaid {
                dialled: Some("1-800-843-5678".into()),
                person: Some("Ms Keller".into()),
                number: Some(number.into()),
                ..AttemptSaid::default()
            },
        );
    }

    pub(super) fn ncic(&mut self, ago: i64, case: &str, number: &str) {
        self.tried(
            ago,
            case,
            "ncic.number",
            "confirmed",
            AttemptSaid {
                person: Some("Ofc. Dane".into()),
                number: Some(number.into()),
                ..AttemptSaid::default()
            },
        );
    }
}
