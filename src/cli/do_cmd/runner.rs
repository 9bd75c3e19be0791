//! Who carries a line out: a desk in this process, whose present may be pretended, or one in its own.

use super::super::knock::Way;
use super::super::talk::Talk;
use super::lines::Done;
use crate::codec::command::{self, Bad, Line};
use crate::desk::commands;
use crate::desk::core::Input;
use crate::desk::local::LocalDesk;
use crate::desk::say;
use crate::record::{Moment, Problem, SafeText, SessionId};
use crate::store::Log;
use crate::wire::Ask;

/// Carries out lines one after the other, over any log.
pub struct Runner<'a, L: Log> {
    pub(super) desk: &'a mut LocalDesk<L>,
    session: SessionId,
    operator: String,
    practice: bool,
    /// The pretended present stands until another is given.
    pretended: bool,
}

impl<'a, L: Log> Runner<'a, L> {
    /// A run in a session of its own, by this operator where a line names no other.
    ///
    /// # Errors
    /// When a present is pretended on a desk that is not for practice.
    pub fn new(
        desk: &'a mut LocalDesk<L>,
        session: SessionId,
        operator: &str,
        at: Option<&str>,
    ) -> Result<Self, Problem> {
        let practice = desk
            .core()
            .docket()
            .desk
            .as_ref()
            .is_some_and(|desk| desk.practice);
        let mut runner = Self {
            desk,
            session,
            operator: operator.to_owned(),
            practice,
            pretended: false,
        };
        if let Some(words) = at {
            runner.pretend(words)?;
        }
        Ok(runner)
    }

    /// Notes a line that was refused before it became a command.
    fn unread(&mut self, now: Moment) {
        self.desk.step(Input::Unread {
            session: self.session,
            operator: self.operator.clone(),
            now,
        });
    }

    fn pretend(&mut self, words: &str) -> Result<(), Problem> {
        if !self.practice {
            return Err(only_practice());
        }
        let zone = self
            .desk
            .core()
            .docket()
            .desk
            .as_ref()
            .map_or(crate::record::Zone::UTC, |desk| desk.zone);
        let at = say::any("The pretended now", words, self.desk.now(), zone)?;
        if at < self.desk.now() {
            return Err(Problem::operator(
                "The pretended now lies before the desk's present, which never runs backwards.",
            )
            .example(say::rfc3339(self.desk.now(), zone)));
        }
        self.pretended = true;
        self.desk.at(at);
        Ok(())
    }

    /// Carries out one line at a present, unless one is pretended.
    pub fn line(&mut self, text: Result<&str, Bad>, now: Moment) -> Done {
        let read = text.and_then(|text| command::read(text, commands::example));
        let line: Line = match read {
            Ok(line) => line,
            Err(bad) => {
                self.unread(now);
                return Done::Refused(bad);
            }
        };
        if let Some(words) = &line.at
            && let Err(problem) = self.pretend(words)
        {
            self.unread(now);
            return Done::Refused(Bad {
                field: Some("now".to_owned()),
                problem,
            });
        }
        if !self.pretended {
            self.desk.at(now);
        }
        let operator = line.operator.unwrap_or_else(|| self.operator.clone());
        if SafeText::line(&operator).is_empty() {
            self.unread(now);
            return Done::Refused(nobody_acts());
        }
        let field = command::blamed(&line.command);
        match self.desk.carry(self.session, &operator, line.command) {
            Ok(outcome) => Done::Good(outcome),
            Err(problem) => Done::Refused(Bad { field, problem }),
        }
    }
}

/// What is said when nobody is named.
fn nobody_acts() -> Bad {
    Bad {
        field: Some("operator".to_owned()),
        problem: Problem::operator("Who acts is not said.")
            .example("\"operator\":\"Priya Nair\"")
            .hint("Give --operator, set PORCHLIGHT_OPERATOR, or name it in the line."),
    }
}

/// What is said when a desk with real cases is to pretend another time.
fn only_practice() -> Problem {
    Problem::operator("A pretended now is for practice desks only; this one is real.")
        .hint("Leave it out, or open a practice desk.")
}

/// Carries out lines at a desk of its own process.
pub(super) struct Remote {
    pub(super) desk: Talk,
    operator: String,
}

impl Remote {
    pub(super) fn reach(way: Way, operator: &str) -> Result<Self, Problem> {
        Ok(Self {
            desk: Talk::reach(way)?,
            operator: operator.to_owned(),
        })
    }

    /// Notes a line that was refused before it became a command.
    fn unread(&mut self, bad: Bad) -> Result<Done, Problem> {
        let operator = self.operator.clone();
        // Nothing is to be learned from the answer.
        let _ = self.desk.ask(&operator, Ask::Unread)?;
        Ok(Done::Refused(bad))
    }

    /// Carries out one line; an error when there is no desk any more.
    pub(super) fn line(&mut self, text: Result<&str, Bad>) -> Result<Done, Problem> {
        let line: Line = match text.and_then(|text| command::read(text, commands::example)) {
            Ok(line) => line,
            Err(bad) => return self.unread(bad),
        };
        if line.at.is_some() {
            return self.unread(Bad {
                field: Some("now".to_owned()),
                problem: only_practice(),
            });
        }
        let operator = line.operator.unwrap_or_else(|| self.operator.clone());
        if SafeText::line(&operator).is_empty() {
            return self.unread(nobody_acts());
        }
        let field = command::blamed(&line.command);
        let result = self.desk.ask(&operator, Ask::Do(line.command))?;
        Ok(match result {
            Ok(outcome) => Done::Good(outcome),
            Err(problem) => Done::Refused(Bad { field, problem }),
        })
    }
}
