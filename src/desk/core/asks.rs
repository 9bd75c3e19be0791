//! What a session asks, each kind to its part.

use super::flight::Waiting;
use super::reads::Reading;
use super::{Core, Output};
use crate::desk::shift::parked;
use crate::desk::{directory, shift, views};
use crate::record::{Problem, SessionId};
use crate::wire::{Ask, Message, Outcome, Request};

impl Core {
    pub(super) fn asked(&mut self, request: Request, fresh: u128, out: &mut Vec<Output>) {
        let (session, number) = (request.session, request.number);
        self.sessions.entry(session).or_default();
        if let Ask::Who(ask) = &request.ask {
            let ask = ask.clone();
            self.who_asked(request, ask, fresh, out);
            return;
        }
        if matches!(request.ask, Ask::Do(_)) && self.is_under_way(&request) {
            return;
        }
        let Some(request) = self.admit(request, out) else {
            return;
        };
        let known = self.sessions.entry(session).or_default();
        known.operator.clone_from(&request.operator);
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
                known.presence_sent.here.clear();
                match case {
                    Some(id) if !self.docket.knows(id) => {
                        known.case = None;
                        Err(Problem::operator("That case is not on this desk."))
                    }
                    _ => Ok(Outcome::Fine),
                }
            }
            Ask::Sheet { case, sheet } => {
                let sight = self.sight(session);
                views::sheet(&self.docket, &self.packs, self.now, case, &sheet).map(|mut sheet| {
                    sight.sheet(Some(case), &mut sheet);
                    Outcome::Sheet(Box::new(sheet))
                })
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
                self.keep_draft(session, &request.operator, place, text, out);
                Ok(Outcome::Fine)
            }
            Ask::Drafts => {
                let live = self.live();
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
            Ask::Here(here) => {
                let (place, back) = (parked::HERE.to_owned(), here.back.clone());
                self.keep_draft(session, &request.operator, place, back, out);
                self.presence.at(session, &request.operator, here);
                Ok(Outcome::Fine)
            }
            Ask::WatchShift(wanted) => {
                known.shift = wanted;
                known.shift_sent = None;
                Ok(Outcome::Fine)
            }
            Ask::Handover => {
                let sight = self.sight(session);
                shift::handover::sheet(&self.docket, &self.packs, self.now).map(|mut sheet| {
                    sight.sheet(None, &mut sheet);
                    Outcome::Sheet(Box::new(sheet))
                })
            }
            Ask::Directory => Ok(Outcome::Directory(directory::card(&self.docket))),
            // Answered above.
            Ask::Who(_) => return,
            Ask::Bye => {
                out.push(Output::Send(
                    session,
                    Message::Reply {
                        number,
                        result: Ok(Outcome::Fine),
                    },
                ));
                // Who leaves of their own accord is nowhere; what they typed and parked stays.
                let place = parked::HERE.to_owned();
                let operator = request.operator.clone();
                self.keep_draft(session, &operator, place, String::new(), out);
                self.gone(session);
                self.show_changes(out);
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

    /// Keeps or forgets a draft, in memory and on the disk. One that a former screen of the operator left at the
    /// same place was taken up by this one and is forgotten there.
    fn keep_draft(
        &mut self,
        session: SessionId,
        operator: &str,
        place: String,
        text: String,
        out: &mut Vec<Output>,
    ) {
        let live = self.live();
        for dead in self.drafts.dead_at(operator, &place, &live) {
            self.put_draft(dead, operator, &place, "", out);
        }
        self.put_draft(session, operator, &place, &text, out);
    }

    /// Keeps or forgets one draft, in memory and on the disk.
    pub(super) fn put_draft(
        &mut self,
        session: SessionId,
        operator: &str,
        place: &str,
        text: &str,
        out: &mut Vec<Output>,
    ) {
        self.drafts.keep(session, operator, place, text, self.now);
        out.push(Output::Draft {
            session,
            operator: operator.to_owned(),
            place: place.to_owned(),
            text: text.to_owned(),
        });
    }
}
