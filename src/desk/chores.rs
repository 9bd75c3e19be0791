//! Work that comes due by time while the desk runs, done on a thread of its own so that nobody waits for it.

use std::sync::Arc;
use std::time::Duration;

use super::core::Core;
use crate::record::{Moment, Problem};

/// What a chore does when it is due, away from the desk's thread. `Some` words are said to every session.
pub type Work = Box<dyn FnOnce() -> Result<Option<String>, Problem> + Send>;

/// A chore. It is asked on the desk's thread, so its answers are quick.
pub trait Chore: Send {
    /// What it is called where its failure is said.
    fn name(&self) -> &'static str;
    /// When it is next due, by the desk's time; `None` while it never is.
    fn due(&self, desk: &Core, now: Moment) -> Option<Moment>;
    /// It is due: what is to be done. It is not asked again before that is done, and then [`Chore::due`] tells
    /// another time; after a failure too, or it would be tried without end.
    fn work(&mut self, desk: &Core, now: Moment) -> Work;
}

/// Told which chore is done, and what came of it.
type Done = Arc<dyn Fn(usize, Result<Option<String>, Problem>) + Send + Sync>;

/// The chores of a desk.
pub struct Chores {
    all: Vec<(Box<dyn Chore>, bool)>,
    done: Done,
}

/// A due chore is begun at most so late.
const LATE: Duration = Duration::from_millis(20);

impl Chores {
    /// Chores that say their end to `done`.
    pub fn new(
        all: Vec<Box<dyn Chore>>,
        done: impl Fn(usize, Result<Option<String>, Problem>) + Send + Sync + 'static,
    ) -> Self {
        Self {
            all: all.into_iter().map(|chore| (chore, false)).collect(),
            done: Arc::new(done),
        }
    }

    /// How long until the next is due; `None` when none will be.
    pub fn due_in(&self, desk: &Core, now: Moment) -> Option<Duration> {
        let next = self
            .all
            .iter()
            .filter(|(_, running)| !running)
            .filter_map(|(chore, _)| chore.due(desk, now))
            .min()?;
        let left = u64::try_from(next.since(now)).unwrap_or(0);
        Some(Duration::from_micros(left).max(LATE))
    }

    /// Whether one runs, or is due.
    pub fn is_busy(&self, desk: &Core, now: Moment) -> bool {
        self.all
            .iter()
            .any(|(chore, running)| *running || chore.due(desk, now).is_some_and(|due| due <= now))
    }

    /// Begins those that are due.
    pub fn start_due(&mut self, desk: &Core, now: Moment) {
        for (nth, (chore, running)) in self.all.iter_mut().enumerate() {
            if *running || chore.due(desk, now).is_none_or(|due| due > now) {
                continue;
            }
            let work = chore.work(desk, now);
            let done = Arc::clone(&self.done);
            *running = true;
            let begun = std::thread::Builder::new()
                .name("chore".to_owned())
                .spawn(move || {
                    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
                    done(
                        nth,
                        result.unwrap_or_else(|_| {
                            Err(Problem::ours("It stopped by a fault of its own."))
                        }),
                    );
                });
            if let Err(error) = begun {
                (self.done)(
                    nth,
                    Err(Problem::machine(format!("No thread for it: {error}."))),
                );
            }
        }
    }

    /// One is done; what it is called.
    pub fn done(&mut self, nth: usize) -> &'static str {
        match self.all.get_mut(nth) {
            Some((chore, running)) => {
                *running = false;
                chore.name()
            }
            None => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    struct Hourly {
        next: Moment,
        fails: bool,
    }

    const HOUR: i64 = 3_600_000_000;

    impl Chore for Hourly {
        fn name(&self) -> &'static str {
            "backup"
        }
        fn due(&self, _: &Core, _: Moment) -> Option<Moment> {
            Some(self.next)
        }
        fn work(&mut self, _: &Core, now: Moment) -> Work {
            self.next = now.plus(HOUR);
            let fails = self.fails;
            Box::new(move || {
                assert!(!fails, "a fault");
                Ok(Some("done".into()))
            })
        }
    }

    #[test]
    fn a_chore_runs_once_when_due_and_a_fault_in_it_is_said() {
        for fails in [false, true] {
            let (tell, told) = mpsc::channel();
            let chore = Hourly {
                next: Moment(HOUR),
                fails,
            };
            let mut chores = Chores::new(vec![Box::new(chore)], move |nth, result| {
                tell.send((nth, result)).unwrap();
            });
            let core = Core::new();
            assert_eq!(
                chores.due_in(&core, Moment(0)),
                Some(Duration::from_micros(HOUR as u64))
            );
            chores.start_due(&core, Moment(HOUR - 1));
            assert!(!chores.is_busy(&core, Moment(HOUR - 1)));
            chores.start_due(&core, Moment(HOUR));
            assert!(chores.is_busy(&core, Moment(HOUR)));
            // While it runs it is not begun again, nor waited for.
            chores.start_due(&core, Moment(HOUR * 5));
            assert_eq!(chores.due_in(&core, Moment(HOUR)), None);
            let (nth, result) = told.recv_timeout(Duration::from_secs(60)).unwrap();
            assert_eq!(result.is_err(), fails);
            assert_eq!(chores.done(nth), "backup");
            assert!(!chores.is_busy(&core, Moment(HOUR)));
            assert!(told.try_recv().is_err());
        }
    }
}
