//! The core between its shell and the checker; and cores that are broken on purpose, each in one way that the
//! checker must see.

use porchlight::desk::core::{Core, Input, Output};
use porchlight::record::{Recorded, SessionId};
use porchlight::wire::{Ask, Command, Message, Outcome, Request};

/// What is wrong with a core.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Now and then a batch is called saved that no disk was asked to keep.
    DropsAnAppend,
    /// *Saved* goes out when the batch goes to the disk.
    AnswersEarly,
    /// What the writer saw is not looked at.
    OverwritesSilently,
    /// A request that comes again acts again.
    ActsTwice,
    /// A screen is not told of a change.
    ForgetsAScreen,
    /// An answer never comes.
    LosesAReply,
    /// The present follows the machine's clock.
    FollowsTheClock,
    /// A draft is not kept.
    ForgetsADraft,
    /// Every second command is saved though it was refused.
    SavesTheRefused,
    /// Two batches at once.
    DoesNotWait,
    /// A deadline on a screen is an hour later than the rules say.
    GivesAnHour,
}

pub const FAULTS: &[Fault] = &[
    Fault::DropsAnAppend,
    Fault::AnswersEarly,
    Fault::OverwritesSilently,
    Fault::ActsTwice,
    Fault::ForgetsAScreen,
    Fault::LosesAReply,
    Fault::FollowsTheClock,
    Fault::ForgetsADraft,
    Fault::SavesTheRefused,
    Fault::DoesNotWait,
    Fault::GivesAnHour,
];

/// A core, sound or broken.
pub struct Mind {
    core: Core,
    fault: Option<Fault>,
    /// Counts chances to go wrong; every third is taken.
    chances: u32,
    /// Requests seen, for the one that acts twice.
    seen: std::collections::BTreeSet<(SessionId, u64)>,
    /// The number given to a request that acts again, and its own.
    renamed: Vec<(SessionId, u64, u64)>,
    wall_back: i64,
}

impl Mind {
    pub fn of(core: Core, fault: Option<Fault>) -> Self {
        Self {
            core,
            fault,
            chances: 0,
            seen: std::collections::BTreeSet::new(),
            renamed: Vec::new(),
            wall_back: 0,
        }
    }

    pub fn core(&self) -> &Core {
        &self.core
    }

    fn errs(&mut self, fault: Fault) -> bool {
        if self.fault != Some(fault) {
            return false;
        }
        self.chances += 1;
        self.chances.is_multiple_of(3)
    }

    pub fn step(&mut self, input: Input) -> Vec<Output> {
        let Some(fault) = self.fault else {
            return self.core.step(input);
        };
        let input = self.twisted(input, fault);
        let out = self.core.step(input);
        self.twist(out, fault)
    }

    fn twisted(&mut self, input: Input, fault: Fault) -> Input {
        let Input::Asked {
            mut request,
            now,
            fresh,
        } = input
        else {
            return input;
        };
        match (&mut request.ask, fault) {
            (Ask::Do(Command::Answer { saw, .. }), Fault::OverwritesSilently) => *saw = None,
            (Ask::Do(_), Fault::ActsTwice) => {
                let key = (request.session, request.number);
                if !self.seen.insert(key) {
                    let other = request.number + 1_000_000;
                    self.renamed.push((request.session, other, request.number));
                    request.number = other;
                }
            }
            _ => {}
        }
        Input::Asked {
            request,
            now,
            fresh,
        }
    }

    fn twist(&mut self, out: Vec<Output>, fault: Fault) -> Vec<Output> {
        let mut made = Vec::new();
        for output in out {
            match output {
                Output::Append(batch) if batch.request > 0 && self.errs(Fault::DropsAnAppend) => {
                    let mut heads = std::collections::BTreeMap::new();
                    let recorded = batch
                        .events
                        .iter()
                        .map(|(stream, event)| {
                            let seq = heads
                                .entry(*stream)
                                .or_insert_with(|| self.core.docket().head(*stream));
                            *seq += 1;
                            Recorded {
                                stream: *stream,
                                seq: *seq,
                                at: batch.at,
                                operator: batch.operator.clone(),
                                session: batch.session,
                                request: batch.request,
                                event: event.clone(),
                            }
                        })
                        .collect();
                    let more = self.core.step(Input::Appended(Ok(recorded)));
                    made.extend(more);
                }
                Output::Append(batch) if batch.request > 0 && self.errs(Fault::AnswersEarly) => {
                    let (to, number) = (batch.session, batch.request);
                    made.push(Output::Append(batch));
                    made.push(Output::Send(to, saved(number)));
                }
                Output::Append(batch) if self.errs(Fault::DoesNotWait) => {
                    made.push(Output::Append(batch.clone()));
                    made.push(Output::Append(batch));
                }
                Output::Append(mut batch) if self.fault == Some(Fault::FollowsTheClock) => {
                    self.wall_back += 90_000_000;
                    batch.at = batch.at.plus(-self.wall_back);
                    made.push(Output::Append(batch));
                }
                Output::Send(to, Message::Reply { number, result })
                    if fault == Fault::ActsTwice =>
                {
                    let number = self
                        .renamed
                        .iter()
                        .find(|(session, other, _)| (*session, *other) == (to, number))
                        .map_or(number, |(_, _, own)| *own);
                    made.push(Output::Send(to, Message::Reply { number, result }));
                }
                Output::Send(_, Message::Reply { .. }) if self.errs(Fault::LosesAReply) => {}
                Output::Send(
                    to,
                    Message::Reply {
                        number,
                        result: Err(_),
                    },
                ) if self.errs(Fault::SavesTheRefused) => {
                    made.push(Output::Send(to, saved(number)));
                }
                Output::Send(_, Message::Board(_) | Message::Case(_))
                    if self.errs(Fault::ForgetsAScreen) => {}
                Output::Send(to, Message::Case(mut view)) if fault == Fault::GivesAnHour => {
                    for duty in &mut view.duties {
                        duty.due = duty.due.map(|due| due.plus(3_600_000_000));
                    }
                    made.push(Output::Send(to, Message::Case(view)));
                }
                Output::Draft { text, .. }
                    if !text.is_empty() && self.errs(Fault::ForgetsADraft) => {}
                other => made.push(other),
            }
        }
        made
    }
}

fn saved(number: u64) -> Message {
    Message::Reply {
        number,
        result: Ok(Outcome::Saved {
            case: None,
            case_number: None,
            made: None,
            understood: None,
            notes: Vec::new(),
        }),
    }
}

/// A request, put together in one place: what the wire asks of one may grow.
pub fn request(session: SessionId, number: u64, operator: &str, ask: Ask) -> Request {
    Request {
        session,
        number,
        operator: operator.to_owned(),
        ask,
    }
}
