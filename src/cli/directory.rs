//! `porchlight directory`: the police agencies and people on call that the desk keeps, as a file.
//!
//! A file is checked entry by entry: what cannot be read or would be refused costs itself alone, is said with its
//! line, and the rest is taken. Each entry goes through the same command as one typed on the screen.

use std::fmt::Write as _;
use std::io::{self, Read as _};
use std::path::Path;
use std::process::ExitCode;

use super::args::{Common, DirectoryAbout};
use super::{do_cmd, out, reading};
use crate::codec::printed;
use crate::codec::v1::directory::{self, Entry, Read};
use crate::desk::directory::{card, check};
use crate::record::Problem;
use crate::wire::view::DirectoryRow;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

/// Runs the command: 1 when an entry of a file was refused.
///
/// # Errors
/// When the desk or the file cannot be read, or the desk cannot be opened.
pub fn run(common: &Common, about: &DirectoryAbout) -> Result<ExitCode, Problem> {
    match about {
        DirectoryAbout::List => list(common),
        DirectoryAbout::Export => export(common),
        DirectoryAbout::Import { file, dry_run } => import(common, file, *dry_run),
    }
}

fn list(common: &Common) -> Result<ExitCode, Problem> {
    let look = reading::look(common)?;
    let rows = card(&look.docket);
    if common.json {
        out::data(&printed::directory(&rows))?;
    } else {
        out::data(
            &rows
                .iter()
                .fold(String::new(), |text, row| text + &words(row)),
        )?;
    }
    Ok(look.end())
}

/// An entry on a line or two.
fn words(row: &DirectoryRow) -> String {
    let mut text = format!("{:<28} {:<16} {}", row.key, row.kind, row.name);
    for (what, number) in &row.numbers {
        let _ = write!(text, "  {what} {number}");
    }
    let more: Vec<String> = [
        (!row.area.is_empty()).then(|| format!("answers for {}", row.area)),
        row.ori.as_ref().map(|ori| format!("ORI {ori}")),
        Some(match &row.verified {
            Some(day) => format!("verified {day}"),
            None => "never verified".to_owned(),
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    let _ = writeln!(text, "\n{:<28} {}", "", more.join(" · "));
    text
}

/// The entries of the desk's own, by key.
fn kept(look: &reading::Look) -> Vec<(String, Entry)> {
    look.docket
        .desk
        .iter()
        .flat_map(|desk| &desk.directory)
        .filter_map(|(key, text)| Some((key.clone(), directory::from_toml(text).ok()?)))
        .collect()
}

fn export(common: &Common) -> Result<ExitCode, Problem> {
    let look = reading::look(common)?;
    let all = kept(&look);
    out::data(&directory::write(
        all.iter().map(|(key, entry)| (key.as_str(), entry)),
    ))?;
    Ok(look.end())
}

/// What a file would do to an entry.
enum Change {
    New,
    Changed(Vec<String>),
    Same,
}

fn change(before: Option<&Entry>, after: &Entry) -> Change {
    let Some(before) = before else {
        return Change::New;
    };
    let (old, new) = (directory::fields(before), directory::fields(after));
    let of = |all: &[(String, String)], name: &str| {
        all.iter()
            .find(|(known, _)| known == name)
            .map(|(_, words)| words.clone())
    };
    let mut names: Vec<&String> = new.iter().chain(&old).map(|(name, _)| name).collect();
    names.sort();
    names.dedup();
    let changes: Vec<String> = names
        .into_iter()
        .filter(|name| of(&old, name) != of(&new, name))
        .map(|name| match (of(&old, name), of(&new, name)) {
            (Some(old), Some(new)) => format!("{name}: {old} becomes {new}"),
            (None, Some(new)) => format!("{name}: {new} is added"),
            (old, _) => format!("{name}: {} is taken out", old.unwrap_or_default()),
        })
        .collect();
    if changes.is_empty() {
        Change::Same
    } else {
        Change::Changed(changes)
    }
}

fn import(common: &Common, file: &Path, dry_run: bool) -> Result<ExitCode, Problem> {
    let read = directory::read(&text_of(file)?);
    if read.is_empty() {
        return Err(
            Problem::setup(format!("There is no entry in {}.", file.display()))
                .example(directory::EXAMPLE),
        );
    }
    let look = reading::look(common)?;
    let before = kept(&look);
    let mut good: Vec<(usize, String, Entry)> = Vec::new();
    let mut refused: Vec<(usize, String, String)> = Vec::new();
    let mut plan = String::new();
    for Read { line, key, entry } in read {
        // As the desk would have it: refused here is refused there, and nothing is half taken.
        let checked = entry.and_then(|entry| {
            let (key, entry) = check(&key, &directory::fields(&entry))
                .map_err(|why| Problem::operator(format!("Line {line}: {why}")))?;
            Ok((key, entry))
        });
        match checked {
            Err(why) => refused.push((line, key, why.to_string())),
            Ok((key, entry)) => {
                let known = before.iter().find(|(known, _)| *known == key);
                match change(known.map(|(_, entry)| entry), &entry) {
                    Change::Same => {
                        let _ = writeln!(plan, "same     {key}");
                        continue;
                    }
                    Change::New => {
                        let _ = writeln!(plan, "new      {key}: {} ({})", entry.name, entry.kind);
                    }
                    Change::Changed(what) => {
                        let _ = writeln!(plan, "changed  {key}: {}", what.join("; "));
                    }
                }
                good.push((line, key, entry));
            }
        }
    }
    drop(look);
    out::data(&plan)?;
    if !dry_run && !good.is_empty() {
        refused.extend(send(common, &good)?);
    }
    for (_, key, why) in &refused {
        out::tell(&format!("porchlight: {key}: {}", out::one_line(why)));
    }
    let late = refused
        .iter()
        .filter(|(line, ..)| good.iter().any(|(at, ..)| at == line))
        .count();
    let taken = good.len() - late;
    let verb = if dry_run { "would be set" } else { "set" };
    let left = match refused.len() {
        0 => String::new(),
        1 => ", 1 refused and left as it was".to_owned(),
        n => format!(", {n} refused and left as they were"),
    };
    out::tell(&format!("porchlight: {taken} {verb}{left}."));
    Ok(if refused.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Carries the entries to the desk; those it refused, with their lines and why.
fn send(
    common: &Common,
    good: &[(usize, String, Entry)],
) -> Result<Vec<(usize, String, String)>, Problem> {
    let lines: String = good
        .iter()
        .map(|(_, key, entry)| directory::do_line(key, entry) + "\n")
        .collect();
    let mut results = Vec::new();
    do_cmd::feed(common, &mut lines.as_bytes(), &mut results)?;
    let results = String::from_utf8_lossy(&results).into_owned();
    Ok(good
        .iter()
        .zip(results.lines())
        .filter_map(|((line, key, _), result)| {
            let why = directory::refusal(result)?;
            Some((*line, key.clone(), format!("Line {line}: {why}")))
        })
        .collect())
}

fn text_of(file: &Path) -> Result<String, Problem> {
    let cannot = |error: io::Error| {
        Problem::setup(format!("{} cannot be read: {error}.", file.display()))
            .example("porchlight directory import agencies.toml")
    };
    let input: Box<dyn io::Read> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(file).map_err(cannot)?)
    };
    let mut bytes = Vec::new();
    input
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(cannot)?;
    if bytes.len() as u64 > LARGEST {
        return Err(Problem::setup(format!(
            "{} is larger than 4 MiB.",
            file.display()
        )));
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    String::from_utf8(text.to_vec())
        .map_err(|_| Problem::setup(format!("{} is not UTF-8 text.", file.display())))
}
