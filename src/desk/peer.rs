//! One line to the desk: a thread that reads it and a thread that writes it.
//!
//! Whatever comes by it (garbage, a giant, a flood, silence) harms this line alone: what is no frame ends it with a
//! sentence, a flood waits in it, and what it does not read waits in its [`Outbox`], views in their newest state.

use std::io;
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::outbox::{Kind, Outbox, Parcel};
use super::socket::{Hall, Place, Wish};
use crate::codec::frame;
use crate::codec::wire::{self, hello};
use crate::env::clock::{Clock, Real};
use crate::env::socket::Peer;
use crate::env::{ids, origin};
use crate::record::event::Event;
use crate::record::{Problem, SessionId};
use crate::wire::Message;
use crate::wire::hello::{Answer, Hello, Versions, Want, Welcome};

/// A line says who it is within this time.
const GREETING: Duration = Duration::from_secs(5);
/// A view that waited so long in µs was old on its screen, and that is said.
const BEHIND: i64 = 2_000_000;

/// Serves a line on threads of its own.
pub(super) fn receive(hall: Arc<Hall>, stream: UnixStream, place: Place, peer: Peer) {
    // Without a thread the line ends; whoever it is connects again.
    let _ = std::thread::Builder::new()
        .name("line".to_owned())
        .spawn(move || {
            let _place = place;
            serve(&hall, stream, peer);
        });
}

fn welcome(stream: &mut UnixStream, answer: Answer) -> io::Result<()> {
    let welcome = Welcome {
        versions: Versions::ours(),
        answer,
    };
    frame::write(stream, &hello::encode_welcome(&welcome))
}

/// Reads the greeting; a refusal in words.
fn greeted(stream: &mut UnixStream) -> Result<Option<Hello>, Problem> {
    let bytes = match frame::read(stream, frame::GREETING) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(Problem::ours(format!("That is no greeting: {error}.")));
        }
        Err(_) => return Ok(None),
    };
    hello::decode_hello(&bytes)
        .map(Some)
        .map_err(|error| Problem::ours(format!("That is no greeting: {error}.")))
}

