//! The segments in order: append, sync, rotate, read. The commit point of the desk.
//!
//! Knows frames and disk, not events. What is in memory of it: where each stream's frames stand, the heads, and
//! which requests were answered.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::LogError;
use super::frame::{self, Entry, Found, Frame, Hash};
use super::segment::{self, BadHeader, Chain, Header, Hole};
use crate::env::disk::{Disk, DiskFile, How};
use crate::record::Stream;

/// The folder of the journal inside a desk's folder.
pub const FOLDER: &str = "journal";
/// The next segment, allocated ahead.
const SPARE: &str = "spare.new";

/// As many bytes of frames as a survey keeps for the first reading, in whole segments: a desk of every day is read
/// and checked once, and a large one does not stand in memory twice.
const KEEP: usize = 6 << 20;

/// Where a frame stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Which segment.
    pub segment: u32,
    /// Where in its file.
    pub offset: u32,
}

/// The last entry of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its sequence.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
}

/// A stream whose entries are not all there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hurt {
    /// Which stream.
    pub stream: Stream,
    /// The sequences that are missing.
    pub missing: Range<u64>,
}

/// Where everything stands.
#[derive(Debug, Clone, Default)]
pub struct Index {
    streams: BTreeMap<Stream, (Head, Vec<(u64, Spot)>)>,
    answered: BTreeMap<(u128, u64), (Range<u64>, Spot)>,
    /// The hash of the founding frame: the first of all.
    pub founding: Option<Hash>,
    /// The time of the last frame.
    pub last_at: Option<i64>,
    /// Streams with missing entries.
    pub hurt: Vec<Hurt>,
}

impl Index {
    /// Takes a frame in, where it stands.
    pub fn add(&mut self, spot: Spot, found: &Found) {
        let frame = &found.frame;
        for entry in &frame.entries {
            let before = self.streams.get(&entry.stream).map(|(head, _)| *head);
            let (seq, hash) = match before {
                Some(head) => (head.seq, head.hash),
                None => (0, self.founding.unwrap_or_else(frame::root)),
            };
            if entry.seq != seq + 1 || entry.prev != hash {
                self.hurt.push(Hurt {
                    stream: entry.stream,
                    missing: seq + 1..entry.seq.max(seq + 1),
                });
            }
            let head = Head {
                seq: entry.seq,
                hash: entry.hash(),
            };
            let (at, spots) = self
                .streams
                .entry(entry.stream)
                .or_insert_with(|| (head, Vec::new()));
            *at = head;
            if spots.last().is_none_or(|(_, last)| *last != spot) {
                spots.push((entry.seq, spot));
            }
        }
        if frame.request > 0 {
            self.answered.insert(
                (frame.session, frame.request),
                (frame.first..frame.end(), spot),
            );
        }
        if self.founding.is_none() {
            self.founding = Some(found.hash);
        }
        self.last_at = Some(frame.at);
    }
    /// The last entry of a stream.
    pub fn head(&self, stream: Stream) -> Option<Head> {
        self.streams.get(&stream).map(|(head, _)| *head)
    }
    /// The last entry of every stream.
    pub fn heads(&self) -> impl Iterator<Item = (Stream, Head)> {
        self.streams
            .iter()
            .map(|(stream, (head, _))| (*stream, *head))
    }
    /// Where the answer to a request stands.
    pub fn answered(&self, session: u128, request: u64) -> Option<(Range<u64>, Spot)> {
        self.answered.get(&(session, request)).cloned()
    }
}

/// One file of the journal.
#[derive(Debug, Clone)]
struct Segment {
    number: u32,
    path: PathBuf,
}

/// What was found when the journal was looked at.
#[derive(Debug, Clone)]
pub struct Survey {
    segments: Vec<Segment>,
    /// Where everything stands.
    pub index: Index,
    /// What the next frame continues.
    pub chain: Chain,
    /// Where the next frame goes in the last segment.
    end: u64,
    /// The length of the last segment.
    size: u64,
    /// An unfinished write at the end, in the last segment.
    pub torn: Option<Range<u64>>,
    /// Stretches that are not what was written.
    pub holes: Vec<Hole>,
    /// Whether any entry is sealed.
    pub sealed: bool,
    /// The frames of the first segments.
    kept: Kept,
}

