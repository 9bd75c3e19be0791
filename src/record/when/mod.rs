//! Instants as people say them: UTC, the zone they were spoken in, how exact.

use chrono::{DateTime, TimeZone, Utc};

mod clock;
mod day;
mod elapsed;
mod lex;
mod parse;
mod range;
mod refuse;
mod said;
#[cfg(test)]
mod tests;
mod zone;

pub(crate) use day::month;
pub use parse::{Bias, Ctx, Heard, Question, Reading, SLACK, parse};
pub use zone::Zone;

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(pub i64);

/// One minute in microseconds.
pub const MINUTE: i64 = 60_000_000;
/// One elapsed hour in microseconds.
pub const HOUR: i64 = 60 * MINUTE;

impl Moment {
    /// The moment so many elapsed microseconds later (saturating).
    #[must_use]
    pub fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }
    /// Elapsed microseconds from `earlier` to `self`; negative when `self` is before it.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
    /// The chrono form, for calendar arithmetic. Out-of-range moments clamp to the epoch.
    pub fn utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or_default()
    }
    /// The moment of a chrono instant.
    pub fn of<Z: TimeZone>(at: &DateTime<Z>) -> Self {
        Self(at.timestamp_micros())
    }
}

/// How exact an instant is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// As said.
    Exact,
    /// "About".
    About,
    /// Somewhere from [`Instant::at`] to `until`.
    Between {
        /// The later end.
        until: Moment,
    },
    /// One of two readings of a repeated hour, not yet settled: [`Instant::at`] is the earlier, which governs.
    Either {
        /// The later reading.
        or: Moment,
    },
}

/// An instant as somebody said it. Resolved once; never resolved again after a zone-data update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant {
    /// The moment; for a range or an unsettled reading, the earliest.
    pub at: Moment,
    /// The zone in which it was spoken.
    pub zone: Zone,
    /// Seconds east of UTC as resolved then.
    pub offset: i32,
    /// How exact it is.
    pub precision: Precision,
}

impl Instant {
    /// An exact instant in a zone.
    pub fn exact(at: Moment, zone: Zone) -> Self {
        Self {
            at,
            zone,
            offset: zone.offset_at(at),
            precision: Precision::Exact,
        }
    }
}

impl Instant {
    /// As it would be typed again in a zone; [`parse()`] reads it back to the same instant.
    ///
    /// `2027-02-09 01:12`, `about …`, `between … and …`; the offset where the hour came twice, and
    /// the zone's name where it is not `home`.
    pub fn retype(&self, home: Zone) -> String {
        let spoken = match self.precision {
            Precision::Exact => self.zone.spoken(self.at),
            Precision::About => format!("about {}", self.zone.spoken(self.at)),
            // An offset said at one end would be heard at the other end as well.
            Precision::Between { until } => {
                let ends = [self.at, until];
                let told = ends.iter().all(|end| self.zone.wall_tells(*end));
                let [from, to] = ends.map(|end| match told {
                    true => self.zone.wall(end),
                    false => self.zone.with_offset(end),
                });
                format!("between {from} and {to}")
            }
            Precision::Either { .. } => self.zone.wall(self.at),
        };
        if self.zone == home {
            spoken
        } else {
            format!("{spoken} {}", self.zone.name())
        }
    }
}
