//! The desk's door: who may come in, how many, and what happens to all of them when the desk ends.
//!
//! Two threads a line ([`super::peer`]); the desk's own thread never touches a socket. Which accounts may come is
//! decided from the kernel's word before a byte is read.

use std::collections::BTreeMap;
use std::io;
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};

use super::core::OURS;
use super::outbox::Outbox;
use super::peer;
use super::strangers::Strangers;
use super::thread::Way;
use crate::codec::frame;
use crate::codec::wire::hello::encode_welcome;
use crate::env::clock::{Clock, Real};
use crate::env::origin;
use crate::env::socket::{self, Folder, Peer};
use crate::record::audit::Why;
use crate::record::event::Event;
use crate::record::{Problem, SafeText};
use crate::wire::hello::{Answer, Versions, Welcome};
use crate::wire::{Message, PROTOCOL};

/// So many lines one account may have.
const LINES_OF_ACCOUNT: usize = 256;
/// So many lines there may be in all.
const LINES: usize = 1024;
/// So long a line may take to take what is left for it when the desk ends.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// When the machine refuses a line for want of something, so long until the next is asked for.
const BREATH: Duration = Duration::from_millis(100);

/// Who may come in.
#[derive(Debug, Clone)]
pub struct Rules {
    /// The desk's own account.
    pub own: u32,
    /// The group whose members may come too. The kernel has looked at it: the socket's rights let nobody else connect,
    /// and whether it has those rights is asked each time.
    pub group: Option<u32>,
    /// The folder the socket lies in.
    pub folder: Arc<Folder>,
    /// The desk was started by a session, so that it may step aside when nobody works on it.
    pub steps_aside: bool,
}

/// What somebody at the door wants of whoever runs the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// That it end; who asks, in words.
    End {
        /// The account.
        by: String,
        /// Whether sessions may start it again.
        again: bool,
    },
}

/// What all lines share.
pub(super) struct Hall {
    pub way: Way,
    pub rules: Rules,
    pub wishes: Mutex<Sender<Wish>>,
    pub ending: AtomicBool,
    /// Lines that have become sessions.
    pub sessions: AtomicUsize,
    accounts: Mutex<BTreeMap<u32, usize>>,
    open: Mutex<BTreeMap<u64, (UnixStream, Arc<Outbox>)>>,
    next: AtomicUsize,
    refused: AtomicUsize,
    strangers: Mutex<Strangers>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A line's place among its account's; given up when dropped.
pub(super) struct Place {
    hall: Arc<Hall>,
    uid: u32,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut accounts = held(&self.hall.accounts);
        if let Some(count) = accounts.get_mut(&self.uid) {
            *count -= 1;
            if *count == 0 {
                accounts.remove(&self.uid);
            }
        }
    }
}

/// A session's entry, by which the end of the desk reaches it; taken out when dropped.
pub(super) struct Entry {
    hall: Arc<Hall>,
    key: u64,
}

impl Drop for Entry {
    fn drop(&mut self) {
        held(&self.hall.open).remove(&self.key);
        self.hall.sessions.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Hall {
    /// Notes a line that has become a session.
    pub fn enter(self: &Arc<Self>, stream: UnixStream, outbox: Arc<Outbox>) -> Entry {
        self.sessions.fetch_add(1, Ordering::SeqCst);
        let key = self.next.fetch_add(1, Ordering::Relaxed) as u64;
        held(&self.open).insert(key, (stream, outbox));
        Entry {
            hall: Arc::clone(self),
            key,
        }
    }

    /// Whether the kernel let another account in by the rights the socket should have.
    fn rights_hold(&self, peer: Peer) -> Result<(), Problem> {
        let Some(group) = self.rules.group else {
            return Ok(());
        };
        let name = socket::name(PROTOCOL);
        let place = self.rules.folder.path().join(&name);
        match self.rules.folder.is_shut(&name, group) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Problem::setup(format!(
                "The socket of this desk was open to accounts outside its group, so you, account {}, were not let in. Its rights are right again.",
                origin::account(peer.uid)
            ))
            .hint("Come again if your account is in the group.")),
            Err(error) => Err(Problem::setup(format!(
                "The socket of this desk is open to accounts outside its group, so only its own account is let in: {error}."
            ))
            .example(format!("chmod 0660 {}", place.display()))),
        }
    }

    /// An account that may not come in tried: that stands in the audit, in few rows however often it tries.
    pub fn turned_away(&self, uid: u32) {
        let now = Real.wall();
        let Some(knock) = held(&self.strangers).knock(uid, now) else {
            return;
        };
        let who = match knock.account {
            Some(uid) => format!("account {}", origin::account(uid)),
            None => "several accounts".to_owned(),
        };
        self.way.note(vec![Event::Refused {
            session: OURS,
            at: now,
            operator: SafeText::line(&who),
            case: None,
            verb: knock.verb(),
            why: Why::Refused,
        }]);
    }

    /// Whether an account may come in, and has room.
    fn admit(self: &Arc<Self>, peer: Peer) -> Result<Place, Problem> {
        let Rules { own, group, .. } = &self.rules;
        let own = *own;
        // The machine's own root may ask a desk to end; as a session it is refused where it greets.
        if peer.uid != own && peer.uid != 0 && group.is_none() {
            self.turned_away(peer.uid);
            return Err(Problem::setup(format!(
                "This desk is for account {} only, and you are account {}.",
                origin::account(own),
                origin::account(peer.uid)
            ))
            .hint("Where several accounts share a desk, it is served with --group and its socket's folder is named with --socket."));
        }
        if peer.uid != own && peer.uid != 0 {
            self.rights_hold(peer)?;
        }
        let mut accounts = held(&self.accounts);
        let all: usize = accounts.values().sum();
        let mine = accounts.entry(peer.uid).or_default();
        if *mine >= LINES_OF_ACCOUNT || all >= LINES {
            return Err(Problem::setup(format!(
                "The desk has {mine} lines open for account {}; that is all it gives.",
                origin::account(peer.uid)
            ))
            .hint("Close a screen that nobody uses; porchlight list works meanwhile."));
        }
        *mine += 1;
        Ok(Place {
            hall: Arc::clone(self),
            uid: peer.uid,
        })
    }
}

