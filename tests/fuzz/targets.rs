//! The targets: each a plain function over bytes, with bytes to begin from. Nothing may panic or hang, and what
//! is read must hold together.

use porchlight::codec::v1::{config, directory, draft, event, keymap, pack};
use porchlight::codec::{command, wire};
use porchlight::input::key::{parse_keys, parse_sequence};
use porchlight::record::field::Kind;
use porchlight::record::text::is_hidden;
use porchlight::record::when::{self as times, Bias, Ctx, Zone};
use porchlight::record::{Moment, SafeText, SessionId, Stream, names, quick};
use porchlight::record::{fields, read};
use porchlight::store::frame;
use porchlight::store::segment::{self, Chain, Header};

/// A target: its name, what it does with bytes, and bytes to begin from.
pub struct Target {
    pub name: &'static str,
    pub run: fn(&[u8]),
    pub seeds: &'static [&'static [u8]],
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn ctx() -> Ctx {
    let zone = Zone::called("America/New_York").unwrap();
    Ctx::past(Moment(1_794_000_000_000_000), zone)
}

fn when(bytes: &[u8]) {
    for bias in [Bias::Past, Bias::Future, Bias::Any] {
        if let Ok(heard) = times::parse(&text(bytes), &ctx().with(bias)) {
            // What was understood can be typed again.
            let again = heard.instant.retype(ctx().zone);
            assert!(!again.is_empty());
        }
    }
}

/// Reads bytes as an answer to every field of a kind.
fn answers(bytes: &[u8], of: impl Fn(&Kind) -> bool) {
    let text = text(bytes);
    for field in fields::all().filter(|f| of(&f.kind)).take(4) {
        if let Ok(value) = read::parse(field, &text, &ctx()) {
            assert!(!read::understood(field, &value, &ctx()).is_empty());
        }
    }
}

fn heights(bytes: &[u8]) {
    answers(bytes, |k| matches!(k, Kind::Height));
}

fn weights(bytes: &[u8]) {
    answers(bytes, |k| matches!(k, Kind::Weight));
}

fn phones(bytes: &[u8]) {
    answers(bytes, |k| matches!(k, Kind::Phone));
}

fn dates(bytes: &[u8]) {
    answers(bytes, |k| matches!(k, Kind::Date));
}

fn person(bytes: &[u8]) {
    let text = text(bytes);
    let name = names::parse(&text);
    let _ = names::ncic(&name);
    let _ = names::search_key(&text);
    let _ = names::finds(&text, "Tanisha Okafor");
    let _ = names::finds("okafor", &text);
}

fn quick_line(bytes: &[u8]) {
    let line = text(bytes);
    let pieces = quick::route(&line);
    assert_eq!(
        pieces,
        quick::route(&line),
        "the same line twice, routed otherwise"
    );
}

fn safe(bytes: &[u8]) {
    let text = text(bytes);
    let (line, prose) = (SafeText::line(&text), SafeText::prose(&text));
    assert!(!line.as_str().chars().any(is_hidden));
    assert!(!prose.as_str().chars().any(|c| c != '\n' && is_hidden(c)));
    assert_eq!(SafeText::line(line.as_str()), line);
}

fn keys(bytes: &[u8]) {
    let text = text(bytes);
    let _ = parse_keys(&text);
    let _ = parse_sequence(&text);
}

fn keymaps(bytes: &[u8]) {
    let _ = keymap::user(&text(bytes), "keys.toml", "default");
}

fn packs(bytes: &[u8]) {
    let _ = pack::read("pack.toml", &text(bytes));
}

fn settings(bytes: &[u8]) {
    let _ = config::read(&text(bytes), "config.toml");
}

fn numbers(bytes: &[u8]) {
    let text = text(bytes);
    for read in directory::read(&text) {
        if let Ok(entry) = read.entry {
            let again = directory::read(&directory::write([(read.key.as_str(), &entry)]));
            assert_eq!(again[0].entry.as_ref(), Ok(&entry));
        }
    }
    if let Ok(entry) = directory::from_toml(&text) {
        assert!(directory::from_toml(&directory::to_toml(&entry)).is_ok());
    }
}

fn do_line(bytes: &[u8]) {
    let _ = command::read(&text(bytes), |_| None);
}

fn requests(bytes: &[u8]) {
    if let Ok(request) = wire::decode_request(bytes) {
        let again = wire::encode_request(&request);
        assert_eq!(wire::decode_request(&again).ok(), Some(request));
    }
}

fn messages(bytes: &[u8]) {
    if let Ok(message) = wire::decode_message(bytes) {
        let again = wire::encode_message(&message);
        assert_eq!(wire::decode_message(&again).ok(), Some(message));
    }
}

fn events(bytes: &[u8]) {
    if let Ok(recorded) = event::from_bytes(Stream::Desk, 1, bytes) {
        assert!(event::from_bytes(Stream::Desk, 1, &event::to_bytes(&recorded)).is_ok());
    }
}

fn drafts(bytes: &[u8]) {
    let read = draft::read(SessionId(1), bytes, |body| Some(body.to_vec()));
    assert!(read.end <= bytes.len() as u64);
}

