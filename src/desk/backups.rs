//! The desk's own backups: one is made while there are changes, read back and compared, and old ones thin out.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::chores::{Chore, Work};
use super::core::{Core, OURS};
use crate::env::disk::Disk;
use crate::env::ids;
use crate::record::event::Event;
use crate::record::{Moment, Problem, SafeText, SessionId};
use crate::store::backup::{self, schedule};
use crate::store::spool::Spool;

/// Room that stays free on a disk whatever a backup takes, in bytes: the desk's own next entries go first.
const SPARE: u64 = 128 << 20;
/// No backup was made yet.
const NEVER: i64 = i64::MIN;

/// The chore.
pub struct Backups {
    disk: Arc<dyn Disk>,
    desk: PathBuf,
    started: Moment,
    /// Where the row of each is left for the log.
    spool: Option<Arc<Mutex<Spool>>>,
    /// From when on everything is in a good backup, in microseconds; set from the thread that makes them.
    good: Arc<AtomicI64>,
    /// When the first change was seen that is in none.
    since: Cell<Option<Moment>>,
    tried: Option<Moment>,
}

impl Backups {
    /// The backups of the desk in a folder, which starts now. `spool` takes the row of each.
    pub fn of(disk: Arc<dyn Disk>, desk: &Path, started: Moment, spool: Option<Spool>) -> Self {
        let good = backup::listed(disk.as_ref(), desk)
            .last()
            .map_or(NEVER, |last| last.at.0);
        Self {
            disk,
            desk: desk.to_owned(),
            started,
            spool: spool.map(|spool| Arc::new(Mutex::new(spool))),
            good: Arc::new(AtomicI64::new(good)),
            since: Cell::new(None),
            tried: None,
        }
    }
}

/// How long a change waits at most, as the desk is set; `None` for never.
fn every(desk: &Core) -> Option<i64> {
    // What is made up needs none.
    let desk = desk.docket().desk.as_ref().filter(|desk| !desk.practice)?;
    desk.settings
        .get("backup.minutes")
        .and_then(|value| schedule::minutes(value.as_str()))
        .unwrap_or(Some(schedule::EVERY))
}

/// Where they go, as the desk is set.
fn into(desk: &Core, folder: &Path) -> PathBuf {
    desk.docket()
        .desk
        .as_ref()
        .and_then(|desk| desk.settings.get("backup.folder"))
        .map_or_else(
            || folder.join(backup::FOLDER),
            |value| PathBuf::from(value.as_str()),
        )
}

impl Chore for Backups {
    fn name(&self) -> &'static str {
        "backup"
    }

    fn due(&self, desk: &Core, now: Moment) -> Option<Moment> {
        let every = every(desk)?;
        let good = self.good.load(Ordering::Relaxed);
        let changed = desk.changed().filter(|changed| changed.0 > good);
        let since = changed.map(|changed| {
            let seen = self.since.get().filter(|since| since.0 > good);
            seen.unwrap_or(changed.min(now))
        });
        self.since.set(since);
        schedule::due(since, self.tried, self.started, every)
    }

    fn work(&mut self, desk: &Core, now: Moment) -> Work {
        self.tried = Some(now);
        let (disk, folder) = (self.disk.clone(), self.desk.clone());
        let into = into(desk, &folder);
        let (good, spool) = (self.good.clone(), self.spool.clone());
        Box::new(move || {
            let made = make(disk.as_ref(), &folder, &into, now);
            if made.is_ok() {
                good.store(now.0, Ordering::Relaxed);
            }
            if let Some(spool) = spool {
                note(&spool, made.is_ok(), now)?;
            }
            made.map(|()| None)
        })
    }
}

