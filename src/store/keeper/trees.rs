//! The one file that names sled: opening it, its three trees, what is written and read.
//!
//! sled `=0.34.7`, by measurement: later versions lose whole stores, and this one must not be used bare. Its
//! `flush` ends in `sync_file_range`, which does not survive a power cut, so the data file is `fdatasync`ed
//! after it. A left-over half-written snapshot stops it from opening for ever, so such files are swept. Values
//! above 4 KiB can go to files that it never syncs, so entries are cut into chunks.
//!
//! Keys are a kind, a random id and a sequence: opaque as they are. An id is drawn at random, says nothing of whom or
//! when, and is the one that stands in the frames beside this folder and in the keys file; hiding it here alone, by a
//! keyed hash, would hide nothing from who holds the folder, would make the desk's key a condition of healing a
//! journal from these copies, and would leave no order to read one stream by.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sled::Transactional;
use sled::transaction::{ConflictableTransactionError, TransactionError};

use crate::env::disk::{Disk, How};
use crate::record::Stream;
use crate::store::frame::{Entry, Found, Hash, Take, stream_key, stream_of};
use crate::store::journal::Head;
use crate::store::lock::breathe;
use crate::store::segment::Chain;

/// The largest value: above it sled may write where it does not sync.
const VALUE: usize = 4096;
/// The largest key that is fine for it; ours are 27 bytes.
const KEY: usize = 200;
/// sled's cache: 8 MiB.
const CACHE: u64 = 8 << 20;
/// What this program writes into it; another number is rebuilt.
const FORMAT: [u8; 4] = 1_u32.to_be_bytes();
/// How often and how long sled's own lock is tried again: a killed process lets go late.
const TRIES: u32 = 100;
const BETWEEN: Duration = Duration::from_millis(50);

/// One entry as it is kept: verbatim, with what its frame says beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The first position of its frame.
    pub first: u64,
    /// The group of its frame.
    pub group: u64,
    /// The session of its frame.
    pub session: u128,
    /// The request of its frame.
    pub request: u64,
    /// The time of its frame.
    pub at: i64,
    /// Its place in its frame.
    pub index: u32,
    /// How many entries its frame has.
    pub count: u32,
    /// The entry.
    pub entry: Entry,
}

impl Kept {
    fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend_from_slice(&self.first.to_be_bytes());
        out.extend_from_slice(&self.group.to_be_bytes());
        out.extend_from_slice(&self.session.to_be_bytes());
        out.extend_from_slice(&self.request.to_be_bytes());
        out.extend_from_slice(&self.at.to_be_bytes());
        out.extend_from_slice(&self.index.to_be_bytes());
        out.extend_from_slice(&self.count.to_be_bytes());
        out.extend_from_slice(&self.entry.to_bytes());
        out
    }
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut take = Take(bytes);
        Some(Self {
            first: take.u64()?,
            group: take.u64()?,
            session: take.u128()?,
            request: take.u64()?,
            at: take.i64()?,
            index: take.u32()?,
            count: take.u32()?,
            entry: Entry::from_bytes(take.0)?,
        })
    }
    /// The entries of a frame.
    pub fn of(found: &Found) -> impl Iterator<Item = Self> + '_ {
        let frame = &found.frame;
        let count = u32::try_from(frame.entries.len()).unwrap_or(u32::MAX);
        (0..count)
            .zip(&frame.entries)
            .map(move |(index, entry)| Self {
                first: frame.first,
                group: frame.group,
                session: frame.session,
                request: frame.request,
                at: frame.at,
                index,
                count,
                entry: entry.clone(),
            })
    }
}

fn key(stream: Stream, seq: u64, chunk: u16) -> [u8; 27] {
    let mut key = [0; 27];
    key[..17].copy_from_slice(&stream_key(stream));
    key[17..25].copy_from_slice(&seq.to_be_bytes());
    key[25..].copy_from_slice(&chunk.to_be_bytes());
    key
}

/// The chunks of an entry, each with its key. The first begins with the length of the whole.
fn chunks(kept: &Kept) -> Vec<([u8; 27], Vec<u8>)> {
    let bytes = kept.to_bytes();
    let mut whole = Vec::with_capacity(bytes.len() + 4);
    whole.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    whole.extend_from_slice(&bytes);
    (0..=u16::MAX)
        .zip(whole.chunks(VALUE))
        .map(|(n, chunk)| (key(kept.entry.stream, kept.entry.seq, n), chunk.to_vec()))
        .collect()
}