fn frames(bytes: &[u8]) {
    if let Some(found) = frame::find(bytes) {
        let mut again = Vec::new();
        assert_eq!(found.frame.write(&mut again), Some(found.hash));
        assert_eq!(again, bytes[..found.size]);
    }
    let _ = frame::unfinished(bytes, 64);
}

fn segments(bytes: &[u8]) {
    let _ = Header::from_bytes(bytes);
    for last in [true, false] {
        let mut chain = Chain::start();
        let mut holes = Vec::new();
        let ending = segment::walk(
            bytes,
            segment::HEADER,
            1,
            last,
            &mut chain,
            &mut holes,
            &mut |at, found| {
                assert!(at as usize + found.size <= bytes.len());
            },
        );
        assert!(ending.end <= bytes.len().max(segment::HEADER) as u64);
    }
}

/// A segment that was written by this program, for its journal.
fn segment_seed() -> Vec<u8> {
    use porchlight::store::frame::{Entry, Frame};

    let chain = Chain::start();
    let mut bytes = Header {
        number: 1,
        first: 0,
        prev: chain.hash,
    }
    .to_bytes()
    .to_vec();
    let mut at = chain;
    for seq in 1..4 {
        let frame = Frame {
            first: at.next,
            group: at.next,
            prev: at.hash,
            session: 1,
            request: seq,
            at: 1,
            entries: vec![Entry {
                stream: Stream::Desk,
                seq,
                prev: at.hash,
                record: 0,
                key: 0,
                suite: 0,
                nonce: [0; 12],
                body: b"{\"v\":1}".to_vec(),
            }],
        };
        let start = bytes.len();
        frame.write(&mut bytes).unwrap();
        at.pass(&frame::find(&bytes[start..]).unwrap());
    }
    bytes.resize(bytes.len() + 900, 0);
    bytes
}

/// Bytes to begin from that are made and not written down.
pub fn made(name: &str) -> Vec<Vec<u8>> {
    match name {
        "segments" => vec![segment_seed()],
        "frames" => vec![segment_seed()[segment::HEADER..].to_vec()],
        "packs" => vec![include_bytes!("../../src/rules/packs/us-federal.toml").to_vec()],
        "requests" => super::night::said().requests,
        "messages" => super::night::said().messages,
        "keymaps" => vec![include_bytes!("../../keymaps/vim.toml").to_vec()],
        _ => Vec::new(),
    }
}

macro_rules! targets {
    ($($name:ident: $($seed:literal),* ;)+) => {
        /// Every target.
        pub static TARGETS: &[Target] = &[
            $(Target { name: stringify!($name), run: $name, seeds: &[$($seed),*] }),+
        ];
    };
}

targets! {
    when: b"yesterday 9:40pm", b"2h ago", b"2026-11-01 01:20 EDT", b"between 9 and 10 last night", b"11/20 2140", b"2026-11-20T21:40:00-05:00";
    heights: b"5'4\"", b"504", b"163 cm", b"1.63m", b"5 ft 4 in";
    weights: b"118", b"118 lb", b"53.5kg";
    phones: b"614-555-0100", b"+1 (614) 555-0100 x12", b"1-800-843-5678";
    dates: b"4/12/2011", b"12 Apr 2011", b"2011", b"about 15", b"2011-04";
    person: b"Nguyen Thi Dao", b"O'Brien-Lopez, Jose Jr.", b"aka Red";
    quick_line: b"h504 w118 hair bro cl black hoodie comp Jay 19 silver civic", b"ph 614 555 0100, seen 9:40pm";
    safe: b"a\x1b[2Jb", b"\xe2\x80\xaeabc", b"e\xcc\x81\xcc\x81";
    keys: b"ctrl-x p", b"<ctrl-x><esc>n", b"leader d y", b"alt-shift-f12";
    keymaps: b"inherits = \"default\"\n[board]\n\"x\" = \"case.open\"\n";
    packs: b"id = \"x\"\nversion = 1\n";
    settings: b"keymap = \"vim\"\nbell = false\ncolor = \"never\"\n";
    numbers: b"kind = \"police\"\nname = \"Columbus Police\"\nnumbers.dispatch = \"614-555-0100\"\n", b"[police.columbus]\nkind = \"police\"\n";
    do_line: b"{\"do\":\"open\",\"name\":\"Jane Roe\"}", b"{\"do\":\"answer\",\"case\":\"last\",\"field\":\"look.height\",\"value\":\"504\"}";
    requests: b"{\"id\":1}", b"{\"session\":1,\"number\":2,\"ask\":\"board\"}";
    messages: b"{\"pong\":1}", b"{\"outcome\":{}}";
    events: b"{\"v\":1,\"at\":1794000000000000,\"operator\":\"Ruth\",\"session\":\"00000000000000000000000000000001\",\"request\":0,\"event\":{\"noted\":{\"text\":\"x\"}}}";
    drafts: b"{\"v\":1}\n", b"00000000 {}\n";
    frames: b"PLf1\0\0\0\x10";
    segments: b"PORCHLOG";
}
