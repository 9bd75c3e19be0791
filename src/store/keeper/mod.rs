//! sled behind its fences, following the journal on its own thread.
//!
//! The keeper is told how far the journal is durable and reads the journal itself, so it can be behind, be set
//! aside and be built anew while work goes on. Nothing it says is believed without the journal's heads. A panic
//! or a hang in it takes nothing along: it is left, and the journal is read instead.

mod trees;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Once};
use std::time::Duration;

use self::trees::Trees;
use super::LogError;
use super::follow::Follower;
use super::frame::{Entry, Found, Frame, Hash};
use super::journal::Head;
use super::segment::Chain;
use crate::env::clock::{Clock, Real};
use crate::env::disk::{Disk, aside};
use crate::record::Stream;

/// How long an open or an answer may take before the keeper counts as hung.
pub const LIMIT: Duration = Duration::from_secs(10);
/// How long nothing must be asked before it flushes.
const QUIET: Duration = Duration::from_millis(100);
/// The longest it goes without a flush while there is something to flush, in microseconds.
const DIRTY: i64 = 1_000_000;
/// How many entries go into one transaction when it catches up.
const BULK: u64 = 256;
/// How many entries it still takes in when it is closed.
const LAST: u64 = 4096;

/// The number in a keeper's folder name (`sled-0001`).
fn generation(name: &str) -> Option<u32> {
    let digits = name.strip_prefix("sled-")?;
    (digits.len() == 4).then(|| digits.parse().ok())?
}

/// The newest keeper's folder in a desk's folder.
pub fn newest(disk: &dyn Disk, folder: &Path) -> Option<(u32, PathBuf)> {
    let names = disk.list(folder).ok()?;
    let number = names.iter().filter_map(|n| generation(n)).max()?;
    Some((number, named(folder, number)))
}

fn named(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("sled-{number:04}"))
}

/// The generation after every one that was ever there.
fn next(disk: &dyn Disk, folder: &Path) -> u32 {
    disk.list(folder)
        .unwrap_or_default()
        .iter()
        .filter_map(|n| generation(n.split('.').next().unwrap_or(n)))
        .max()
        .unwrap_or(0)
        .saturating_add(1)
}

/// Whether this thread stands behind the fence: a panic here is caught, said in words, and must neither print
/// nor end the screen.
pub fn fenced() -> bool {
    std::thread::current()
        .name()
        .is_some_and(|name| name.starts_with("porchlight-keeper") || name.starts_with("sled-"))
}

/// Keeps panics behind the fence from printing over a screen; all others go on as before.
fn quiet_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !fenced() {
                before(info);
            }
        }));
    });
}

/// What the journal says, when the keeper starts.
#[derive(Debug, Clone)]
pub struct Expect {
    /// Where the journal stands.
    pub chain: Chain,
    /// Whose journal it is: the hash of its founding frame.
    pub founding: Option<Hash>,
    /// The head of every stream.
    pub heads: BTreeMap<Stream, Head>,
}

/// How the keeper begins.
#[derive(Debug, Clone)]
pub enum Begin {
    /// With what is there, checked against the journal; set aside and built anew if need be.
    Follow(Expect),
    /// By setting what is there aside, since it was caught out.
    Anew(Expect),
    /// With what is there, unchecked, changing nothing: the journal is the one in doubt.
    Frozen,
}

enum Ask {
    Upto(u64),
    Read(Stream, u64, Sender<Answer>),
    All(Sender<Result<(Vec<Found>, Chain), String>>),
    Close(Sender<()>),
}

/// What it has of a stream.
pub struct Answer {
    /// How far it had followed the journal.
    pub upto: u64,
    /// The entries, or why not.
    pub entries: Result<Vec<Entry>, String>,
}

/// What happens to the keeper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// It is open, having followed the journal so far.
    Open {
        /// How far.
        upto: u64,
    },
    /// What was there could not be used; it is kept under another name and is being built anew.
    SetAside {
        /// Where it went.
        to: PathBuf,
        /// Why.
        why: String,
    },
    /// It catches up with the journal.
    Behind {
        /// How far it is.
        done: u64,
        /// How far the journal is.
        of: u64,
    },
    /// It has everything the journal has.
    CaughtUp,
    /// It holds more than the journal: the journal lost its end.
    Ahead {
        /// How far.
        upto: u64,
    },
    /// It stopped.
    Failed {
        /// Why.
        why: String,
        /// Whether what is there must not be opened again.
        suspect: bool,
    },
}

