//! What somebody types, pastes, imports or names can send nothing to a terminal.
//!
//! A corpus of payloads goes through every way in: lines of `do` into names, notes, every field of words, file
//! names, the directory; arguments, paths, settings; paste and keys. Then everything that comes out is read by a
//! strict parser: the real program's screens in a pseudo-terminal may hold its own few sequences and visible
//! characters, and what it prints on pipes visible characters and line feeds. Nothing else.

use std::collections::BTreeSet;

use porchlight::record::field::Kind;
use porchlight::record::{fields, text::is_hidden};

use super::hygiene::{rostered, signed_in};
use crate::night::pty::{Home, Screen};

/// What ends a string that a terminal takes in.
const ENDS: [&str; 4] = ["\u{7}", "\u{1b}\\", "\u{9c}", ""];
/// Stands where a line was forged.
const FORGED: &str = "FORGED A-0001 police told";

const CSI: [&str; 34] = [
    "31m", "2J", "H", "999;999H", "6n", "c", ">c", "5n", "?1049l", "?25l", "?2004l", "200~",
    "201~", "s", "u", "!p", "?1003h", "21t", "20t", "18t", "8;1;1t", "4i", "5i", "0;5\"p", "?6c",
    "9@", "9L", "9M", "9P", "9S", "9T", "1;2r", "?2026h", "8m",
];
const OSC: [&str; 21] = [
    "0;t",
    "1;t",
    "2;t",
    "4;1;?",
    "7;file://x",
    "8;;http://x",
    "9;n",
    "10;?",
    "11;?",
    "12;?",
    "52;c;aGk=",
    "52;c;?",
    "104",
    "112",
    "133;A",
    "633;A",
    "777;notify;a;b",
    "1337;File=inline=1:aGk=",
    "1337;SetMark",
    "50;x",
    "66;s=2;x",
];
const STRINGS: [&str; 7] = [
    "P$qm",
    "P+q544e",
    "Ptmux;\u{1b}\u{1b}]52;c;aGk=\u{7}",
    "Pq#0;2;0;0;0",
    "_Ga=T,f=100;AAAA",
    "^pm",
    "Xsos",
];
const SINGLE: [&str; 25] = [
    "c", "7", "8", "D", "E", "M", "H", "=", ">", "N", "O", "Z", "#8", "(0", ")0", "%G", "%@", "n",
    "o", "|", "~", "}", "F", "6", "9",
];
const PARTIAL: [&str; 8] = [
    "\u{1b}",
    "\u{1b}[",
    "\u{1b}[1;",
    "\u{1b}]",
    "\u{1b}]52;c;",
    "\u{1b}P",
    "\u{9b}",
    "\u{9d}52;c;",
];
pub const PASTE: [&str; 7] = [
    "\u{1b}[201~\u{18}q",
    "\u{1b}[201~y\r",
    "\u{1b}[200~",
    "\u{1b}[20\u{1b}[201~1~rm",
    "\u{1b}\u{1b}[201~[201~",
    "\u{9b}201~n",
    "\u{1b}[201~\u{3}\u{3}",
];
const LINES: [&str; 8] = [
    "\n", "\r", "\r\n", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}",
];
/// Ranges of characters that turn text around, or that nobody sees.
const UNSEEN: [(u32, u32); 20] = [
    (0x202A, 0x202E),
    (0x2066, 0x2069),
    (0x200B, 0x200F),
    (0x061C, 0x061C),
    (0x2060, 0x2064),
    (0x206A, 0x206F),
    (0xFEFF, 0xFEFF),
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x180B, 0x180E),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x3164, 0x3164),
    (0xFFA0, 0xFFA0),
    (0x2800, 0x2800),
    (0xFE00, 0xFE0F),
    (0xFFF9, 0xFFFB),
    (0xE0001, 0xE0001),
    (0xE0061, 0xE006A),
    (0xE0100, 0xE0103),
];

