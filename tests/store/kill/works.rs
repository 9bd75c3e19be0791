//! Everything that changes a desk's files: how it is made ready, what is done to it, and what must hold after a
//! kill anywhere in it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use porchlight::codec::v1;
use porchlight::env::disk::{Disk, Real};
use porchlight::record::{Event, SafeText, SessionId, Stream};
use porchlight::store::journal::{self, Draft, DraftFrame, Journal};
use porchlight::store::seal::unlock::{Secret, Unlock};
use porchlight::store::seal::{self, Vault};
use porchlight::store::{JournalReader, Log, Store, backup, cover, keeper, reseal, segment};

use super::SIZE;
use super::deadly::Deadly;
use crate::store::make::{START, batch, everything, founding};
use crate::store::scratch::{case, script};

/// What a desk holds: stream, sequence, text.
pub type Held = Vec<(Stream, u64, String)>;

/// One work.
pub struct Work {
    pub name: &'static str,
    /// Makes the place it is done in; called once.
    pub ready: fn(&Path),
    /// Does it, in the child. What it prints as `ack n` must be there afterwards.
    pub act: fn(&Path, &Deadly),
    /// Opens what a kill left and holds it against what was there before; finishes what can be given again.
    pub judge: fn(&Path, &Held, &[u64]),
}

pub const WORKS: [Work; 10] = [
    Work {
        name: "first start",
        ready: |home| std::fs::create_dir_all(home).unwrap(),
        act: first_start,
        judge: |home, _, acked| {
            let mut store = opened(&desk(home));
            let held = everything(&mut store);
            acked_are_there(&held, acked);
            if held.is_empty() {
                store.append(&founding()).unwrap();
            }
            store.append(&script(900, 10)).unwrap();
        },
    },
    Work {
        name: "append and rotate",
        ready: |home| drop(filled(&desk(home), 12)),
        act: append,
        judge: appended,
    },
    Work {
        name: "rebuild of sled",
        ready: |home| {
            drop(filled(&desk(home), 60));
            garble_sled(&desk(home));
        },
        act: rebuild,
        judge: appended,
    },
    Work {
        name: "seal",
        ready: clear,
        act: |home, disk| {
            disk.arm();
            let disk: Arc<dyn Disk> = Arc::new(disk.clone());
            sealed(&disk, &desk(home)).unwrap();
        },
        judge: sealed_or_clear,
    },
    Work {
        name: "key rotation",
        ready: |home| drop(filled(&desk(home), 12)),
        act: |home, disk| {
            let mut store = opened_on(disk, &desk(home));
            disk.arm();
            let (vault, _) = store.keys().unwrap();
            vault.rotate(disk, &Unlock::default(), &[]).unwrap();
        },
        judge: |home, before, _| {
            let mut store = opened(&desk(home));
            assert_eq!(&everything(&mut store), before);
            assert!(!desk(home).join("keys/desk.key-next").exists());
            let (vault, disk) = store.keys().unwrap();
            vault.rotate(disk, &Unlock::default(), &[]).unwrap();
            drop(store);
            assert_eq!(&everything(&mut opened(&desk(home))), before);
        },
    },
    Work {
        name: "passphrase change",
        ready: |home| {
            let mut store = filled(&desk(home), 12);
            let (vault, disk) = store.keys().unwrap();
            vault.set_slot(disk, &Secret::passphrase(OLD)).unwrap();
        },
        act: |home, disk| {
            let mut store = opened_on(disk, &desk(home));
            disk.arm();
            let (vault, _) = store.keys().unwrap();
            vault.set_slot(disk, &Secret::passphrase(NEW)).unwrap();
        },
        judge: |home, before, _| {
            assert_eq!(&everything(&mut opened(&desk(home))), before);
            let (vault, _) = Vault::open(&Real::new(), &desk(home), &Unlock::default())
                .unwrap()
                .unwrap();
            let opens = [OLD, NEW].map(|words| vault.opened_by(&Secret::passphrase(words)));
            assert!(
                opens[0] != opens[1],
                "the old passphrase or the new one opens, not both and not none: {opens:?}"
            );
        },
    },
    Work {
        name: "backup",
        ready: |home| {
            drop(filled(&desk(home), 40));
            make_backup(&Real::new(), home);
        },
        act: |home, disk| {
            disk.arm();
            make_backup(disk, home);
        },
        judge: backed_up,
    },
    Work {
        name: "restore",
        ready: |home| {
            drop(filled(&desk(home), 40));
            make_backup(&Real::new(), home);
            std::fs::rename(desk(home).join("keys/desk.key"), home.join("away.key")).unwrap();
            std::fs::rename(desk(home), home.join("gone")).unwrap();
        },
        act: |home, disk| {
            disk.arm();
            restored(disk, home).unwrap();
        },
        judge: |home, before, _| {
            let away = Unlock {
                key_file: Some(home.join("away.key")),
                ..Unlock::default()
            };
            if !desk(home).join("journal").exists() {
                restored(&Real::new(), home).expect("given again, it restores");
            }
            let mut store = Store::unlocked(&desk(home), Arc::new(Real::new()), START, &away)
                .unwrap_or_else(|e| panic!("a start failed: {e}"))
                .store;
            assert_eq!(&everything(&mut store), before);
        },
    },
    Work {
        name: "purge",
        ready: |home| drop(filled(&desk(home), 30)),
        act: |home, disk| {
            let mut store = opened_on(disk, &desk(home));
            disk.arm();
            purge(&mut store);
        },
        judge: purged,
    },
    Work {
        name: "heal",
        ready: |home| {
            drop(filled(&desk(home), 40));
            let path = desk(home).join("journal").join(segment::name(1));
            let mut bytes = std::fs::read(&path).unwrap();
            let middle = bytes.iter().rposition(|b| *b != 0).unwrap() / 2;
            bytes[middle..middle + 100].fill(0);
            std::fs::write(&path, bytes).unwrap();
        },
        act: |home, disk| {
            let mut store = opened_on(disk, &desk(home));
            assert!(store.in_doubt());
            disk.arm();
            store.heal_from_sled().unwrap();
        },
        judge: |home, before, _| {
            let mut store = opened(&desk(home));
            if store.in_doubt() {
                assert!(store.can_heal());
                store.heal_from_sled().unwrap();
            }
            assert_eq!(&everything(&mut store), before);
            assert_eq!(store.trouble(), None);
        },
    },
];

