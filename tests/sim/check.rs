//! What must be true after every step: a second fold of what the disk said it keeps, and a memory of what was asked,
//! answered, shown and typed. It never asks the core what is right.

use std::collections::{BTreeMap, BTreeSet};

use porchlight::desk::board::Board;
use porchlight::desk::decide::{self, Refusal, Situation};
use porchlight::desk::docket::Docket;
use porchlight::desk::views;
use porchlight::record::case::Standing;
use porchlight::record::problem::Whose;
use porchlight::record::{
    Batch, CaseId, Event, ItemId, Moment, Problem, Recorded, SafeText, SessionId, Stream,
};
use porchlight::rules::{self, Pack};
use porchlight::wire::shift::ShiftView;
use porchlight::wire::{Ask, BoardView, CaseView, Command, Outcome, Request};

use super::seating::{self, Seating, Sits};

/// A promise that was broken, in words.
pub type Held = Result<(), String>;

type Key = (SessionId, u64);

/// What became of a request.
#[derive(Default, Debug, Clone)]
struct Fate {
    operator: String,
    command: Option<Command>,
    /// Its batch went to the disk.
    sent_to_disk: bool,
    /// It is there now, and the disk has not answered.
    flying: bool,
    /// The disk said that it keeps it.
    kept: bool,
    /// Somebody was told that it came to nothing.
    refused: bool,
}

/// A draft's texts, as they were typed, and how many of them are surely on the disk.
#[derive(Default, Debug, Clone)]
struct Typed {
    texts: Vec<String>,
    safe: usize,
}

/// The second fold, and the memory.
pub struct Check {
    pub shadow: Docket,
    packs: Vec<Pack>,
    /// What the disk said it keeps, in the order said.
    kept: Vec<Recorded>,
    /// The last sequence and a digest of each stream's kept events.
    fates: BTreeMap<Key, Fate>,
    last_case: BTreeMap<SessionId, CaseId>,
    dues: BTreeMap<(CaseId, String), Moment>,
    shown_at: BTreeMap<SessionId, Moment>,
    typed: BTreeMap<(SessionId, String), Typed>,
    /// Drafts on their way: where, and the text.
    drafted: BTreeMap<Key, (String, String, String)>,
    latest: Moment,
    /// Who sits where.
    pub seating: Seating,
    /// What was looked at, so that it can be said how much.
    pub views: u64,
    pub acts: u64,
}

impl Check {
    pub fn new(log: &[Recorded]) -> Self {
        let mut check = Self {
            shadow: Docket::default(),
            packs: Vec::new(),
            kept: Vec::new(),
            fates: BTreeMap::new(),
            last_case: BTreeMap::new(),
            dues: BTreeMap::new(),
            shown_at: BTreeMap::new(),
            typed: BTreeMap::new(),
            drafted: BTreeMap::new(),
            latest: Moment(0),
            seating: Seating::default(),
            views: 0,
            acts: 0,
        };
        for one in log {
            check.shadow.apply(one);
            check.latest = one.at;
        }
        check.kept = log.to_vec();
        check.packs = porchlight::desk::packs::of(&check.shadow)
            .map(|(packs, _)| packs)
            .unwrap_or_default();
        check
    }

    // ---- asked ----

    /// Somebody asks.
    pub fn asked(&mut self, request: &Request) {
        if let Ask::Draft { place, text } = &request.ask {
            let draft = (request.operator.clone(), place.clone(), text.clone());
            self.drafted
                .insert((request.session, request.number), draft);
        }
        if let Ask::Who(_) = &request.ask {
            let key = (request.session, request.number);
            let fate = self.fates.entry(key).or_default();
            fate.operator.clone_from(&request.operator);
        }
        if let Ask::Do(command) = &request.ask {
            let fate = self
                .fates
                .entry((request.session, request.number))
                .or_default();
            fate.operator.clone_from(&request.operator);
            fate.command = Some(command.clone());
        }
    }

    // ---- to the disk and back ----

    pub fn goes_to_disk(&mut self, batch: &Batch, now: Moment) -> Held {
        if batch.at < self.latest {
            return Err(format!(
                "a batch is of {:?}, before the last one of {:?}",
                batch.at, self.latest
            ));
        }
        if batch.at > now {
            return Err(format!("a batch is of {:?}, and it is {now:?}", batch.at));
        }
        if batch.request > 0 {
            let key = (batch.session, batch.request);
            let Some(fate) = self.fates.get_mut(&key) else {
                return Err(format!("a batch for {key:?}, which nobody asked"));
            };
            fate.sent_to_disk = true;
            fate.flying = true;
        }
        Ok(())
    }

