//! Deciding: a command becomes events, or a refusal of one sentence. Pure.
//!
//! Nothing here changes anything. Whoever calls has the events appended and folds them; when a stream moved on
//! meanwhile, the same command is decided again over what is true by then.

mod answer;
mod attempt;
mod close;
mod file;
mod found;
mod heard;
mod open;
mod received;
pub(super) mod settings;
mod share;
mod shift;
pub(super) mod together;
mod triage;

use std::collections::BTreeMap;

use super::docket::Docket;
use crate::record::case::Whole;
use crate::record::event::Event;
use crate::record::text::same_person;
use crate::record::{
    Case, CaseId, ChildId, Field, ItemId, Moment, Problem, SafeText, Scope, SessionId, Stream,
    Zone, fields,
};
use crate::rules::{self, Duty, Pack};
use crate::wire::Command;
use crate::wire::view::ConflictView;

/// What a decision is taken over.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// Everything the desk knows.
    pub docket: &'a Docket,
    /// The rule packs in force.
    pub packs: &'a [Pack],
    /// The desk's present.
    pub now: Moment,
    /// Who asks.
    pub operator: &'a SafeText,
    /// On which screen.
    pub session: SessionId,
    /// The case this session opened latest.
    pub last: Option<CaseId>,
    /// Fresh randomness: ids are made from this and the numbers after it.
    pub fresh: u128,
}

/// What is to be written, and what to say once it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decided {
    /// The events, in order; none when there is nothing to write.
    pub events: Vec<(Stream, Event)>,
    /// The head each stream must still have.
    pub expected: Vec<(Stream, u64)>,
    /// The case it is about.
    pub case: Option<CaseId>,
    /// Its number.
    pub case_number: Option<String>,
    /// The item, attempt or call that came to be.
    pub made: Option<ItemId>,
    /// How what was typed was understood, where that is worth saying.
    pub understood: Option<String>,
    /// What the operator should know or do next.
    pub notes: Vec<String>,
    /// The case was opened by this command.
    pub opened: bool,
    /// What the screens of others are told: whose (everybody's where it is empty), and what.
    pub tell: Vec<(String, String)>,
}

/// Why nothing is written.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// One sentence.
    Problem(Problem),
    /// The fact changed since the writer saw it.
    Conflict(Box<ConflictView>),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// Decides a command.