const OLD: &str = "four words that nobody says";
const NEW: &str = "another five words nobody says";
/// What the purge takes.
const GONE: u64 = 3;

pub fn desk(home: &Path) -> PathBuf {
    home.join("desk")
}

pub fn opened(desk: &Path) -> Store {
    Store::sized(desk, Arc::new(Real::new()), START, SIZE)
        .unwrap_or_else(|e| panic!("a start failed: {e}"))
        .store
}

fn opened_on(disk: &Deadly, desk: &Path) -> Store {
    Store::sized(desk, Arc::new(disk.clone()), START, SIZE)
        .unwrap_or_else(|e| panic!("a start failed: {e}"))
        .store
}

/// A desk with its founding and so many scripted batches, sled whole.
fn filled(desk: &Path, batches: u64) -> Store {
    let mut store = opened(desk);
    store.append(&founding()).unwrap();
    for n in 0..batches {
        store.append(&script(n, 3000)).unwrap();
    }
    follow(&mut store);
    store
}

/// Waits until sled has everything the journal has.
fn follow(store: &mut Store) {
    let (_keep, clock) = std::sync::mpsc::channel::<()>();
    for _ in 0..6000 {
        store.idle(START);
        if store.keeps() && store.rebuilding().is_none() {
            return;
        }
        let _ = clock.recv_timeout(std::time::Duration::from_millis(10));
    }
    panic!("sled did not catch up");
}

fn acked(n: u64) {
    use std::io::Write;
    let mut out = std::io::stdout();
    // The harness of the child may stand in the middle of a line.
    writeln!(out, "\nack {n}").unwrap();
    out.flush().unwrap();
}

