//! The log of a real desk: journal and keeper together, under one lock.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::cover::Cover;
use super::heal::{self, Rescue};
use super::journal::{self, DraftFrame, Hurt, Index, Journal, whole};
use super::keeper::{self, Begin, Expect, Keeper, News};
use super::lock::DeskLock;
use super::seal::{self, Vault, unlock::Unlock};
use super::{Log, LogError, OpenError, evidence, place, reader, same, words};
use crate::env::clock::{Clock, Real};
use crate::env::{disk::Disk, paths};
use crate::record::{Batch, Moment, Problem, Recorded, SessionId, Stream};

/// How long an open waits for sled, unless it is told to open at once.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long after a failure sled is tried again, in microseconds; doubled with each failure up to a limit.
const AGAIN: i64 = 5_000_000;
const AGAIN_MOST: i64 = 300_000_000;

/// Where streams were read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reads {
    /// From sled, verified against the journal's heads.
    pub sled: u64,
    /// From the journal.
    pub journal: u64,
}

/// How the keeper stands.
enum Standing {
    /// Not heard of yet.
    Opening(Keeper),
    /// Open; it may be behind.
    Up(Keeper),
    /// Not there; to be tried again at this boot-time.
    Down { again: i64, suspect: bool },
}

/// The log of a real desk.
pub struct Store {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    journal: Journal,
    size: u64,
    cover: Cover,
    keeper: Standing,
    /// How often the keeper failed in a row.
    failures: u32,
    /// Whether sled had its say before the first append: it may know more than a journal that lost its end.
    settled: bool,
    /// Why nothing new is taken, if so.
    refused: Option<String>,
    /// Whether the journal's last stretch is damaged, so that it does not say where the log ended.
    open_ended: bool,
    /// The whole log from sled, while the journal is in doubt.
    rescue: Option<Rescue>,
    /// How far sled is rebuilt, while it is.
    rebuilding: Option<(u64, u64)>,
    reads: Reads,
    said: Vec<String>,
    /// Released last, so that nobody else opens while anything here is still at work.
    _lock: DeskLock,
}

/// A store as it was opened.
pub struct Opened {
    /// The store.
    pub store: Store,
    /// What must be said to the operator about what was found.
    pub said: Vec<String>,
    /// Streams of which entries are missing.
    pub hurt: Vec<Hurt>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened")
            .field("folder", &self.store.folder)
            .field("said", &self.said)
            .field("hurt", &self.hurt)
            .finish_non_exhaustive()
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let down = Standing::Down {
            again: 0,
            suspect: false,
        };
        match std::mem::replace(&mut self.keeper, down) {
            // One that was not heard of may be hung; it is given its time, not more.
            Standing::Up(keeper) | Standing::Opening(keeper) => {
                if self.refused.is_none() {
                    keeper.upto(self.journal.chain().next);
                }
                keeper.close();
            }
            Standing::Down { .. } => {}
        }
    }
}

impl Store {
    /// Opens the desk in a folder, which is made if need be, and takes its lock.
    ///
    /// # Errors
    /// [`OpenError::Held`] when another process has it, [`OpenError::Cannot`] when it cannot be opened; the
    /// sentence names the file and what to do.
    pub fn open(folder: &Path, disk: Arc<dyn Disk>, now: Moment) -> Result<Opened, OpenError> {
        Self::unlocked(folder, disk, now, &Unlock::of_process())
    }

    /// The same, with other ways to the desk's key.
    ///
    /// # Errors
    /// As [`Store::open`], and when no key opens a sealed desk.
    pub fn unlocked(
        folder: &Path,
        disk: Arc<dyn Disk>,
        now: Moment,
        unlock: &Unlock,
    ) -> Result<Opened, OpenError> {
        Self::patient(folder, disk, now, super::segment::SIZE, (PATIENCE, unlock))
    }

