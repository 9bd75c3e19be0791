//! Lines in, results out: what is a line, what came of it, and how it is written.

use std::io::{self, BufRead, Write};

use crate::codec::command::{self, Bad};
use crate::record::Problem;
use crate::wire::Outcome;

/// The longest line that is read, in bytes.
const LONGEST: u64 = 1024 * 1024;

/// Carries out each line and writes what came of it; `true` when none was refused.
///
/// # Errors
/// When the lines cannot be read or their results not be written, and what `carry` says.
pub(super) fn each_result(
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    mut carry: impl FnMut(Result<&str, Bad>) -> Result<Done, Problem>,
) -> Result<bool, Problem> {
    let mut clean = true;
    let mut failed = None;
    let read = each_line(input, |number, text| {
        let result = carry(text).map_err(|problem| {
            failed = Some(problem);
            io::Error::other("the desk")
        })?;
        clean &= result.is_good();
        let line = result.json(number);
        writeln!(out, "{}", super::super::out::visible(&line)).and_then(|()| out.flush())
    });
    match (failed, read) {
        (Some(problem), _) => Err(problem),
        (None, Err(error)) => Err(Problem::machine(format!(
            "The lines or their results failed: {error}."
        ))),
        (None, Ok(())) => Ok(clean),
    }
}

/// Hands over each line with its number, from 1. Blank lines and comments are skipped, but counted.
pub(super) fn each_line(
    input: &mut dyn BufRead,
    mut each: impl FnMut(usize, Result<&str, Bad>) -> io::Result<()>,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    let mut number = 0;
    loop {
        bytes.clear();
        let read = io::Read::take(&mut *input, LONGEST).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(());
        }
        number += 1;
        let whole = bytes.ends_with(b"\n") || (read as u64) < LONGEST;
        if !whole {
            let mut rest = Vec::new();
            while io::Read::take(&mut *input, LONGEST).read_until(b'\n', &mut rest)? as u64
                == LONGEST
                && !rest.ends_with(b"\n")
            {
                rest.clear();
            }
            each(number, Err(bad("The line is longer than 1 MiB.")))?;
            continue;
        }
        // A byte-order mark of a file from another system is no part of its first line.
        let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        match std::str::from_utf8(body) {
            Ok(text) if text.trim().is_empty() || text.trim_start().starts_with('#') => {}
            Ok(text) => each(number, Ok(text.trim()))?,
            Err(_) => each(number, Err(bad("The line is not UTF-8 text.")))?,
        }
    }
}

fn bad(sentence: &str) -> Bad {
    Bad {
        field: None,
        problem: Problem::operator(sentence),
    }
}

/// What came of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Done {
    /// Carried out.
    Good(Outcome),
    /// Refused; nothing was stored.
    Refused(Bad),
}

impl Done {
    /// Whether it was carried out.
    pub fn is_good(&self) -> bool {
        matches!(self, Self::Good(outcome) if !matches!(outcome, Outcome::Conflict(_)))
    }
    /// The result as one JSON line, without its end.
    pub fn json(&self, line: usize) -> String {
        match self {
            Self::Good(outcome) => command::good_line(line, outcome),
            Self::Refused(bad) => command::bad_line(line, bad),
        }
    }
}