/// Frames that were read and checked, of so many segments from the first on, and where the log stood after them.
#[derive(Debug, Clone)]
struct Kept {
    frames: Vec<Found>,
    segments: usize,
    chain: Chain,
}

impl Kept {
    fn none() -> Self {
        Self {
            frames: Vec::new(),
            segments: 0,
            chain: Chain::start(),
        }
    }
}

impl Survey {
    /// Its files, each with how much of it counts: all of it, or up to the end of the last frame.
    pub fn files(&self) -> Vec<(PathBuf, Option<u64>)> {
        let last = self.segments.len();
        (1..)
            .zip(&self.segments)
            .map(|(n, segment)| (segment.path.clone(), (n == last).then_some(self.end)))
            .collect()
    }
}

/// Looks at every segment of a journal and changes nothing.
///
/// # Errors
/// When the folder or a file cannot be read, or is of another format.
pub fn survey(
    disk: &dyn Disk,
    folder: &Path,
    each: &mut dyn FnMut(Spot, &Found),
) -> Result<Survey, LogError> {
    let mut out = Survey {
        segments: Vec::new(),
        index: Index::default(),
        chain: Chain::start(),
        end: 0,
        size: 0,
        torn: None,
        holes: Vec::new(),
        sealed: false,
        kept: Kept::none(),
    };
    let mut kept = 0_usize;
    if !disk.exists(folder) {
        return Ok(out);
    }
    let names = disk
        .list(folder)
        .map_err(|e| LogError::io(format!("{} cannot be listed", folder.display()), e))?;
    let numbers: Vec<u32> = names.iter().filter_map(|n| segment::number(n)).collect();
    for (i, number) in numbers.iter().copied().enumerate() {
        let path = folder.join(segment::name(number));
        let bytes = disk
            .read(&path)
            .map_err(|e| LogError::io(format!("{} cannot be read", path.display()), e))?;
        let hole = |chain: &Chain, to| Hole {
            segment: number,
            offset: 0,
            from: chain.next,
            to,
        };
        match Header::from_bytes(&bytes) {
            Ok(header) if header.number == number => {
                if header.first != out.chain.next || header.prev != out.chain.hash {
                    // The end of the segment before is gone, or a whole one.
                    out.holes
                        .push(hole(&out.chain, Some(header.first.max(out.chain.next))));
                    if header.first >= out.chain.next {
                        out.chain = Chain {
                            next: header.first,
                            hash: header.prev,
                        };
                    }
                }
            }
            Err(BadHeader::Format(format)) => {
                return Err(LogError::ReadOnly(format!(
                    "{} is of journal format {format}, and this Porchlight reads format {}. Open the desk with the version that wrote it.",
                    path.display(),
                    segment::FORMAT
                )));
            }
            Ok(_) | Err(BadHeader::Damaged) => {
                out.holes.push(hole(&out.chain, Some(out.chain.next)))
            }
        }
        let index = &mut out.index;
        let sealed = &mut out.sealed;
        let frames = &mut out.kept.frames;
        let keeps = kept < KEEP;
        let ending = segment::walk(
            &bytes,
            number,
            i + 1 == numbers.len(),
            &mut out.chain,
            &mut out.holes,
            &mut |offset, found| {
                let spot = Spot {
                    segment: number,
                    offset: u32::try_from(offset).unwrap_or(u32::MAX),
                };
                *sealed |= found.frame.entries.iter().any(|entry| entry.suite != 0);
                index.add(spot, &found);
                each(spot, &found);
                if keeps {
                    kept += found.size;
                    frames.push(found);
                }
            },
        );
        if keeps {
            out.kept.segments = i + 1;
            out.kept.chain = out.chain;
        }
        out.end = ending.end;
        out.size = bytes.len() as u64;
        out.torn = ending.torn.map(|to| ending.end..to);
        out.segments.push(Segment { number, path });
    }
    Ok(out)
}