/// The keeper, from outside.
pub struct Keeper {
    ask: Sender<Ask>,
    news: Receiver<News>,
    /// Boot-time at which it was started.
    started: i64,
}

impl Keeper {
    /// Starts it.
    ///
    /// # Errors
    /// When the machine gives no thread.
    pub fn start(
        disk: Arc<dyn Disk>,
        folder: PathBuf,
        journal: PathBuf,
        begin: Begin,
    ) -> Result<Self, LogError> {
        quiet_panics();
        let (ask, asked) = mpsc::channel();
        let (tell, news) = mpsc::channel();
        std::thread::Builder::new()
            .name("porchlight-keeper".to_owned())
            .spawn(move || {
                let told = tell.clone();
                let ran = catch_unwind(AssertUnwindSafe(|| {
                    Room {
                        disk,
                        folder,
                        journal,
                        asked,
                        tell,
                    }
                    .run(begin)
                }));
                let failed = match ran {
                    Ok(Ok(())) => return,
                    Ok(Err((why, suspect))) => News::Failed { why, suspect },
                    Err(_) => News::Failed {
                        why: "it failed inside".to_owned(),
                        suspect: true,
                    },
                };
                let _ = told.send(failed);
            })
            .map_err(|e| LogError::io("sled's thread could not be started", e))?;
        Ok(Self {
            ask,
            news,
            started: Real.boot(),
        })
    }

    /// What happened since the last time, waiting at most so long for the first of it.
    pub fn news(&self, wait: Duration) -> Vec<News> {
        let mut all = Vec::new();
        if !wait.is_zero()
            && let Ok(first) = self.news.recv_timeout(wait)
        {
            all.push(first);
        }
        all.extend(self.news.try_iter());
        all
    }
    /// Microseconds since it was started.
    pub fn age(&self) -> i64 {
        Real.boot().saturating_sub(self.started)
    }
    /// Tells it how far the journal is durable.
    pub fn upto(&self, next: u64) {
        let _ = self.ask.send(Ask::Upto(next));
    }
    /// What it has of a stream; `None` when it does not answer in time.
    pub fn read(&self, stream: Stream, after: u64) -> Option<Answer> {
        let (reply, answer) = mpsc::channel();
        self.ask.send(Ask::Read(stream, after, reply)).ok()?;
        answer.recv_timeout(LIMIT).ok()
    }
    /// Everything it has, as the journal's frames.
    ///
    /// # Errors
    /// In words, when that is not a whole journal.
    pub fn all(&self) -> Result<(Vec<Found>, Chain), String> {
        let (reply, answer) = mpsc::channel();
        let gone = "it does not answer".to_owned();
        if self.ask.send(Ask::All(reply)).is_err() {
            return Err(gone);
        }
        // Everything may take longer than one answer, but not for ever.
        answer.recv_timeout(LIMIT * 12).unwrap_or(Err(gone))
    }
    /// Ends it: what it has is flushed and its lock let go, if it answers in time.
    pub fn close(self) {
        let (reply, done) = mpsc::channel();
        if self.ask.send(Ask::Close(reply)).is_ok() {
            let _ = done.recv_timeout(LIMIT);
        }
    }
}

/// The keeper, from inside.
struct Room {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    journal: PathBuf,
    asked: Receiver<Ask>,
    tell: Sender<News>,
}

/// What was found wrong, and whether it must be set aside for it.
type Stop = (String, bool);

impl Room {
    fn say(&self, news: News) {
        // Nobody listens any more when the desk closes; then nothing needs saying.
        let _ = self.tell.send(news);
    }

    fn run(self, begin: Begin) -> Result<(), Stop> {
        match begin {
            Begin::Frozen => {
                let (_, folder) = newest(self.disk.as_ref(), &self.folder)
                    .ok_or_else(|| ("there is no sled folder".to_owned(), false))?;
                let trees = Trees::open(&self.disk, &folder).map_err(|w| (w, false))?;
                let chain = trees
                    .chain()
                    .map_err(|w| (w, false))?
                    .unwrap_or_else(Chain::start);
                self.say(News::Open { upto: chain.next });
                self.serve(trees, None, chain.next)
            }
            Begin::Follow(expect) => self.open(&expect, None),
            Begin::Anew(expect) => {
                self.open(&expect, Some("it did not hold what the journal holds"))
            }
        }
    }