fn make(disk: &dyn Disk, desk: &Path, into: &Path, now: Moment) -> Result<(), Problem> {
    let failed = |why: String| {
        Problem::machine(format!("No backup was made in {}: {why}.", into.display())).hint(
            "Until one is made, what changed since the last is on this machine only: porchlight doctor says how old that is.",
        )
    };
    disk.make_folder(into).map_err(|e| failed(e.to_string()))?;
    let free = disk.free(into).map_err(|e| failed(e.to_string()))?;
    let takes = backup::size(disk, desk).map_err(|e| failed(e.to_string()))?;
    if free < takes.saturating_add(SPARE) {
        return Err(failed(format!(
            "it takes {} MiB and only {} MiB are free there",
            takes >> 20,
            free >> 20
        )));
    }
    backup::make(disk, desk, into, now, &mut |_, _| {}).map_err(|e| failed(e.to_string()))?;
    backup::thin_out(disk, desk, into)
        .map_err(|e| {
            Problem::machine(format!(
                "The backup is made, but old ones stay in {}: {e}.",
                into.display()
            ))
        })
        .map(|_| ())
}

/// Leaves the row of a backup, which the desk takes into the log.
fn note(spool: &Mutex<Spool>, done: bool, at: Moment) -> Result<(), Problem> {
    let (operator, verb) = (SafeText::line("the desk"), "backup".to_owned());
    let row = if done {
        Event::Maintained {
            session: OURS,
            at,
            operator,
            verb,
        }
    } else {
        Event::Refused {
            session: OURS,
            at,
            operator,
            case: None,
            verb,
            why: crate::record::audit::Why::Failed,
        }
    };
    let id = SessionId(ids::fresh()?);
    spool
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .leave(id, &[row])
        .map_err(|e| {
            Problem::machine(format!(
                "That a backup was made could not be written down: {e}."
            ))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::founding::{self, Founding};
    use crate::env::disk::Real;
    use crate::record::when::MINUTE;
    use crate::record::{Batch, DeskId, Recorded, Stream};
    use crate::store::seal::Vault;
    use crate::store::{Log, Store};

    const START: Moment = Moment(1_794_000_000_000_000);

    struct Night {
        _home: tempfile::TempDir,
        desk: PathBuf,
        store: Store,
        core: Core,
        chore: Backups,
    }

    fn night() -> Night {
        let home = tempfile::tempdir().unwrap();
        let desk = home.path().join("desk");
        let disk: Arc<dyn Disk> = Arc::new(Real::new());
        let mut store = Store::open(&desk, disk.clone(), START).unwrap().store;
        let founding = Founding {
            desk: DeskId(1),
            agency: Some("Harlan County".into()),
            zone: Some("America/New_York".parse().unwrap()),
            machine_zone: None,
            practice: false,
            prefix: "A".into(),
        };
        let batch = founding::batch(&founding, "2026-11", &SafeText::line("Priya"), START);
        store.append(&batch).unwrap();
        let mut core = Core::new();
        store.read_all(&mut |one| core.fold(&one)).unwrap();
        let chore = Backups::of(disk, &desk, START, None);
        Night {
            _home: home,
            desk,
            store,
            core,
            chore,
        }
    }

    impl Night {
        fn set(&mut self, key: &str, value: &str, at: Moment) {
            let event = Event::DeskSet {
                key: key.to_owned(),
                value: SafeText::line(value),
            };
            let batch = Batch {
                expected: Vec::new(),
                events: vec![(Stream::Desk, event)],
                at,
                operator: SafeText::line("Priya"),
                session: SessionId(1),
                request: 0,
            };
            let all: Vec<Recorded> = self.store.append(&batch).unwrap();
            for one in &all {
                self.core.fold(one);
            }
        }
        fn run(&mut self, now: Moment) -> Result<Option<String>, Problem> {
            self.chore.work(&self.core, now)()
        }
    }

    #[test]
    fn each_is_one_row_made_or_failed() {
        let mut night = night();
        let disk: Arc<dyn Disk> = Arc::new(Real::new());
        let spool = |night: &Night| {
            let reading = night.store.cover().vault().and_then(Vault::reading);
            Spool::of(disk.clone(), &night.desk, reading)
        };
        let to = Some(spool(&night));
        night.chore = Backups::of(disk.clone(), &night.desk, START, to);
        let rows = |night: &Night| -> Vec<Event> {
            let left = spool(night).left();
            left.into_iter().flat_map(|one| one.rows.unwrap()).collect()
        };
        let due = night.chore.due(&night.core, START).unwrap();
        night.run(due).unwrap();
        assert!(
            matches!(rows(&night).as_slice(), [Event::Maintained { verb, .. }] if verb == "backup"),
            "{:?}",
            rows(&night)
        );
        // A place where nothing can be made.
        night.set("backup.folder", "/proc/nowhere", due.plus(MINUTE));
        let next = night.chore.due(&night.core, due.plus(MINUTE)).unwrap();
        assert!(night.run(next).is_err());
        let failed = |row: &&Event| {
            matches!(row, Event::Refused { verb, why, .. }
                if verb == "backup" && *why == crate::record::audit::Why::Failed)
        };
        assert_eq!(rows(&night).len(), 2);
        assert_eq!(rows(&night).iter().filter(failed).count(), 1);
    }

    #[test]
    fn one_is_made_while_there_are_changes_and_none_without() {
        let mut night = night();
        let due = night.chore.due(&night.core, START).unwrap();
        assert_eq!(due, START.plus(15 * MINUTE), "the founding is a change");
        assert!(night.run(due).unwrap().is_none());
        assert_eq!(night.chore.due(&night.core, due.plus(MINUTE)), None);
        let good = backup::newest_good(&Real::new(), &night.desk).unwrap();
        assert!(good.folder.starts_with(night.desk.join(backup::FOLDER)));
        // A change after a long quiet waits its time too, however often it is followed by others.
        let later = due.plus(500 * MINUTE);
        night.set("phone", "614-555-0199", later);
        let next = night.chore.due(&night.core, later).unwrap();
        assert_eq!(next, later.plus(15 * MINUTE));
        night.set("phone", "614-555-0198", later.plus(9 * MINUTE));
        assert_eq!(
            night.chore.due(&night.core, later.plus(9 * MINUTE)),
            Some(next)
        );
        // What was made is remembered at the next start.
        night.run(next).unwrap();
        let again = Backups::of(Arc::new(Real::new()), &night.desk, next, None);
        assert_eq!(again.due(&night.core, next), None);
    }

    #[test]
    fn how_often_and_where_are_settings_of_the_desk() {
        let mut night = night();
        let elsewhere = night.desk.parent().unwrap().join("elsewhere");
        night.set("backup.minutes", "5", START);
        night.set("backup.folder", &elsewhere.to_string_lossy(), START);
        let due = night.chore.due(&night.core, START).unwrap();
        assert_eq!(due, START.plus(5 * MINUTE));
        night.run(due).unwrap();
        assert_eq!(std::fs::read_dir(&elsewhere).unwrap().count(), 1);
        night.set("backup.minutes", "off", due.plus(1));
        assert_eq!(night.chore.due(&night.core, due.plus(MINUTE)), None);
    }

    #[test]
    fn a_failure_is_said_and_tried_again_after_its_time() {
        let mut night = night();
        let blocked = night.desk.parent().unwrap().join("blocked");
        drop(
            Real::new()
                .open(&blocked, crate::env::disk::How::New)
                .unwrap(),
        );
        night.set("backup.folder", &blocked.to_string_lossy(), START);
        let due = night.chore.due(&night.core, START).unwrap();
        let problem = night.run(due).unwrap_err();
        assert!(problem.sentence.contains("No backup was made"), "{problem}");
        assert_eq!(
            night.chore.due(&night.core, due),
            Some(due.plus(15 * MINUTE))
        );
        std::fs::remove_file(&blocked).unwrap();
        night.run(due.plus(15 * MINUTE)).unwrap();
        assert_eq!(night.chore.due(&night.core, due.plus(16 * MINUTE)), None);
    }

    #[test]
    fn many_nights_leave_what_the_table_keeps_each_of_them_whole() {
        let mut night = night();
        let mut at = START;
        for n in 0..40 {
            night.set("phone", &format!("614-555-01{n:02}"), at);
            at = at.plus(15 * MINUTE);
            night.run(at).unwrap();
        }
        let folder = night.desk.join(backup::FOLDER);
        let left = std::fs::read_dir(&folder).unwrap().count();
        assert!((8..=8 + 14 + 8).contains(&left), "{left}");
        let listed = backup::listed(&Real::new(), &night.desk);
        assert_eq!(listed.len(), left, "what is gone is not remembered");
        for one in listed {
            backup::check(&Real::new(), &one.folder).unwrap();
        }
    }
}
