//! Standard output for commands: data only, and quiet when the reader has gone away.

use crate::record::Problem;
use std::io::{self, Write};

/// Prints data on standard output. A closed pipe is no failure: whoever reads has read enough.
///
/// # Errors
/// When the output cannot be written for any other reason.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Says something to the person on standard error; when that is closed too, nobody is there.
pub fn tell(text: &str) {
    let mut err = io::stderr().lock();
    let _ = err
        .write_all(text.as_bytes())
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

/// How far something is, on a terminal that watches; nothing elsewhere.
pub fn progress(what: &str, done: usize, of: usize) {
    use std::io::IsTerminal;
    if !io::stderr().is_terminal() || of == 0 {
        return;
    }
    let full = done * 20 / of;
    let end = if done == of { "\n" } else { "" };
    ask(&format!(
        "\r{what} [{}{}] {done} of {of}{end}",
        "#".repeat(full),
        ".".repeat(20 - full.min(20))
    ));
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
