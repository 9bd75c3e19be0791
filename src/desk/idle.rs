//! When a desk that was started by the first session may end by itself.
//!
//! Only when no session has been there for [`AFTER`], nothing is owed on any case, no chore runs or is due, and
//! nobody else objects.

use std::time::Duration;

use super::core::Core;
use crate::record::Moment;

/// So long nobody must have been there.
pub const AFTER: Duration = Duration::from_secs(10 * 60);

/// Says why the desk must stay, if it must.
pub type Objection = Box<dyn FnMut(&Core, Moment) -> Option<String> + Send>;

/// The watch for a desk that nobody needs.
pub struct Idle {
    after: Duration,
    since: Option<Moment>,
    objections: Vec<Objection>,
    tell: Box<dyn FnMut() + Send>,
}

impl Idle {
    /// A watch that calls `tell` once nobody needs the desk. Whoever is told ends it, or says that it stays.
    pub fn new(after: Duration, tell: impl FnMut() + Send + 'static) -> Self {
        Self {
            after,
            since: None,
            objections: vec![Box::new(owes)],
            tell: Box::new(tell),
        }
    }

    /// Adds a reason to stay.
    #[must_use]
    pub fn unless(mut self, objection: Objection) -> Self {
        self.objections.push(objection);
        self
    }

    /// How long until it must look again.
    pub fn due_in(&self, now: Moment) -> Option<Duration> {
        let gone = Duration::from_micros(u64::try_from(now.since(self.since?)).unwrap_or(0));
        Some(self.after.saturating_sub(gone))
    }

    /// Looks whether anybody needs the desk; `busy` says that a session is there or a chore is.
    pub fn look(&mut self, desk: &Core, now: Moment, busy: bool) {
        if busy {
            self.since = None;
            return;
        }
        let since = *self.since.get_or_insert(now);
        if now.since(since) < i64::try_from(self.after.as_micros()).unwrap_or(i64::MAX) {
            return;
        }
        self.since = Some(now);
        if !self
            .objections
            .iter_mut()
            .any(|objects| objects(desk, now).is_some())
        {
            (self.tell)();
        }
    }

    /// Waits the whole time again.
    pub fn begin_again(&mut self, now: Moment) {
        self.since = Some(now);
    }
}

/// A desk on which anything is owed counts its clocks down, whoever watches.
fn owes(desk: &Core, _: Moment) -> Option<String> {
    let owed = desk.owed();
    (owed > 0).then(|| format!("{owed} duties are open"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    #[test]
    fn nobody_for_the_whole_time_and_no_objection() {
        let told = Arc::new(AtomicUsize::new(0));
        let keep = Arc::new(AtomicBool::new(true));
        let (count, objects) = (Arc::clone(&told), Arc::clone(&keep));
        let mut idle = Idle::new(Duration::from_secs(10), move || {
            count.fetch_add(1, Ordering::SeqCst);
        })
        .unless(Box::new(move |_, _| {
            objects
                .load(Ordering::SeqCst)
                .then(|| "an alarm".to_owned())
        }));
        let core = Core::new();
        let mut look = |seconds: i64, busy| idle.look(&core, Moment(seconds * 1_000_000), busy);
        look(0, true);
        look(100, false);
        look(109, false);
        look(109, true);
        look(110, false);
        look(119, false);
        look(120, false);
        assert_eq!(told.load(Ordering::SeqCst), 0, "objected");
        keep.store(false, Ordering::SeqCst);
        look(129, false);
        assert_eq!(told.load(Ordering::SeqCst), 0, "too early");
        look(130, false);
        assert_eq!(told.load(Ordering::SeqCst), 1);
    }
}
