//! Lines that speak by hand: another version, garbage, a giant, a flood, one that never reads, one that comes back.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;

use porchlight::codec::wire::hello::{decode_welcome, encode_hello};
use porchlight::codec::{frame, wire};
use porchlight::env::ids;
use porchlight::env::socket::Folder;
use porchlight::record::SessionId;
use porchlight::wire::hello::{Answer, Hello, Versions, Want};
use porchlight::wire::{Ask, Command, Message, Outcome, Request};

use super::{PATIENCE, desks, opens, told};
use crate::cli::{Home, intake};

fn connect(home: &Home) -> UnixStream {
    let folder = Folder::open(&home.desk()).unwrap().unwrap();
    let stream = folder.connect("desk.1.sock").unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream
}

fn hello(secret: u128) -> Hello {
    Hello {
        versions: Versions::ours(),
        want: Want::Session,
        secret,
        operator: "Priya".into(),
        terminal: String::new(),
        remote: String::new(),
    }
}

fn greeted(home: &Home, hello: &Hello) -> (UnixStream, Answer) {
    let mut stream = connect(home);
    frame::write(&mut stream, &encode_hello(hello)).unwrap();
    let bytes = frame::read(&mut stream, frame::GREETING).unwrap().unwrap();
    (stream, decode_welcome(&bytes).unwrap().answer)
}

struct Speaker {
    stream: UnixStream,
    session: SessionId,
}

impl Speaker {
    fn joins(home: &Home, secret: u128) -> Self {
        let (stream, answer) = greeted(home, &hello(secret));
        assert!(matches!(answer, Answer::In { .. }), "{answer:?}");
        Self {
            stream,
            session: SessionId(ids::named_by(secret)),
        }
    }
    fn bytes(&self, number: u64, ask: Ask) -> Vec<u8> {
        wire::encode_request(&Request {
            session: self.session,
            number,
            operator: "Priya".into(),
            ask,
        })
    }
    fn asks(&mut self, number: u64, ask: Ask) {
        let bytes = self.bytes(number, ask);
        frame::write(&mut self.stream, &bytes).unwrap();
    }
    fn hears<T>(&mut self, fits: impl Fn(&Message) -> Option<T>) -> T {
        loop {
            let body = frame::read(&mut self.stream, frame::FROM_DESK)
                .unwrap()
                .expect("the line ended");
            if !body.is_empty()
                && let Some(found) = fits(&wire::decode_message(&body).unwrap())
            {
                return found;
            }
        }
    }
    fn saved(&mut self, wanted: u64) -> Outcome {
        self.hears(|message| match message {
            Message::Reply { number, result } if *number == wanted => Some(result.clone().unwrap()),
            _ => None,
        })
    }
}

fn desk() -> Home {
    let home = Home::new();
    assert!(told(&home, &opens(0, 1)).status.success());
    home
}

/// The desk answers somebody else, as before.
fn answers(home: &Home, number: usize) {
    let ran = told(home, &opens(number, 1));
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
}

#[test]
fn another_version_is_told_both_numbers_and_may_still_end_the_desk() {
    let home = desk();
    let newer = |want| Hello {
        versions: Versions {
            min: 98,
            max: 99,
            build: "9.9.9".into(),
        },
        want,
        ..hello(5)
    };
    let (_, answer) = greeted(&home, &newer(Want::Session));
    let Answer::No(problem) = answer else {
        panic!("{answer:?}")
    };
    let words = problem.to_string();
    for part in ["protocol 1", "98 to 99", "9.9.9", "porchlight stop"] {
        assert!(words.contains(part), "{words}");
    }
    let (_, answer) = greeted(&home, &newer(Want::Stop));
    assert_eq!(answer, Answer::Ending);
    super::until("its end", || desks(&home.desk()).is_empty().then_some(()));
}

