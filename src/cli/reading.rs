//! Looking at a desk from the command line: its journal read without the lock, folded, and judged by its packs.
//!
//! Works while a screen has the desk. Whatever is damaged is said on standard error and makes the command
//! fail, after it has shown what can be read: a damaged desk never looks like an empty one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use super::args::Common;
use super::{noted, out};
use crate::desk::board::Board;
use crate::desk::docket::Docket;
use crate::desk::packs;
use crate::desk::who::Sight;
use crate::env::clock::{Clock, Real};
use crate::env::{disk, ids, origin, paths};
use crate::record::audit::{Audit, Why};
use crate::record::event::Event;
use crate::record::when::{self, Bias, Ctx};
use crate::record::who::Act;
use crate::record::{
    Case, CaseId, Moment, Problem, Recorded, SafeText, SessionId, Stream, Zone, time_words,
};
use crate::rules::Pack;
use crate::store::seal::Vault;
use crate::store::spool::{self, Spool};
use crate::store::{JournalReader, OpenError};

/// A desk as it was found on the disk.
pub struct Look {
    /// Its folder.
    pub folder: PathBuf,
    /// Everything in it.
    pub docket: Docket,
    /// The packs in force.
    pub packs: Vec<Pack>,
    /// The present it is judged at.
    pub now: Moment,
    /// The agency's zone.
    pub zone: Zone,
    /// Who did what.
    pub audit: Audit,
    /// What must be said: damage, packs that cannot be read. Empty when everything was read whole.
    pub said: Vec<String>,
    /// Records whose key is here.
    pub keys: BTreeSet<u128>,
    /// How many cases stand in the journal whose key was destroyed without its saying so: it came back from a backup
    /// that is older than that.
    pub buried: usize,
    /// What readers left and is not as it was written: the audit is not whole, the cases are.
    pub odd: Vec<String>,
    /// Where a look is written down.
    spool: Spool,
}

/// Reads the desk that the options name.
///
/// # Errors
/// When there is none, when it cannot be read, or when `--at` is given for a desk with real cases.
pub fn look(common: &Common) -> Result<Look, Problem> {
    let folder = paths::desk(common.desk.as_deref())?;
    let mut reader = JournalReader::unlocked(
        &folder,
        Arc::new(disk::Real::new()),
        &super::unlock::ways(common),
    )
    .map_err(|error| noted::shut(common, &folder, error))?;
    let mut said = reader.said.clone();
    if !reader.hurt.is_empty() {
        said.push(format!(
            "{} of this desk's records are not all there; what is shown of them may be old or short.",
            reader.hurt.len()
        ));
    }
    said.extend(reader.offer.clone());
    let mut docket = Docket::default();
    let mut audit = Audit::default();
    reader
        .read_all(&mut |recorded| {
            docket.apply(&recorded);
            audit.take(&recorded);
        })
        .map_err(|error| {
            Problem::machine(format!(
                "The desk in {} cannot be read: {error}.",
                folder.display()
            ))
        })?;
    let Some(desk) = &docket.desk else {
        return Err(Problem::machine(format!(
            "The journal in {} does not begin with the founding of a desk.",
            folder.display()
        ))
        .hint("Restore a backup. Blank scripts and the numbers card still work."));
    };
    let (zone, practice) = (desk.zone, desk.practice);
    let (packs, broken) = packs::of(&docket)?;
    said.extend(broken.iter().map(Problem::to_string));
    // Something is missing and nothing is left to show: that is no empty desk.
    if docket.case_ids().next().is_none() && !said.is_empty() {
        return Err(Problem::machine(said.join(" "))
            .hint("No case can be shown. Blank scripts and the numbers card still work."));
    }
    let wall = Real.wall();
    let present = reader.last_time().map_or(wall, |last| last.max(wall));
    let now = match &common.at {
        None => present,
        Some(words) if practice => pretended(words, present, zone)?,
        Some(_) => return Err(at_refused()),
    };
    let keys = reader
        .cover()
        .vault()
        .map(|vault| vault.ring().records.keys().copied().collect())
        .unwrap_or_default();
    let buried = reader
        .gone_cases()
        .filter(|id| !docket.purged.values().any(|left| left.case == Some(*id)))
        .count();
    let seal = reader.cover().vault().and_then(Vault::reading);
    let spool = Spool::of(Arc::new(disk::Real::new()), &folder, seal);
    // What other readers saw and the desk has not yet taken in belongs to the rows.
    let mut odd = Vec::new();
    for left in spool.left() {
        match left.rows {
            Some(rows) if !audit.origins.contains_key(&left.session) => {
                for event in rows {
                    audit.take(&waiting(event));
                }
            }
            Some(_) => {}
            None => odd.push(format!(
                "What a reader left in the audit folder ({}) is not as it was written.",
                left.session
            )),
        }
    }
    Ok(Look {
        spool,
        odd,
        keys,
        buried,
        folder,
        docket,
        packs,
        now,
        zone,
        audit,
        said,
    })
}