    /// Opens the newest generation, or the next one when that cannot be used.
    fn open(self, expect: &Expect, distrust: Option<&str>) -> Result<(), Stop> {
        if let Some((_, folder)) = newest(self.disk.as_ref(), &self.folder) {
            let why = match distrust {
                Some(why) => why.to_owned(),
                None => {
                    let opened = catch_unwind(AssertUnwindSafe(|| self.check(&folder, expect)))
                        .unwrap_or_else(|_| {
                            Err(Fault::Damaged("it fails while being opened".to_owned()))
                        });
                    match opened {
                        Ok((trees, follower)) => {
                            let upto = follower.as_ref().map_or(0, |f| f.chain.next);
                            self.say(News::Open { upto });
                            return self.serve(trees, follower, expect.chain.next);
                        }
                        Err(Fault::Ahead(trees, upto)) => {
                            self.say(News::Ahead { upto });
                            return self.serve(*trees, None, upto);
                        }
                        Err(Fault::Full(why)) => return Err((why, false)),
                        Err(Fault::Damaged(why)) => why,
                    }
                }
            };
            let to = aside(self.disk.as_ref(), &folder);
            self.disk
                .rename(&folder, &to)
                .and_then(|()| self.disk.sync_folder(&self.folder))
                .map_err(|e| {
                    (
                        format!("{} could not be set aside: {e}", folder.display()),
                        false,
                    )
                })?;
            self.say(News::SetAside { to, why });
        }
        let folder = named(&self.folder, next(self.disk.as_ref(), &self.folder));
        let trees = Trees::open(&self.disk, &folder).map_err(|why| (why, false))?;
        self.disk
            .sync_folder(&self.folder)
            .map_err(|e| (e.to_string(), false))?;
        self.say(News::Open { upto: 0 });
        let follower = Follower::start(self.disk.clone(), self.journal.clone());
        self.serve(trees, Some(follower), expect.chain.next)
    }

    /// Opens a generation and holds it against the journal.
    fn check(&self, folder: &Path, expect: &Expect) -> Result<(Trees, Option<Follower>), Fault> {
        let trees = Trees::open(&self.disk, folder).map_err(|why| {
            if self.disk.free(&self.folder).unwrap_or(0) < 1 << 20 {
                Fault::Full(why)
            } else {
                Fault::Damaged(why)
            }
        })?;
        let Some(chain) = trees.chain().map_err(Fault::Damaged)? else {
            return Ok((
                trees,
                Some(Follower::start(self.disk.clone(), self.journal.clone())),
            ));
        };
        if trees.founding().map_err(Fault::Damaged)? != expect.founding {
            return Err(Fault::Damaged("it belongs to another desk".to_owned()));
        }
        if chain.next > expect.chain.next {
            return Err(Fault::Ahead(Box::new(trees), chain.next));
        }
        let rows = trees.rows().map_err(Fault::Damaged)?;
        let other = || Fault::Damaged("it does not agree with the journal".to_owned());
        let even = chain.next == expect.chain.next;
        if even && (chain.hash != expect.chain.hash || rows.len() != expect.heads.len()) {
            return Err(other());
        }
        for (stream, row) in rows {
            match expect.heads.get(&stream) {
                Some(head) if row == *head => {}
                Some(head) if !even && row.seq < head.seq => {}
                _ => return Err(other()),
            }
        }
        let follower =
            Follower::at(self.disk.clone(), self.journal.clone(), chain).ok_or_else(other)?;
        Ok((trees, Some(follower)))
    }

