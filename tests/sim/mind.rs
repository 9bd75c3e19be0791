//! The core between its shell and the checker; and cores that are broken on purpose, each in one way that the
//! checker must see.

use porchlight::desk::core::{Core, Input, Output};
use std::collections::BTreeMap;

use porchlight::desk::views;
use porchlight::record::{CaseId, Recorded, SafeText, SessionId};
use porchlight::wire::who::State;
use porchlight::wire::{Ask, CaseView, Command, Message, Outcome, Request};

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
    /// Who has not signed in is shown the board.
    ShowsNobodyTheBoard,
    /// A locked screen is shown the case again that was in front.
    ShowsTheLocked,
    /// What a role may not have is answered all the same.
    IgnoresTheRole,
    /// What is masked comes open.
    ShowsTheMasked,
    /// A duty handed over is shown as the other's before anybody accepted it.
    GivesUnaccepted,
    /// A duty is not shown once somebody has its case.
    HidesTheClaimed,
    /// A mark outlives its session.
    LeavesAGhost,
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
    Fault::ShowsNobodyTheBoard,
    Fault::ShowsTheLocked,
    Fault::IgnoresTheRole,
    Fault::ShowsTheMasked,
    Fault::GivesUnaccepted,
    Fault::HidesTheClaimed,
    Fault::LeavesAGhost,
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
    /// The case last shown to each session.
    shown: BTreeMap<SessionId, Box<CaseView>>,
    /// Everybody who was ever said to be somewhere.
    ghosts: Vec<(CaseId, SafeText)>,
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
            shown: BTreeMap::new(),
            ghosts: Vec::new(),
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
                Output::Send(
                    to,
                    Message::Reply {
                        number,
                        result: Err(problem),
                    },
                ) if fault == Fault::ShowsNobodyTheBoard
                    && problem.to_string().contains("Sign in first") =>
                {
                    made.push(Output::Send(to, refusal(number, problem)));
                    let board = self.core.board();
                    made.push(Output::Send(to, Message::Board(board)));
                }
                Output::Send(
                    to,
                    Message::Reply {
                        number,
                        result: Err(problem),
                    },
                ) if fault == Fault::IgnoresTheRole
                    && problem.to_string().contains("Your role") =>
                {
                    let result = Ok(Outcome::Found(Vec::new()));
                    made.push(Output::Send(to, Message::Reply { number, result }));
                }
                Output::Send(to, Message::Case(view)) if fault == Fault::ShowsTheLocked => {
                    self.shown.insert(to, view.clone());
                    made.push(Output::Send(to, Message::Case(view)));
                }
                Output::Send(to, message) if fault == Fault::ShowsTheLocked && locked(&message) => {
                    made.push(Output::Send(to, message));
                    if let Some(view) = self.shown.get(&to) {
                        made.push(Output::Send(to, Message::Case(view.clone())));
                    }
                }
                Output::Send(to, Message::Case(view)) if fault == Fault::ShowsTheMasked => {
                    let packs = self.core.packs().to_vec();
                    let now = self.core.now();
                    let clear = views::case_in_clear(self.core.docket(), &packs, now, view.case);
                    let view = clear.map_or(view, Box::new);
                    made.push(Output::Send(to, Message::Case(view)));
                }
                Output::Send(to, Message::Shift(mut view)) if fault == Fault::GivesUnaccepted => {
                    for duty in &mut view.duties {
                        if let Some(handed) = &duty.handed
                            && handed.accepted.is_none()
                        {
                            let to = handed.to.clone();
                            let to = to.unwrap_or_else(|| SafeText::line("whoever comes"));
                            duty.holder = Some((to, handed.at));
                        }
                    }
                    made.push(Output::Send(to, Message::Shift(view)));
                }
                Output::Send(to, Message::Shift(mut view)) if fault == Fault::HidesTheClaimed => {
                    let claimed: Vec<bool> =
                        view.cases.iter().map(|case| case.claim.is_some()).collect();
                    view.duties.retain(|duty| !claimed[duty.case]);
                    made.push(Output::Send(to, Message::Shift(view)));
                }
                Output::Send(to, Message::Presence(mut view)) if fault == Fault::LeavesAGhost => {
                    for (case, names) in &view.cases {
                        self.ghosts
                            .extend(names.iter().map(|name| (*case, name.clone())));
                    }
                    view.cases.extend(
                        self.ghosts
                            .iter()
                            .map(|(case, name)| (*case, vec![name.clone()])),
                    );
                    made.push(Output::Send(to, Message::Presence(view)));
                }
                other => made.push(other),
            }
        }
        made
    }
}

fn refusal(number: u64, problem: porchlight::record::Problem) -> Message {
    Message::Reply {
        number,
        result: Err(problem),
    }
}

/// Whether a session is told that its screen is locked.
fn locked(message: &Message) -> bool {
    use porchlight::wire::who::Outcome as Who;
    let standing = match message {
        Message::Standing(standing) => standing,
        Message::Reply {
            result: Ok(Outcome::Who(Who::Standing(standing))),
            ..
        } => standing,
        _ => return false,
    };
    standing.state == State::Locked
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