/// Refuses a folder in which no desk ever was, so that a command that repairs makes nothing.
///
/// # Errors
/// When there is none.
pub fn must_be_there(folder: &Path) -> Result<(), Problem> {
    match crate::store::evidence::absent(&disk::Real::new(), folder) {
        OpenError::Absent(problem) if !folder.join(crate::store::journal::FOLDER).exists() => {
            Err(problem)
        }
        _ => Ok(()),
    }
}

/// A pretended present, as typed.
///
/// # Errors
/// A sentence with a right example.
pub fn pretended(words: &str, now: Moment, zone: Zone) -> Result<Moment, Problem> {
    when::parse(words, &Ctx::past(now, zone).with(Bias::Any))
        .map(|heard| heard.instant.at)
        .map_err(|problem| Problem {
            sentence: format!("--at: {}", problem.sentence),
            ..problem
        })
}

/// What is said when a pretended present is asked of a desk with real cases, or where it means nothing.
pub fn at_refused() -> Problem {
    Problem::operator(
        "--at pretends another time, and only a practice desk or `clocks` can do that.",
    )
    .example("porchlight clocks --received \"01:31\" --zone America/New_York --at \"03:00\"")
}

/// A row that is not yet in the log, as it will stand there.
fn waiting(event: Event) -> Recorded {
    Recorded {
        stream: Stream::Desk,
        seq: 0,
        at: Moment(0),
        operator: SafeText::default(),
        session: SessionId(0),
        request: 0,
        event,
    }
}

impl Look {
    /// Writes down who looks at what, before it is shown.
    ///
    /// # Errors
    /// When that cannot be written: nothing of a child's record may be shown then.
    pub fn note(
        &self,
        common: &Common,
        case: Option<CaseId>,
        what: &str,
    ) -> Result<Sight, Problem> {
        let act = match what {
            "board" => Act::Board,
            "audit" => Act::Log,
            "handover" => Act::Shift,
            sheet if sheet.starts_with("sheet") => Act::Sheet,
            _ => Act::Case,
        };
        self.note_with(common, act, |session, operator| {
            vec![Event::Viewed {
                session,
                at: self.now,
                operator,
                case,
                what: what.to_owned(),
            }]
        })
    }

