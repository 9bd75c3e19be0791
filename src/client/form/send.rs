//! From a filled form to the command it stands for.

use super::Form;
use crate::client::app::App;
use crate::client::ask::Waiting;
use crate::client::model::{Sheet, Slot};
use crate::client::overlay::Overlay;
use crate::record::Problem;
use crate::wire::command::{AttemptSaid, HeardSaid};
use crate::wire::{Ask, Command, Said};

impl App {
    /// Sends the form on top as its command.
    pub(super) fn send_form_command(&mut self) {
        let zone = self.model.zone();
        let now = self
            .model
            .now()
            .map(|now| crate::client::intake::rfc3339(now, zone));
        let asked = match self.model.overlays.last() {
            Some(Overlay::Form(form)) => self.who_form(form),
            _ => None,
        };
        if let Some(asked) = asked {
            self.send_who_form(asked);
            return;
        }
        let meant = self.linked_number();
        let Some(Overlay::Form(form)) = self.model.overlays.last_mut() else {
            return;
        };
        if let Some(number) = meant {
            form.set_named("other", &number);
        }
        match command_of(form, now.as_deref()) {
            Ok(command) => {
                form.sending = Some(0);
                form.problem = None;
                match form.slot {
                    Some(slot) => self.command(slot, command, Waiting::Form),
                    None => {
                        self.ask(Ask::Do(command), Waiting::Form);
                    }
                }
            }
            Err(problem) => {
                form.problem = Some(problem);
                self.model.said = None;
            }
        }
    }

    /// Sends a form about the roster or a masked field. It closes: where the phrase is wanted first, it is asked for
    /// and the same is asked again.
    fn send_who_form(&mut self, asked: Result<crate::wire::who::Ask, Problem>) {
        match asked {
            Ok(ask) => {
                if let Some(Overlay::Form(form)) = self.model.overlays.pop() {
                    for line in 0..form.lines.len() {
                        let place = self.form_place(&form, line);
                        self.draft(place, "");
                    }
                }
                self.ask_who(ask);
            }
            Err(problem) => {
                if let Some(Overlay::Form(form)) = self.model.overlays.last_mut() {
                    form.problem = Some(problem.clone());
                }
                self.refuse(problem);
            }
        }
    }