/// Every payload, each between two marks that say which it is.
fn corpus() -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut add = |text: String| all.push(text);
    for csi in CSI {
        for intro in ["\u{1b}[", "\u{9b}", "\u{1b}\u{200b}[", "\u{1b}\u{301}["] {
            add(format!("{intro}{csi}"));
        }
    }
    for end in ENDS {
        for osc in OSC {
            add(format!("\u{1b}]{osc}{end}"));
            add(format!("\u{9d}{osc}{end}"));
        }
        for string in STRINGS {
            add(format!("\u{1b}{string}{end}"));
            // The same, with the one-character beginning.
            let begin = char::from_u32(u32::from(string.as_bytes()[0]) + 0x40).unwrap();
            add(format!("{begin}{}{end}", &string[1..]));
        }
    }
    for text in SINGLE {
        add(format!("\u{1b}{text}"));
    }
    for text in PARTIAL.into_iter().chain(PASTE) {
        add(text.to_owned());
    }
    for c in (0..0x20).chain(0x7f..=0x9f) {
        add(char::from_u32(c).unwrap().to_string());
    }
    for (from, to) in UNSEEN {
        for c in (from..=to).filter_map(char::from_u32) {
            add(format!("a{c}b"));
        }
    }
    for line in LINES {
        add(format!("{line}{FORGED}"));
    }
    for (mark, times) in [
        ('\u{301}', 9),
        ('\u{301}', 200),
        ('\u{e49}', 50),
        ('\u{20dd}', 30),
        ('\u{483}', 90),
    ] {
        add(format!("e{}", mark.to_string().repeat(times)));
    }
    all.into_iter()
        .enumerate()
        .map(|(n, text)| format!("<{n}{text}{n}>"))
        .collect()
}

/// Holds printed text to visible characters and line feeds.
fn plain(what: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|e| panic!("{what}: not UTF-8: {e}"));
    for (number, line) in text.split('\n').enumerate() {
        if let Some(c) = line.chars().find(|c| is_hidden(*c)) {
            panic!(
                "{what}, line {}: {:?} came through: {line:?}",
                number + 1,
                c
            );
        }
        // Words of several lines go on indented; nothing of theirs stands where a line of the program's begins.
        assert!(
            !line.starts_with(FORGED),
            "{what}, line {}: forged",
            number + 1
        );
    }
}