    /// The same without waiting for sled, so that a board can be drawn from the journal at once. What sled's
    /// opening has to say comes later, by [`Log::notices`]; nothing is appended before it has had its say.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_at_once(
        folder: &Path,
        disk: Arc<dyn Disk>,
        now: Moment,
        unlock: &Unlock,
    ) -> Result<Opened, OpenError> {
        Self::patient(
            folder,
            disk,
            now,
            super::segment::SIZE,
            (Duration::ZERO, unlock),
        )
    }

    /// The same, with journal segments of another size: for tests of rotation.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn sized(
        folder: &Path,
        disk: Arc<dyn Disk>,
        now: Moment,
        size: u64,
    ) -> Result<Opened, OpenError> {
        Self::patient(folder, disk, now, size, (PATIENCE, &Unlock::of_process()))
    }

    fn patient(
        folder: &Path,
        disk: Arc<dyn Disk>,
        now: Moment,
        size: u64,
        (patience, unlock): (Duration, &Unlock),
    ) -> Result<Opened, OpenError> {
        paths::check(folder).map_err(OpenError::Cannot)?;
        disk.make_folder(folder).map_err(|e| {
            OpenError::Cannot(
                Problem::setup(format!("{} cannot be made: {e}.", folder.display()))
                    .example("--desk /var/lib/porchlight"),
            )
        })?;
        let lock = DeskLock::take(disk.as_ref(), folder, now)?;
        let at = folder.join(journal::FOLDER);
        let finished = super::reseal::finish(disk.as_ref(), folder)?;
        let survey = journal::survey(disk.as_ref(), &at, &mut |_, _| {})?;
        let mut said = words::holes(&at, &survey);
        let mut hurt = survey.index.hurt.clone();
        let gone = survey.chain.next == 0 && evidence::of_a_desk(disk.as_ref(), folder);
        if gone && keeper::newest(disk.as_ref(), folder).is_none() {
            return Err(evidence::lost(folder, "there is no sled folder either"));
        }
        let (cover, spoken) = uncover(
            disk.as_ref(),
            folder,
            unlock,
            survey.chain.next == 0 && !gone,
            survey.sealed,
        )?;
        said.extend(spoken);
        if finished {
            said.push(words::sealed_now(folder));
        }
        let damaged = !survey.holes.is_empty() || !hurt.is_empty();
        let founding = survey.index.founding;
        let open_ended = survey.holes.last().is_some_and(|hole| hole.to.is_none());
        let journal = Journal::sized(disk.clone(), at.clone(), survey, size);
        // sled is made only once a desk is founded, so that a sled folder shows that there was one. Where nobody
        // waits for it, it begins with the first idle time or the first append, so that a start has the processor.
        let later = patience.is_zero() && !gone && !damaged;
        let keeper = if later || (founding.is_none() && !gone) {
            Standing::Down {
                again: 0,
                suspect: false,
            }
        } else {
            Standing::Opening(Keeper::start(
                disk.clone(),
                folder.to_owned(),
                at.clone(),
                if gone || damaged {
                    Begin::Frozen
                } else {
                    Begin::Follow(expect(&journal))
                },
            )?)
        };
        let mut store = Self {
            disk,
            folder: folder.to_owned(),
            journal,
            size,
            cover,
            keeper,
            failures: 0,
            settled: false,
            refused: None,
            open_ended,
            rescue: None,
            rebuilding: None,
            reads: Reads::default(),
            said: Vec::new(),
            _lock: lock,
        };
        if gone || damaged {
            store.hear(keeper::LIMIT);
            let rescued = store.doubt(words::read_only(&at));
            match rescued {
                Ok(()) => {
                    hurt.clear();
                    said.push(words::rescued(&at));
                    said.extend(store.behind());
                }
                Err(why) if gone => return Err(evidence::lost(folder, &why)),
                Err(why) => said.push(words::not_rescued(&why)),
            }
        } else {
            if let Some(hash) = founding
                && !store.disk.exists(&folder.join(evidence::MARK))
            {
                // Left by the founding, lost since. A full disk is no reason not to open; the next open tries again.
                let _ = evidence::leave(store.disk.as_ref(), folder, &hash);
            }
            store.hear(patience);
        }
        said.append(&mut store.said);
        Ok(Opened { store, said, hurt })
    }

    /// Takes nothing new from here on, and reads from sled's copies if they are whole.
    fn doubt(&mut self, why: String) -> Result<(), String> {
        self.refused = Some(why);
        let (Standing::Up(keeper) | Standing::Opening(keeper)) = &self.keeper else {
            return Err("sled cannot be opened".to_owned());
        };
        self.rescue = Some(heal::rescue(keeper, &self.journal)?);
        Ok(())
    }

    /// What must be said where the end of the log is known from sled alone, which may be behind what was saved.
    fn behind(&self) -> Option<String> {
        let rescue = self.rescue.as_ref()?;
        (rescue.chain.next > self.journal.chain().next || self.open_ended)
            .then(|| words::upto(&rescue.index, rescue.chain.next))
    }

    fn down(&mut self, suspect: bool) {
        let wait = AGAIN
            .saturating_mul(1_i64.checked_shl(self.failures).unwrap_or(i64::MAX))
            .min(AGAIN_MOST);
        self.failures = self.failures.saturating_add(1).min(16);
        self.rebuilding = None;
        self.keeper = Standing::Down {
            // Caught out once: built anew at once. Again and again: that is the disk, and it is given time.
            again: Real.boot().saturating_add(if suspect && self.failures < 2 {
                0
            } else {
                wait
            }),
            suspect,
        };
    }

    /// Takes in what happened to the keeper, waiting at most so long for word of its opening.
    fn hear(&mut self, wait: Duration) {
        let opening = matches!(self.keeper, Standing::Opening(_));
        let news = match &self.keeper {
            Standing::Opening(keeper) => keeper.news(wait),
            Standing::Up(keeper) => keeper.news(Duration::ZERO),
            Standing::Down { .. } => return,
        };
        for one in news {
            match one {
                News::Open { .. } => self.up(),
                News::SetAside { to, why } => self.said.push(format!(
                    "sled could not be used ({why}). It is kept as {} and built anew from the journal while work goes on; nothing is lost.",
                    to.display()
                )),
                News::Behind { done, of } => self.rebuilding = Some((done, of)),
                News::CaughtUp => {
                    self.rebuilding = None;
                    self.failures = 0;
                }
                News::Ahead { upto } => {
                    self.up();
                    let why = words::short(self.journal.folder(), self.journal.chain().next, upto);
                    let rescued = self.doubt(why.clone());
                    self.said.push(why);
                    self.said.push(match rescued {
                        Ok(()) => words::rescued(self.journal.folder()),
                        Err(why) => words::not_rescued(&why),
                    });
                    self.said.extend(self.behind());
                }
                News::Failed { why, suspect } => {
                    self.said.push(format!(
                        "sled stopped ({why}). The journal has everything; sled is tried again."
                    ));
                    self.down(suspect);
                }
            }
        }
        // Set aside at its opening: the word that it is open follows.
        if opening
            && let Standing::Opening(keeper) = &self.keeper
            && keeper.age() > i64::try_from(keeper::LIMIT.as_micros()).unwrap_or(i64::MAX)
        {
            self.said.push(
                "sled did not open in 10 seconds. It is left aside and built anew from the journal; nothing is lost."
                    .to_owned(),
            );
            self.down(true);
        }
    }

    fn up(&mut self) {
        let between = Standing::Down {
            again: 0,
            suspect: false,
        };
        self.keeper = match std::mem::replace(&mut self.keeper, between) {
            Standing::Opening(keeper) => {
                // What was appended while it opened.
                keeper.upto(self.journal.chain().next);
                Standing::Up(keeper)
            }
            other => other,
        };
    }

    /// Waits until the keeper is open or given up, so that nothing is written over an end that sled knows.
    fn settle(&mut self) {
        if !self.settled {
            self.start_again();
        }
        while !self.settled && matches!(self.keeper, Standing::Opening(_)) {
            self.hear(Duration::from_millis(200));
        }
        self.settled = true;
    }

    /// Leaves the keeper that was caught out; the next begins anew.
    fn distrust(&mut self, why: &str) {
        self.said.push(format!(
            "sled {why}. The journal was read instead; sled is set aside and built anew; nothing is lost."
        ));
        self.down(true);
        self.start_again();
    }

    fn start_again(&mut self) {
        let Standing::Down { again, suspect } = self.keeper else {
            return;
        };
        if Real.boot() < again || self.refused.is_some() || self.journal.chain().next == 0 {
            return;
        }
        let expect = expect(&self.journal);
        let begin = if suspect {
            Begin::Anew(expect)
        } else {
            Begin::Follow(expect)
        };
        match Keeper::start(
            self.disk.clone(),
            self.folder.clone(),
            self.journal.folder().to_owned(),
            begin,
        ) {
            Ok(keeper) => self.keeper = Standing::Opening(keeper),
            Err(_) => self.down(suspect),
        }
    }

    /// How far sled is being rebuilt: entries done, entries in all.
    pub fn rebuilding(&self) -> Option<(u64, u64)> {
        self.rebuilding
    }

    /// Where streams were read from since the open.
    pub fn reads(&self) -> Reads {
        self.reads
    }

    /// Whether sled is open and serves reads.
    pub fn keeps(&self) -> bool {
        matches!(self.keeper, Standing::Up(_))
    }

    /// Whether the journal is in doubt and sled's copies are whole, so that [`Store::heal_from_sled`] can mend it.
    pub fn can_heal(&self) -> bool {
        self.rescue.is_some()
    }

    /// Whether the journal is in doubt, once sled has had its say: damaged, gone, or short of its end.
    pub fn in_doubt(&mut self) -> bool {
        self.settle();
        self.refused.is_some()
    }

    /// Writes the journal anew from sled's verbatim copies. The operator chooses this; nothing else does.
    ///
    /// The old journal is kept under another name, which the returned sentence says.
    ///
    /// # Errors
    /// When there is nothing to heal or the copies are not whole; the desk stays as it was.
    pub fn heal_from_sled(&mut self) -> Result<String, LogError> {
        let Some(rescue) = self.rescue.take() else {
            return Err(LogError::ReadOnly(match &self.refused {
                None => "The journal is whole; there is nothing to heal.".to_owned(),
                Some(_) => "sled does not hold what the journal lost. Restore a backup.".to_owned(),
            }));
        };
        let old = match heal::write_anew(self.disk.as_ref(), &self.folder, &rescue, self.size) {
            Ok(old) => old,
            Err(error) => {
                self.rescue = Some(rescue);
                return Err(error);
            }
        };
        let at = self.folder.join(journal::FOLDER);
        let survey = journal::survey(self.disk.as_ref(), &at, &mut |_, _| {})?;
        if let Some(hash) = survey.index.founding {
            evidence::leave(self.disk.as_ref(), &self.folder, &hash)?;
        }
        self.journal = Journal::sized(self.disk.clone(), at, survey, self.size);
        self.refused = None;
        self.open_ended = false;
        let down = Standing::Down {
            again: 0,
            suspect: false,
        };
        if let Standing::Up(keeper) | Standing::Opening(keeper) =
            std::mem::replace(&mut self.keeper, down)
        {
            keeper.close();
        }
        self.start_again();
        let kept = match old {
            Some(old) => format!(" The old journal is kept as {}.", old.display()),
            // Nothing is left of it that could say where it ended.
            None => format!(
                " {}",
                words::upto(self.journal.index(), self.journal.chain().next)
            ),
        };
        Ok(format!(
            "The journal was healed from sled: {} entries are whole.{kept}",
            self.journal.chain().next
        ))
    }

    fn index(&self) -> &Index {
        match &self.rescue {
            Some(rescue) => &rescue.index,
            None => self.journal.index(),
        }
    }

    /// How bodies are stored, and with which keys.
    pub fn cover(&self) -> &Cover {
        &self.cover
    }

    /// What seals this desk's drafts; `None` on a desk that is not sealed.
    ///
    /// # Errors
    /// When the key cannot be made or kept.
    pub fn draft_seal(&mut self) -> Result<Option<seal::DraftSeal>, LogError> {
        let disk = self.disk.clone();
        self.cover
            .vault_mut()
            .map(|vault| vault.drafts(disk.as_ref()))
            .transpose()
    }

    /// The desk's keys and the disk they lie on, to change them: the lock is held here.
    pub fn keys(&mut self) -> Option<(&mut Vault, &dyn Disk)> {
        let disk = self.disk.as_ref();
        self.cover.vault_mut().map(|vault| (vault, disk))
    }

    /// The desk's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn answer(&mut self, batch: &Batch) -> Option<Result<Vec<Recorded>, LogError>> {
        let (_, spot) = self
            .journal
            .index()
            .answered(batch.session.0, batch.request)?;
        let cover = &self.cover;
        let was = self.journal.frame(spot).and_then(|found| {
            found
                .frame
                .entries
                .iter()
                .map(|entry| cover.open(entry))
                .collect::<Result<Vec<_>, _>>()
        });
        Some(match was {
            Ok(was) if same(&was, batch) => Ok(was),
            Ok(_) => Err(LogError::Repeated),
            Err(error) => Err(error),
        })
    }
}

