//! The real program serving a desk, to be killed and started again; and a session's raw line to it.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use porchlight::codec::frame::{self, Gather};
use porchlight::codec::wire::hello::{decode_welcome, encode_hello};
use porchlight::codec::wire::{self};
use porchlight::env::{ids, socket};
use porchlight::record::SessionId;
use porchlight::wire::hello::{Answer, Hello, Versions, Want};
use porchlight::wire::{Ask, Message, PROTOCOL, Request};

/// However busy the machine is, nothing takes longer than this.
pub const LONG: Duration = Duration::from_secs(90);

/// A desk's process.
pub struct Served {
    child: Child,
    folder: PathBuf,
}

impl Served {
    /// Serves the desk in a folder, founding it if need be, and waits until it answers.
    pub fn start(folder: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_porchlight"))
            .args(["serve", "--operator", "Priya Nair", "--desk"])
            .arg(folder)
            .env("HOME", folder)
            .env("XDG_CONFIG_HOME", folder.join("config"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        // It says where it answers on one of the two.
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        let begun = Instant::now();
        let at = folder.join(socket::name(PROTOCOL));
        while UnixStream::connect(&at).is_err() {
            if let Ok(Some(status)) = child.try_wait() {
                let _ = errors.read_to_string(&mut said);
                panic!("the desk ended with {status}: {said}");
            }
            assert!(begun.elapsed() < LONG, "the desk does not answer");
            breathe(Duration::from_millis(5));
        }
        // What it says from here on is nobody's; its pipes must not fill.
        drain(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            let mut line = String::new();
            while errors.read_line(&mut line).is_ok_and(|n| n > 0) {
                line.clear();
            }
        });
        Self {
            child,
            folder: folder.to_owned(),
        }
    }

    /// The path of its socket.
    pub fn socket(&self) -> PathBuf {
        self.folder.join(socket::name(PROTOCOL))
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`.
    pub fn kill(mut self) -> PathBuf {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.folder.clone()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn drain(mut from: impl Read + Send + 'static) {
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while from.read(&mut bytes).is_ok_and(|n| n > 0) {}
    });
}

/// Waits a little for something outside this process.
pub fn breathe(time: Duration) {
    let (_keep, wait) = std::sync::mpsc::channel::<()>();
    let _ = wait.recv_timeout(time);
}

/// A session's line.
pub struct Line {
    pub stream: UnixStream,
    gather: Gather,
    pub session: SessionId,
    /// The bytes of the latest message.
    pub last: Vec<u8>,
}

impl Line {
    /// Comes in as a session; `None` when nobody answers now.
    pub fn open(socket: &Path, secret: u128, operator: &str) -> Option<Self> {
        let mut stream = UnixStream::connect(socket).ok()?;
        stream.set_read_timeout(Some(LONG)).ok()?;
        stream.set_write_timeout(Some(LONG)).ok()?;
        let hello = Hello {
            versions: Versions::ours(),
            want: Want::Session,
            secret,
            operator: operator.to_owned(),
            terminal: String::new(),
            remote: String::new(),
        };
        frame::write(&mut stream, &encode_hello(&hello)).ok()?;
        let bytes = frame::read(&mut stream, frame::GREETING).ok()??;
        match decode_welcome(&bytes).ok()?.answer {
            Answer::In { .. } => {}
            _ => return None,
        }
        Some(Self {
            stream,
            gather: Gather::default(),
            session: SessionId(ids::named_by(secret)),
            last: Vec::new(),
        })
    }

    pub fn send(&mut self, request: &Request) -> std::io::Result<()> {
        frame::write(&mut self.stream, &wire::encode_request(request))
    }

    /// The next message; `None` when none came in time.
    pub fn next(&mut self, wait: Duration) -> std::io::Result<Option<Message>> {
        let until = Instant::now() + wait;
        let mut bytes = [0; 65536];
        loop {
            while let Some(body) = self.gather.next(frame::FROM_DESK)? {
                if body.is_empty() {
                    continue;
                }
                let message = wire::decode_message(&body).unwrap();
                self.last = body;
                return Ok(Some(message));
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            self.stream
                .set_read_timeout(Some(left.max(Duration::from_millis(1))))?;
            match self.stream.read(&mut bytes) {
                Ok(0) => return Err(std::io::ErrorKind::UnexpectedEof.into()),
                Ok(n) => self.gather.feed(&bytes[..n]),
                Err(e)
                    if matches!(
                        e.kind(),
                        std::io::ErrorKind::WouldBlock
                            | std::io::ErrorKind::TimedOut
                            | std::io::ErrorKind::Interrupted
                    ) => {}
                Err(e) => return Err(e),
            }
        }
    }
}

/// A request of a session.
pub fn request(session: SessionId, number: u64, operator: &str, ask: Ask) -> Request {
    Request {
        session,
        number,
        operator: operator.to_owned(),
        ask,
    }
}