/// sled, open.
pub struct Trees {
    db: sled::Db,
    event: sled::Tree,
    row: sled::Tree,
    meta: sled::Tree,
    data: PathBuf,
    disk: Arc<dyn Disk>,
}

fn words(error: &sled::Error) -> String {
    match error {
        sled::Error::Io(e) => e.to_string(),
        sled::Error::Corruption { .. } => "its checksums do not match".to_owned(),
        sled::Error::Unsupported(_) => "it is of another version".to_owned(),
        _ => "it reports an inner fault".to_owned(),
    }
}

fn remove(disk: &dyn Disk, folder: &Path, of: impl Fn(&str) -> bool) {
    for name in disk.list(folder).unwrap_or_default() {
        if of(&name) {
            // What cannot be removed is met again at the open, which says so.
            let _ = disk.remove(&folder.join(name));
        }
    }
}

fn open_db(folder: &Path) -> Result<sled::Db, sled::Error> {
    let mut tries = 0;
    loop {
        let opened = sled::Config::new()
            .path(folder)
            .cache_capacity(CACHE)
            .use_compression(false)
            // The keeper flushes when there is something to flush; sled's own thread would wake twice a second for nothing.
            .flush_every_ms(None)
            .open();
        match opened {
            Err(sled::Error::Io(e))
                if tries < TRIES
                    && (e.kind() == io::ErrorKind::WouldBlock
                        || e.to_string().contains("could not acquire lock")) =>
            {
                tries += 1;
                breathe(BETWEEN);
            }
            other => return other,
        }
    }
}

impl Trees {
    /// Opens sled in a folder, which is made if need be. May panic or hang: call it behind the fence.
    ///
    /// # Errors
    /// In words.
    pub fn open(disk: &Arc<dyn Disk>, folder: &Path) -> Result<Self, String> {
        disk.make_folder(folder).map_err(|e| e.to_string())?;
        remove(disk.as_ref(), folder, |n| {
            n.starts_with("snap.") && n.ends_with(".generating")
        });
        let db = match open_db(folder) {
            Ok(db) => db,
            Err(sled::Error::Io(e)) if e.kind() == io::ErrorKind::StorageFull => {
                return Err(e.to_string());
            }
            Err(_) => {
                // A snapshot only shortens the start; without it the log is replayed in full.
                remove(disk.as_ref(), folder, |n| n.starts_with("snap."));
                open_db(folder).map_err(|e| words(&e))?
            }
        };
        let tree = |name: &str| db.open_tree(name).map_err(|e| words(&e));
        let (event, row, meta) = (tree("event")?, tree("row")?, tree("meta")?);
        disk.sync_folder(folder).map_err(|e| e.to_string())?;
        Ok(Self {
            event,
            row,
            meta,
            db,
            data: folder.join("db"),
            disk: disk.clone(),
        })
    }

    /// How far it has followed the journal: `None` when it is new, an error when it is not ours or not whole.
    pub fn chain(&self) -> Result<Option<Chain>, String> {
        let get = |key: &str| self.meta.get(key).map_err(|e| words(&e));
        let Some(format) = get("format")? else {
            return if self.event.is_empty() && self.row.is_empty() {
                Ok(None)
            } else {
                Err("it lacks its own description".to_owned())
            };
        };
        if format.as_ref() != FORMAT {
            return Err("it was written in another format".to_owned());
        }
        let bytes = get("chain")?.ok_or("it lacks its place in the journal")?;
        let mut take = Take(&bytes);
        match (take.u64(), take.array()) {
            (Some(next), Some(hash)) => Ok(Some(Chain { next, hash })),
            _ => Err("its place in the journal is damaged".to_owned()),
        }
    }

    /// Whose it is: the hash of the founding frame.
    pub fn founding(&self) -> Result<Option<Hash>, String> {
        let found = self.meta.get("founding").map_err(|e| words(&e))?;
        Ok(found.and_then(|bytes| Take(&bytes).array()))
    }

    /// The head of every stream, as it has them.
    pub fn rows(&self) -> Result<Vec<(Stream, Head)>, String> {
        let mut rows = Vec::new();
        for row in self.row.iter() {
            let (key, value) = row.map_err(|e| words(&e))?;
            let mut take = Take(&value);
            let stream = key.as_ref().try_into().ok().and_then(stream_of);
            match (stream, take.u64(), take.array::<32>()) {
                (Some(stream), Some(seq), Some(hash)) => rows.push((stream, Head { seq, hash })),
                _ => return Err("one of its rows is damaged".to_owned()),
            }
        }
        Ok(rows)
    }

