//! Standard output for commands: data only, and quiet when the reader has gone away.

use crate::record::Problem;
use crate::record::text::is_hidden;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Text with every control, bidirectional and invisible character but the line feed spelled out, as JSON spells
/// them (`\u001b`).
///
/// Stored text never has any. A path, an argument or a mistyped key may, and whoever named it must not reach a
/// terminal with it.
pub fn visible(text: &str) -> Cow<'_, str> {
    spelled(text, |c| c != '\n' && is_hidden(c))
}

/// The same for what must stay one line.
pub fn one_line(text: &str) -> Cow<'_, str> {
    spelled(text, is_hidden)
}

fn spelled(text: &str, hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Prints data on standard output. A closed pipe is no failure: whoever reads has read enough.
///
/// # Errors
/// When the output cannot be written for any other reason.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out
        .write_all(visible(text).as_bytes())
        .and_then(|()| out.flush())
    {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Says something to the person on standard error; when that is closed too, nobody is there.
pub fn tell(text: &str) {
    let mut err = io::stderr().lock();
    let _ = err
        .write_all(visible(text).as_bytes())
        .and_then(|()| err.write_all(b"\n"));
}

/// Asks the person something on standard error, without a line end.
pub fn ask(text: &str) {
    let mut err = io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}

/// The same for commands: a failure in words.
///
/// # Errors
/// When the output cannot be written.
pub fn data(text: &str) -> Result<(), Problem> {
    print(text).map_err(|e| Problem::machine(format!("The output could not be written: {e}.")))
}

/// Asks the person at the terminal something they can see themselves type.
///
/// # Errors
/// When there is nobody to ask.
pub fn ask_back(text: &str) -> Result<String, Problem> {
    ask(text);
    let mut line = String::new();
    match io::stdin().read_line(&mut line) {
        Ok(n) if n > 0 => Ok(line),
        _ => Err(Problem::operator("Nobody answered, so nothing was done.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_spelled_out() {
        for (text, expected, line) in [
            ("plain Núñez\n", "plain Núñez\n", "plain Núñez\\u000a"),
            (
                "a\u{1b}]52;c;x\u{7}",
                "a\\u001b]52;c;x\\u0007",
                "a\\u001b]52;c;x\\u0007",
            ),
            ("\u{9b}2J\u{202e}", "\\u009b2J\\u202e", "\\u009b2J\\u202e"),
            ("\u{e0041}", "\\udb40\\udc41", "\\udb40\\udc41"),
        ] {
            assert_eq!(visible(text), expected);
            assert_eq!(one_line(text), line);
        }
    }
}