/// One event to be written; the journal stamps sequence and hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its stream.
    pub stream: Stream,
    /// Whose key seals it.
    pub record: u128,
    /// The key's version.
    pub key: u32,
    /// How it is sealed.
    pub suite: u8,
    /// The nonce.
    pub nonce: [u8; 12],
    /// The bytes.
    pub body: Vec<u8>,
}

/// One batch to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFrame {
    /// From which screen.
    pub session: u128,
    /// Which request it answers.
    pub request: u64,
    /// When.
    pub at: i64,
    /// Its events.
    pub entries: Vec<Draft>,
}

/// The segments in order, open for appending.
pub struct Journal {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    size: u64,
    segments: Vec<Segment>,
    index: Index,
    chain: Chain,
    /// The last segment, where appending goes on.
    file: Option<Box<dyn DiskFile>>,
    /// Where the next frame goes in it.
    end: u64,
    /// Its length.
    room: u64,
    /// What must be zeroed before anything is written: bytes that were never acknowledged.
    unclean: Option<Range<u64>>,
    spare: Option<Box<dyn DiskFile>>,
    full: bool,
    failed: Option<String>,
    reading: Option<(u32, Box<dyn DiskFile>)>,
    /// What the survey kept, until it is read or something is appended.
    kept: Mutex<Kept>,
}

impl Journal {
    /// A journal to append to, where a survey found it. Nothing is written until the first append.
    pub fn new(disk: Arc<dyn Disk>, folder: PathBuf, survey: Survey) -> Self {
        Self::sized(disk, folder, survey, segment::SIZE)
    }
    /// The same, with segments of another size: for tests of rotation.
    pub fn sized(disk: Arc<dyn Disk>, folder: PathBuf, survey: Survey, size: u64) -> Self {
        Self {
            disk,
            folder,
            size,
            segments: survey.segments,
            index: survey.index,
            chain: survey.chain,
            file: None,
            end: survey.end,
            room: survey.size,
            unclean: survey.torn,
            spare: None,
            full: false,
            failed: None,
            reading: None,
            kept: Mutex::new(survey.kept),
        }
    }
    /// Where everything stands.
    pub fn index(&self) -> &Index {
        &self.index
    }
    /// What the next frame continues.
    pub fn chain(&self) -> Chain {
        self.chain
    }
    /// The journal's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
    /// The journal's trouble, in one sentence.
    pub fn trouble(&self) -> Option<String> {
        if self.full {
            return Some(format!(
                "The disk of {} is full: nothing new can be SAVED until there is room. What is on the desk can still be read.",
                self.folder.display()
            ));
        }
        self.failed.clone()
    }

    /// Writes frames one after another with one sync. When it returns well, all of them are on the disk.
    ///
    /// # Errors
    /// [`LogError::Full`], [`LogError::TooLarge`] or [`LogError::Io`]; none of them counts as written then, and
    /// what reached the file is taken out before anything else is written.
    pub fn append(&mut self, drafts: Vec<DraftFrame>) -> Result<Vec<Found>, LogError> {
        self.clean()?;
        self.take_kept();
        let (found, bytes, chain) = self.compose(drafts)?;
        if found.is_empty() {
            return Ok(found);
        }
        if self.segments.is_empty() || self.end + bytes.len() as u64 > self.room {
            self.rotate(bytes.len() as u64)?;
        }
        let start = self.end;
        let stop = start + bytes.len() as u64;
        let segment = self.last();
        let path = self.path();
        let file = self.open_last()?;
        let result = file
            .write_at(&bytes, start)
            .map_err(|e| {
                LogError::io(
                    format!("NOT SAVED: {} could not be written", path.display()),
                    e,
                )
            })
            .and_then(|()| {
                file.sync_data().map_err(|e| {
                    LogError::io(
                        format!("NOT SAVED: {} could not be synced", path.display()),
                        e,
                    )
                })
            });
        if let Err(error) = result {
            // What a failed sync wrote may be on the disk or not. Never sync it again and call it good:
            // open the file anew and take it out.
            self.unclean = Some(start..stop);
            self.file = None;
            self.failed = Some(format!("{error}."));
            if self.clean().is_ok() {
                self.failed = None;
            }
            return Err(error);
        }
        let mut at = start;
        for one in &found {
            let spot = Spot {
                segment,
                offset: u32::try_from(at).unwrap_or(u32::MAX),
            };
            self.index.add(spot, one);
            at += one.size as u64;
        }
        self.end = stop;
        self.chain = chain;
        Ok(found)
    }

