//! Two people at one answer that is no field: danger now, 911 called, how it came. What the writer saw is stated with
//! it, as it is with a field; what somebody else said since is shown, never written over.

use super::Refusal;
use crate::record::event::{Event, FirstQuestion};
use crate::record::{Case, Recorded, SafeText, SessionId};
use crate::wire::view::ConflictView;

/// Both answers, in words.
pub(super) struct Words {
    /// What they answer.
    pub field: &'static str,
    /// What stands.
    pub theirs: String,
    /// What was sent.
    pub yours: String,
}

/// The events that answer one of the first questions.
pub(in crate::desk) fn first(question: FirstQuestion) -> impl Fn(&Event) -> bool {
    move |event| matches!(event, Event::FirstAsked { question: of, .. } if *of == question)
}

/// The events that say when and how the information came.
pub(in crate::desk) fn came(event: &Event) -> bool {
    matches!(
        event,
        Event::CameAt { .. } | Event::ReceivedCorrected { .. } | Event::CorrectionConfirmed { .. }
    )
}

fn last<'a>(case: &'a Case, is_it: &impl Fn(&Event) -> bool) -> Option<&'a Recorded> {
    case.milestones.iter().rev().find(|one| is_it(&one.event))
}

/// The sequence of the answer that stands; 0 where there is none.
pub(in crate::desk) fn seen(case: &Case, is_it: &impl Fn(&Event) -> bool) -> u64 {
    last(case, is_it).map_or(0, |one| one.seq)
}

/// Whether another session answered after what the writer saw. What the same screen said meanwhile is no other's.
pub(super) fn by_others(
    case: &Case,
    is_it: &impl Fn(&Event) -> bool,
    saw: u64,
    session: SessionId,
) -> bool {
    case.milestones
        .iter()
        .rev()
        .take_while(|one| one.seq > saw)
        .any(|one| is_it(&one.event) && one.session != session)
}

/// Refuses with both answers what would be written over somebody else's; without `saw` nothing is looked at.
pub(super) fn unseen(
    case: &Case,
    is_it: impl Fn(&Event) -> bool,
    saw: Option<u64>,
    session: SessionId,
    words: impl Fn(&Event) -> Words,
) -> Result<(), Refusal> {
    let (Some(saw), Some(there)) = (saw, last(case, &is_it)) else {
        return Ok(());
    };
    if !by_others(case, &is_it, saw, session) {
        return Ok(());
    }
    let words = words(&there.event);
    Err(Refusal::Conflict(Box::new(ConflictView {
        case_number: case.number.clone(),
        field: words.field.to_owned(),
        item: None,
        theirs: SafeText::prose(&words.theirs),
        by: there.operator.clone(),
        at: there.at,
        saw: there.seq,
        yours: SafeText::prose(&words.yours),
    })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::founding::Founding;
    use crate::desk::local::LocalDesk;
    use crate::record::event::YesNoUnknown;
    use crate::record::{DeskId, Moment, Problem};
    use crate::store::MemoryLog;
    use crate::wire::{Command, Outcome};

    const PRIYA: SessionId = SessionId(7);
    const DAN: SessionId = SessionId(8);

    struct Two(LocalDesk<MemoryLog>);

    impl Two {
        fn at_one_case() -> Self {
            let founding = Founding {
                desk: DeskId(1),
                agency: None,
                zone: Some("America/New_York".parse().unwrap()),
                machine_zone: None,
                practice: true,
                prefix: "A".into(),
            };
            let rfc = chrono::DateTime::parse_from_rfc3339("2027-02-09T01:12:00-05:00").unwrap();
            let log = MemoryLog::new();
            let desk =
                LocalDesk::found(log, Moment::of(&rfc), 1 << 64, &founding, "Priya").unwrap();
            let mut two = Self(desk);
            let open = Command::Open {
                key_at: None,
                name: None,
                child: None,
                channel: None,
                came_at: None,
                zone: None,
                linked: Vec::new(),
            };
            two.says(PRIYA, open).unwrap();
            two
        }
        fn says(&mut self, who: SessionId, command: Command) -> Result<Outcome, Problem> {
            let name = if who == PRIYA { "Priya" } else { "Dan" };
            self.0.carry(who, name, command)
        }
        fn case(&self) -> Case {
            self.0.core().docket().cases().next().unwrap().clone()
        }
        fn conflict(&mut self, who: SessionId, command: Command) -> ConflictView {
            let before = self.case();
            match self.says(who, command).unwrap() {
                Outcome::Conflict(view) => {
                    assert_eq!(self.case(), before, "nothing is written over");
                    *view
                }
                other => panic!("no conflict: {other:?}"),
            }
        }
    }

    fn danger(answer: &str, saw: Option<u64>) -> Command {
        first_of("danger now", answer, saw)
    }
    fn first_of(question: &str, answer: &str, saw: Option<u64>) -> Command {
        Command::First {
            case: "A-0001".into(),
            question: question.into(),
            answer: answer.into(),
            saw,
        }
    }
    fn came_in(channel: &str, at: Option<&str>, saw: Option<u64>) -> Command {
        Command::CameAt {
            case: "A-0001".into(),
            channel: channel.into(),
            at: at.map(Into::into),
            saw,
        }
    }

    #[test]
    fn two_answers_to_the_danger_question_are_shown_and_none_is_written_over() {
        let mut two = Two::at_one_case();
        two.says(DAN, danger("yes", Some(0))).unwrap();
        let view = two.conflict(PRIYA, danger("no", Some(0)));
        let said = (view.theirs.as_str(), view.yours.as_str(), view.by.as_str());
        assert_eq!(said, ("yes", "no", "Dan"));
        assert_eq!(view.field, "danger now");
        // The same answer is none, the other question is another, and one's own is no other's.
        two.says(PRIYA, danger("yes", Some(0))).unwrap();
        two.says(PRIYA, first_of("called 911", "no", Some(0)))
            .unwrap();
        let view = two.conflict(DAN, first_of("called 911", "yes", Some(0)));
        two.says(PRIYA, first_of("called 911", "unknown", Some(0)))
            .unwrap();
        // Chosen openly, over what is shown; what is chosen after that is seen anew.
        two.says(DAN, first_of("called 911", "yes", Some(view.saw)))
            .map(|outcome| assert!(matches!(outcome, Outcome::Conflict(_))))
            .unwrap();
        let seen = seen(&two.case(), &first(FirstQuestion::Called911));
        two.says(DAN, first_of("called 911", "yes", Some(seen)))
            .unwrap();
        assert_eq!(two.case().called_911, Some(YesNoUnknown::Yes));
    }

    #[test]
    fn how_it_came_is_said_twice_only_openly() {
        let mut two = Two::at_one_case();
        two.says(DAN, came_in("voicemail", Some("01:00"), Some(0)))
            .unwrap();
        let view = two.conflict(PRIYA, came_in("phone", Some("00:40"), Some(0)));
        assert!(view.theirs.as_str().contains("voicemail"), "{view:?}");
        assert!(view.yours.as_str().contains("phone"), "{view:?}");
        two.conflict(PRIYA, came_in("web", None, Some(0)));
        // Over what is shown the channel may be changed; another time is a correction, with its reason.
        let problem = two.says(PRIYA, came_in("phone", Some("00:40"), Some(view.saw)));
        assert!(problem.unwrap_err().to_string().contains("correction"));
        two.says(PRIYA, came_in("web", None, Some(view.saw)))
            .unwrap();
        // What is sent without saying what was seen goes on as lines always did.
        two.says(DAN, came_in("fax", None, None)).unwrap();
    }
}