impl Log for Store {
    fn append(&mut self, batch: &Batch) -> Result<Vec<Recorded>, LogError> {
        self.append_all(std::slice::from_ref(batch))
            .pop()
            .unwrap_or(Err(LogError::Moved))
    }

    fn append_all(&mut self, batches: &[Batch]) -> Vec<Result<Vec<Recorded>, LogError>> {
        use std::collections::{BTreeMap, BTreeSet};

        self.settle();
        if let Some(reason) = &self.refused {
            return batches
                .iter()
                .map(|_| Err(LogError::ReadOnly(reason.clone())))
                .collect();
        }
        let founding = self.journal.index().founding.is_none();
        let mut ahead: BTreeMap<Stream, u64> = BTreeMap::new();
        let mut asked: BTreeSet<(SessionId, u64)> = BTreeSet::new();
        let mut frames = Vec::new();
        let mut results = Vec::new();
        let mut pending = Vec::new();
        for batch in batches {
            if let Some(answer) = self.answer(batch) {
                results.push(answer);
                continue;
            }
            if batch.request > 0 && !asked.insert((batch.session, batch.request)) {
                results.push(Err(LogError::Repeated));
                continue;
            }
            let head = |stream| {
                ahead
                    .get(&stream)
                    .copied()
                    .unwrap_or_else(|| self.head(stream))
            };
            let placed = place(batch, founding && frames.is_empty(), head);
            let cover = &mut self.cover;
            let closed = placed.and_then(|recorded| {
                let entries = recorded
                    .iter()
                    .map(|event| cover.close(event))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok((recorded, entries))
            });
            match closed {
                Ok((recorded, entries)) if !entries.is_empty() => {
                    for event in &recorded {
                        ahead.insert(event.stream, event.seq);
                    }
                    frames.push(DraftFrame {
                        session: batch.session.0,
                        request: batch.request,
                        at: batch.at.0,
                        entries,
                    });
                    pending.push(results.len());
                    results.push(Ok(recorded));
                }
                Ok(_) => results.push(Ok(Vec::new())),
                Err(error) => results.push(Err(error)),
            }
        }
        if frames.is_empty() {
            return results;
        }
        let written = self
            .cover
            .keep(self.disk.as_ref())
            .and_then(|()| self.journal.append(frames))
            .and_then(|_| match self.journal.index().founding {
                Some(hash) if founding => evidence::leave(self.disk.as_ref(), &self.folder, &hash),
                _ => Ok(()),
            });
        if let Err(error) = written {
            for at in pending {
                results[at] = Err(error.again());
            }
        } else if let Standing::Up(keeper) = &self.keeper {
            keeper.upto(self.journal.chain().next);
        } else if founding {
            self.start_again();
        }
        results
    }