    fn compose(&self, drafts: Vec<DraftFrame>) -> Result<(Vec<Found>, Vec<u8>, Chain), LogError> {
        let mut chain = self.chain;
        let mut founding = self.index.founding;
        let mut heads: BTreeMap<Stream, Head> = BTreeMap::new();
        let mut bytes = Vec::new();
        let mut out = Vec::new();
        for draft in drafts {
            let mut frame = Frame {
                first: chain.next,
                group: self.chain.next,
                prev: chain.hash,
                session: draft.session,
                request: draft.request,
                at: draft.at,
                entries: Vec::with_capacity(draft.entries.len()),
            };
            for event in draft.entries {
                let before = heads
                    .get(&event.stream)
                    .copied()
                    .or_else(|| self.index.head(event.stream))
                    .unwrap_or(Head {
                        seq: 0,
                        hash: founding.unwrap_or_else(frame::root),
                    });
                let entry = Entry {
                    stream: event.stream,
                    seq: before.seq + 1,
                    prev: before.hash,
                    record: event.record,
                    key: event.key,
                    suite: event.suite,
                    nonce: event.nonce,
                    body: event.body,
                };
                heads.insert(
                    entry.stream,
                    Head {
                        seq: entry.seq,
                        hash: entry.hash(),
                    },
                );
                frame.entries.push(entry);
            }
            let start = bytes.len();
            let hash = frame.write(&mut bytes).ok_or_else(|| {
                LogError::TooLarge(
                    "That is more than can be saved at once (64 MiB): nothing was saved."
                        .to_owned(),
                )
            })?;
            let found = Found {
                size: bytes.len() - start,
                frame,
                hash,
            };
            chain.pass(&found);
            founding.get_or_insert(hash);
            out.push(found);
        }
        Ok((out, bytes, chain))
    }

    fn last(&self) -> u32 {
        self.segments.last().map_or(0, |s| s.number)
    }
    fn path(&self) -> PathBuf {
        self.folder.join(segment::name(self.last()))
    }
    fn open_last(&mut self) -> Result<&mut Box<dyn DiskFile>, LogError> {
        if self.file.is_none() {
            let path = self.path();
            let file = self
                .disk
                .open(&path, How::Write)
                .map_err(|e| LogError::io(format!("{} cannot be opened", path.display()), e))?;
            self.file = Some(file);
        }
        // Just put there.
        self.file
            .as_mut()
            .ok_or_else(|| LogError::ReadOnly("The journal is not open.".to_owned()))
    }

    /// Takes out what was written and never acknowledged, and reads the end again.
    ///
    /// # Errors
    /// When the disk refuses; nothing may be written then.
    pub fn clean(&mut self) -> Result<(), LogError> {
        let Some(range) = self.unclean.clone() else {
            return Ok(());
        };
        let path = self.path();
        let what = || {
            format!(
                "NOT SAVED: the end of {} could not be cleaned",
                path.display()
            )
        };
        let length = usize::try_from(range.end - range.start).unwrap_or(0);
        self.file = None;
        let file = self.open_last()?;
        let mut back = vec![0; length];
        let result = file
            .write_at(&back, range.start)
            .and_then(|()| file.sync_data())
            .and_then(|()| file.read_at(&mut back, range.start));
        if let Err(e) = result {
            self.file = None;
            return Err(LogError::io(what(), e));
        }
        if back.iter().any(|b| *b != 0) {
            self.file = None;
            return Err(LogError::Damaged(format!("{}.", what())));
        }
        self.unclean = None;
        self.failed = None;
        Ok(())
    }