    /// The same, with other rows.
    ///
    /// # Errors
    /// As [`Look::note`].
    pub fn note_with(
        &self,
        common: &Common,
        act: Act,
        rows: impl FnOnce(SessionId, SafeText) -> Vec<Event>,
    ) -> Result<Sight, Problem> {
        let roster = self.docket.desk.as_ref().map(|desk| &desk.roster);
        let acting = match roster {
            Some(roster) => super::who::reader(common, roster, act),
            None => Err(Problem::ours("This desk was not founded.")),
        };
        let (name, verdict) = match acting {
            Ok(acting) => (acting.name.to_string(), Ok(acting.sight)),
            Err(problem) => (super::settings::settings(common)?.operator, Err(problem)),
        };
        let origin = origin::origin(&name);
        let session = SessionId(ids::fresh()?);
        let refused = |operator: SafeText| {
            vec![Event::Refused {
                session,
                at: self.now,
                operator,
                case: None,
                verb: "sign in".to_owned(),
                why: Why::Refused,
            }]
        };
        let mut all = vec![Event::SessionOpened {
            session,
            at: self.now,
            account: origin.account,
            operator: origin.operator.clone(),
            terminal: origin.terminal,
            remote: origin.remote,
        }];
        let sight = match verdict {
            Ok(sight) => {
                all.extend(rows(session, origin.operator));
                Ok(sight)
            }
            Err(problem) => {
                all.extend(refused(origin.operator));
                Err(problem)
            }
        };
        self.spool.leave(session, &all).map_err(|error| {
            Problem::machine(format!(
                "Who looks cannot be written down in {}: {error}. So no child's record is shown.",
                self.folder.join(spool::FOLDER).display()
            ))
            .hint("porchlight status still shows the counts, and the screen its clocks.")
        })?;
        sight
    }

    /// Finds a case by its number, its id, or `last`: the one opened last.
    ///
    /// # Errors
    /// A sentence with the nearest number.
    pub fn case(&self, words: &str) -> Result<&Case, Problem> {
        let words = words.trim();
        let id = if words.eq_ignore_ascii_case("last") {
            self.docket
                .cases()
                .max_by_key(|case| (case.opened, case.number.clone()))
                .map(|case| case.id)
        } else {
            self.docket
                .number(words)
                .or_else(|| words.parse::<CaseId>().ok())
        };
        id.and_then(|id| self.docket.case(id))
            .ok_or_else(|| self.unknown(words))
    }

    pub(super) fn unknown(&self, words: &str) -> Problem {
        let shown = crate::record::SafeText::line(words);
        let wanted = words.to_uppercase();
        if let Some(left) = self.docket.purged.get(&wanted) {
            return Problem::operator(format!(
                "{shown} was purged under rule \u{201c}{}\u{201d} on {} by {}; its key was destroyed and nobody can read it.",
                left.rule,
                time_words::moment(left.at, self.zone),
                left.by
            ));
        }
        if self.buried > 0 {
            // Numbers are given in order and never again: one that is missing below another was purged.
            let given = self.docket.numbers.keys().any(|number| *number > wanted);
            let many = match self.buried {
                1 => "one case was".to_owned(),
                more => format!("{more} cases were"),
            };
            return Problem::operator(format!(
                "{shown} {} purged: this desk came back from a backup, and {many} purged since it was made; a destroyed key stays destroyed, and nobody can read it.",
                if given { "was" } else { "may have been" },
            ));
        }
        let near = self
            .docket
            .numbers
            .keys()
            .min_by_key(|number| strsim::damerau_levenshtein(number, &wanted));
        match near {
            Some(near) => Problem::operator(format!("There is no case {shown} on this desk."))
                .hint(format!(
                    "The nearest number is {near}; porchlight list shows the open cases."
                )),
            None => Problem::operator(format!(
                "There is no case {shown} on this desk: it has none yet."
            )),
        }
    }

    /// Every case that is open or still owes something, with the counts.
    pub fn board(&self) -> Board {
        let mut board = Board::default();
        board.rebuild(&self.docket, &self.packs, self.now);
        board
    }

    /// Whether everything could be read.
    pub fn whole(&self) -> bool {
        self.said.is_empty()
    }

    /// Says what must be said about the desk, and what the command exits with: failure when anything was.
    pub fn end(&self) -> ExitCode {
        for sentence in &self.said {
            out::tell(&format!("porchlight: {sentence}"));
        }
        if self.whole() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}