    /// The number of the open case that a link form names by its last digits or by a child's name, where only one fits.
    fn linked_number(&self) -> Option<String> {
        let Some(Overlay::Form(form)) = self.model.top() else {
            return None;
        };
        if form.spec.id != super::specs::LINK.id {
            return None;
        }
        let said = form.text("other").trim().to_lowercase();
        let counter = |number: &str| {
            number
                .rsplit('-')
                .next()
                .and_then(|n| n.parse::<u64>().ok())
        };
        let fits = |number: &str, name: &str| match said.parse::<u64>() {
            Ok(wanted) => counter(number) == Some(wanted),
            Err(_) => name.to_lowercase().contains(&said),
        };
        let mut found = (self.model.board.rows().iter())
            .filter(|row| fits(&row.number, row.name.as_str()))
            .map(|row| row.number.clone());
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// After a form was saved: what comes next.
    pub(super) fn form_done(&mut self, form: &Form) {
        if form.spec.id == "directory" {
            // The card may lie open below.
            self.ask(Ask::Directory, Waiting::Directory);
        }
        let Some(slot) = form.slot else { return };
        let police = form.duty.as_deref() == Some(Sheet::Police.duty());
        match (form.spec.id, form.text("outcome")) {
            ("refusal", _) if police => self.after_refusal(slot, form),
            (_, "told" | "confirmed") if police => self.offer_ncmec(slot, "Police are told."),
            _ => {}
        }
    }

    fn after_refusal(&mut self, slot: Slot, form: &Form) {
        let refused_by = form.text("office").to_owned();
        let next = self
            .model
            .case(slot)
            .and_then(|screen| screen.view.as_ref())
            .and_then(|view| {
                view.agencies
                    .iter()
                    .find(|row| row.name.as_str() != refused_by)
            })
            .and_then(|row| {
                let (_, number) = row.numbers.first()?;
                Some(format!("Next number: {} {number}.", row.name))
            })
            .unwrap_or_else(|| "Next: watch commander, sheriff, state clearinghouse.".into());
        self.offer_ncmec(
            slot,
            &format!("The refusal is written down; police stay owed. {next}"),
        );
    }
}

/// The command a form stands for. `now` is sent where the time was left at *now*, so that a repeated hour
/// cannot be misread.
fn command_of(form: &Form, now: Option<&str>) -> Result<Command, Problem> {
    let text = |id: &str| form.text(id).trim().to_owned();
    let some = |id: &str| {
        let asked = form
            .spec
            .lines
            .iter()
            .position(|line| line.id == id)
            .is_some_and(|at| form.is_asked(at));
        Some(text(id)).filter(|text| asked && !text.is_empty())
    };
    let at = match some("at") {
        Some(at) if at.eq_ignore_ascii_case("now") => now.map(str::to_owned),
        other => other,
    };
    let case = String::new();
    let item = || {
        form.item
            .clone()
            .ok_or_else(|| Problem::ours("The form lost what it is about."))
    };
    Ok(match form.spec.id {
        "attempt.police" | "attempt.ncmec" | "attempt" | "refusal" => {
            let outcome = if form.spec.id == "refusal" {
                "refused".to_owned()
            } else {
                text("outcome")
            };
            let number = some("number");
            // Told, with the number that proves it, is confirmed.
            let outcome = match (outcome.as_str(), &number) {
                ("told", Some(_)) => "confirmed".to_owned(),
                _ => outcome,
            };
            Command::Attempt(Box::new(AttemptSaid {
                case,
                duty: form
                    .duty
                    .clone()
                    .unwrap_or_else(|| Sheet::Police.duty().to_owned()),
                item: form.item.clone(),
                at,
                channel: some("channel"),
                outcome,
                office: some("office"),
                dialled: some("dialled"),
                person: some("person"),
                badge: some("badge"),
                number,
                words: some("words"),
                again_at: some("again_at"),
            }))
        }
        "heard.police" | "heard.ncmec" | "heard" => {
            let number = some("number");
            let confirms = some("confirms");
            let what = some("what").unwrap_or_else(|| match &number {
                Some(number) => format!("gave the number {number}"),
                None => "called".to_owned(),
            });
            Command::Heard(Box::new(HeardSaid {
                case,
                from: form.item.clone().unwrap_or_else(|| "other".to_owned()),
                at,
                channel: Some("phone".into()),
                who: some("who"),
                what,
                number,
                confirms,
            }))
        }
        "received.correct" => Command::CorrectReceived {
            case,
            to: text("to"),
            reason: text("reason"),
        },
        "received.confirm" if text("agree") == "yes" => Command::ConfirmCorrection {
            case,
            by: text("by"),
        },
        "received.confirm" => Command::DenyCorrection {
            case,
            by: text("by"),
            reason: text("reason"),
        },
        "triage" => Command::Triage {
            case,
            row: text("row").parse().map_err(|_| {
                Problem::operator("The row is a number of the table, 1 to 30.").example("5")
            })?,
            police: some("police"),
            ncmec: some("ncmec"),
            reason: some("reason"),
            verifier: some("verifier"),
            again_at: some("again_at"),
        },
        "case.found" => Command::Locate {
            case,
            at,
            place: text("place"),
            by: text("by"),
            verified: some("verified"),
        },
        "case.returned" => Command::Return {
            case,
            at,
            place: text("place"),
            by: text("by"),
        },
        "case.screened" => Command::Screen {
            case,
            at,
            tool: text("tool"),
            result: text("result"),
            by: text("by"),
            victim: text("victim") == "yes",
        },
        "case.interviewed" => Command::Interview {
            case,
            at,
            by: text("by"),
            factors: text("factors"),
        },
        "case.victim" => Command::Victim {
            case,
            at,
            by: text("by"),
        },
        "case.close" => Command::Close {
            case,
            how: text("how"),
            reason: text("reason"),
            verifier: some("verifier"),
            supervisor: some("supervisor"),
        },
        "case.mistaken" => Command::Close {
            case,
            how: "mistaken".into(),
            reason: text("reason"),
            verifier: None,
            supervisor: None,
        },
        "case.reopen" => Command::Reopen {
            case,
            reason: text("reason"),
        },
        "note" => Command::Note {
            case,
            text: text("text"),
        },
        "case.link" => Command::Link {
            case,
            other: text("other"),
        },
        "item.remove" => Command::Remove {
            case,
            item: item()?,
            reason: text("reason"),
        },
        "attempt.withdraw" => Command::Withdraw {
            case,
            attempt: item()?,
            reason: text("reason"),
        },
        "answer.said-by" => Command::Answer {
            case,
            field: form
                .duty
                .clone()
                .ok_or_else(|| Problem::ours("The form lost its field."))?,
            item: form.item.clone(),
            said: Said::Value(form.about_text.clone()),
            said_by: some("said_by"),
            as_of: some("as_of"),
            reason: None,
            saw: form.saw,
        },
        "directory" => Command::SetDirectory {
            key: form
                .duty
                .clone()
                .unwrap_or_else(|| key_of(&text("kind"), &text("name"))),
            entry: if text("kind") == "remove" {
                Vec::new()
            } else {
                form.asked()
                    .filter(|(_, line, _)| line.id != "other")
                    .filter_map(|(_, line, _)| Some((line.id.to_owned(), some(line.id)?)))
                    .chain(numbers_of(&text("other")))
                    .collect()
            },
        },
        "handover.start" => Command::HandOver {
            case: some("case"),
            to: some("to"),
        },
        "desk.set" => Command::SetDesk {
            key: text("key"),
            value: text("value"),
        },
        other => {
            return Err(Problem::ours(format!("The form `{other}` has no command.")));
        }
    })
}

/// The key of a new entry: `police.columbus-police`.
fn key_of(kind: &str, name: &str) -> String {
    let plain = |text: &str| -> String {
        let words: Vec<String> = deunicode::deunicode(text)
            .to_lowercase()
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        words.join("-")
    };
    format!("{}.{}", plain(kind), plain(name))
}

/// `supervisor 614-555-0147, e-mail desk@cpd.example` as names and numbers; a number alone is to call.
fn numbers_of(text: &str) -> Vec<(String, String)> {
    text.split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let begins = |word: &str| {
                word.contains('@')
                    || word.starts_with(|c: char| c.is_ascii_digit() || "+(".contains(c))
            };
            let at = part
                .split_whitespace()
                .find(|word| begins(word))
                .and_then(|word| part.find(word))
                .unwrap_or(part.len());
            let (name, number) = part.split_at(at);
            let name = name.trim().trim_end_matches(':');
            let name = if name.is_empty() { "call" } else { name };
            (name.to_owned(), number.trim().to_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::specs;
    use super::*;

    #[test]
    fn every_form_stands_for_a_command() {
        for spec in specs::ALL {
            let mut form = Form::new(spec, None, 0);
            form.item = Some("0f3c9a2e5b7d41868c1e2f3a4b5c6d7e".into());
            form.duty = Some("police.report".into());
            form.set_named("row", "5");
            if let Err(problem) = command_of(&form, None) {
                panic!("{}: {problem}", spec.id);
            }
        }
    }

    #[test]
    fn numbers_typed_in_one_line_keep_their_names() {
        let pairs = |text: &str| -> Vec<String> {
            numbers_of(text)
                .iter()
                .map(|(name, number)| format!("{name}={number}"))
                .collect()
        };
        assert_eq!(
            pairs("supervisor 614-555-0147 x2, e-mail desk@cpd.example; (614) 555-0100"),
            [
                "supervisor=614-555-0147 x2",
                "e-mail=desk@cpd.example",
                "call=(614) 555-0100"
            ]
        );
        assert_eq!(key_of("on call", "Chen, R."), "on-call.chen-r");
    }

    #[test]
    fn told_with_a_number_is_confirmed_and_without_one_stays_told() {
        let outcome = |number: &str| {
            let mut form = Form::new(&specs::POLICE, None, 0);
            form.set_named("outcome", "told");
            form.set_named("number", number);
            match command_of(&form, None) {
                Ok(Command::Attempt(said)) => said.outcome,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(outcome("27-004411"), "confirmed");
        assert_eq!(outcome(""), "told");
    }
}
