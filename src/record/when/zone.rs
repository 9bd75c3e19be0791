//! Zones: the IANA rules, and the names that people on a telephone give them.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDateTime, Offset, TimeZone};
use chrono_tz::Tz;

use super::Moment;
use crate::record::Problem;

/// An IANA zone.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(pub chrono_tz::Tz);

impl Zone {
    /// UTC itself.
    pub const UTC: Self = Self(chrono_tz::Tz::UTC);
    /// The IANA name, such as `America/Chicago`.
    pub fn name(self) -> &'static str {
        self.0.name()
    }
    /// Seconds east of UTC at that moment.
    pub fn offset_at(self, at: Moment) -> i32 {
        self.0
            .offset_from_utc_datetime(&at.utc().naive_utc())
            .fix()
            .local_minus_utc()
    }
    /// The local form of a moment.
    pub fn local(self, at: Moment) -> DateTime<chrono_tz::Tz> {
        at.utc().with_timezone(&self.0)
    }
}
impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
/// What a wall clock's reading means in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Local {
    /// One moment.
    One(Moment),
    /// The hour repeats: the first and the second reading.
    Two(Moment, Moment),
    /// The clock jumped over it: the last minute before, and the first moment after.
    Gap(Moment, Moment),
}

impl Zone {
    /// The moment or moments at which a clock on the wall shows `wall`.
    pub(super) fn resolve(self, wall: NaiveDateTime) -> Local {
        match self.0.from_local_datetime(&wall) {
            chrono::MappedLocalTime::Single(at) => Local::One(Moment::of(&at)),
            chrono::MappedLocalTime::Ambiguous(a, b) => {
                let (a, b) = (Moment::of(&a), Moment::of(&b));
                Local::Two(a.min(b), a.max(b))
            }
            chrono::MappedLocalTime::None => self.gap(wall),
        }
    }
    /// The edges of the jump that swallowed `wall`, by halving between a day before and a day after.
    fn gap(self, wall: NaiveDateTime) -> Local {
        const DAY: i64 = 24 * super::HOUR;
        let around = Moment::of(&wall.and_utc());
        let (mut low, mut high) = (around.plus(-DAY), around.plus(DAY));
        let before = self.offset_at(low);
        while high.since(low) > 1_000_000 {
            let middle = low.plus(high.since(low) / 2);
            if self.offset_at(middle) == before {
                low = middle;
            } else {
                high = middle;
            }
        }
        // Transitions fall on whole seconds, so the edge is the whole second just above `low`.
        let edge = Moment((low.0.div_euclid(1_000_000) + 1) * 1_000_000);
        Local::Gap(edge.plus(-super::MINUTE), edge)
    }
    /// The first moment of a day: midnight, or the jump's far edge where midnight never was.
    pub fn day_begins(self, day: chrono::NaiveDate) -> Moment {
        match self.resolve(day.and_time(chrono::NaiveTime::MIN)) {
            Local::One(at) | Local::Two(at, _) | Local::Gap(_, at) => at,
        }
    }
    /// What a wall clock shows: `2027-02-09 01:12`, with seconds where there are any.
    pub(super) fn wall(self, at: Moment) -> String {
        let local = self.local(at);
        let form = match at.0 {
            micros if micros % super::MINUTE == 0 => "%Y-%m-%d %H:%M",
            micros if micros % 1_000_000 == 0 => "%Y-%m-%d %H:%M:%S",
            _ => "%Y-%m-%d %H:%M:%S%.6f",
        };
        local.format(form).to_string()
    }
    /// The same, with the offset where the wall clock alone would not tell.
    pub(super) fn spoken(self, at: Moment) -> String {
        if self.wall_tells(at) {
            self.wall(at)
        } else {
            self.with_offset(at)
        }
    }
    /// Whether the wall clock alone tells the moment: it does but for the hour that comes twice.
    pub(super) fn wall_tells(self, at: Moment) -> bool {
        matches!(self.resolve(self.local(at).naive_local()), Local::One(_))
    }
    /// The wall clock with the offset then in force: `2027-11-07T01:20:00-04:00`.
    pub(super) fn with_offset(self, at: Moment) -> String {
        let seconds = if at.0 % super::MINUTE == 0 { ":00" } else { "" };
        let wall = self.wall(at).replace(' ', "T");
        format!("{wall}{seconds}{}", self.local(at).format("%:z"))
    }
    /// The abbreviation in force at a moment: `EST`; an offset such as `UTC+03` where there is none.
    pub fn abbreviation(self, at: Moment) -> String {
        let abbreviation = self.local(at).format("%Z").to_string();
        if abbreviation.starts_with(['+', '-']) {
            format!("UTC{abbreviation}")
        } else {
            abbreviation
        }
    }
    /// The zone that people mean by a name: IANA in any case, `Central`, `CT`, `Phoenix`, `Arizona`.
    pub fn called(name: &str) -> Option<Self> {
        let name = name.trim();
        // As stored, which is found at once; a person's spelling takes a look at each.
        if let Ok(tz) = name.parse() {
            return Some(Self(tz));
        }
        if let Some(tz) = chrono_tz::TZ_VARIANTS
            .iter()
            .find(|tz| tz.name().eq_ignore_ascii_case(name))
        {
            return Some(Self(*tz));
        }
        let said = name
            .to_lowercase()
            .replace(['_', '-', '.'], " ")
            .split_whitespace()
            .filter(|word| !matches!(*word, "time" | "standard" | "daylight" | "zone" | "us"))
            .collect::<Vec<_>>()
            .join(" ");
        CALLED
            .iter()
            .find(|(names, _)| names.contains(&said.as_str()))
            .map(|(_, tz)| Self(*tz))
    }
}