    fn answered(&self, session: SessionId, request: u64) -> Option<Range<u64>> {
        Some(self.index().answered(session.0, request)?.0)
    }

    fn read(&mut self, stream: Stream, after: u64) -> Result<Vec<Recorded>, LogError> {
        if let Some(rescue) = &self.rescue {
            return rescue
                .frames
                .iter()
                .flat_map(|f| &f.frame.entries)
                .filter(|e| e.stream == stream && e.seq > after)
                .map(|entry| self.cover.open(entry))
                .collect();
        }
        let Some(head) = self.journal.index().head(stream) else {
            return Ok(Vec::new());
        };
        self.hear(Duration::ZERO);
        if let Standing::Up(keeper) = &self.keeper {
            match keeper.read(stream, after) {
                Some(answer) => match answer.entries {
                    Ok(entries) if whole(&entries, after, head) => {
                        self.failures = 0;
                        self.reads.sled += 1;
                        return entries.iter().map(|entry| self.cover.open(entry)).collect();
                    }
                    // It follows behind the journal; that is no fault.
                    Ok(_) if answer.upto < self.journal.chain().next => {}
                    Ok(_) => self.distrust("did not hold what the journal holds"),
                    Err(why) => self.distrust(&format!("could not be read ({why})")),
                },
                None => self.distrust("did not answer in 10 seconds"),
            }
        }
        self.reads.journal += 1;
        let entries = self.journal.read(stream, after)?;
        entries.iter().map(|entry| self.cover.open(entry)).collect()
    }