fn first_start(home: &Path, disk: &Deadly) {
    disk.arm();
    let mut store = opened_on(disk, &desk(home));
    store.append(&founding()).unwrap();
    for n in 0..3 {
        store.append(&script(n, 100)).unwrap();
        acked(n);
    }
    store.idle(START);
}

fn append(home: &Path, disk: &Deadly) {
    disk.arm();
    let mut store = opened_on(disk, &desk(home));
    for n in 100..140 {
        store.append(&script(n, 12_000)).unwrap();
        acked(n);
        if n % 4 == 0 {
            store.idle(START);
        }
        if n % 16 == 0 {
            store.read(case(n % 7), 0).unwrap();
        }
    }
}

/// The number of the batch a text tells of.
fn number_of(text: &str) -> Option<u64> {
    text.split(' ').next()?.parse().ok()
}

fn acked_are_there(held: &Held, acked: &[u64]) {
    for n in acked {
        assert!(
            held.iter().any(|(_, _, text)| number_of(text) == Some(*n)),
            "batch {n} was acknowledged and is lost"
        );
    }
}

/// Everything from before, everything acknowledged, every batch whole, sled and journal the same, and work goes on.
fn appended(home: &Path, before: &Held, acked: &[u64]) {
    let mut store = opened(&desk(home));
    let held = everything(&mut store);
    assert_eq!(&held[..before.len()], &before[..], "what was there before");
    acked_are_there(&held, acked);
    crate::store::scratch::batches(&mut store).unwrap();
    crate::store::scratch::streams_agree(&mut store);
    assert_eq!(store.trouble(), None);
    store.append(&script(900, 10)).unwrap();
}

fn garble_sled(desk: &Path) {
    let (_, folder) = keeper::newest(&Real::new(), desk).unwrap();
    let db = folder.join("db");
    let mut bytes = std::fs::read(&db).unwrap();
    for byte in &mut bytes {
        *byte ^= 0x5A;
    }
    std::fs::write(db, bytes).unwrap();
}

fn rebuild(home: &Path, disk: &Deadly) {
    disk.arm();
    let mut store = opened_on(disk, &desk(home));
    for n in 100..103 {
        store.append(&script(n, 100)).unwrap();
        acked(n);
    }
    follow(&mut store);
}

/// A desk as it was before there was sealing.
fn clear(home: &Path) {
    let made = home.join("made");
    drop(filled(&made, 12));
    let disk: Arc<dyn Disk> = Arc::new(Real::new());
    let at = desk(home).join(journal::FOLDER);
    let empty = journal::survey(disk.as_ref(), &at, &mut |_, _| {}).unwrap();
    let mut copy = Journal::sized(disk.clone(), at, empty, SIZE);
    let mut reader = JournalReader::open(&made, disk.clone()).unwrap();
    let mut all = Vec::new();
    reader.read_all(&mut |recorded| all.push(recorded)).unwrap();
    for recorded in all {
        let entry = Draft {
            stream: recorded.stream,
            record: cover::record_of(recorded.stream),
            key: 0,
            suite: 0,
            nonce: [0; 12],
            body: v1::event::to_bytes(&recorded),
        };
        copy.append(vec![DraftFrame {
            session: recorded.session.0,
            request: 0,
            at: recorded.at.0,
            entries: vec![entry],
        }])
        .unwrap();
    }
    drop(copy);
    std::fs::remove_dir_all(&made).unwrap();
    // sled and the mark, as a start would leave them.
    drop(opened(&desk(home)));
}

fn sealed(disk: &Arc<dyn Disk>, desk: &Path) -> Result<(), String> {
    reseal::seal_clear(
        disk,
        desk,
        &Unlock::default(),
        START,
        (&SafeText::line("Ruth"), SessionId(9)),
        &mut |_, _| {},
    )
    .map(|_| ())
    .map_err(|e| e.to_string())
}

