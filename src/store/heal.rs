//! The journal from sled's verbatim copies: for reading while the journal is in doubt, and for writing it anew
//! once the operator has chosen so.

use std::collections::BTreeMap;
use std::path::Path;

use super::LogError;
use super::frame::{Found, Hash};
use super::journal::{self, Index, Journal, Spot};
use super::keeper::Keeper;
use super::segment::{self, Chain, Header};
use crate::env::disk::{Disk, How, aside};

/// A whole log, put together from sled and what is left of the journal.
pub struct Rescue {
    /// Its frames.
    pub frames: Vec<Found>,
    /// Where everything stands; spots count frames.
    pub index: Index,
    /// Where it ends.
    pub chain: Chain,
}

/// Puts the whole log together: sled's copies, then the journal's frames that continue them.
///
/// # Errors
/// In words, when the two do not agree or do not reach the journal's end between them.
pub fn rescue(keeper: &Keeper, journal: &Journal) -> Result<Rescue, String> {
    let (mut frames, mut chain) = keeper.all()?;
    let known: BTreeMap<u64, Hash> = frames.iter().map(|f| (f.frame.first, f.hash)).collect();
    let kept = chain.next;
    let mut wrong = None;
    journal
        .read_all(&mut |found| {
            if found.frame.first < kept {
                if known.get(&found.frame.first) != Some(&found.hash) {
                    wrong = Some("sled and the journal do not agree".to_owned());
                }
            } else if chain.takes(found) {
                chain.pass(found);
                frames.push(found.clone());
            }
        })
        .map_err(|e| e.to_string())?;
    if let Some(wrong) = wrong {
        return Err(wrong);
    }
    if chain.next < journal.chain().next {
        return Err(format!(
            "sled holds what was written only up to entry {kept}"
        ));
    }
    let mut index = Index::default();
    for (n, found) in (0_u32..).zip(&frames) {
        let spot = Spot {
            segment: 0,
            offset: n,
        };
        index.add(spot, found, None);
    }
    if !index.hurt.is_empty() {
        return Err("sled's copies are not whole".to_owned());
    }
    Ok(Rescue {
        frames,
        index,
        chain,
    })
}

/// Writes a journal anew from frames, beside the old one, reads it back, and then puts it in the old one's place.
///
/// The old journal is kept under another name, which is returned. A kill anywhere leaves either journal whole.
///
/// # Errors
/// When the disk refuses or what is read back differs; the old journal is untouched then.
pub fn write_anew(
    disk: &dyn Disk,
    desk: &Path,
    rescue: &Rescue,
    size: u64,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Option<std::path::PathBuf>, LogError> {
    let place = desk.join(journal::FOLDER);
    let fresh = desk.join("journal.healing");
    let what = |path: &Path| format!("{} could not be written", path.display());
    if disk.exists(&fresh) {
        for name in disk
            .list(&fresh)
            .map_err(|e| LogError::io(what(&fresh), e))?
        {
            disk.remove(&fresh.join(name))
                .map_err(|e| LogError::io(what(&fresh), e))?;
        }
    }
    disk.make_folder(&fresh)
        .map_err(|e| LogError::io(what(&fresh), e))?;
    let mut chain = Chain::start();
    let mut left = rescue.frames.as_slice();
    let mut number = 0;
    while !left.is_empty() {
        number += 1;
        progress(chain.next, rescue.chain.next);
        let header = Header {
            number,
            first: chain.next,
            prev: chain.hash,
        };
        let mut bytes = header.to_bytes().to_vec();
        let mut taken = 0;
        for found in left {
            if taken > 0 && (bytes.len() + found.size) as u64 > size {
                break;
            }
            found.frame.write(&mut bytes);
            chain.pass(found);
            taken += 1;
        }
        left = &left[taken..];
        let path = fresh.join(segment::name(number));
        let length = (bytes.len() as u64).div_ceil(size).max(1) * size;
        disk.open(&path, How::New)
            .and_then(|mut file| {
                file.allocate(length)?;
                file.write_at(&bytes, 0)?;
                file.sync_data()
            })
            .map_err(|e| LogError::io(what(&path), e))?;
    }
    disk.sync_folder(&fresh)
        .map_err(|e| LogError::io(what(&fresh), e))?;
    let back = journal::survey(disk, &fresh, &mut |_, _| {})?;
    if back.chain != rescue.chain || !back.holes.is_empty() || !back.index.hurt.is_empty() {
        return Err(LogError::Damaged(format!(
            "{} did not read back as it was written; the desk is as it was.",
            fresh.display()
        )));
    }
    let old = disk.exists(&place).then(|| aside(disk, &place));
    let moved = (|| {
        if let Some(old) = &old {
            disk.rename(&place, old)?;
        }
        disk.rename(&fresh, &place)?;
        disk.sync_folder(desk)
    })();
    moved.map_err(|e| LogError::io(what(&place), e))?;
    Ok(old)
}
