//! Standard output as a terminal: what is handed over in one piece is written in one piece.

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use std::io;

/// The terminal behind standard output, without the line buffer of the standard library, which would cut a
/// frame at its line feeds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tty;

impl io::Write for Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let out = rustix::stdio::stdout();
        loop {
            match rustix::io::write(out, bytes) {
                Err(Errno::INTR) => {}
                // Somebody who shares the terminal made it non-blocking.
                Err(Errno::AGAIN) => {
                    let _ = poll(&mut [PollFd::new(&out, PollFlags::OUT)], None);
                }
                other => return Ok(other?),
            }
        }
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
