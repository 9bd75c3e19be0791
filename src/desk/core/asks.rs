//! What a session asks, each kind to its part.

use std::collections::BTreeSet;

use super::flight::Waiting;
use super::reads::Reading;
use super::{Core, Output};
use crate::desk::{directory, views};
use crate::record::{Problem, SessionId};
use crate::wire::{Ask, Message, Outcome, Request};

impl Core {
    pub(super) fn asked(&mut self, request: Request, fresh: u128, out: &mut Vec<Output>) {
        let (session, number) = (request.session, request.number);
        let known = self.sessions.entry(session).or_default();
        if let Some(answer) = known.answered.get(&number) {
            let result = answer.clone();
            out.push(Output::Send(session, Message::Reply { number, result }));
            return;
        }
        self.note_look(&request);
        let known = self.sessions.entry(session).or_default();
        let outcome = match request.ask.clone() {
            Ask::Do(command) => {
                self.command(
                    Waiting {
                        now: self.now,
                        request,
                        command,
                        fresh,
                        tries: 0,
                    },
                    out,
                );
                return;
            }
            Ask::WatchBoard => {
                known.board = true;
                known.board_sent = None;
                self.board.tick(&self.docket, &self.packs, self.now);
                Ok(Outcome::Fine)
            }
            Ask::WatchCase(case) => {
                known.case = case;
                known.case_sent = None;
                match case {
                    Some(id) if !self.docket.knows(id) => {
                        known.case = None;
                        Err(Problem::operator("That case is not on this desk."))
                    }
                    _ => Ok(Outcome::Fine),
                }
            }
            Ask::Sheet { case, sheet } => {
                views::sheet(&self.docket, &self.packs, self.now, case, &sheet)
                    .map(|sheet| Outcome::Sheet(Box::new(sheet)))
            }
            Ask::Find(words) => Ok(Outcome::Found(self.finder.find(
                &self.docket,
                &words,
                self.now,
            ))),
            Ask::History { case, field, item } => {
                if let Err(problem) = self.history(
                    Reading {
                        session,
                        number,
                        case,
                        field,
                        item,
                    },
                    out,
                ) {
                    Err(problem)
                } else {
                    return;
                }
            }
            Ask::Draft { place, text } => {
                self.drafts.keep(session, &request.operator, &place, &text);
                out.push(Output::Draft {
                    session,
                    operator: request.operator.clone(),
                    place,
                    text,
                });
                Ok(Outcome::Fine)
            }
            Ask::Drafts => {
                let live: BTreeSet<SessionId> = self.sessions.keys().copied().collect();
                Ok(Outcome::Drafts(self.drafts.left_behind(
                    &request.operator,
                    session,
                    &live,
                )))
            }
            Ask::Unread => {
                self.trail.refused(
                    session,
                    &request.operator,
                    None,
                    "line",
                    crate::record::audit::Why::Refused,
                    self.now,
                );
                Ok(Outcome::Fine)
            }
            Ask::Directory => Ok(Outcome::Directory(directory::card(&self.docket))),
            Ask::Bye => {
                out.push(Output::Send(
                    session,
                    Message::Reply {
                        number,
                        result: Ok(Outcome::Fine),
                    },
                ));
                self.sessions.remove(&session);
                return;
            }
        };
        out.push(Output::Send(
            session,
            Message::Reply {
                number,
                result: outcome,
            },
        ));
        self.show_changes(out);
    }
}
