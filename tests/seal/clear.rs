//! A desk that was made in the clear: shown as ever, and sealed by command, with a kill at any point.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use porchlight::codec::v1;
use porchlight::env::disk::{Disk, Real};
use porchlight::env::faulty::{Call, Fault, Faulty};
use porchlight::record::{SafeText, SessionId, Stream};
use porchlight::store::journal::{self, Draft, DraftFrame, Journal};
use porchlight::store::seal::unlock::Unlock;
use porchlight::store::{JournalReader, Store, cover, reseal, segment};

use super::make::{START, desk, intake, run};
use super::marks;

/// A desk as it was before there was sealing: the same events, stored as they are.
pub fn clear(home: &Path) -> PathBuf {
    let sealed = home.join("made");
    let mut made = desk(&sealed);
    intake(&mut made, "CLEARname Okafor");
    intake(&mut made, "Jordan Reyes");
    drop(made);
    let disk: Arc<dyn Disk> = Arc::new(Real::new());
    let folder = home.join("desk");
    let at = folder.join("journal");
    let empty = journal::survey(disk.as_ref(), &at, &mut |_, _| {}).unwrap();
    let mut clear = Journal::sized(disk.clone(), at, empty, segment::SIZE);
    let mut reader = JournalReader::open(&sealed, disk.clone()).unwrap();
    let mut all = Vec::new();
    reader.read_all(&mut |recorded| all.push(recorded)).unwrap();
    for recorded in all {
        let body = v1::event::to_bytes(&recorded);
        let draft = Draft {
            stream: recorded.stream,
            record: cover::record_of(recorded.stream),
            key: 0,
            suite: 0,
            nonce: [0; 12],
            body,
        };
        let frame = DraftFrame {
            session: recorded.session.0,
            request: 0,
            at: recorded.at.0,
            entries: vec![draft],
        };
        clear.append(vec![frame]).unwrap();
    }
    drop(clear);
    fs::remove_dir_all(&sealed).unwrap();
    // sled and the mark, as a start would leave them.
    drop(Store::open(&folder, disk, START).unwrap());
    folder
}

fn events(folder: &Path) -> Option<usize> {
    let opened = Store::open(folder, Arc::new(Real::new()), START).ok()?;
    let mut store = opened.store;
    let mut seen = 0;
    porchlight::store::Log::read_all(&mut store, &mut |_| seen += 1).ok()?;
    Some(seen)
}

#[test]
fn a_clear_desk_is_shown_and_said_and_sealed_by_command() {
    let home = tempfile::tempdir().unwrap();
    let folder = clear(home.path());
    assert!(marks::anywhere(&folder, "CLEARname"));
    let before = run(&folder, &["list"]);
    assert!(before.out.contains("CLEARname"), "{}", before.err);
    let doctor = run(&folder, &["doctor"]);
    assert!(
        doctor.out.contains("not sealed: porchlight seal"),
        "{}",
        doctor.out
    );
    let sealed = run(&folder, &["seal"]);
    assert_eq!(sealed.code, 0, "{}", sealed.err);
    assert!(
        sealed.out.contains("Old head") && sealed.out.contains("new head"),
        "{}",
        sealed.out
    );
    assert!(
        !marks::anywhere(&folder, "CLEARname"),
        "the clear copies are gone"
    );
    assert_eq!(run(&folder, &["list"]).out, before.out);
    assert_eq!(run(&folder, &["verify"]).code, 0);
    let again = run(&folder, &["seal"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("is sealed already"), "{}", again.err);
    let mut reader = JournalReader::open(&folder, Arc::new(Real::new())).unwrap();
    let last = reader.read(Stream::Desk, 0).unwrap().pop().unwrap();
    assert!(
        matches!(last.event, porchlight::record::Event::Sealed { .. }),
        "{last:?}"
    );
}

#[test]
fn sealing_survives_a_kill_at_every_point_and_no_word_stays_clear() {
    let mut points = 0;
    let template = tempfile::tempdir().unwrap();
    let made = clear(template.path());
    let whole = events(&made).unwrap();
    for call in [Call::Open, Call::Write, Call::Sync, Call::Rename] {
        // Every point would take minutes: the first ones one by one, then in strides.
        let mut after = 0;
        loop {
            let home = tempfile::tempdir().unwrap();
            let folder = home.path().join("desk");
            copy(&made, &folder);
            let disk = Faulty::over(Arc::new(Real::new()));
            disk.order(Fault {
                call,
                after,
                times: u64::MAX,
                errno: 5,
                short: 9,
            });
            let disk: Arc<dyn Disk> = Arc::new(disk);
            let done = reseal::seal_clear(
                &disk,
                &folder,
                &Unlock::default(),
                START,
                (&SafeText::line("Ruth"), SessionId(9)),
                &mut |_, _| {},
            )
            .is_ok();
            // Whatever was cut off: the next start has everything, clear or sealed.
            let seen = events(&folder)
                .unwrap_or_else(|| panic!("{call:?} {after}: the desk does not open"));
            assert!(
                seen == whole || seen == whole + 1,
                "{call:?} {after}: {seen} of {whole}"
            );
            if seen == whole + 1 {
                assert!(
                    !marks::anywhere(&folder, "CLEARname"),
                    "{call:?} {after}: a clear copy stayed"
                );
            } else {
                let sealed = run(&folder, &["seal"]);
                assert_eq!(sealed.code, 0, "{call:?} {after}: {}", sealed.err);
                assert!(
                    !marks::anywhere(&folder, "CLEARname"),
                    "{call:?} {after}: a clear copy stayed"
                );
            }
            points += 1;
            if done {
                break;
            }
            after += 1 + after / 6;
        }
    }
    println!("sealing: cut off at {points} points, nothing lost, nothing clear left");
    assert!(points > 20, "{points}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(|e| e.unwrap().path()) {
        let target = to.join(entry.file_name().unwrap());
        if entry.is_dir() {
            copy(&entry, &target);
        } else {
            fs::copy(&entry, &target).unwrap();
        }
    }
}
