//! The desk's present: never running backwards, never giving time.
//!
//! The wall clock of a server jumps: somebody sets it, a virtual machine wakes up, a time server
//! corrects it. A deadline must not follow it backwards. So the present is the later of the wall clock and
//! the last recorded time plus the microseconds that really passed since (boot-time, sleep included).

use std::sync::{Arc, Mutex, PoisonError};

use crate::record::Moment;

/// The readings a desk's present is made of.
pub trait Clock: Send {
    /// The wall clock, which may jump.
    fn wall(&self) -> Moment;
    /// Microseconds since boot, sleep included, which may not.
    fn boot(&self) -> i64;
}

/// The machine's own clocks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Real;

fn micros(clock: rustix::time::ClockId) -> i64 {
    let at = rustix::time::clock_gettime(clock);
    at.tv_sec
        .saturating_mul(1_000_000)
        .saturating_add(at.tv_nsec / 1_000)
}

impl Clock for Real {
    fn wall(&self) -> Moment {
        Moment(micros(rustix::time::ClockId::Realtime))
    }
    fn boot(&self) -> i64 {
        micros(rustix::time::ClockId::Boottime)
    }
}

/// A clock that starts at a pretended moment and then runs with real elapsed time: for practice desks.
#[derive(Debug, Clone, Copy)]
pub struct Pretended {
    start: Moment,
    boot: i64,
}

impl Pretended {
    /// A clock at which it is `start` now.
    pub fn from(start: Moment) -> Self {
        Self {
            start,
            boot: Real.boot(),
        }
    }
}

impl Clock for Pretended {
    fn wall(&self) -> Moment {
        self.start.plus(Real.boot().saturating_sub(self.boot))
    }
    fn boot(&self) -> i64 {
        Real.boot()
    }
}

/// A clock moved by hand; its copies move together. For tests.
#[derive(Debug, Clone)]
pub struct Movable(Arc<Mutex<(Moment, i64)>>);

impl Movable {
    /// A clock that stands at `wall`.
    pub fn at(wall: Moment) -> Self {
        Self(Arc::new(Mutex::new((wall, 0))))
    }
    fn with<T>(&self, act: impl FnOnce(&mut (Moment, i64)) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
    /// Time passes: both clocks move by so many microseconds.
    pub fn pass(&self, micros: i64) {
        self.with(|c| {
            c.0 = c.0.plus(micros);
            c.1 = c.1.saturating_add(micros);
        });
    }
    /// Somebody sets the wall clock; no time passes.
    pub fn set_wall(&self, wall: Moment) {
        self.with(|c| c.0 = wall);
    }
    /// The machine starts again: boot-time begins at 0, the wall clock stays.
    pub fn reboot(&self) {
        self.with(|c| c.1 = 0);
    }
}

impl Clock for Movable {
    fn wall(&self) -> Moment {
        self.with(|c| c.0)
    }
    fn boot(&self) -> i64 {
        self.with(|c| c.1)
    }
}

/// How far wall clock and elapsed time may drift apart between two readings before it is called a jump:
/// two seconds in microseconds. A time server that slews stays far below it.
pub const JUMP: i64 = 2_000_000;

/// One reading of the present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The desk's present.
    pub now: Moment,
    /// By how many microseconds the wall clock jumped against elapsed time since the reading before.
    pub jumped: Option<i64>,
}

/// The desk's present.
pub struct Present {
    clock: Box<dyn Clock>,
    /// The present at the last reading; it is never earlier again.
    last: Moment,
    /// Boot-time at the last reading.
    boot: i64,
    /// The wall clock at the last reading.
    wall: Moment,
}

impl Present {
    /// A present that is never before `last`, the time of the last thing recorded.
    pub fn new(clock: Box<dyn Clock>, last: Option<Moment>) -> Self {
        let wall = clock.wall();
        let boot = clock.boot();
        Self {
            last: last.map_or(wall, |last| last.max(wall)),
            clock,
            boot,
            wall,
        }
    }

    /// Reads the clocks.
    pub fn read(&mut self) -> Reading {
        let wall = self.clock.wall();
        let boot = self.clock.boot();
        // Boot-time cannot run backwards on one machine; if it does, no time is given for it.
        let elapsed = boot.saturating_sub(self.boot).max(0);
        let jump = wall.since(self.wall).saturating_sub(elapsed);
        self.last = wall.max(self.last.plus(elapsed));
        self.wall = wall;
        self.boot = boot;
        Reading {
            now: self.last,
            jumped: (jump.abs() > JUMP).then_some(jump),
        }
    }

    /// How far the present runs ahead of the wall clock, in microseconds: 0 on a healthy machine.
    pub fn ahead(&self) -> i64 {
        self.last.since(self.wall).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::when::{HOUR, MINUTE};

    const START: Moment = Moment(1_794_000_000_000_000);

    fn present(last: Option<Moment>) -> (Movable, Present) {
        let clock = Movable::at(START);
        (clock.clone(), Present::new(Box::new(clock), last))
    }

    #[test]
    fn a_jump_back_gives_no_time_and_is_told() {
        let (clock, mut present) = present(None);
        clock.pass(10 * MINUTE);
        assert_eq!(
            present.read(),
            Reading {
                now: START.plus(10 * MINUTE),
                jumped: None
            }
        );
        clock.set_wall(START.plus(-HOUR));
        clock.pass(MINUTE);
        let reading = present.read();
        assert_eq!(reading.now, START.plus(11 * MINUTE));
        assert_eq!(reading.jumped, Some(-HOUR - 10 * MINUTE));
        assert_eq!(present.ahead(), 71 * MINUTE - MINUTE);
        clock.pass(MINUTE);
        assert_eq!(
            present.read(),
            Reading {
                now: START.plus(12 * MINUTE),
                jumped: None
            }
        );
    }

    #[test]
    fn a_jump_forward_is_followed_so_that_deadlines_err_early() {
        let (clock, mut present) = present(None);
        clock.set_wall(START.plus(2 * HOUR));
        let reading = present.read();
        assert_eq!(reading.now, START.plus(2 * HOUR));
        assert_eq!(reading.jumped, Some(2 * HOUR));
        clock.set_wall(START);
        clock.pass(MINUTE);
        assert_eq!(present.read().now, START.plus(2 * HOUR + MINUTE));
    }

    #[test]
    fn the_last_recorded_time_is_a_floor_after_a_restart() {
        let (clock, mut present) = present(Some(START.plus(HOUR)));
        assert_eq!(present.read().now, START.plus(HOUR));
        clock.pass(MINUTE);
        assert_eq!(present.read().now, START.plus(HOUR + MINUTE));
    }

    #[test]
    fn slewing_is_no_jump_and_a_boot_clock_that_falls_gives_nothing() {
        let (clock, mut present) = present(None);
        clock.pass(MINUTE);
        clock.set_wall(START.plus(MINUTE + 30_000));
        assert_eq!(present.read().jumped, None);
        clock.reboot();
        assert_eq!(present.read().now, START.plus(MINUTE + 30_000));
    }

    #[test]
    fn a_pretended_clock_runs_on_from_its_start() {
        let clock = Pretended::from(START);
        assert!(clock.wall() >= START && clock.wall() < START.plus(MINUTE));
        assert!(Real.wall().0 > 0 && Real.boot() > 0);
    }
}
