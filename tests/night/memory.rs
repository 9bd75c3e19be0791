//! Looking into a process's memory for words that must not be there.

use std::fs::File;
use std::os::unix::fs::FileExt;

/// The words that stand in a process's memory, of those looked for; `None` where the machine does not let us look.
pub fn found_in(pid: u32, wanted: &[String]) -> Option<Vec<String>> {
    let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).ok()?;
    let memory = File::open(format!("/proc/{pid}/mem")).ok()?;
    let begins: Vec<u8> = wanted
        .iter()
        .filter_map(|word| word.bytes().next())
        .collect();
    let mut found = Vec::new();
    let mut read = 0_usize;
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (range, modes) = (words.next()?, words.next()?);
        // What it can write to; the program's own file holds nothing of a desk.
        if !modes.starts_with("rw") {
            continue;
        }
        let (from, to) = range.split_once('-')?;
        let from = u64::from_str_radix(from, 16).ok()?;
        let to = u64::from_str_radix(to, 16).ok()?;
        let mut bytes = vec![0; usize::try_from(to - from).ok()?];
        if memory.read_exact_at(&mut bytes, from).is_err() {
            continue;
        }
        read += bytes.len();
        // One pass over what may be much: few bytes begin a word that is looked for.
        for (at, byte) in bytes.iter().enumerate() {
            if !begins.contains(byte) {
                continue;
            }
            let here = &bytes[at..];
            found.extend(
                wanted
                    .iter()
                    .filter(|word| here.starts_with(word.as_bytes()))
                    .cloned(),
            );
        }
    }
    found.sort();
    found.dedup();
    (read > 0).then_some(found)
}