    /// Follows the journal and answers, until it is closed. Without a follower it only answers.
    fn serve(
        self,
        trees: Trees,
        mut follower: Option<Follower>,
        mut limit: u64,
    ) -> Result<(), Stop> {
        let frozen = follower.is_none();
        let fixed = trees.chain().ok().flatten().map_or(0, |c| c.next);
        let mut flushed = Real.boot();
        let mut dirty = false;
        let mut late = follower.as_ref().is_some_and(|f| f.chain.next < limit);
        loop {
            let upto = follower.as_ref().map_or(fixed, |f| f.chain.next);
            let behind = !frozen && upto < limit;
            let wait = if behind {
                Duration::ZERO
            } else if dirty {
                QUIET
            } else {
                Duration::from_secs(3600)
            };
            let mut quiet = false;
            match self.asked.recv_timeout(wait) {
                Ok(Ask::Upto(next)) => limit = limit.max(next),
                Ok(Ask::Read(stream, after, reply)) => {
                    let entries = trees
                        .read(stream, after)
                        .map(|all| all.into_iter().map(|k| k.entry).collect());
                    let _ = reply.send(Answer { upto, entries });
                }
                Ok(Ask::All(reply)) => {
                    let _ = reply.send(everything(&trees));
                }
                Ok(Ask::Close(reply)) => {
                    // A desk that closes leaves both copies whole, unless that would take a rebuild's time.
                    if let Some(follower) = &mut follower
                        && limit.saturating_sub(follower.chain.next) <= LAST
                        && follower.chain.next < limit
                    {
                        let frames = steps(follower, limit)?;
                        trees
                            .write(&frames, follower.chain)
                            .map_err(|why| (why, false))?;
                        dirty = true;
                    }
                    let flushed = if dirty { trees.flush() } else { Ok(()) };
                    drop(trees);
                    let _ = reply.send(());
                    return flushed.map_err(|why| (why, false));
                }
                Err(RecvTimeoutError::Timeout) => quiet = !behind,
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
            if let Some(follower) = &mut follower
                && follower.chain.next < limit
            {
                let frames = steps(follower, limit.min(follower.chain.next + BULK))?;
                trees
                    .write(&frames, follower.chain)
                    .map_err(|why| (why, false))?;
                dirty = true;
                if late {
                    self.say(News::Behind {
                        done: follower.chain.next,
                        of: limit,
                    });
                    if follower.chain.next >= limit {
                        late = false;
                        self.say(News::CaughtUp);
                    }
                }
            }
            let overdue = Real.boot().saturating_sub(flushed) > DIRTY;
            if dirty && (quiet || overdue) {
                trees.flush().map_err(|why| (why, false))?;
                flushed = Real.boot();
                dirty = false;
            }
        }
    }
}

/// The frames up to a position of the log, or just past it.
fn steps(follower: &mut Follower, upto: u64) -> Result<Vec<Found>, Stop> {
    let mut frames = Vec::new();
    while follower.chain.next < upto {
        frames.push(follower.step().map_err(|e| (e.to_string(), false))?);
    }
    Ok(frames)
}

enum Fault {
    Damaged(String),
    Full(String),
    Ahead(Box<Trees>, u64),
}

/// Everything kept, as the frames of a journal, each following the one before up to where the keeper says it is.
fn everything(trees: &Trees) -> Result<(Vec<Found>, Chain), String> {
    const GAPS: &str = "it does not hold everything either";
    let end = trees.chain()?.unwrap_or_else(Chain::start);
    let mut kept = trees.all()?;
    kept.sort_by_key(|k| (k.first, k.index));
    let mut chain = Chain::start();
    let mut frames = Vec::new();
    let mut left = kept.into_iter().peekable();
    while let Some(first) = left.next() {
        let mut frame = Frame {
            first: first.first,
            group: first.group,
            prev: chain.hash,
            session: first.session,
            request: first.request,
            at: first.at,
            entries: Vec::new(),
        };
        let count = first.count as usize;
        frame.entries.push(first.entry);
        while let Some(more) = left.next_if(|k| k.first == frame.first) {
            frame.entries.push(more.entry);
        }
        if frame.entries.len() != count {
            return Err(GAPS.to_owned());
        }
        let mut bytes = Vec::new();
        let hash = frame.write(&mut bytes).ok_or(GAPS)?;
        let found = Found {
            frame,
            size: bytes.len(),
            hash,
        };
        if !chain.takes(&found) {
            return Err(GAPS.to_owned());
        }
        chain.pass(&found);
        frames.push(found);
    }
    if chain == end {
        Ok((frames, chain))
    } else {
        Err(GAPS.to_owned())
    }
}
