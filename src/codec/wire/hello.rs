//! Greetings as bytes. Every version reads them, so fields may be added and are never taken away; what is unknown
//! is passed over.

use serde::{Deserialize, Serialize};

use crate::codec::DecodeError;
use crate::record::Problem;
use crate::wire::hello::{Answer, Hello, MAGIC, Versions, Want, Welcome};

#[derive(Serialize, Deserialize)]
struct HelloDef {
    magic: String,
    min: u32,
    max: u32,
    #[serde(default)]
    build: String,
    #[serde(default)]
    want: String,
    /// Hexadecimal: JSON's numbers are too short for it.
    #[serde(default)]
    secret: String,
    #[serde(default)]
    operator: String,
    #[serde(default)]
    terminal: String,
    #[serde(default)]
    remote: String,
}

#[derive(Serialize, Deserialize)]
struct WelcomeDef {
    magic: String,
    min: u32,
    max: u32,
    #[serde(default)]
    build: String,
    #[serde(default)]
    answer: String,
    #[serde(default)]
    protocol: u32,
    #[serde(default)]
    sessions: usize,
    #[serde(default)]
    sentence: String,
    #[serde(default)]
    hint: String,
}

const WANTS: [(Want, &str); 4] = [
    (Want::Session, "session"),
    (Want::Look, "look"),
    (Want::Stop, "stop"),
    (Want::Yield, "yield"),
];

/// The bytes of a program's greeting.
pub fn encode_hello(hello: &Hello) -> Vec<u8> {
    let want = WANTS.iter().find(|(want, _)| *want == hello.want);
    serde_json::to_vec(&HelloDef {
        magic: MAGIC.to_owned(),
        min: hello.versions.min,
        max: hello.versions.max,
        build: hello.versions.build.clone(),
        want: want.map_or("", |(_, word)| word).to_owned(),
        secret: format!("{:032x}", hello.secret),
        operator: hello.operator.clone(),
        terminal: hello.terminal.clone(),
        remote: hello.remote.clone(),
    })
    .unwrap_or_default()
}

/// A program's greeting from its bytes.
///
/// # Errors
/// When they are none.
pub fn decode_hello(bytes: &[u8]) -> Result<Hello, DecodeError> {
    let def: HelloDef = serde_json::from_slice(bytes).map_err(|e| DecodeError::of(&e))?;
    let none = |what: &str| DecodeError::Broken(what.to_owned());
    if def.magic != MAGIC {
        return Err(none("it does not begin with this program's word"));
    }
    let want = WANTS.iter().find(|(_, word)| *word == def.want);
    Ok(Hello {
        versions: Versions {
            min: def.min,
            max: def.max,
            build: def.build,
        },
        want: want
            .ok_or_else(|| none("what is wanted is not known here"))?
            .0,
        secret: u128::from_str_radix(&def.secret, 16).map_err(|_| none("it names no session"))?,
        operator: def.operator,
        terminal: def.terminal,
        remote: def.remote,
    })
}

/// The bytes of a desk's greeting.
pub fn encode_welcome(welcome: &Welcome) -> Vec<u8> {
    let (answer, protocol, sessions, problem) = match &welcome.answer {
        Answer::In { protocol, sessions } => ("in", *protocol, *sessions, None),
        Answer::Ending => ("ending", 0, 0, None),
        Answer::No(problem) => ("no", 0, 0, Some(problem)),
    };
    serde_json::to_vec(&WelcomeDef {
        magic: MAGIC.to_owned(),
        min: welcome.versions.min,
        max: welcome.versions.max,
        build: welcome.versions.build.clone(),
        answer: answer.to_owned(),
        protocol,
        sessions,
        sentence: problem.map(|p| p.sentence.clone()).unwrap_or_default(),
        hint: problem.and_then(|p| p.hint.clone()).unwrap_or_default(),
    })
    .unwrap_or_default()
}

/// A desk's greeting from its bytes.
///
/// # Errors
/// When they are none.
pub fn decode_welcome(bytes: &[u8]) -> Result<Welcome, DecodeError> {
    let def: WelcomeDef = serde_json::from_slice(bytes).map_err(|e| DecodeError::of(&e))?;
    let none = |what: &str| DecodeError::Broken(what.to_owned());
    if def.magic != MAGIC {
        return Err(none("it does not begin with this program's word"));
    }
    let answer = match def.answer.as_str() {
        "in" => Answer::In {
            protocol: def.protocol,
            sessions: def.sessions,
        },
        "ending" => Answer::Ending,
        "no" => {
            let mut problem = Problem::setup(def.sentence);
            problem.hint = Some(def.hint).filter(|hint| !hint.is_empty());
            Answer::No(problem)
        }
        _ => return Err(none("its answer is not known here")),
    };
    Ok(Welcome {
        versions: Versions {
            min: def.min,
            max: def.max,
            build: def.build,
        },
        answer,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hello(want: Want) -> Hello {
        Hello {
            versions: Versions::ours(),
            want,
            secret: u128::MAX - 5,
            operator: "Priya Nair".into(),
            terminal: "/dev/pts/3".into(),
            remote: "10.1.2.3 port 50022".into(),
        }
    }

    #[test]
    fn greetings_go_over_and_come_back() {
        for (want, _) in WANTS {
            let sent = hello(want);
            assert!(decode_hello(&encode_hello(&sent)).unwrap() == sent);
        }
        for answer in [
            Answer::In {
                protocol: 7,
                sessions: 3,
            },
            Answer::Ending,
            Answer::No(Problem::setup("No room.").hint("Close one.")),
        ] {
            let sent = Welcome {
                versions: Versions::ours(),
                answer,
            };
            assert_eq!(decode_welcome(&encode_welcome(&sent)).unwrap(), sent);
        }
    }

    /// Frozen: a desk of any version must be able to read these.
    #[test]
    fn the_first_versions_greetings_stay_readable() {
        let old = br#"{"magic":"porchlight","min":1,"max":1,"build":"0.1.0","want":"stop","secret":"0","operator":"","terminal":"","remote":"","more":[1]}"#;
        assert_eq!(decode_hello(old).unwrap().want, Want::Stop);
        let old = br#"{"magic":"porchlight","min":1,"max":1,"build":"0.1.0","answer":"ending","protocol":0,"sessions":0,"sentence":"","hint":"","more":{}}"#;
        assert_eq!(decode_welcome(old).unwrap().answer, Answer::Ending);
        for wrong in [
            &b"{}"[..],
            b"GET / HTTP/1.1",
            br#"{"magic":"sesame","min":1,"max":1}"#,
        ] {
            assert!(decode_hello(wrong).is_err());
            assert!(decode_welcome(wrong).is_err());
        }
    }
}