/// An open door.
pub struct Door {
    hall: Arc<Hall>,
    keepers: Vec<(UnixStream, JoinHandle<()>)>,
}

impl Door {
    /// Opens the door of a desk: everybody who may comes in from now on. Wishes go to `wishes`.
    ///
    /// # Errors
    /// When the machine gives no thread.
    pub fn open(
        listener: UnixListener,
        way: Way,
        rules: Rules,
        wishes: Sender<Wish>,
    ) -> io::Result<Self> {
        let hall = Arc::new(Hall {
            way,
            rules,
            wishes: Mutex::new(wishes),
            ending: AtomicBool::new(false),
            sessions: AtomicUsize::new(0),
            accounts: Mutex::default(),
            open: Mutex::default(),
            next: AtomicUsize::new(0),
            refused: AtomicUsize::new(0),
            strangers: Mutex::default(),
        });
        let mut door = Self {
            hall,
            keepers: Vec::new(),
        };
        door.also(listener)?;
        Ok(door)
    }

    /// Lets people in by one more listener.
    ///
    /// # Errors
    /// When the machine gives no thread.
    pub fn also(&mut self, listener: UnixListener) -> io::Result<()> {
        listener.set_nonblocking(true)?;
        let (wake, woken) = UnixStream::pair()?;
        let inside = Arc::clone(&self.hall);
        let keeper = std::thread::Builder::new()
            .name("door".to_owned())
            .spawn(move || keep(&inside, &listener, &woken))?;
        self.keepers.push((wake, keeper));
        Ok(())
    }

    /// Lets in whoever has knocked already and nobody more; whether nobody is there. To be called when the socket's
    /// name is gone, so that nobody can knock meanwhile.
    pub fn settle(&mut self) -> bool {
        for (wake, keeper) in self.keepers.drain(..) {
            let _ = wake.shutdown(Shutdown::Both);
            let _ = keeper.join();
        }
        self.lines() == 0
    }

    /// How many sessions are there.
    pub fn sessions(&self) -> usize {
        self.hall.sessions.load(Ordering::SeqCst)
    }

    /// How many lines are open, sessions or not yet.
    pub fn lines(&self) -> usize {
        held(&self.hall.accounts).values().sum()
    }

    /// How many were refused.
    pub fn refused(&self) -> usize {
        self.hall.refused.load(Ordering::SeqCst)
    }

    /// Lets nobody in any more and says to every session that the desk ends. Lines stay open for what is still to
    /// be answered; [`Door::close`] ends them.
    pub fn shut(&mut self, why: &str, again: bool) {
        self.hall.ending.store(true, Ordering::SeqCst);
        self.settle();
        self.hall.way.tell(Message::Ending {
            why: why.to_owned(),
            again,
        });
    }

    /// Waits a little until every line has taken what is left for it, and ends them all. The desk has ended before.
    pub fn close(self) {
        let lines: Vec<(UnixStream, Arc<Outbox>)> = std::mem::take(&mut *held(&self.hall.open))
            .into_values()
            .collect();
        for (_, outbox) in &lines {
            outbox.finish();
        }
        let end = Real.boot().saturating_add(LAST_WORDS.as_micros() as i64);
        for (stream, outbox) in lines {
            let left = u64::try_from(end.saturating_sub(Real.boot())).unwrap_or(0);
            outbox.drained(Duration::from_micros(left));
            let _ = stream.shutdown(Shutdown::Read);
            outbox.close();
        }
    }
}

/// Lets people in until woken.
fn keep(hall: &Arc<Hall>, listener: &UnixListener, woken: &UnixStream) {
    loop {
        let mut watched = [
            PollFd::new(listener, PollFlags::IN),
            PollFd::new(woken, PollFlags::IN),
        ];
        match poll(&mut watched, None) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(_) => return,
        }
        let last = !watched[1].revents().is_empty();
        match listener.accept() {
            Ok((stream, _)) => receive(hall, stream),
            // Everybody who had knocked is in.
            Err(_) if last => return,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::WouldBlock
                        | io::ErrorKind::Interrupted
                        | io::ErrorKind::ConnectionAborted
                ) => {}
            // Out of files or memory: those who wait go on waiting, and nobody spins.
            Err(_) => {
                let (_keep, wait) = channel::<()>();
                let _ = wait.recv_timeout(BREATH);
            }
        }
    }
}

/// Lets one in, or says why not.
fn receive(hall: &Arc<Hall>, mut stream: UnixStream) {
    // What is accepted from a non-blocking listener blocks on Linux; said all the same.
    let admitted = stream
        .set_nonblocking(false)
        .and_then(|()| socket::peer(&stream))
        .map_err(|e| Problem::machine(format!("Who you are cannot be told: {e}.")))
        .and_then(|peer| Ok((hall.admit(peer)?, peer)));
    match admitted {
        Ok((place, peer)) => peer::receive(Arc::clone(hall), stream, place, peer),
        Err(problem) => {
            hall.refused.fetch_add(1, Ordering::SeqCst);
            let welcome = Welcome {
                versions: Versions::ours(),
                answer: Answer::No(problem),
            };
            // A fresh line takes these few bytes at once, or nobody reads them.
            let _ = stream.set_nonblocking(true);
            let _ = frame::write(&mut stream, &encode_welcome(&welcome));
        }
    }
}