    /// The disk has answered, whatever it said.
    pub fn lands(&mut self, batch: &Batch) {
        if let Some(fate) = self.fates.get_mut(&(batch.session, batch.request)) {
            fate.flying = false;
        }
    }

    /// The disk says that it keeps these, and the core is about to hear of it.
    pub fn keeps(&mut self, recorded: &[Recorded], now: Moment) -> Held {
        let new: Vec<&Recorded> = recorded
            .iter()
            .filter(|one| one.seq > self.shadow.head(one.stream))
            .collect();
        let key = recorded.first().map(|one| (one.session, one.request));
        if let Some(key) = key.filter(|key| key.1 > 0)
            && !new.is_empty()
        {
            let Some(fate) = self.fates.get_mut(&key) else {
                return Err(format!("kept for {key:?}, which nobody asked"));
            };
            if fate.kept {
                return Err(format!("{key:?} acted twice"));
            }
            if fate.refused {
                return Err(format!("{key:?} was refused, and acted"));
            }
            fate.kept = true;
            self.acts += 1;
            let operator = SafeText::line(&fate.operator);
            let is_other = |one: &&&Recorded| {
                // Who worked unsigned when it was asked may have left meanwhile.
                let unsigned = format!("{operator}, not signed in (");
                one.operator != operator && !one.operator.as_str().starts_with(&unsigned)
            };
            if let Some(one) = new.iter().find(is_other)
                && !matches!(
                    one.event,
                    Event::AloneBegun { .. } | Event::SignInFailed { .. }
                )
            {
                return Err(format!(
                    "{key:?} of {operator} stands as {}'s",
                    one.operator
                ));
            }
            if let Some(command) = &fate.command.clone() {
                self.saw_what_it_changes(command, &new)?;
            }
        }
        for one in new {
            if one.seq != self.shadow.head(one.stream) + 1 {
                return Err(format!("{:?} has a gap before {}", one.stream, one.seq));
            }
            if let (Event::CaseOpened { .. }, Stream::Case(id), true) =
                (&one.event, one.stream, one.request > 0)
            {
                self.last_case.insert(one.session, id);
            }
            self.latest = self.latest.max(one.at);
            self.shadow.apply(one);
            self.kept.push(one.clone());
            if let Event::PackAdopted { .. } = one.event {
                self.packs = porchlight::desk::packs::of(&self.shadow)
                    .map(|(packs, _)| packs)
                    .unwrap_or_default();
            }
        }
        self.deadlines(recorded, now)
    }

    /// An answer that says what its writer saw changes nothing else.
    fn saw_what_it_changes(&self, command: &Command, new: &[&Recorded]) -> Held {
        let Command::Answer {
            field,
            saw: Some(saw),
            ..
        } = command
        else {
            return Ok(());
        };
        for one in new {
            let Event::Answered { key, .. } = &one.event else {
                continue;
            };
            if key.field.0 != field.trim() {
                continue;
            }
            let there = match one.stream {
                Stream::Case(id) => self.shadow.case(id).and_then(|c| c.facts.kept(*key)),
                Stream::Child(id) => self.shadow.child(id).and_then(|c| c.facts.kept(*key)),
                Stream::Desk => None,
            };
            // What the same screen answered meanwhile is no other's.
            let unseen = there.and_then(|kept| {
                let mut all = kept.before.iter().chain([&kept.now]);
                all.find(|fact| fact.seq > *saw && fact.session != one.session)
            });
            if let Some(fact) = unseen {
                return Err(format!(
                    "{field} was written over: its writer saw {saw}, and {:?} had written {}",
                    fact.session, fact.seq
                ));
            }
        }
        Ok(())
    }

    /// No deadline of the two reports moves later, unless somebody gave a later received time and a second person
    /// agreed, or said which of two readings was meant.
    fn deadlines(&mut self, recorded: &[Recorded], now: Moment) -> Held {
        let touched: BTreeSet<CaseId> = recorded
            .iter()
            .filter_map(|one| match one.stream {
                Stream::Case(id) => Some(id),
                _ => None,
            })
            .collect();
        for id in touched {
            self.deadlines_of(id, recorded, now)?;
        }
        Ok(())
    }