///
/// # Errors
/// A refusal in words; nothing is to be written then.
pub fn decide(sit: &Situation<'_>, command: &Command) -> Result<Decided, Refusal> {
    let mut draft = Draft::new(sit);
    let draft_ref = &mut draft;
    match command {
        Command::Open { .. } => open::open(draft_ref, command)?,
        Command::Answer { .. } => answer::answer(draft_ref, command)?,
        Command::StillTrue { case, field, item } => {
            answer::still_true(draft_ref, case, field, item.as_deref())?
        }
        Command::Add {
            case,
            group,
            answers,
        } => answer::add(draft_ref, case, group, answers)?,
        Command::Remove { case, item, reason } => answer::remove(draft_ref, case, item, reason)?,
        Command::First {
            case,
            question,
            answer,
            saw,
        } => file::first(draft_ref, case, question, answer, *saw)?,
        Command::CameAt {
            case,
            channel,
            at,
            saw,
        } => received::came_at(draft_ref, case, channel, at.as_deref(), *saw)?,
        Command::CorrectReceived { case, to, reason } => {
            received::correct(draft_ref, case, to, reason)?
        }
        Command::ConfirmCorrection { case, by } => received::confirm(draft_ref, case, by)?,
        Command::DenyCorrection { case, by, reason } => {
            received::deny(draft_ref, case, by, reason)?
        }
        Command::Attempt(said) => attempt::attempt(draft_ref, said)?,
        Command::Withdraw {
            case,
            attempt,
            reason,
        } => attempt::withdraw(draft_ref, case, attempt, reason)?,
        Command::Heard(said) => heard::heard(draft_ref, said)?,
        Command::Triage { .. } => triage::triage(draft_ref, command)?,
        Command::Note { case, text } => file::note(draft_ref, case, text)?,
        Command::Link { case, other } => file::link(draft_ref, case, other)?,
        Command::NameChild { case, child } => open::name_child(draft_ref, case, child)?,
        Command::Locate { .. } => found::locate(draft_ref, command)?,
        Command::Return {
            case,
            at,
            place,
            by,
        } => found::returned(draft_ref, case, at.as_deref(), place, by)?,
        Command::Interview {
            case,
            at,
            by,
            factors,
        } => found::interview(draft_ref, case, at.as_deref(), by, factors)?,
        Command::Screen { .. } => found::screen(draft_ref, command)?,
        Command::Victim { case, at, by } => found::victim(draft_ref, case, at.as_deref(), by)?,
        Command::Close { .. } => close::close(draft_ref, command)?,
        Command::Reopen { case, reason } => close::reopen(draft_ref, case, reason)?,
        Command::Claim { case } => shift::claim(draft_ref, case)?,
        Command::Release { case } => shift::release(draft_ref, case)?,
        Command::HandOver { case, to } => {
            shift::hand_over(draft_ref, case.as_deref(), to.as_deref())?
        }
        Command::AcceptDuty { case, duty, item } => {
            shift::accept(draft_ref, case, duty, item.as_deref())?
        }
        Command::TakeDraft { case, from, place } => {
            shift::take_draft(draft_ref, case, from, place)?
        }
        Command::ReadOut { case, sheet, facts } => file::read_out(draft_ref, case, sheet, facts)?,
        Command::Disclose {
            case,
            sheet,
            to,
            authority,
        } => file::disclose(draft_ref, case, sheet, to, authority.as_deref())?,
        Command::SetDesk { key, value } => settings::set_desk(draft_ref, key, value)?,
        Command::SetDirectory { key, entry } => settings::set_directory(draft_ref, key, entry)?,
    }
    Ok(draft.done())
}

/// A decision while it is being put together.
struct Draft<'a> {
    sit: &'a Situation<'a>,
    next: u128,
    heads: BTreeMap<Stream, u64>,
    out: Decided,
}

impl<'a> Draft<'a> {
    fn new(sit: &'a Situation<'a>) -> Self {
        Self {
            sit,
            next: sit.fresh,
            heads: BTreeMap::new(),
            out: Decided::default(),
        }
    }

    fn done(mut self) -> Decided {
        self.out.expected = self.heads.into_iter().collect();
        self.out
    }

    /// The next fresh id.
    fn id(&mut self) -> u128 {
        let id = mixed(self.next);
        self.next = self.next.wrapping_add(1);
        id
    }

    /// An event to be written, with the head its stream has now.
    fn write(&mut self, stream: Stream, event: Event) {
        let head = self.sit.docket.head(stream);
        self.heads.entry(stream).or_insert(head);
        self.out.events.push((stream, event));
    }

    /// What the screens of an operator are told once it is saved; of everybody else where none is named.
    fn tell(&mut self, operator: &str, words: String) {
        self.out.tell.push((operator.to_owned(), words));
    }

    fn note(&mut self, words: impl Into<String>) {
        self.out.notes.push(words.into());
    }

    /// The case that words name, open or closed; the reply will name it.
    fn find(&mut self, words: &str) -> Result<&'a Case, Problem> {
        let case = self.sit.case(words)?;
        self.out.case = Some(case.id);
        self.out.case_number = Some(case.number.clone());
        Ok(case)
    }

    /// The case that words name, with its child.
    fn whole(&mut self, words: &str) -> Result<Whole<'a>, Problem> {
        let case = self.find(words)?;
        self.sit.docket.whole(case.id).ok_or_else(|| {
            Problem::ours(format!(
                "The child of {} is not in the record.",
                case.number
            ))
        })
    }
}

impl<'a> Situation<'a> {
    /// The agency's zone.
    pub fn zone(&self) -> Zone {
        self.docket
            .desk
            .as_ref()
            .map_or(Zone::UTC, |desk| desk.zone)
    }