    /// Writes frames, all or none, and how far the journal is followed with them.
    ///
    /// # Errors
    /// In words.
    pub fn write(&self, frames: &[Found], chain: Chain) -> Result<(), String> {
        let mut events: Vec<([u8; 27], Vec<u8>)> = Vec::new();
        let mut rows: Vec<([u8; 17], Vec<u8>)> = Vec::new();
        for kept in frames.iter().flat_map(Kept::of) {
            let mut row = kept.entry.seq.to_be_bytes().to_vec();
            row.extend_from_slice(&kept.entry.hash());
            rows.push((stream_key(kept.entry.stream), row));
            events.extend(chunks(&kept));
        }
        // Held by construction; sled's behaviour beyond these bounds is what the bounds are for.
        if events.iter().any(|(k, v)| k.len() > KEY || v.len() > VALUE) {
            return Err("an entry did not fit its bounds".to_owned());
        }
        let mut place = chain.next.to_be_bytes().to_vec();
        place.extend_from_slice(&chain.hash);
        let done: Result<(), TransactionError<()>> = (&self.event, &self.row, &self.meta)
            .transaction(|(event, row, meta)| {
                for (key, value) in &events {
                    event.insert(key.as_slice(), value.as_slice())?;
                }
                for (key, value) in &rows {
                    row.insert(key.as_slice(), value.as_slice())?;
                }
                meta.insert(b"format", &FORMAT)?;
                if let Some(first) = frames.first().filter(|f| f.frame.first == 0) {
                    meta.insert(b"founding", first.hash.as_slice())?;
                }
                meta.insert(b"chain", place.as_slice())?;
                Ok::<(), ConflictableTransactionError<()>>(())
            });
        done.map_err(|e| match e {
            TransactionError::Storage(e) => words(&e),
            TransactionError::Abort(()) => "it refused a write".to_owned(),
        })
    }

    /// Makes what was written durable: its own flush, then a sync that reaches the disk.
    ///
    /// # Errors
    /// In words.
    pub fn flush(&self) -> Result<(), String> {
        self.db.flush().map_err(|e| words(&e))?;
        self.disk
            .open(&self.data, How::Read)
            .and_then(|mut file| file.sync_data())
            .map_err(|e| e.to_string())
    }

    /// Every entry of a stream after `seq`, as kept. Whether they are whole, the journal's head says.
    ///
    /// # Errors
    /// In words.
    pub fn read(&self, stream: Stream, after: u64) -> Result<Vec<Kept>, String> {
        let from = key(stream, after.saturating_add(1), 0);
        let to = key(stream, u64::MAX, u16::MAX);
        gather(self.event.range(from..=to))
    }

    /// Everything.
    ///
    /// # Errors
    /// In words.
    pub fn all(&self) -> Result<Vec<Kept>, String> {
        gather(self.event.iter())
    }
}

/// Puts chunks together again.
fn gather(iter: sled::Iter) -> Result<Vec<Kept>, String> {
    const BROKEN: &str = "an entry in it is not whole";
    let mut out: Vec<Kept> = Vec::new();
    let mut whole: Vec<u8> = Vec::new();
    let mut length = 0_usize;
    let mut at: Option<([u8; 25], u16)> = None;
    for item in iter {
        let (key, value) = item.map_err(|e| words(&e))?;
        let mut take = Take(&key);
        let (Some(place), Some(chunk)) = (take.array::<25>(), take.array::<2>()) else {
            return Err(BROKEN.to_owned());
        };
        let chunk = u16::from_be_bytes(chunk);
        match at {
            None if chunk == 0 => {
                let mut take = Take(&value);
                length = take
                    .u32()
                    .and_then(|n| usize::try_from(n).ok())
                    .ok_or(BROKEN)?;
                whole = take.0.to_vec();
            }
            Some((was, n)) if was == place && n.checked_add(1) == Some(chunk) => {
                whole.extend_from_slice(&value);
            }
            _ => return Err(BROKEN.to_owned()),
        }
        at = Some((place, chunk));
        if whole.len() > length {
            return Err(BROKEN.to_owned());
        }
        if whole.len() == length {
            let kept = Kept::from_bytes(&whole).ok_or(BROKEN)?;
            if key[..] != self::key(kept.entry.stream, kept.entry.seq, chunk) {
                return Err(BROKEN.to_owned());
            }
            out.push(kept);
            at = None;
        }
    }
    if at.is_some() {
        return Err(BROKEN.to_owned());
    }
    Ok(out)
}