    /// Allocates the next segment ahead, so that space runs out here and not in the middle of a save.
    fn prepare(&mut self, size: u64) -> Result<(), LogError> {
        let path = self.folder.join(SPARE);
        let what = || format!("{} could not be allocated", path.display());
        self.disk
            .make_folder(&self.folder)
            .map_err(|e| LogError::io(format!("{} could not be made", self.folder.display()), e))?;
        if self.disk.exists(&path) {
            self.disk
                .remove(&path)
                .map_err(|e| LogError::io(what(), e))?;
        }
        let mut file = self
            .disk
            .open(&path, How::New)
            .map_err(|e| LogError::io(what(), e))?;
        if let Err(e) = file.allocate(size) {
            drop(file);
            // Give back what there was.
            let _ = self.disk.remove(&path);
            return Err(LogError::io(what(), e));
        }
        self.spare = Some(file);
        Ok(())
    }

    /// Begins the next segment.
    fn rotate(&mut self, need: u64) -> Result<(), LogError> {
        let size = (need + segment::HEADER as u64)
            .div_ceil(self.size)
            .max(1)
            .saturating_mul(self.size);
        if size > self.size {
            self.spare = None;
        }
        if self.spare.is_none()
            && let Err(error) = self.prepare(size)
        {
            self.full = matches!(error, LogError::Full);
            return Err(error);
        }
        let Some(mut file) = self.spare.take() else {
            return Err(LogError::Full);
        };
        let number = self.last() + 1;
        let header = Header {
            number,
            first: self.chain.next,
            prev: self.chain.hash,
        };
        let path = self.folder.join(segment::name(number));
        let what = || format!("NOT SAVED: {} could not be begun", path.display());
        file.write_at(&header.to_bytes(), 0)
            .and_then(|()| file.sync_data())
            .and_then(|()| self.disk.rename(&self.folder.join(SPARE), &path))
            .map_err(|e| LogError::io(what(), e))?;
        // From here on the segment is there, even if its name is not yet durable: the next try finds it.
        self.segments.push(Segment {
            number,
            path: path.clone(),
        });
        self.file = Some(file);
        self.end = segment::HEADER as u64;
        self.room = size;
        self.full = false;
        if let Err(e) = self.disk.sync_folder(&self.folder) {
            self.file = None;
            self.segments.pop();
            // An empty segment whose name may come and go with the power must not be written to.
            let _ = self.disk.remove(&path);
            self.reopen_end();
            return Err(LogError::io(what(), e));
        }
        Ok(())
    }

    /// Finds the end of the last segment again after a rotation that failed.
    fn reopen_end(&mut self) {
        // The segment before was full enough to be left; treat it as having no room, so that the next append rotates.
        self.end = 0;
        self.room = 0;
    }

    /// What can be done while nothing else is: cleaning up after a failure, the next segment ahead of need.
    pub fn idle(&mut self) {
        if self.unclean.is_some()
            && let Err(error) = self.clean()
        {
            self.failed = Some(format!("{error}."));
            return;
        }
        let low = !self.segments.is_empty() && self.end * 4 > self.room * 3;
        if (low || self.full) && self.spare.is_none() {
            match self.prepare(self.size) {
                Ok(()) => self.full = false,
                Err(LogError::Full) if self.full => {}
                // Room is only needed once this segment is full; the append that needs it will say so.
                Err(_) => {}
            }
        }
    }

    /// The frame at a spot.
    ///
    /// # Errors
    /// When it cannot be read or is damaged.
    pub fn frame(&mut self, spot: Spot) -> Result<Found, LogError> {
        let path = self.folder.join(segment::name(spot.segment));
        if self
            .reading
            .as_ref()
            .is_none_or(|(n, _)| *n != spot.segment)
        {
            let file = self
                .disk
                .open(&path, How::Read)
                .map_err(|e| LogError::io(format!("{} cannot be read", path.display()), e))?;
            self.reading = Some((spot.segment, file));
        }
        let damaged = || {
            LogError::Damaged(format!(
                "{} is damaged at byte {}: what stands there cannot be read.",
                path.display(),
                spot.offset
            ))
        };
        let Some((_, file)) = &self.reading else {
            return Err(damaged());
        };
        let read = |n: usize| -> Result<Vec<u8>, LogError> {
            let mut bytes = vec![0; n];
            file.read_at(&mut bytes, u64::from(spot.offset))
                .map_err(|e| LogError::io(format!("{} cannot be read", path.display()), e))?;
            Ok(bytes)
        };
        let size = frame::claimed(&read(frame::LEAD)?).ok_or_else(damaged)?;
        frame::find(&read(size)?).ok_or_else(damaged)
    }