    /// The case that words name: `last`, a number people see, or an id.
    ///
    /// # Errors
    /// When there is none such.
    pub fn case(&self, words: &str) -> Result<&'a Case, Problem> {
        let words = words.trim();
        let id = if words.eq_ignore_ascii_case("last") {
            self.last.ok_or_else(|| {
                Problem::operator("No case was opened in this run yet, so there is no last one.")
                    .example(self.some_number())
            })?
        } else {
            self.docket
                .number(words)
                .or_else(|| words.parse().ok())
                .ok_or_else(|| self.no_case(words))?
        };
        self.docket.case(id).ok_or_else(|| self.no_case(words))
    }

    /// The child that words name: an id, or the number of one of the child's cases.
    fn child(&self, words: &str) -> Result<ChildId, Problem> {
        let words = words.trim();
        if let Ok(id) = words.parse::<ChildId>()
            && self.docket.knows_child(id)
        {
            return Ok(id);
        }
        match self.case(words) {
            Ok(case) => Ok(case.child),
            Err(_) => Err(Problem::operator(format!(
                "No child on file goes by `{}`.",
                SafeText::line(words)
            ))
            .example(self.some_number())
            .hint("Find the child by name and give the id or the number of a former case.")),
        }
    }

    fn no_case(&self, words: &str) -> Problem {
        Problem::operator(format!("There is no case {}.", SafeText::line(words)))
            .example(self.some_number())
    }

    fn some_number(&self) -> String {
        self.docket
            .numbers
            .keys()
            .next_back()
            .cloned()
            .unwrap_or_else(|| "A-0001".to_owned())
    }

    /// Every duty of a case.
    fn duties(&self, case: CaseId) -> Vec<Duty> {
        self.docket
            .whole(case)
            .map(|whole| rules::duties(whole, self.packs, self.now))
            .unwrap_or_default()
    }
}

/// One number for each number, with nothing of their order left: a case and its child, made by one command, must
/// not be told to belong together by their ids.
fn mixed(number: u128) -> u128 {
    // Each step can be undone (odd factors, shifts of half the width), so two numbers never become one.
    let mut x = number;
    for factor in [
        0xdb36_357b_aa9d_2ae5_5ac1_6e6c_f3d7_9b31_u128,
        0x9e6c_63d0_876a_9a6d_c1d6_4ba4_0f33_5e37_u128,
    ] {
        x ^= x >> 64;
        x = x.wrapping_mul(factor);
    }
    x ^ (x >> 64)
}

/// Something that takes notes for a reply.
pub trait Noted {
    /// One more sentence for the operator.
    fn say(&mut self, words: String);
}

impl Noted for Draft<'_> {
    fn say(&mut self, words: String) {
        self.out.notes.push(words);
    }
}

/// The stream that keeps a field's answers.
fn stream_of(whole: &Whole<'_>, field: &Field) -> Stream {
    match field.scope {
        Scope::Child => Stream::Child(whole.child.id),
        Scope::Case => Stream::Case(whole.case.id),
    }
}

/// The row of the field table that words name.
fn field_named(words: &str) -> Result<&'static Field, Problem> {
    let words = words.trim();
    if let Some(field) = fields::by_name(words) {
        return Ok(field);
    }
    let nearest = fields::all()
        .map(|field| (strsim::damerau_levenshtein(field.id.0, words), field))
        .min_by_key(|(far, _)| *far)
        .map(|(_, field)| field.id.0);
    let problem = Problem::operator(format!("There is no field `{}`.", SafeText::line(words)))
        .hint("`porchlight fields` lists them all.");
    Err(match nearest {
        Some(id) => problem.example(id),
        None => problem,
    })
}

/// Words that must not be empty.
fn need(what: &str, words: &str, example: &str) -> Result<SafeText, Problem> {
    let text = SafeText::prose(words.trim());
    if text.is_empty() {
        return Err(Problem::operator(format!("{what} is needed.")).example(example));
    }
    Ok(text)
}

/// Words that may be absent; empty counts as absent.
fn maybe(words: Option<&str>) -> Option<SafeText> {
    words.map(SafeText::line).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests;