/// What people on a US telephone call a zone. A state stands here only when all of it keeps one time.
const CALLED: &[(&[&str], Tz)] = &[
    (
        &[
            "eastern",
            "et",
            "est",
            "edt",
            "new york",
            "nyc",
            "columbus",
            "ohio",
            "atlanta",
            "georgia",
            "boston",
            "massachusetts",
            "philadelphia",
            "pennsylvania",
            "washington dc",
            "dc",
            "miami",
            "maine",
            "vermont",
            "new hampshire",
            "connecticut",
            "rhode island",
            "new jersey",
            "delaware",
            "maryland",
            "virginia",
            "west virginia",
            "north carolina",
            "south carolina",
        ],
        Tz::America__New_York,
    ),
    (&["detroit"], Tz::America__Detroit),
    (&["indianapolis"], Tz::America__Indiana__Indianapolis),
    (&["louisville"], Tz::America__Kentucky__Louisville),
    (
        &[
            "central",
            "ct",
            "cst",
            "cdt",
            "chicago",
            "illinois",
            "austin",
            "dallas",
            "houston",
            "san antonio",
            "wisconsin",
            "milwaukee",
            "minnesota",
            "minneapolis",
            "iowa",
            "missouri",
            "st louis",
            "arkansas",
            "louisiana",
            "new orleans",
            "mississippi",
            "alabama",
            "oklahoma",
            "memphis",
            "nashville",
        ],
        Tz::America__Chicago,
    ),
    (
        &[
            "mountain",
            "mt",
            "mst",
            "mdt",
            "denver",
            "colorado",
            "el paso",
            "new mexico",
            "albuquerque",
            "utah",
            "salt lake city",
            "wyoming",
            "montana",
        ],
        Tz::America__Denver,
    ),
    (&["boise"], Tz::America__Boise),
    (&["arizona", "phoenix", "tucson"], Tz::America__Phoenix),
    (
        &[
            "pacific",
            "pt",
            "pst",
            "pdt",
            "los angeles",
            "la",
            "california",
            "san francisco",
            "san diego",
            "sacramento",
            "washington",
            "seattle",
            "portland",
            "las vegas",
        ],
        Tz::America__Los_Angeles,
    ),
    (
        &["alaska", "akst", "akdt", "akt", "anchorage"],
        Tz::America__Anchorage,
    ),
    (&["hawaii", "hst", "honolulu"], Tz::Pacific__Honolulu),
    (
        &[
            "atlantic",
            "ast",
            "puerto rico",
            "san juan",
            "virgin islands",
        ],
        Tz::America__Puerto_Rico,
    ),
    (&["chamorro", "chst", "guam"], Tz::Pacific__Guam),
    (&["samoa", "sst", "american samoa"], Tz::Pacific__Pago_Pago),
    (&["utc", "gmt", "zulu", "z"], Tz::UTC),
];

/// Abbreviations that fix an offset: name, seconds east of UTC, the zone when the desk's own does not use it.
const ABBREVIATIONS: &[(&str, i32, Tz)] = &[
    ("est", -5 * 3600, Tz::America__New_York),
    ("edt", -4 * 3600, Tz::America__New_York),
    ("cst", -6 * 3600, Tz::America__Chicago),
    ("cdt", -5 * 3600, Tz::America__Chicago),
    ("mst", -7 * 3600, Tz::America__Denver),
    ("mdt", -6 * 3600, Tz::America__Denver),
    ("pst", -8 * 3600, Tz::America__Los_Angeles),
    ("pdt", -7 * 3600, Tz::America__Los_Angeles),
    ("akst", -9 * 3600, Tz::America__Anchorage),
    ("akdt", -8 * 3600, Tz::America__Anchorage),
    ("hst", -10 * 3600, Tz::Pacific__Honolulu),
    ("ast", -4 * 3600, Tz::America__Puerto_Rico),
    ("chst", 10 * 3600, Tz::Pacific__Guam),
    ("sst", -11 * 3600, Tz::Pacific__Pago_Pago),
    ("utc", 0, Tz::UTC),
    ("gmt", 0, Tz::UTC),
    ("z", 0, Tz::UTC),
];

/// The zone and offset of an abbreviation: the desk's own zone when that uses it within a year of `now`.
pub(super) fn abbreviated(word: &str, home: Zone, now: Moment) -> Option<(Zone, i32)> {
    let (_, offset, tz) = ABBREVIATIONS.iter().find(|(name, ..)| *name == word)?;
    const MONTH: i64 = 30 * 24 * super::HOUR;
    let home_uses_it = (-12..=12).any(|month| {
        home.abbreviation(now.plus(month * MONTH))
            .eq_ignore_ascii_case(word)
    });
    Some((if home_uses_it { home } else { Zone(*tz) }, *offset))
}

impl FromStr for Zone {
    type Err = Problem;
    fn from_str(name: &str) -> Result<Self, Problem> {
        Self::called(name).ok_or_else(|| {
            Problem::operator("That zone has no name that is known here.")
                .example("America/Chicago")
                .hint("Central, Mountain, Arizona, Phoenix and every IANA name are understood.")
        })
    }
}
