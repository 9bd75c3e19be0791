//! After an upgrade: a desk of another protocol that still runs, met by this program.

use std::os::unix::net::UnixListener;

use porchlight::codec::frame;
use porchlight::codec::wire::hello::{decode_hello, encode_welcome};
use porchlight::env::socket::Folder;
use porchlight::wire::PROTOCOL;
use porchlight::wire::hello::{Answer, Versions, Want, Welcome};

use super::{opens, told};
use crate::cli::Home;

/// A desk of another protocol: it answers every greeting as any version must, until it is told to end.
fn other_desk(listener: &UnixListener, protocol: u32) -> usize {
    let theirs = Versions {
        min: protocol,
        max: protocol,
        build: "0.0.7-other".into(),
    };
    let mut sessions = 0;
    for stream in listener.incoming() {
        let mut stream = stream.unwrap();
        let greeting = frame::read(&mut stream, frame::GREETING).unwrap().unwrap();
        let hello = decode_hello(&greeting).unwrap();
        let ends = matches!(hello.want, Want::Stop | Want::Yield);
        sessions += usize::from(hello.want == Want::Session);
        let answer = if ends {
            Answer::Ending
        } else {
            Answer::No(Versions::apart(&theirs, &hello.versions))
        };
        let welcome = Welcome {
            versions: theirs.clone(),
            answer,
        };
        frame::write(&mut stream, &encode_welcome(&welcome)).unwrap();
        if ends {
            break;
        }
    }
    sessions
}

#[test]
fn a_desk_of_another_version_is_found_named_and_ended_by_the_same_command() {
    let home = Home::new();
    let cases = [
        (PROTOCOL - 1, "porchlight stop"),
        (PROTOCOL + 7, "start the porchlight that runs the desk"),
    ];
    for (round, (protocol, advice)) in cases.into_iter().enumerate() {
        assert!(told(&home, &opens(2 * round, 1)).status.success());
        assert_eq!(home.run(&["stop"]).code, 0);
        let folder = Folder::open(&home.desk()).unwrap().unwrap();
        let name = format!("desk.{protocol}.sock");
        let listener = folder.bind(&name, None).unwrap();
        let other = std::thread::spawn(move || other_desk(&listener, protocol));
        let ran = told(&home, &opens(2 * round + 1, 1));
        let words = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(!ran.status.success(), "{words}");
        for part in ["0.0.7-other", &format!("protocol {protocol} "), advice] {
            assert!(words.contains(part), "no {part} in {words}");
        }
        let ours = home.desk().join(format!("desk.{PROTOCOL}.sock"));
        assert!(!ours.exists(), "no second desk beside it");
        let stopped = home.run(&["stop"]);
        assert_eq!(stopped.code, 0, "{stopped:?}");
        assert_eq!(other.join().unwrap(), 0, "it was never asked for a session");
        // What is left of it, a name that nobody answers at, is in nobody's way.
        assert!(home.desk().join(&name).exists());
        assert!(told(&home, &opens(2 * round + 1, 1)).status.success());
        assert_eq!(super::open_cases(&home), 2 * (round + 1));
        assert_eq!(home.run(&["stop"]).code, 0);
    }
}
