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

/// The same for commands: a failure in words.
///
/// # Errors
/// When the output cannot be written.
pub fn data(text: &str) -> Result<(), Problem> {
    print(text).map_err(|e| Problem::machine(format!("The output could not be written: {e}.")))
}