    /// Every entry of a stream after `seq`, its chain verified up to the head.
    ///
    /// # Errors
    /// When they cannot be read whole.
    pub fn read(&mut self, stream: Stream, after: u64) -> Result<Vec<Entry>, LogError> {
        let Some((head, spots)) = self.index.streams.get(&stream) else {
            return Ok(Vec::new());
        };
        let head = *head;
        let from = spots
            .partition_point(|(seq, _)| *seq <= after + 1)
            .saturating_sub(1);
        let spots: Vec<Spot> = spots[from..].iter().map(|(_, spot)| *spot).collect();
        let mut entries = Vec::new();
        for spot in spots {
            let found = self.frame(spot)?;
            entries.extend(
                found
                    .frame
                    .entries
                    .into_iter()
                    .filter(|e| e.stream == stream && e.seq > after),
            );
        }
        if whole(&entries, after, head) {
            Ok(entries)
        } else {
            Err(LogError::Damaged(format!(
                "Some of what was written is missing from {}: entries {} to {} are not all there.",
                self.folder.display(),
                after + 1,
                head.seq
            )))
        }
    }

    fn take_kept(&self) -> Kept {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut kept, Kept::none())
    }

    /// Every frame, in the order written, up to what was acknowledged.
    ///
    /// # Errors
    /// When a file cannot be read. Damaged stretches are passed over: the survey named them.
    pub fn read_all(&self, each: &mut dyn FnMut(&Found)) -> Result<(), LogError> {
        self.pass().over(each)
    }

    /// One reading of everything, which another thread may make.
    pub fn pass(&self) -> Pass {
        Pass {
            disk: self.disk.clone(),
            segments: self.segments.clone(),
            kept: self.take_kept(),
            next: self.chain.next,
        }
    }
}

/// One reading of everything that was acknowledged when it was asked for.
pub struct Pass {
    disk: Arc<dyn Disk>,
    segments: Vec<Segment>,
    kept: Kept,
    next: u64,
}

impl Pass {
    /// Gives every frame, in the order written.
    ///
    /// # Errors
    /// As [`Journal::read_all`].
    pub fn over(self, each: &mut dyn FnMut(&Found)) -> Result<(), LogError> {
        let next = self.next;
        let last = self.segments.last().map_or(0, |s| s.number);
        let mut chain = self.kept.chain;
        for found in self.kept.frames {
            if found.frame.end() <= next {
                each(&found);
            }
        }
        for segment in self.segments.iter().skip(self.kept.segments) {
            let bytes = self.disk.read(&segment.path).map_err(|e| {
                LogError::io(format!("{} cannot be read", segment.path.display()), e)
            })?;
            segment::walk(
                &bytes,
                segment.number,
                segment.number == last,
                &mut chain,
                &mut Vec::new(),
                &mut |_, found| {
                    if found.frame.end() <= next {
                        each(&found);
                    }
                },
            );
        }
        Ok(())
    }
}

/// Whether entries after `after` run without a gap up to a head, each hash following the one before.
pub fn whole(entries: &[Entry], after: u64, head: Head) -> bool {
    let mut seq = after;
    let mut prev: Option<Hash> = None;
    for entry in entries {
        seq += 1;
        if entry.seq != seq || prev.is_some_and(|p| p != entry.prev) {
            return false;
        }
        prev = Some(entry.hash());
    }
    match prev {
        Some(hash) => seq == head.seq && hash == head.hash,
        None => after >= head.seq,
    }
}