/// Holds the bytes of a screen to the program's own sequences; how many there were.
pub fn own(what: &str, bytes: &[u8]) -> usize {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|e| panic!("{what}: not UTF-8: {e}"));
    let mut rest = text.chars().peekable();
    let mut sequences = 0;
    let mut marks = 0;
    let mut seen = String::new();
    while let Some(c) = rest.next() {
        seen.push(c);
        let tail = || {
            seen.chars()
                .rev()
                .take(80)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect::<String>()
        };
        if c == '\u{1b}' {
            sequences += 1;
            assert_eq!(
                rest.next(),
                Some('['),
                "{what}: not a CSI after {:?}",
                tail()
            );
            let mut numbers = String::new();
            let end = loop {
                match rest.next() {
                    Some(c @ ('0'..='9' | ';' | '?')) => numbers.push(c),
                    Some(c) => break c,
                    None => panic!("{what}: an unfinished sequence at the end"),
                }
            };
            let known = match end {
                'H' | 'G' | 'A' | 'C' | 'K' | 'X' | 'J' | 'm' => !numbers.contains('?'),
                'h' | 'l' => ["?25", "?1049", "?2004", "?2026"].contains(&numbers.as_str()),
                _ => false,
            };
            assert!(
                known,
                "{what}: ESC [ {numbers} {end} is not ours, after {:?}",
                tail()
            );
            marks = 0;
            continue;
        }
        // Ways of the cursor; the bell only rings for a clock, and none is near here.
        let moves = matches!(c, '\r' | '\n' | '\u{8}');
        assert!(
            moves || !is_hidden(c),
            "{what}: {c:?} came through after {:?}",
            tail()
        );
        marks = if unicode_normalization::char::is_combining_mark(c) {
            marks + 1
        } else {
            0
        };
        assert!(marks <= 8, "{what}: a flood of marks");
    }
    sequences
}

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// Lines of `do` that carry every payload to every place where words are kept.
fn lines(corpus: &[String]) -> Vec<String> {
    let words: Vec<&str> = fields::all()
        .filter(|f| f.group.is_none() && matches!(f.kind, Kind::Line | Kind::Prose | Kind::Name))
        .map(|f| f.id.0)
        .collect();
    let mut lines = Vec::new();
    let mut add = |line: String| lines.push(line);
    let at = |n: usize| json(&corpus[n % corpus.len()]);
    add(format!(
        "{{\"do\":\"set desk\",\"key\":\"agency\",\"value\":{}}}",
        at(3)
    ));
    add(format!(
        "{{\"do\":\"set desk\",\"key\":\"supervisor\",\"value\":{}}}",
        at(5)
    ));
    for (n, payload) in corpus.iter().enumerate() {
        let payload = json(payload);
        if n % 12 == 0 {
            add(format!("{{\"do\":\"open\",\"name\":{payload}}}"));
            add(format!(
                "{{\"do\":\"set directory\",\"key\":\"police.p{n}\",\"entry\":{{\"kind\":\"police\",\"name\":{payload},\"dispatch\":\"614-555-0100\",\"area\":{payload},\"note\":{payload}}}}}"
            ));
            add(format!(
                "{{\"do\":\"add\",\"case\":\"last\",\"group\":\"companion\",\"answers\":{{\"companion.name\":{payload}}}}}"
            ));
            add(format!(
                "{{\"do\":\"add\",\"case\":\"last\",\"group\":\"photo\",\"answers\":{{\"photo.file\":{},\"photo.words\":{}}}}}",
                at(n + 1),
                at(n + 2)
            ));
        }
        add(match n % 4 {
            0 => format!("{{\"do\":\"note\",\"case\":\"last\",\"text\":{payload}}}"),
            1 => format!(
                "{{\"do\":\"heard\",\"case\":\"last\",\"from\":\"caregiver\",\"who\":{payload},\"what\":{payload}}}"
            ),
            2 => format!(
                "{{\"do\":\"attempt\",\"case\":\"last\",\"duty\":\"police.report\",\"outcome\":\"refused\",\"channel\":\"phone\",\"office\":{payload},\"person\":{payload},\"badge\":{payload},\"words\":{payload},\"operator\":{payload}}}"
            ),
            _ => format!(
                "{{\"do\":\"disclose\",\"case\":\"last\",\"sheet\":\"police\",\"to\":{payload},\"authority\":{payload}}}"
            ),
        });
        add(format!(
            "{{\"do\":\"answer\",\"case\":\"last\",\"field\":\"{}\",\"value\":{payload},\"said_by\":{payload},\"reason\":{payload}}}",
            words[n % words.len()]
        ));
        // What is refused is said again in the refusal.
        add(match n % 8 {
            0 => format!("{{\"do\":{payload}}}"),
            1 => format!("{{\"do\":\"note\",\"case\":{payload},\"text\":\"x\"}}"),
            2 => format!("{{\"do\":\"note\",\"case\":\"last\",{payload}:\"x\"}}"),
            3 => format!(
                "{{\"do\":\"answer\",\"case\":\"last\",\"field\":{payload},\"value\":\"x\"}}"
            ),
            4 => format!(
                "{{\"do\":\"answer\",\"case\":\"last\",\"field\":\"look.height\",\"value\":{payload}}}"
            ),
            5 => format!(
                "{{\"do\":\"set directory\",\"key\":{payload},\"entry\":{{\"kind\":{payload}}}}}"
            ),
            6 => format!(
                "{{\"do\":\"open\",\"name\":\"x\",\"came_at\":{payload},\"zone\":{payload},\"channel\":{payload}}}"
            ),
            _ => format!("{payload} is no line"),
        });
    }
    // As they are, not spelled by JSON: what comes after 0x7f may stand raw in it.
    for payload in corpus
        .iter()
        .filter(|p| !p.contains(['"', '\\']) && p.chars().all(|c| c >= ' '))
    {
        add(format!(
            "{{\"do\":\"note\",\"case\":\"last\",\"text\":\"{payload}\"}}"
        ));
        add(payload.clone());
    }
    lines
}

/// A desk into which the whole corpus went.
fn filled(corpus: &[String]) -> Home {
    let home = Home::new().with("PORCHLIGHT_OPERATOR", &corpus[70].replace('\0', ""));
    // By a file: who writes a long input and reads nothing waits for ever.
    let file = home.path().join("lines.jsonl");
    std::fs::write(&file, lines(corpus).join("\n")).unwrap();
    let ran = home.run(&["do", file.to_str().unwrap()], "");
    plain("do", &ran.stdout);
    plain("do, errors", &ran.stderr);
    let (mut good, mut bad) = (0, 0);
    for line in String::from_utf8(ran.stdout).unwrap().lines() {
        let result: serde_json::Value = serde_json::from_str(line).unwrap();
        if result["ok"] == true {
            good += 1
        } else {
            bad += 1
        }
    }
    println!(
        "escapes: {} payloads, {good} lines of do kept, {bad} refused",
        corpus.len()
    );
    assert!(
        good > corpus.len() && bad > 100,
        "{good} kept, {bad} refused"
    );
    home
}