    fn read_all(&mut self, each: &mut dyn FnMut(Recorded)) -> Result<(), LogError> {
        match &self.rescue {
            Some(rescue) => {
                for entry in rescue.frames.iter().flat_map(|f| &f.frame.entries) {
                    if !self.cover.is_gone(entry) {
                        each(self.cover.open(entry)?);
                    }
                }
                Ok(())
            }
            None => reader::all(&self.journal, &self.cover, each),
        }
    }

    fn head(&self, stream: Stream) -> u64 {
        self.index().head(stream).map_or(0, |head| head.seq)
    }

    fn last_time(&self) -> Option<Moment> {
        self.index().last_at.map(Moment)
    }

    fn idle(&mut self, _now: Moment) {
        self.hear(Duration::ZERO);
        self.start_again();
        self.settled |= !matches!(self.keeper, Standing::Opening(_));
        // An unfinished end is only cut once sled has said that it holds no more.
        if self.refused.is_none() && self.settled {
            self.journal.idle();
        }
    }

    fn trouble(&self) -> Option<String> {
        self.refused.clone().or_else(|| self.journal.trouble())
    }

    fn notices(&mut self) -> Vec<String> {
        std::mem::take(&mut self.said)
    }
}

/// A desk's keys, opened; those of a new desk are made.
fn uncover(
    disk: &dyn Disk,
    folder: &Path,
    unlock: &Unlock,
    new: bool,
    sealed: bool,
) -> Result<(Cover, Vec<String>), OpenError> {
    if let Some((vault, said)) = Vault::open(disk, folder, unlock)? {
        // On a full disk nobody is kept from reading; the next open mends.
        let _ = vault.mend(disk, unlock);
        return Ok((Cover::Sealed(Box::new(vault)), said));
    }
    if sealed {
        return Err(keyless(folder));
    }
    if new {
        let vault = Vault::found(disk, folder, unlock)?;
        return Ok((Cover::Sealed(Box::new(vault)), Vec::new()));
    }
    Ok((Cover::Clear, vec![words::clear(folder)]))
}

/// What is said when everything is sealed and the keys are gone.
pub(super) fn keyless(folder: &Path) -> OpenError {
    OpenError::Cannot(
        Problem::setup(format!(
            "The desk in {} is sealed, and its keys are not in {}. Nothing of it can be shown.",
            folder.display(),
            seal::folder(folder).display()
        ))
        .hint("Put the keys folder back from where it went, or restore a backup. Blank scripts and the numbers card still work."),
    )
}

/// What the keeper must find to be believed.
fn expect(journal: &Journal) -> Expect {
    Expect {
        chain: journal.chain(),
        founding: journal.index().founding,
        heads: journal.index().heads().collect(),
    }
}