fn sealed_or_clear(home: &Path, before: &Held, _: &[u64]) {
    let real: Arc<dyn Disk> = Arc::new(Real::new());
    let held = everything(&mut opened(&desk(home)));
    assert_eq!(&held[..before.len()], &before[..], "what was there before");
    if held.len() == before.len() {
        assert!(!seal::is_sealed(real.as_ref(), &desk(home)));
        sealed(&real, &desk(home)).expect("given again, it seals");
    }
    let held = everything(&mut opened(&desk(home)));
    assert_eq!(&held[..before.len()], &before[..], "what was there before");
    assert_eq!(held.len(), before.len() + 1, "and that it was sealed");
    for left in ["journal.clear", "sealing"] {
        assert!(!desk(home).join(left).exists(), "{left} stayed");
    }
    for (path, bytes) in crate::store::scratch::files(&desk(home)) {
        // Every scripted text has its filling behind its numbers.
        assert!(
            !bytes.windows(24).any(|w| w == [b'x'; 24]),
            "{} holds a clear text",
            path.display()
        );
    }
}

fn make_backup(disk: &dyn Disk, home: &Path) {
    let now = porchlight::record::Moment(START.0 + 1);
    backup::make(
        disk,
        &desk(home),
        &home.join("backups"),
        now,
        &mut |_, _| {},
    )
    .unwrap();
}

fn backed_up(home: &Path, before: &Held, _: &[u64]) {
    let real = Real::new();
    assert_eq!(&everything(&mut opened(&desk(home))), before);
    make_backup(&real, home);
    let mut good = 0;
    for name in real.list(&home.join("backups")).unwrap() {
        let folder = home.join("backups").join(&name);
        if !name.ends_with(".part") {
            backup::check(&real, &folder).unwrap_or_else(|e| panic!("{name}: {e}"));
            good += 1;
        }
    }
    assert!(good >= 2, "{good} backups");
    let listed = backup::listed(&real, &desk(home));
    assert!(listed.len() >= 2, "{} are remembered", listed.len());
    // The first was made where the place was made ready.
    for one in listed.iter().filter(|one| one.folder.starts_with(home)) {
        let found = backup::check(&real, &one.folder).unwrap();
        assert_eq!(backup::hex(&found.head), one.head);
    }
}

fn restored(disk: &dyn Disk, home: &Path) -> Result<(), String> {
    let real = Real::new();
    let backups = home.join("backups");
    let name = real.list(&backups).unwrap().remove(0);
    backup::restore(
        disk,
        &backups.join(name),
        &desk(home),
        START,
        &mut |_, _| {},
    )
    .map(|_| ())
    .map_err(|e| e.to_string())
}

fn purge(store: &mut Store) {
    let Stream::Case(id) = case(GONE) else {
        unreachable!()
    };
    let event = Event::Purged {
        case: Some(id),
        child: None,
        number: Some("A-0003".to_owned()),
        rule: SafeText::line("7 years"),
    };
    store.append(&batch(vec![(Stream::Desk, event)])).unwrap();
    let (vault, disk) = store.keys().unwrap();
    vault.destroy(disk, id.0).unwrap();
}

fn purged(home: &Path, before: &Held, _: &[u64]) {
    let others = |held: Held| -> Held {
        held.into_iter()
            .filter(|(stream, _, _)| *stream != case(GONE) && *stream != Stream::Desk)
            .collect()
    };
    let before = others(before.clone());
    let mut store = opened(&desk(home));
    let held = everything(&mut store);
    assert_eq!(others(held), before, "the other records");
    // Given again, it is done.
    purge(&mut store);
    drop(store);
    let mut store = opened(&desk(home));
    let held = everything(&mut store);
    assert!(
        held.iter().all(|(stream, _, _)| *stream != case(GONE)),
        "what was purged is read"
    );
    assert_eq!(others(held), before, "the other records");
    drop(store);
    let walk = JournalReader::open(&desk(home), Arc::new(Real::new()))
        .unwrap()
        .verify(&[], &mut |_, _| {})
        .unwrap();
    assert!(walk.wrong.is_empty(), "{:?}", walk.wrong);
}