#[test]
fn garbage_a_giant_and_a_torn_frame_harm_nobody_else() {
    let home = desk();
    let mut good = Speaker::joins(&home, 77);
    good.asks(1, Ask::WatchBoard);
    good.saved(1);
    // No greeting at all.
    let mut stream = connect(&home);
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said);
    assert!(String::from_utf8_lossy(&said).contains("no greeting"));
    // A giant after a right greeting.
    let mut giant = Speaker::joins(&home, 78);
    giant.stream.write_all(&u32::MAX.to_be_bytes()).unwrap();
    let words = giant.hears(|message| match message {
        Message::Notice(words) => Some(words.clone()),
        _ => None,
    });
    assert!(words.contains("4294967295 bytes"), "{words}");
    // Torn in the middle; and a request of somebody else's.
    let mut torn = Speaker::joins(&home, 79);
    torn.stream.write_all(&[0, 0, 1, 0, b'{']).unwrap();
    drop(torn);
    let mut thief = Speaker::joins(&home, 80);
    thief.session = good.session;
    thief.asks(2, Ask::Do(intake("Stolen Voice")));
    let words = thief.hears(|message| match message {
        Message::Notice(words) => Some(words.clone()),
        _ => None,
    });
    assert!(words.contains("another session"), "{words}");
    good.asks(2, Ask::Do(intake("Tanisha Okafor")));
    good.saved(2);
    answers(&home, 1);
}

#[test]
fn a_line_that_never_reads_and_a_flood_hold_nobody_up() {
    let home = desk();
    // Watches, and never reads: what it is sent fills its line and waits.
    let mut deaf = Speaker::joins(&home, 81);
    deaf.asks(1, Ask::WatchBoard);
    // Asks without end, and never reads.
    let mut flood = Speaker::joins(&home, 82);
    let request = frame::framed(&flood.bytes(1, Ask::Find("okafor".into())));
    flood.stream.set_nonblocking(true).unwrap();
    let mut sent = 0;
    while flood
        .stream
        .write(&request)
        .is_ok_and(|n| n == request.len())
    {
        sent += 1;
        if sent == 50_000 {
            break;
        }
    }
    let mut good = Speaker::joins(&home, 83);
    let mut slowest = std::time::Duration::ZERO;
    for n in 1..=200 {
        let before = std::time::Instant::now();
        good.asks(
            n,
            Ask::Do(Command::Note {
                case: "A-0001".into(),
                text: format!("call {n}"),
            }),
        );
        good.saved(n);
        slowest = slowest.max(before.elapsed());
    }
    println!("{sent} requests flooded; the slowest of 200 others' took {slowest:?}");
    answers(&home, 1);
    let pid = desks(&home.desk())[0];
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let rss = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|words| words.split_whitespace().next()?.parse::<u64>().ok())
        .unwrap();
    assert!(rss < 256 * 1024, "the desk holds {rss} kB");
    // It reads again: the newest board is there, and nothing in front of it is old.
    let rows = deaf.hears(|message| match message {
        Message::Board(board) if board.rows.len() == 2 => Some(board.rows.len()),
        _ => None,
    });
    assert_eq!(rows, 2);
}

#[test]
fn too_many_lines_of_one_account_are_refused_in_words_and_the_rest_work() {
    let home = desk();
    let mut held = Vec::new();
    let mut words = None;
    for _ in 0..400 {
        let stream = connect(&home);
        stream.set_nonblocking(true).unwrap();
        held.push(stream);
    }
    for stream in &mut held {
        stream.set_nonblocking(false).unwrap();
        stream
            .set_read_timeout(Some(std::time::Duration::from_millis(1)))
            .unwrap();
        if let Ok(Some(bytes)) = frame::read(stream, frame::GREETING)
            && let Answer::No(problem) = decode_welcome(&bytes).unwrap().answer
        {
            words = Some(problem.to_string());
            break;
        }
    }
    let words = words.expect("nobody was refused");
    assert!(words.contains("lines open for account"), "{words}");
    drop(held);
    answers(&home, 1);
}

#[test]
fn a_session_that_comes_back_asks_again_and_it_is_done_once() {
    let home = desk();
    let mut first = Speaker::joins(&home, 84);
    first.asks(1, Ask::Do(intake("Tanisha Okafor")));
    let saved = first.saved(1);
    // The line breaks before the answer is read, for all it knows; and the desk is killed as well.
    drop(first);
    for round in 0..2 {
        let mut again = Speaker::joins(&home, 84);
        again.asks(1, Ask::Do(intake("Tanisha Okafor")));
        let Outcome::Saved { case_number, .. } = again.saved(1) else {
            panic!("not saved")
        };
        let Outcome::Saved {
            case_number: was, ..
        } = &saved
        else {
            panic!("not saved")
        };
        assert_eq!(&case_number, was);
        drop(again);
        if round == 0 {
            super::kill(desks(&home.desk())[0]);
            answers(&home, 5);
        }
    }
    assert_eq!(super::open_cases(&home), 3);
}