fn serve(hall: &Arc<Hall>, mut stream: UnixStream, peer: Peer) {
    let _ = stream.set_read_timeout(Some(GREETING));
    let _ = stream.set_write_timeout(Some(GREETING));
    let hello = match greeted(&mut stream) {
        Ok(Some(hello)) => hello,
        Ok(None) => return,
        Err(problem) => {
            let _ = welcome(&mut stream, Answer::No(problem));
            return;
        }
    };
    let answer = answer(hall, &hello, peer);
    let is_in = matches!(answer, Answer::In { .. }) && hello.want == Want::Session;
    if welcome(&mut stream, answer).is_err() || !is_in {
        return;
    }
    let unlimited = stream
        .set_read_timeout(None)
        .and_then(|()| stream.set_write_timeout(None));
    let (Ok(()), Ok(to_write), Ok(to_close)) = (unlimited, stream.try_clone(), stream.try_clone())
    else {
        return;
    };
    let outbox = Arc::new(Outbox::default());
    let entry = hall.enter(to_close, Arc::clone(&outbox));
    let writes = Arc::clone(&outbox);
    let writer = std::thread::Builder::new()
        .name("line out".to_owned())
        .spawn(move || write_on(&to_write, &writes));
    let Ok(writer) = writer else { return };
    let id = SessionId(ids::named_by(hello.secret));
    let origin = origin::of_peer(peer.uid, &hello.operator, &hello.terminal, &hello.remote);
    let fills = Arc::clone(&outbox);
    let session = hall.way.join(
        id,
        Some(origin),
        Box::new(move |parcel| fills.push(parcel, Real.boot())),
    );
    loop {
        // Room first: a line that is not read further stays in the kernel's buffer, and its sender waits.
        let Some(ticket) = outbox.room() else { break };
        match frame::read(&mut stream, frame::FROM_SESSION) {
            Ok(Some(body)) if body.is_empty() => {
                if !session.beat() {
                    break;
                }
            }
            Ok(Some(body)) => {
                if !session.frame(body, Some(ticket)) {
                    break;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                let words = format!("This line was closed: {error}. Nothing of it was saved.");
                outbox.push(
                    Parcel {
                        kind: Kind::Notice,
                        body: Arc::from(wire::encode_message(&Message::Notice(words))),
                    },
                    Real.boot(),
                );
                outbox.finish();
                outbox.drained(GREETING);
                break;
            }
            Ok(None) | Err(_) => break,
        }
    }
    drop(session);
    if hall.ending.load(Ordering::SeqCst) {
        // The desk's last words are still on their way; whoever ends the desk waits for them, and closes.
        outbox.finish();
        outbox.drained(GREETING);
    }
    outbox.close();
    let _ = stream.shutdown(Shutdown::Both);
    let _ = writer.join();
    drop(entry);
}

/// What is answered to a greeting.
fn answer(hall: &Arc<Hall>, hello: &Hello, peer: Peer) -> Answer {
    let ours = Versions::ours();
    let sessions = hall.sessions.load(Ordering::SeqCst);
    let own = peer.uid == hall.rules.own || peer.uid == 0;
    match hello.want {
        // Asked of any version by any other.
        Want::Stop | Want::Yield if !own => Answer::No(Problem::setup(format!(
            "Only account {} may end this desk.",
            origin::account(hall.rules.own)
        ))),
        Want::Stop => {
            note_stop(hall, hello, peer);
            end(hall, peer, false)
        }
        Want::Yield if !hall.rules.steps_aside => Answer::No(
            Problem::setup("The desk in use is served to stay.")
                .hint("porchlight stop ends it; under systemd, systemctl stop porchlight.service."),
        ),
        Want::Yield if sessions > 0 => Answer::No(
            Problem::setup(format!(
                "The desk is in use: {sessions} {} open.",
                if sessions == 1 { "screen is" } else { "screens are" }
            ))
            .hint("Leave them first, or end the desk with porchlight stop: it finishes what was asked, and the screens keep what is typed."),
        ),
        Want::Yield => end(hall, peer, true),
        Want::Session | Want::Look => match ours.common(&hello.versions) {
            None => Answer::No(Versions::apart(&ours, &hello.versions)),
            Some(_) if hall.ending.load(Ordering::SeqCst) => Answer::Ending,
            Some(_) if hello.want == Want::Session && hello.secret == 0 => {
                Answer::No(Problem::ours("A session without a name was refused."))
            }
            Some(_)
                if hello.want == Want::Session
                    && peer.uid != hall.rules.own
                    && hall.rules.group.is_none() =>
            {
                hall.turned_away(peer.uid);
                Answer::No(
                    Problem::setup(format!(
                        "This desk is for account {} only, and you are account {}.",
                        origin::account(hall.rules.own),
                        origin::account(peer.uid)
                    ))
                    .hint("Run porchlight under that account."),
                )
            }
            Some(protocol) => Answer::In { protocol, sessions },
        },
    }
}

/// Who ended a desk stands in its log.
fn note_stop(hall: &Hall, hello: &Hello, peer: Peer) {
    let Ok(session) = ids::fresh().map(SessionId) else {
        return;
    };
    let origin = origin::of_peer(peer.uid, &hello.operator, &hello.terminal, &hello.remote);
    let at = Real.wall();
    let operator = origin.operator.clone();
    hall.way.note(vec![
        Event::SessionOpened {
            session,
            at,
            account: origin.account,
            operator: origin.operator,
            terminal: origin.terminal,
            remote: origin.remote,
        },
        Event::Maintained {
            session,
            at,
            operator,
            verb: "stop".to_owned(),
        },
    ]);
}

fn end(hall: &Arc<Hall>, peer: Peer, again: bool) -> Answer {
    let wishes = hall
        .wishes
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let by = origin::account(peer.uid);
    match wishes.send(Wish::End { by, again }) {
        Ok(()) => Answer::Ending,
        Err(_) => Answer::No(Problem::machine("The desk does not take that any more.")),
    }
}

/// Writes what waits, until the end.
fn write_on(stream: &UnixStream, outbox: &Outbox) {
    let mut to = stream;
    let mut said = false;
    while let Some((parcel, since)) = outbox.next() {
        let by = Real.boot().saturating_sub(since);
        let behind = by >= BEHIND && parcel.kind != Kind::Beat;
        if behind && !said {
            let lagged = wire::encode_message(&Message::Lagged { by });
            if frame::write(&mut to, &lagged).is_err() {
                break;
            }
        }
        said = behind;
        if frame::write(&mut to, &parcel.body).is_err() {
            break;
        }
    }
    outbox.close();
    // Whoever still reads learns that the end has come.
    let _ = stream.shutdown(Shutdown::Both);
}
