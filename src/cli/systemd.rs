//! What systemd and a service say to each other: a socket handed over, *ready*, *stopping*, *alive*.

use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram, UnixListener};
use std::path::PathBuf;
use std::time::Duration;

use listenfd::ListenFd;

use super::serve::Given;
use crate::env::socket;
use crate::record::Problem;
use crate::wire::PROTOCOL;

/// The service manager, where one started us.
pub struct Systemd {
    fds: ListenFd,
    notify: Option<SocketAddr>,
    watchdog: Option<Duration>,
}

impl Systemd {
    /// What this process was started with.
    pub fn of_process() -> Self {
        let notify = std::env::var_os("NOTIFY_SOCKET").and_then(|name| {
            match name.as_bytes().strip_prefix(b"@") {
                Some(name) => SocketAddr::from_abstract_name(name).ok(),
                None => SocketAddr::from_pathname(&name).ok(),
            }
        });
        let watchdog = std::env::var("WATCHDOG_USEC")
            .ok()
            .and_then(|micros| micros.parse().ok())
            .filter(|micros| *micros > 0)
            // Twice within the time.
            .map(|micros: u64| Duration::from_micros(micros / 2));
        Self {
            fds: ListenFd::from_env(),
            notify,
            watchdog,
        }
    }

    /// Whether a socket was handed over.
    pub fn gives_socket(&self) -> bool {
        self.fds.len() > 0
    }

    /// The socket that was handed over, and the folder it lies in.
    ///
    /// # Errors
    /// When it is not the kind of socket a desk answers at.
    pub fn socket(&mut self) -> Result<Option<Given>, Problem> {
        let wrong = |why: &str| {
            Problem::setup(format!(
                "The socket that systemd hands over is not used: {why}."
            ))
            .example(format!(
                "ListenStream=/run/porchlight/{}",
                socket::name(PROTOCOL)
            ))
        };
        let given: Option<UnixListener> = self
            .fds
            .take_unix_listener(0)
            .map_err(|e| wrong(&e.to_string()))?;
        let Some(listener) = given else {
            return Ok(None);
        };
        let place: PathBuf = listener
            .local_addr()
            .ok()
            .and_then(|at| at.as_pathname().map(ToOwned::to_owned))
            .ok_or_else(|| wrong("it has no path"))?;
        let name = place
            .file_name()
            .and_then(|n| n.to_str())
            .unwrap_or_default();
        if name != socket::name(PROTOCOL) {
            return Err(wrong(&format!(
                "it is called {name}, and this program's is {}",
                socket::name(PROTOCOL)
            )));
        }
        let folder = place.parent().map(ToOwned::to_owned).unwrap_or_default();
        Ok(Some((listener, folder)))
    }

    /// How often it wants to hear that we are alive.
    pub fn watchdog(&self) -> Option<Duration> {
        self.watchdog.filter(|_| self.notify.is_some())
    }

    fn say(&self, words: &str) {
        // Nobody there is nobody who wants to know.
        if let Some(to) = &self.notify
            && let Ok(socket) = UnixDatagram::unbound()
        {
            let _ = socket.send_to_addr(words.as_bytes(), to);
        }
    }

    /// The desk answers.
    pub fn ready(&self) {
        self.say("READY=1\nSTATUS=The desk answers.");
    }

    /// The desk ends.
    pub fn stopping(&self) {
        self.say("STOPPING=1\nSTATUS=The desk finishes what was asked.");
    }

    /// The desk is alive.
    pub fn alive(&self) {
        self.say("WATCHDOG=1");
    }
}
