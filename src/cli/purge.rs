//! `porchlight purge`: destroys the key of a closed case or a child under a retention rule.
//!
//! The tombstone goes into the chain first, then the key goes. Cut off between the two, the command is given
//! again. What the chain holds stays as it was written; nobody can read it any more.

use std::fmt::Write as _;
use std::process::ExitCode;

use super::args::Common;
use super::progress::Progress;
use super::{open, out, reading, settings, unlock};
use crate::env::clock::{Clock, Real};
use crate::env::disk::Disk;
use crate::env::{disk, paths};
use crate::record::event::Event;
use crate::record::{Batch, CaseId, ChildId, Moment, Problem, SafeText, Stream};
use crate::store::{Log, Store, backup};

/// What is to go.
struct Target {
    record: u128,
    case: Option<CaseId>,
    child: Option<ChildId>,
    number: Option<String>,
    /// What must be typed again.
    word: String,
}

/// Runs the command.
///
/// # Errors
/// When the case is open, the desk is not sealed, or a disk refuses.
pub fn run(
    common: &Common,
    case: Option<&str>,
    child: Option<&str>,
    rule: &str,
    yes: bool,
) -> Result<ExitCode, Problem> {
    let folder = paths::desk(common.desk.as_deref())?;
    reading::must_be_there(&folder)?;
    let rule = SafeText::line(rule.trim());
    if rule.is_empty() {
        return Err(
            Problem::operator("A purge stands under a rule, and none was named.")
                .example("porchlight purge A-0413 --rule \"7 years after closing\""),
        );
    }
    let operator = settings::settings(common)?.operator;
    let ways = unlock::ways(common);
    let (target, left) = target(common, case, child)?;
    if !yes {
        let typed = out::ask_back(&format!(
            "The key of {} is destroyed. Nobody can read it any more, from here or from a restored backup.\nType {} to go on: ",
            target.word, target.word
        ))?;
        if typed.trim() != target.word {
            return Err(Problem::operator("That was not it; nothing was purged."));
        }
    }
    let opened = open::unlocked(
        &folder,
        &open::First::default(),
        &operator,
        Real.wall(),
        &ways,
    )?;
    let mut store = opened.store;
    if store.cover().vault().is_none() {
        return Err(
            Problem::setup("This desk is not sealed, so there is no key to destroy.")
                .hint("porchlight seal seals it."),
        );
    }
    if !left {
        let now = store
            .last_time()
            .map_or(Real.wall(), |last| last.max(Real.wall()));
        write(&mut store, &target, &rule, &operator, now)?;
    }
    let (vault, disk) = store
        .keys()
        .ok_or_else(|| Problem::ours("The keys went away."))?;
    vault.destroy(disk, target.record).map_err(|error| {
        Problem::machine(format!(
            "The tombstone is written, but the key is not destroyed yet: {error}."
        ))
        .hint("Give the same command again.")
    })?;
    let mut bar = Progress::of(common, "purge");
    let text = said(&folder, &target, rule.as_str(), &mut bar);
    bar.end();
    out::data(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// What the words name, and whether its tombstone stands already and only the key is left to go.
fn target(
    common: &Common,
    case: Option<&str>,
    child: Option<&str>,
) -> Result<(Target, bool), Problem> {
    let look = reading::look(common)?;
    if !look.whole() {
        return Err(
            Problem::machine("This desk is damaged; nothing is purged from it.")
                .hint(look.said.join(" ")),
        );
    }
    if let Some(words) = case
        && let Some(left) = look.docket.purged.get(&words.trim().to_uppercase())
        && let Some(id) = left.case
        && look.keys.contains(&id.0)
    {
        let number = words.trim().to_uppercase();
        return Ok((
            Target {
                record: id.0,
                case: Some(id),
                child: None,
                word: number.clone(),
                number: Some(number),
            },
            true,
        ));
    }
    if let Some(words) = child
        && look.docket.number(words.trim()).is_none()
    {
        return alone(&look, words);
    }
    let case_of = look.case(case.or(child).unwrap_or_default())?;
    let still_open = |number: &str| {
        Problem::operator(format!(
            "{number} is open, and only closed cases are purged."
        ))
        .hint("Close it first, with its reason.")
    };
    if child.is_none() {
        if case_of.closed.is_none() {
            return Err(still_open(&case_of.number));
        }
        let target = Target {
            record: case_of.id.0,
            case: Some(case_of.id),
            child: None,
            number: Some(case_of.number.clone()),
            word: case_of.number.clone(),
        };
        return Ok((target, false));
    }
    if let Some(open) = look
        .docket
        .runs(case_of.child)
        .find(|run| run.closed.is_none())
    {
        return Err(still_open(&open.number));
    }
    let word = format!("the child of {}", case_of.number);
    Ok(of_child(&look, case_of.child, word))
}

/// A child's own record; whether its tombstone stands already and only the key is left to go.
fn of_child(look: &reading::Look, child: ChildId, word: String) -> (Target, bool) {
    let target = Target {
        record: child.0,
        case: None,
        child: Some(child),
        number: None,
        word,
    };
    let left = look.docket.purged_children.contains(&child) && look.keys.contains(&child.0);
    (target, left)
}

/// A child that no case leads to any more, by its own id.
fn alone(look: &reading::Look, words: &str) -> Result<(Target, bool), Problem> {
    let left: Vec<ChildId> = look
        .docket
        .children()
        .filter(|child| look.keys.contains(&child.0) && look.docket.runs(*child).next().is_none())
        .collect();
    let named = words.trim().parse::<ChildId>().ok();
    match named.filter(|child| left.contains(child)) {
        Some(child) => Ok(of_child(look, child, format!("child {child}"))),
        None if left.is_empty() => Err(look.unknown(words.trim())),
        None => {
            let ids: Vec<String> = left.iter().map(ToString::to_string).collect();
            Err(look
                .unknown(words.trim())
                .hint(format!(
                    "Every case of these children is purged, and their own records are not: {}.",
                    ids.join(", ")
                ))
                .example(format!(
                    "porchlight purge --child {} --rule \"7 years after closing\"",
                    ids[0]
                )))
        }
    }
}

fn write(
    store: &mut Store,
    target: &Target,
    rule: &SafeText,
    operator: &str,
    now: Moment,
) -> Result<(), Problem> {
    let event = Event::Purged {
        case: target.case,
        child: target.child,
        number: target.number.clone(),
        rule: rule.clone(),
    };
    store
        .append(&Batch {
            expected: vec![(Stream::Desk, store.head(Stream::Desk))],
            events: vec![(Stream::Desk, event)],
            at: now,
            operator: SafeText::line(operator),
            session: super::noted::session()?,
            request: 0,
        })
        .map(|_| ())
        .map_err(|error| Problem::machine(format!("Nothing was purged: {error}.")))
}

/// What was done, and which backups still hold the key.
fn said(folder: &std::path::Path, target: &Target, rule: &str, bar: &mut Progress) -> String {
    let mut text = format!(
        "{} is purged under rule \u{201c}{rule}\u{201d}. The chain stays whole; its words are gone.\n",
        target.word
    );
    let disk = disk::Real::new();
    let mut reached = 0;
    let listed = backup::listed(&disk, folder);
    let of = listed.len();
    for (done, one) in listed.into_iter().enumerate() {
        bar.at(done, of);
        let note = match backup::bury(&disk, &one.folder, target.record) {
            Ok(()) => {
                reached += 1;
                "its tombstone lies beside it now, so a restore leaves it purged"
            }
            Err(_) if disk.exists(&one.folder) => "its tombstone could not be put beside it",
            Err(_) => "it is not reachable from here: destroy it, or put the tombstone there",
        };
        let _ = writeln!(
            text,
            "The backup of {} UTC in {} still holds the key: {note}.",
            one.at.utc().format("%Y-%m-%d %H:%M"),
            one.folder.display()
        );
    }
    let _ = writeln!(
        text,
        "The old keys file was overwritten in place, which a disk, a snapshot or a copy elsewhere may not follow: porchlight key rotate makes the wrapped key useless there too."
    );
    if reached > 0 {
        text.push_str("Destroy the backups named above when their own time is over.\n");
    }
    text
}
