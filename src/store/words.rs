//! What is said about a journal that is not as it was written.

use std::path::Path;

use super::journal::{Index, Survey};
use super::{OpenError, backup, segment};
use crate::env::disk::Disk;
use crate::record::{Moment, Problem, Stream};

/// One sentence a damaged stretch, and one for an unfinished end.
pub fn holes(folder: &Path, survey: &Survey) -> Vec<String> {
    let mut said: Vec<String> = survey
        .holes
        .iter()
        .map(|hole| {
            let file = folder.join(segment::name(hole.segment));
            let what = match hole.to {
                Some(to) if to > hole.from + 1 => {
                    format!("entries {} to {} of the log are missing", hole.from + 1, to)
                }
                Some(to) if to > hole.from => format!("entry {to} of the log is missing"),
                Some(_) => {
                    "no entry is missing there, but the file is not as it was written".to_owned()
                }
                None => format!(
                    "entry {} of the log and what followed it there are missing",
                    hole.from + 1
                ),
            };
            format!(
                "{} is damaged at byte {}: {what}.",
                file.display(),
                hole.offset
            )
        })
        .collect();
    if let Some(torn) = &survey.torn {
        said.push(format!(
            "The journal ended in an unfinished write of {} bytes, never acknowledged as saved; it is cut after entry {}.",
            torn.end - torn.start,
            survey.chain.next
        ));
    }
    said
}

/// Why a damaged or missing journal takes nothing new.
pub fn read_only(folder: &Path) -> String {
    format!(
        "The journal in {} is damaged or gone: nothing new can be SAVED. What can be read is shown. Heal the journal from sled's copies (porchlight heal), or restore a backup.",
        folder.display()
    )
}

/// Why a journal that lost its end takes nothing new.
pub fn short(folder: &Path, has: u64, kept: u64) -> String {
    format!(
        "The journal in {} ends at entry {has}, but sled holds {kept}: its end was lost, and nothing new can be SAVED. Heal the journal from sled's copies (porchlight heal), or restore a backup.",
        folder.display()
    )
}

/// What is said beside it when nothing is left of the journal to compare with.
pub fn upto(index: &Index, entries: u64) -> String {
    let at = index.last_at.map_or(String::new(), |at| {
        format!(
            ", the last of {} UTC",
            Moment(at).utc().format("%Y-%m-%d %H:%M:%S")
        )
    });
    format!(
        "sled holds {entries} entries{at}. It follows up to a second behind: what was saved in the second before the machine stopped may be missing, so compare with a backup or with what people remember of that moment."
    )
}

/// What is said when sled holds everything.
pub fn rescued(folder: &Path) -> String {
    format!(
        "sled holds everything that can still be known, and the desk is shown from there, read-only, until you choose to heal {} from it (porchlight heal).",
        folder.display()
    )
}

/// What is said when it does not.
pub fn not_rescued(why: &str) -> String {
    format!(
        "sled cannot fill the gap ({why}): only what is whole in the journal is shown. Restore a backup."
    )
}

/// What is said of a desk from before there was sealing.
pub fn clear(folder: &Path) -> String {
    format!(
        "The desk in {} is not sealed: whoever gets at its files or a backup of them reads everything. porchlight seal seals it.",
        folder.display()
    )
}

/// A stream, by its id: nothing about who it is.
pub fn stream(stream: Stream) -> String {
    match stream {
        Stream::Desk => "the desk's own record".to_owned(),
        Stream::Child(id) => format!("child {id}"),
        Stream::Case(id) => format!("case {id}"),
    }
}

/// What is said when a start finished a sealing that was cut off.
pub fn sealed_now(folder: &Path) -> String {
    format!(
        "The sealing of the desk in {} had been cut off; it is finished, and the clear copies are destroyed.",
        folder.display()
    )
}

/// What is said to who only looks while a desk is being sealed.
pub fn sealing(folder: &Path) -> Problem {
    Problem::machine(format!(
        "The desk in {} is being sealed just now, or that was cut off; nothing is lost.",
        folder.display()
    ))
    .hint("Wait a moment, or finish it with porchlight seal.")
}

/// The newest backup that reads back whole, with the command that puts it into an empty place.
pub fn offer(disk: &dyn Disk, desk: &Path) -> String {
    match backup::newest_good(disk, desk) {
        Some(one) => format!(
            "The newest whole backup is of {} UTC ({} entries): porchlight restore {} --desk NEW-EMPTY-FOLDER",
            one.at.utc().format("%Y-%m-%d %H:%M"),
            one.entries,
            one.folder.display()
        ),
        None if backup::listed(disk, desk).is_empty() => {
            "This desk remembers no backup of its own.".to_owned()
        }
        None => {
            "No backup that this desk remembers can be reached and read whole from here.".to_owned()
        }
    }
}

/// An error that speaks of backups, with the one there is.
pub fn with_offer(disk: &dyn Disk, desk: &Path, error: OpenError) -> OpenError {
    match error {
        OpenError::Cannot(mut problem) => {
            let hint = problem.hint.take().unwrap_or_default();
            let speaks = |text: &str| text.contains("estore a backup");
            if speaks(&hint) || speaks(&problem.sentence) {
                let words = format!("{hint} {}", offer(disk, desk));
                OpenError::Cannot(problem.hint(words.trim()))
            } else {
                problem.hint = (!hint.is_empty()).then_some(hint);
                OpenError::Cannot(problem)
            }
        }
        other => other,
    }
}

/// How far a long rebuild of sled is, once a quarter.
pub fn rebuilding(before: Option<(u64, u64)>, now: (u64, u64)) -> Option<String> {
    const LONG: u64 = 2048;
    const CELLS: usize = 20;
    let quarter = |(done, of): (u64, u64)| done * 4 / of.max(1);
    let (done, of) = now;
    if of < LONG || before.is_some_and(|before| quarter(before) >= quarter(now)) {
        return None;
    }
    let full = usize::try_from(done.min(of) * CELLS as u64 / of).unwrap_or(CELLS);
    Some(format!(
        "sled is built anew from the journal [{}{}] {done} of {of} entries; work goes on.",
        "#".repeat(full),
        ".".repeat(CELLS - full)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_rebuild_is_said_once_a_quarter_and_a_short_one_not_at_all() {
        let mut before = None;
        let mut said = Vec::new();
        for done in (0..=8000).step_by(256) {
            said.extend(rebuilding(before, (done, 8000)));
            before = Some((done, 8000));
        }
        assert_eq!(said.len(), 4, "{said:#?}");
        assert!(said[2].contains("[##########..........]"), "{said:#?}");
        assert_eq!(rebuilding(None, (5, 100)), None);
    }
}