    fn deadlines_of(&mut self, id: CaseId, recorded: &[Recorded], now: Moment) -> Held {
        let Some(whole) = self.shadow.whole(id) else {
            return Ok(());
        };
        let may_move = recorded.iter().any(|one| match &one.event {
            Event::CorrectionConfirmed { .. } => true,
            Event::CameAt { .. } | Event::ReceivedCorrected { .. } => whole
                .case
                .received
                .changes
                .last()
                .is_some_and(|change| change.standing == Standing::Governs),
            // Another child on file has other facts.
            Event::ChildNamed { .. } => true,
            _ => false,
        });
        for duty in rules::duties_brief(whole, &self.packs, now) {
            if duty.id != "police.report" && duty.id != "ncmec.report" {
                continue;
            }
            let key = (id, duty.id.clone());
            match (self.dues.get(&key).copied(), duty.due) {
                (Some(was), Some(due)) if due > was && !may_move => {
                    return Err(format!(
                        "{} of {} moved later, from {was:?} to {due:?}",
                        duty.id, whole.case.number
                    ));
                }
                (_, Some(due)) => {
                    self.dues.insert(key, due);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Time passed, or the machine's clock jumped: no deadline moved.
    pub fn time(&mut self, now: Moment) -> Held {
        let ids: Vec<CaseId> = self.shadow.case_ids().collect();
        for id in ids {
            self.deadlines_of(id, &[], now)?;
        }
        Ok(())
    }

    // ---- answered ----

    /// The core answers a request.
    pub fn answered(
        &mut self,
        to: SessionId,
        number: u64,
        result: &Result<Outcome, Problem>,
        now: Moment,
    ) -> Held {
        let key = (to, number);
        if let Some((_, place, text)) = self.drafted.get(&key)
            && result.is_ok()
        {
            let typed = self.typed.get(&(to, place.clone()));
            if !typed.is_some_and(|typed| typed.texts.contains(text)) {
                return Err(format!("{place} was taken, and is not kept"));
            }
        }
        let Some(fate) = self.fates.get_mut(&key) else {
            // Looks have no fate.
            return Ok(());
        };
        if fate.command.is_none() {
            // A wrong phrase is refused, and stands.
            return Ok(());
        }
        match result {
            Ok(Outcome::Saved { .. }) => {
                if fate.kept {
                    return Ok(());
                }
                if fate.flying {
                    return Err(format!("{key:?} was called saved before it was"));
                }
                self.nothing_to_save(key, now)
            }
            Ok(Outcome::Conflict(_)) => {
                fate.refused = true;
                match fate.kept {
                    true => Err(format!("{key:?} stands, and was called a conflict")),
                    false => Ok(()),
                }
            }
            Ok(other) => Err(format!("{key:?} was answered with {other:?}")),
            // It may stand already: who asks again is not let in any more.
            Err(problem) if seating::is_about_who(problem) => Ok(()),
            Err(problem) if problem.whose == Whose::Operator => {
                fate.refused = true;
                match fate.kept {
                    true => Err(format!("{key:?} stands, and was refused: {problem}")),
                    false => Ok(()),
                }
            }
            // A failure of the machine may be tried again.
            Err(_) => Ok(()),
        }
    }

    /// *Saved* without a batch is only true where there was nothing to save.
    fn nothing_to_save(&self, key: Key, now: Moment) -> Held {
        let Some(fate) = self.fates.get(&key) else {
            return Ok(());
        };
        let Some(command) = &fate.command else {
            return Ok(());
        };
        if matches!(self.seating.sits(key.0), Sits::Alone(..)) {
            return Ok(());
        }
        let operator = SafeText::line(&fate.operator);
        let situation = Situation {
            docket: &self.shadow,
            packs: &self.packs,
            now,
            operator: &operator,
            session: key.0,
            last: self.last_case.get(&key.0).copied(),
            fresh: 1 << 100,
        };
        match decide::decide(&situation, command) {
            Ok(decided) if decided.events.is_empty() => Ok(()),
            Ok(_) => Err(format!("{key:?} was called saved, and nothing was")),
            Err(Refusal::Problem(problem)) => Err(format!(
                "{key:?} was called saved, and is to be refused: {problem}"
            )),
            Err(Refusal::Conflict(_)) => {
                Err(format!("{key:?} was called saved, and is a conflict"))
            }
        }
    }

    /// The session has heard that its request came to nothing and will not send it again. Until then one that
    /// never arrived may be decided anew.
    pub fn resends(&mut self, key: Key) {
        if let Some(fate) = self.fates.get_mut(&key) {
            fate.refused = false;
        }
    }

    /// The desk or the session is gone: what it opened last is forgotten.
    pub fn forgets_last(&mut self, session: Option<SessionId>) {
        match session {
            Some(session) => {
                self.last_case.remove(&session);
            }
            None => self.last_case.clear(),
        }
    }

    // ---- shown ----

    /// The board that everybody should see.
    pub fn board(&self, now: Moment, trouble: Option<String>) -> BoardView {
        let mut board = Board::default();
        board.rebuild(&self.shadow, &self.packs, now);
        board.view(&self.shadow, now, trouble)
    }

    /// The case as a session should see it.
    pub fn case_for(&self, to: SessionId, now: Moment, id: CaseId) -> Option<CaseView> {
        let sight = self.seating.sight(&self.shadow, to, now)?;
        let mut view = views::case_in_clear(&self.shadow, &self.packs, now, id)?;
        sight.case(&mut view).then_some(view)
    }

    /// The supervisor's view shows every duty that is owed, with who has it.
    pub fn shows_shift(&mut self, view: &ShiftView, closely: bool) -> Held {
        if !closely {
            return Ok(());
        }
        let board = self.board(view.now, None);
        let owed = board
            .rows
            .iter()
            .filter_map(|row| self.shadow.whole(row.case))
            .flat_map(|whole| {
                let duties = rules::duties_brief(whole, &self.packs, view.now);
                let owed: Vec<_> = duties
                    .into_iter()
                    .filter(porchlight::sheet::handover::is_owed)
                    .map(|duty| (whole.case.id, duty.id, duty.item))
                    .collect();
                owed
            })
            .collect();
        self.seating.shift(&self.shadow, &owed, view)
    }

    fn shows(&mut self, to: SessionId, at: Moment) -> Held {
        self.views += 1;
        let before = self.shown_at.insert(to, at);
        match before.is_some_and(|before| before > at) {
            true => Err(format!("{to:?} was shown {at:?} after {before:?}")),
            false => Ok(()),
        }
    }

    pub fn shows_board(&mut self, to: SessionId, view: &BoardView, closely: bool) -> Held {
        self.shows(to, view.now)?;
        if !closely {
            return Ok(());
        }
        let mut right = self.board(view.now, view.trouble.clone());
        if let Some(sight) = self.seating.sight(&self.shadow, to, view.now) {
            sight.board(&mut right);
        }
        match views::same_board(view, &right) {
            true => Ok(()),
            false => Err(format!(
                "a board shows {:?}, and the log says {:?}",
                brief(view),
                brief(&right)
            )),
        }
    }

    pub fn shows_case(&mut self, to: SessionId, view: &CaseView, closely: bool) -> Held {
        self.shows(to, view.now)?;
        if !closely {
            return Ok(());
        }
        let Some(right) = self.case_for(to, view.now, view.case) else {
            return Err(format!("{} is shown and is not there", view.number));
        };
        if views::same_case(view, &right) {
            return Ok(());
        }
        let dues = |view: &CaseView| -> Vec<(String, Option<ItemId>, Option<Moment>)> {
            let duties = view.duties.iter();
            duties.map(|d| (d.id.clone(), d.item, d.due)).collect()
        };
        Err(format!(
            "{} is shown at {} with {:?}, and the log says {} with {:?}",
            view.number,
            view.seq,
            dues(view),
            right.seq,
            dues(&right)
        ))
    }

    // ---- typed ----

    /// The desk took a draft. Each session has its own: what a new one clears is not what an old one typed, as
    /// long as the desk does not know that the old one is gone.
    ///
    /// What stood there is given back when it goes.
    pub fn typed(&mut self, session: SessionId, place: &str, text: &str) -> Option<String> {
        let key = (session, place.to_owned());
        let texts = &mut self.typed.entry(key).or_default().texts;
        let before = texts.last().filter(|_| text.is_empty()).cloned();
        texts.push(text.to_owned());
        before.filter(|before| !before.is_empty())
    }

    /// A text that went, and not because its own operator typed there: somebody has it now.
    pub fn still_somewhere(&self, place: &str, text: &str) -> Held {
        let there = self
            .typed
            .iter()
            .any(|((_, at), typed)| at == place && typed.texts.last().is_some_and(|t| t == text));
        match there {
            true => Ok(()),
            false => Err(format!(
                "what was typed at {place} is nowhere any more: {text:.40?}"
            )),
        }
    }

    /// Everything typed so far is on the disk.
    pub fn typed_is_safe(&mut self) {
        for typed in self.typed.values_mut() {
            typed.safe = typed.texts.len();
        }
    }

    /// What a desk finds of what was typed when it starts.
    pub fn drafts_found(&mut self, found: &[(SessionId, String, String)]) -> Held {
        for ((session, place), typed) in &mut self.typed {
            let there: Vec<&String> = found
                .iter()
                .filter(|(who, at, _)| who == session && at == place)
                .map(|(_, _, text)| text)
                .collect();
            if there.len() > 1 {
                return Err(format!("{place} was found typed {} times", there.len()));
            }
            let there = there.first().map_or("", |text| text.as_str());
            let from = typed.safe.saturating_sub(1);
            let may = typed.texts.get(from..).unwrap_or_default();
            let at = may.iter().rposition(|text| text == there);
            if at.is_none() && !(typed.safe == 0 && there.is_empty()) {
                return Err(format!(
                    "{place} was typed as {:.40?}, and the desk found {there:.40?}",
                    may.first()
                ));
            }
            // What was typed after it is gone; what was typed before it may come back with the power.
            typed.texts = may[..at.map_or(0, |at| at + 1)].to_vec();
            typed.safe = typed.safe.min(1);
        }
        Ok(())
    }

    // ---- started again ----

    /// A desk starts: everything kept is there, in order, and no more than what was asked.
    pub fn restarted(&mut self, log: &[Recorded]) -> Held {
        let mut there: BTreeMap<Stream, Vec<&Recorded>> = BTreeMap::new();
        for one in log {
            let stream = there.entry(one.stream).or_default();
            if one.seq != stream.len() as u64 + 1 {
                return Err(format!("{:?} has a gap at {}", one.stream, one.seq));
            }
            stream.push(one);
        }
        for one in &self.kept {
            let found = there
                .get(&one.stream)
                .and_then(|stream| stream.get(usize::try_from(one.seq).ok()?.checked_sub(1)?));
            if found != Some(&one) {
                return Err(format!(
                    "{:?} {} of ({:?}, {}) was kept, and is gone: {:?}",
                    one.stream, one.seq, one.session, one.request, one.event
                ));
            }
        }
        // What was on its way and arrived all the same.
        let known: BTreeSet<(Stream, u64)> = self.kept.iter().map(|o| (o.stream, o.seq)).collect();
        let mut more: BTreeMap<Key, Vec<&Recorded>> = BTreeMap::new();
        for one in log.iter().filter(|o| !known.contains(&(o.stream, o.seq))) {
            more.entry((one.session, one.request))
                .or_default()
                .push(one);
        }
        for (key, events) in more {
            if key.1 == 0 {
                continue;
            }
            match self.fates.get_mut(&key) {
                Some(fate) if fate.sent_to_disk && !fate.kept => fate.kept = true,
                other => {
                    return Err(format!(
                        "{key:?} is in the log with {} events, and was never sent there: {other:?}",
                        events.len()
                    ));
                }
            }
        }
        self.shadow = Docket::default();
        for one in log {
            self.shadow.apply(one);
            self.latest = self.latest.max(one.at);
        }
        self.kept = log.to_vec();
        self.forgets_last(None);
        for fate in self.fates.values_mut() {
            fate.flying = false;
        }
        // A desk that starts knows the time of what was recorded, not what it once showed.
        self.shown_at.clear();
        Ok(())
    }
}

fn brief(view: &BoardView) -> (usize, usize, usize, usize, Vec<String>, Option<String>) {
    (
        view.open,
        view.late,
        view.within_hour,
        view.owed,
        view.rows
            .iter()
            .map(|row| format!("{} {} {:?} {:?}", row.number, row.name, row.next, row.flags))
            .collect(),
        view.trouble.clone(),
    )
}