fn cases(home: &Home) -> Vec<String> {
    let list: serde_json::Value = serde_json::from_str(&home.prints(&["list", "--json"])).unwrap();
    let rows = list["cases"].as_array().unwrap();
    rows.iter()
        .map(|row| row["case"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn no_payload_reaches_a_terminal_through_what_is_printed() {
    let corpus = corpus();
    let distinct: BTreeSet<&String> = corpus.iter().collect();
    assert!(distinct.len() >= 500, "{} payloads", distinct.len());
    let home = filled(&corpus);
    let mut printed = 0;
    let mut says = |args: &[&str]| {
        let ran = home.run(args, "");
        plain(&format!("{args:.40?}"), &ran.stdout);
        plain(&format!("{args:.40?}, errors"), &ran.stderr);
        printed += 1;
    };
    says(&["list"]);
    says(&["list", "--json"]);
    says(&["status"]);
    says(&["duties"]);
    for args in [
        &["handover"][..],
        &["handover", "--json"],
        &["audit"],
        &["audit", "--json"],
        &["directory", "list"],
        &["directory", "list", "--json"],
        &["directory", "export"],
        &["doctor"],
        &["verify"],
    ] {
        says(args);
    }
    for case in cases(&home) {
        says(&["show", &case]);
        says(&["show", &case, "--json"]);
        for whom in ["police", "ncmec", "audit"] {
            says(&["sheet", &case, "--for", whom]);
        }
    }
    // Many payloads in one argument; a NUL cannot be in one.
    let usable: Vec<&String> = corpus.iter().filter(|p| !p.contains('\0')).collect();
    for chunk in usable.chunks(100) {
        let words: String = chunk.iter().map(|p| p.as_str()).collect();
        let words = words.as_str();
        let option = format!("--{words}");
        for args in [
            &[words][..],
            &[&option],
            &["show", words],
            &["codes", words],
            &["duties", words],
            &["do", words],
            &["list", "--desk", words],
            &["list", "--keymap", words],
            &["keys", "--keymap", words],
            &["keys", "check", words],
            &["list", "--color", words],
            &["sheet", "last", "--for", words],
            &["clocks", "--received", words, "--zone", "America/Phoenix"],
            &["clocks", "--received", "1h ago", "--zone", words],
            &[
                "clocks",
                "--received",
                "1h ago",
                "--zone",
                "America/Phoenix",
                "--fact",
                words,
            ],
            &["--zone", words],
        ] {
            says(args);
        }
    }
    // Files that somebody else wrote.
    for (n, chunk) in usable.chunks(40).enumerate() {
        let words: String = chunk
            .iter()
            .map(|p| format!("{} = {}\n", json(p), json(p)))
            .collect();
        let folder = home.path().join("config/porchlight");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(
            folder.join("config.toml"),
            format!("keymap = {}\n{words}", json(chunk[0])),
        )
        .unwrap();
        let keymap = home.path().join(format!("keys{n}.toml"));
        std::fs::write(&keymap, format!("[board]\n{words}")).unwrap();
        says(&["list"]);
        says(&["keys", "check", keymap.to_str().unwrap()]);
    }
    println!("escapes: {printed} printed outputs, 0 characters of a payload came through");
}

#[test]
fn no_payload_reaches_a_terminal_through_the_screens() {
    let corpus = corpus();
    let home = filled(&corpus);
    let count = cases(&home).len();
    let (mut screens, mut sequences) = (0, 0);
    for (rows, cols) in [(24, 80), (60, 200)] {
        let mut screen = Screen::sized(&home, &[], rows, cols);
        screen.see("New intake");
        // Every case of the board in turn: its panes, history, both scripts.
        let visits = if rows > 30 {
            count.min(4)
        } else {
            count.min(10)
        };
        for n in 0..visits {
            for _ in 0..n {
                screen.keys("<down>");
            }
            screen.keys("<enter>").redrawn();
            for keys in ["1", "2", "3", "4", "5", "6", "7", "8", "0"] {
                screen.keys(&format!("<ctrl-x>{keys}")).redrawn();
                screens += 1;
            }
            for keys in ["p", "m", "a", "k", "t", "ch", "cs"] {
                screen.keys(&format!("<ctrl-x>{keys}")).redrawn();
                screens += 1;
            }
            screen.keys("<ctrl-x>b").redrawn();
            screen.see("New intake");
            for _ in 0..visits {
                screen.keys("<up>");
            }
        }
        let overlays = [
            "<ctrl-x>/",
            "<ctrl-x>:",
            "<ctrl-k>",
            "<ctrl-x>w",
            "<ctrl-x>?",
            "<ctrl-x>S",
            "<ctrl-x>H",
            "<ctrl-x>T",
            "<ctrl-x>,",
            "<ctrl-x>.",
        ];
        for keys in overlays {
            screen.keys(keys).redrawn();
            screen.leave();
            screens += 1;
        }
        // The payloads as a paste, over the board and into what takes text.
        let pastes = if rows > 30 { 0 } else { corpus.len() };
        for (n, chunk) in corpus[..pastes].chunks(60).enumerate() {
            screen.keys(["<ctrl-x>b", "<ctrl-x>/", "<ctrl-x>:"][n % 3]);
            let text: String = chunk.iter().map(String::as_str).collect();
            screen.raw(format!("\u{1b}[200~{text}\u{1b}[201~").as_bytes());
            screen.leave().leave();
        }
        let shown = screen.shows();
        assert!(!shown.chars().any(|c| c != '\n' && is_hidden(c)), "{shown}");
        sequences += own(&format!("the screen of {rows} by {cols}"), &screen.bytes);
    }
    assert_eq!(cases(&home).len(), count, "a paste opened or closed a case");
    println!("escapes: {screens} screens, {sequences} sequences, all of them the program's own");
}

#[test]
fn no_payload_reaches_a_terminal_through_who_somebody_is() {
    let corpus = corpus();
    let home = Home::new();
    let done = home.run(&["do"], "{\"do\":\"open\",\"name\":\"Li Wei\"}\n");
    assert!(done.status.success(), "{done:?}");
    rostered(&home);
    let phrase = home.path().join("phrase");
    let mine = phrase.to_str().unwrap();
    let mut printed = 0;
    let mut says = |args: &[&str]| {
        let by = ["--operator", "Olga Hale", "--phrase-file", mine];
        let ran = home.run(&[args, &by].concat(), "");
        plain(&format!("{args:.40?}"), &ran.stdout);
        plain(&format!("{args:.40?}, errors"), &ran.stderr);
        printed += 1;
        ran.status.success()
    };
    // A NUL cannot be in an argument.
    let usable: Vec<&String> = corpus.iter().filter(|p| !p.contains('\0')).collect();
    let mut added = 0;
    for (n, chunk) in usable.chunks(usable.len().div_ceil(6)).enumerate() {
        // A name holds few; every payload is tried in a reason, which holds many.
        let name: String = chunk.iter().take(4).map(|p| p.as_str()).collect();
        let name = format!("P{n} {name}");
        let reason: String = chunk.iter().map(|p| p.as_str()).collect();
        let add = ["operator", "add", "--name", &name, "--role"];
        added += usize::from(says(
            &[&add[..], &["intake", "--new-phrase-file", mine]].concat(),
        ));
        says(&[&add[..], &[&reason, "--new-phrase-file", mine]].concat());
        says(&["operator", "suspend", &name, "--reason", &reason]);
        says(&["operator", "restore", &name, "--reason", &reason]);
        says(&["operator", "role", &name, &reason]);
        says(&["operator", "review", &reason, "--words", &reason]);
        says(&["operator", "phrase", &reason, "--new-phrase-file", mine]);
    }
    assert!(added >= 3, "{added} names of payloads were taken");
    for args in [
        &["operator", "list"][..],
        &["operator", "list", "--json"],
        &["operator", "flags"],
        &["operator", "flags", "--json"],
        &["audit"],
    ] {
        says(args);
    }
    // What is typed and pasted where somebody signs in, and the roster on the screen.
    let mut screen = Screen::sized(&home, &[], 30, 100);
    screen.see("Sign in");
    for chunk in corpus.chunks(120) {
        let text: String = chunk.iter().map(String::as_str).collect();
        screen.raw(format!("\u{1b}[200~{text}\u{1b}[201~").as_bytes());
        screen.leave().keys("<ctrl-u>").redrawn();
    }
    drop(screen);
    let mut screen = signed_in(&home);
    screen.see("Li Wei");
    for keys in ["<ctrl-x>Or", "<ctrl-x>Of", "<ctrl-x>S"] {
        screen.keys(keys).redrawn();
        screen.leave();
    }
    let shown = screen.shows();
    assert!(!shown.chars().any(|c| c != '\n' && is_hidden(c)), "{shown}");
    let sequences = own("signing in and the roster", &screen.bytes);
    println!(
        "escapes: {added} operators named by payloads, {printed} printed outputs, {sequences} sequences, 0 of a payload"
    );
}
