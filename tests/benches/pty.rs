//! A program in a pseudo-terminal of 100 columns by 30 rows: what it writes, and when.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

pub struct Seat {
    _master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<(Instant, Vec<u8>)>,
    begun: Instant,
    pub seen: Vec<u8>,
}

impl Seat {
    /// Starts a program in a home of its own.
    pub fn start(program: &str, args: &[&str], home: &Path) -> Option<Self> {
        let pair = native_pty_system()
            .openpty(PtySize {
                rows: 30,
                cols: 100,
                pixel_width: 0,
                pixel_height: 0,
            })
            .ok()?;
        let mut command = CommandBuilder::new(program);
        command.args(args);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("LC_ALL", "C.UTF-8");
        command.env("HOME", home);
        for gone in [
            "NO_COLOR",
            "PORCHLIGHT_DESK",
            "SSH_TTY",
            "SSH_CONNECTION",
            "SSH_CLIENT",
        ] {
            command.env_remove(gone);
        }
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command).ok()?;
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().ok()?;
        let keys = pair.master.take_writer().ok()?;
        let (tell, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 65_536];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if tell.send((Instant::now(), buffer[..n].to_vec())).is_err() {
                    return;
                }
            }
        });
        Some(Self {
            _master: pair.master,
            keys,
            child,
            output,
            begun,
            seen: Vec::new(),
        })
    }
    /// Waits for words on the screen; how long after the start they came.
    pub fn wait_for(&mut self, words: &str) -> Result<Duration, String> {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            match self
                .output
                .recv_timeout(end.saturating_duration_since(Instant::now()))
            {
                Ok((at, bytes)) => {
                    self.seen.extend(bytes);
                    if String::from_utf8_lossy(&self.seen).contains(words) {
                        return Ok(at - self.begun);
                    }
                }
                Err(_) => {
                    let seen = String::from_utf8_lossy(&self.seen);
                    let said: String = seen.chars().filter(|c| !c.is_control()).take(160).collect();
                    return Err(format!("it showed no {words:?} but {said:?}"));
                }
            }
        }
    }
    /// Everything that comes until nothing came for so long.
    pub fn quiet(&mut self, quiet: Duration) -> usize {
        let mut bytes = 0;
        while let Ok((_, more)) = self.output.recv_timeout(quiet) {
            bytes += more.len();
        }
        bytes
    }
    /// Everything that comes within a time.
    pub fn within(&mut self, time: Duration) -> usize {
        let end = Instant::now() + time;
        let mut bytes = 0;
        while let Ok((_, more)) = self
            .output
            .recv_timeout(end.saturating_duration_since(Instant::now()))
        {
            bytes += more.len();
        }
        bytes
    }
    /// Presses a key; how long until the first bytes came back.
    pub fn press(&mut self, key: &str) -> Option<Duration> {
        let begun = Instant::now();
        self.keys.write_all(key.as_bytes()).ok()?;
        self.keys.flush().ok()?;
        let (at, _) = self.output.recv_timeout(Duration::from_secs(2)).ok()?;
        Some(at.saturating_duration_since(begun))
    }
    /// Its process.
    pub fn process(&self) -> Option<u32> {
        self.child.process_id()
    }
    /// Time on the processor so far, all threads, in ms.
    pub fn cpu(&self) -> Option<f64> {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.child.process_id()?)).ok()?;
        let mut nanos = 0_f64;
        for task in tasks.flatten() {
            let line = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
            nanos += line.split(' ').next()?.parse::<f64>().ok()?;
        }
        Some(nanos / 1e6)
    }
    /// Ends it and waits for its end.
    pub fn end(mut self) {
        if let Some(id) = self.child.process_id() {
            let _ = std::process::Command::new("kill")
                .args(["-TERM", &id.to_string()])
                .status();
        }
        let end = Instant::now() + Duration::from_secs(2);
        while Instant::now() < end {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            // It may wait for somebody to read what it writes.
            let _ = self.output.recv_timeout(Duration::from_millis(5));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether a program is installed.
pub fn has(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}
