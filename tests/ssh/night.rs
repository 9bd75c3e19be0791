//! Two accounts, two SSH lines, one case: together on a field, a cut line, a killed desk, a handover, a lock; and an
//! account that has no business there.

use std::process::{Command, Output};
use std::time::Instant;

use porchlight::record::field::{Kind, Tier};
use porchlight::record::{fields, jump};

use super::pane::{Pane, Tmux, until};
use super::place::{Account, Place};
use super::transcript::Transcript;
use crate::night::memory;

/// How many words are planted, each once.
const MARKERS: usize = 50;

const PEOPLE: [(&str, &str, &str); 3] = [
    ("Olga Hale", "supervisor", "lamp on the porch"),
    ("Priya Nair", "intake", "rain on a tin roof"),
    ("Dan Wu", "intake", "bread at six o'clock"),
];

fn phrase_of(name: &str) -> &'static str {
    PEOPLE.iter().find(|(known, ..)| *known == name).unwrap().2
}

fn marker(n: usize) -> String {
    format!("Qmarker{n:02}x")
}

/// The keys that lead to a field.
fn to(field: &str) -> String {
    let id = fields::by_name(field).unwrap().id;
    format!("<ctrl-f>{}", jump::code(jump::Jump::Field(id)).unwrap())
}

fn words(out: &Output) -> String {
    let text = [&out.stderr[..], &out.stdout[..]].concat();
    String::from_utf8_lossy(&text).trim().to_owned()
}

/// The roster, made at the desk by its own account.
fn roster(place: &Place) {
    for (name, role, phrase) in PEOPLE {
        let file = place.at(&format!("phrase-{role}-{}", name.len()));
        std::fs::write(&file, format!("{phrase}\n")).unwrap();
        std::os::unix::fs::chown(&file, Some(place.desk.uid), None).unwrap();
        let new = file.display().to_string();
        let olga = place.at("phrase-supervisor-9").display().to_string();
        let mut args = vec!["--operator", "Olga Hale"];
        if role != "supervisor" {
            args.extend(["--phrase-file", &olga]);
        }
        args.extend(["operator", "add", "--name", name, "--role", role]);
        args.extend(["--new-phrase-file", &new]);
        let added = place.at_desk(&args);
        assert!(added.status.success(), "{}", words(&added));
    }
}

/// Signs in on the page that asks for it.
fn signs_in(pane: &Pane, name: &str) {
    pane.see("Sign in");
    pane.keys(&format!("{name}<Enter>{}<Enter>", phrase_of(name)));
    pane.see_no("Sign in");
}

fn send(signal: &str, pid: u32) {
    let sent = Command::new("kill")
        .args([signal, &pid.to_string()])
        .status();
    assert!(sent.unwrap().success());
}

/// The one process of the program that an account runs.
fn client(place: &Place, who: &Account) -> u32 {
    until("the program of one line", || {
        match place.processes(who, "porchlight")[..] {
            [pid] => Some(pid),
            _ => None,
        }
    })
}

/// An account outside the group, at its own SSH line and by every right given away by mistake.
fn stranger(place: &Place, told: &mut Transcript) {
    told.step("An account that is not in the desk's group");
    let asked = place.over_ssh(
        &place.mallory,
        "porchlight do",
        "{\"do\":\"open\",\"name\":\"Nobody\"}\n",
    );
    assert!(!asked.status.success());
    assert!(asked.stdout.is_empty(), "{}", words(&asked));
    let said = words(&asked);
    assert!(
        said.contains("was not used") && said.contains("group"),
        "{said}"
    );
    told.note("mallory runs `porchlight do` over ssh and is told:");
    told.shows("mallory", &said);
    for (what, folder, socket) in [
        (
            "the folder of the socket is open to everybody by mistake",
            0o755,
            None,
        ),
        (
            "the socket is open to everybody by mistake, too",
            0o755,
            Some(0o666),
        ),
    ] {
        use std::os::unix::fs::PermissionsExt;
        let set = |path: &std::path::Path, bits| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(bits)).unwrap();
        };
        let at = place.at("run");
        set(&at, folder);
        if let Some(bits) = socket {
            set(&at.join("desk.1.sock"), bits);
        }
        let asked = place.over_ssh(
            &place.mallory,
            "porchlight do",
            "{\"do\":\"open\",\"name\":\"Nobody\"}\n",
        );
        let said = words(&asked);
        assert!(!asked.status.success(), "{what}: {said}");
        assert!(
            asked.stdout.is_empty() && said.contains("group"),
            "{what}: {said}"
        );
        told.note(&format!("{what}:"));
        told.shows("mallory", &said);
        set(&at.join("desk.1.sock"), 0o660);
        set(&at, 0o750);
    }
}

#[test]
fn two_accounts_over_ssh_work_one_case_through_a_cut_line_a_killed_desk_a_handover_and_a_lock() {
    let mut place = match Place::new() {
        Ok(place) => place,
        Err(why) => {
            println!("SKIPPED, nothing was shown over ssh: {why}");
            return;
        }
    };
    let mut told = Transcript::new(place.hidden());
    place.serve();
    roster(&place);
    told.note("the desk is served under an account of its own; priya and dan are in its group, mallory is not");
    stranger(&place, &mut told);
    let tmux = Tmux::start(&place.at(""));
    own_desk(&place, &tmux, &mut told);

    told.step("Priya's line: she signs in and takes the call");
    let priya = tmux.pane("priya", &place.screen(&place.priya));
    priya.see("Sign in");
    told.shows("priya", &priya.shows());
    signs_in(&priya, "Priya Nair");
    priya.see("New intake").keys("n").see("anger now");
    priya.keys("nnTanisha Okafor<Enter>").see("Full name: ");
    told.shows("priya", &priya.shows());

    told.step("Dan's line: the case is on his board, and he opens it");
    let dan = tmux.pane("dan", &place.screen(&place.dan));
    signs_in(&dan, "Dan Wu");
    dan.see("Tanisha Okafor");
    told.shows("dan", &dan.shows());
    dan.keys("<Enter>").see("A-0001").see("@Priya Nair");

    told.step("Each sees where the other is; a change is on the other's screen");
    priya.keys(&to("look.height")).keys("50");
    dan.see("@Priya Nair at Height");
    dan.keys(&to("seen.wearing")).keys("black hoodie<Enter>");
    dan.see("Wearing, in one line: ");
    priya.see("@Dan Wu");
    told.shows("priya", &priya.shows());
    told.shows("dan", &dan.shows());

    told.step(
        "The same field by both: nothing is overwritten, both values stand there with who and when",
    );
    dan.keys(&to("look.height")).keys("507<Enter>");
    dan.see("Height: 5 ft 7 in");
    priya.keys("4<Enter>");
    priya.see("theirs: 5 ft 7 in").see("yours:  5 ft 4 in");
    told.shows("priya", &priya.shows());
    priya.press_until_gone("b", "theirs:");
    priya.see("yours is a note");

    told.step("Priya's line is cut in the middle of a sentence");
    priya
        .keys(&to("run.story"))
        .keys("argued about the phone, le");
    priya.see("argued about the phone, le");
    dan.see("@Priya Nair at What happened");
    let screen = client(&place, &place.priya);
    let lines = place.processes(&place.priya, "sshd");
    assert!(!lines.is_empty(), "no sshd serves her");
    let cut = Instant::now();
    for line in lines {
        send("-9", line);
    }
    until("the end of her program", || {
        (!place
            .processes(&place.priya, "porchlight")
            .contains(&screen))
        .then_some(())
    });
    let took = cut.elapsed();
    println!("cut: the program was gone after {took:?}");
    told.note(if took.as_secs() < 2 {
        "sshd's process of her line was killed; her program was gone within two seconds"
    } else {
        "sshd's process of her line was killed; her program went too, slower than it should on an idle machine"
    });
    priya.see("closed");
    told.shows("priya", &priya.shows());
    dan.until("her mark gone", |shown| !shown.contains("@Priya"));
    dan.keys("<ctrl-x>S")
        .see("text left behind")
        .see("Priya Nair, gone");
    told.shows("dan", &dan.shows());
    dan.keys("<esc>").see_no("text left behind");

    told.step("She comes back by another line: the same place, the same letter");
    priya.again(&place.screen(&place.priya));
    signs_in(&priya, "Priya Nair");
    priya.see("A-0001").see("argued about the phone, le");
    told.shows("priya", &priya.shows());
    priya.keys("ft by the back door<Enter>");
    priya.see_no("argued about the phone, le_");

    told.step("The desk is killed; both screens say so, and typing goes on");
    dan.keys(&to("seen.place")).keys("bus st");
    dan.see("bus st");
    priya.keys(&to("look.gait")).keys("limps");
    priya.see("limps");
    place.kill_desk();
    dan.see("NO WORD FROM THE DESK");
    priya.see("NO WORD FROM THE DESK");
    dan.keys("op on Fifth").see("bus stop on Fifth");
    told.shows("dan", &dan.shows());
    told.shows("priya", &priya.shows());

    told.step("It is there again: everybody signs in and goes on where they were");
    place.serve();
    signs_in(&dan, "Dan Wu");
    dan.see("bus stop on Fifth").see_no("NO WORD");
    dan.keys("<Enter>").until("his answer in its row", |shown| {
        shown
            .lines()
            .any(|line| line.contains("Last seen at") && line.contains("bus stop on Fifth"))
    });
    signs_in(&priya, "Priya Nair");
    priya.see("limps").see_no("NO WORD");
    priya.keys(" a little<Enter>");
    told.shows("dan", &dan.shows());
    told.shows("priya", &priya.shows());

    told.step("Priya hands over, Dan accepts each duty by name");
    priya.keys("<ctrl-x>G").see("To whom");
    priya.keys("Dan Wu<Enter><Enter>").see("handed to Dan Wu");
    told.shows("priya", &priya.shows());
    dan.see("Priya Nair hands over");
    dan.keys("<ctrl-x>H").see("wait to be accepted");
    told.shows("dan", &dan.shows());
    dan.see("2 wait to be accepted")
        .keys("<Enter>")
        .see("1 wait to be accepted");
    dan.keys("<Enter>").see("You have all of A-0001 now");
    told.shows("dan", &dan.shows());
    priya.see("Dan Wu accepted everything you handed over of A-0001");
    told.shows("priya", &priya.shows());
    dan.keys("<esc>");

    lock(&place, &priya, &dan, &mut told);
}

/// A desk that a line started itself: no ssh waits for it, and it outlives the line.
fn own_desk(place: &Place, tmux: &Tmux, told: &mut Transcript) {
    told.step("A desk of Dan's own, started by his line, outlives it");
    let data = place.at("home-dan/own").display().to_string();
    let own = format!("env -u PORCHLIGHT_SOCKET porchlight --desk '{data}'");
    let desks = || -> Vec<u32> {
        let all = place.processes(&place.dan, "porchlight").into_iter();
        all.filter(|pid| {
            let words = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
            String::from_utf8_lossy(&words).contains("serve")
        })
        .collect()
    };
    let screen = place.line(
        &place.dan,
        &format!("{own} --agency 'Night desk' --zone America/New_York"),
    );
    let pane = tmux.pane("own", &screen);
    pane.see("New intake").keys("n").see("anger now");
    pane.keys("nnMarcus Bell<Enter>").see("Full name: ");
    let desk = until("his desk", || desks().first().copied());
    for line in place.processes(&place.dan, "sshd") {
        send("-9", line);
    }
    pane.see("closed");
    until("the end of every program of his but the desk", || {
        (place.processes(&place.dan, "")[..] == [desk]).then_some(())
    });
    told.note("every sshd process of his was killed; of all his processes the desk alone is left");
    // Without a terminal, and the line ends though the desk goes on.
    let done = place.over_ssh(
        &place.dan,
        &format!("{own} do"),
        "{\"do\":\"open\",\"name\":\"Linh Tran\"}\n",
    );
    assert!(done.status.success(), "{}", words(&done));
    assert_eq!(desks(), [desk], "the same desk");
    let stopped = place.over_ssh(&place.dan, &format!("{own} stop"), "");
    assert!(stopped.status.success(), "{}", words(&stopped));
    // One that a command starts: ssh comes back though that desk stays.
    let done = place.over_ssh(
        &place.dan,
        &format!("{own} do"),
        "{\"do\":\"open\",\"name\":\"Ana Ruiz\"}\n",
    );
    assert!(done.status.success(), "{}", words(&done));
    assert_eq!(desks().len(), 1);
    told.note("a command over ssh that starts a desk comes back at once, and the desk stays");
    assert!(
        place
            .over_ssh(&place.dan, &format!("{own} stop"), "")
            .status
            .success()
    );
    until("its end", || desks().is_empty().then_some(()));
}

/// Fifty words in fields, seen on both screens, and nothing of them after the lock.
fn lock(place: &Place, priya: &Pane, dan: &Pane, told: &mut Transcript) {
    told.step("Fifty words are planted in fields, by Priya over a third line");
    let mut lines = String::new();
    let open = fields::all()
        .filter(|field| matches!(field.kind, Kind::Line | Kind::Prose))
        .filter(|field| field.group.is_none() && !field.masked && field.tier <= Tier::AgencyOnly);
    let chosen: Vec<&str> = open.map(|field| field.id.0).take(MARKERS).collect();
    assert_eq!(chosen.len(), MARKERS);
    for (n, field) in chosen.iter().enumerate() {
        lines.push_str(&format!(
            "{{\"do\":\"answer\",\"case\":\"A-0001\",\"field\":\"{field}\",\"value\":\"{}\",\"reason\":\"heard again\"}}\n",
            marker(n)
        ));
    }
    let file = place.at("home-priya/phrase");
    std::fs::write(&file, format!("{}\n", phrase_of("Priya Nair"))).unwrap();
    std::os::unix::fs::chown(&file, Some(place.priya.uid), None).unwrap();
    let done = place.over_ssh(
        &place.priya,
        "porchlight --operator 'Priya Nair' --phrase-file ~/phrase do",
        &lines,
    );
    std::fs::remove_file(&file).unwrap();
    assert!(done.status.success(), "{}", words(&done));
    dan.keys("<ctrl-x>b").see("Tanisha Okafor").keys("<Enter>");
    for pane in [priya, dan] {
        pane.keys(&to(chosen[0])).see("Qmarker");
    }
    told.shows("dan", &dan.shows());
    let wanted: Vec<String> = (0..MARKERS)
        .map(marker)
        .chain(PEOPLE.map(|(.., phrase)| phrase.to_owned()))
        .collect();
    let screens = [
        (priya, "priya", client(place, &place.priya)),
        (dan, "dan", client(place, &place.dan)),
    ];
    for (_, whose, pid) in &screens {
        // The looking itself has to find what is there.
        let found = until("the markers in memory", || {
            let found = memory::found_in(*pid, &wanted).expect("root may look into a process");
            (found.len() >= MARKERS).then_some(found.len())
        });
        told.note(&format!(
            "{whose}'s program holds {found} of {} words looked for before the lock",
            wanted.len()
        ));
    }

    told.step("Both lock");
    for (pane, whose, pid) in &screens {
        let before = pane.bytes().len();
        pane.keys("<ctrl-x>L").see("Locked by its key");
        pane.see("A-0001").see("NCMEC");
        told.shows(whose, &pane.shows());
        assert!(
            std::path::Path::new(&format!("/proc/{pid}")).exists(),
            "the same process, begun anew"
        );
        let found = memory::found_in(*pid, &wanted).unwrap();
        assert!(found.is_empty(), "{whose}: still in memory: {found:?}");
        let shown = pane.shows_all();
        let after = String::from_utf8_lossy(&pane.bytes()[before..]).into_owned();
        for word in &wanted {
            assert!(!shown.contains(word), "{whose}: {word} on\n{shown}");
            assert!(
                !after.contains(word),
                "{whose}: {word} was sent after the lock"
            );
        }
        told.note(&format!(
            "{whose}: 0 of {MARKERS} words in the program's memory, 0 on the terminal, on the screen behind it, in what scrolled away, or in what was sent after the lock"
        ));
    }
    println!("after the lock: 0 of {MARKERS} words in two programs' memory, 0 on two terminals");

    told.step("Dan gives his phrase and is where he was; both leave, and the terminals are their own again");
    dan.keys(&format!("{}<Enter>", phrase_of("Dan Wu")))
        .see("Qmarker00x");
    told.shows("dan", &dan.shows());
    dan.keys("<ctrl-c><ctrl-c>");
    // tmux scrolls by a line when a terminal's program has ended.
    until("the shell's word", || {
        let all = dan.shows_all();
        all.contains("porchlight has ended, code 0").then_some(())
    });
    told.shows("dan", dan.shows_all().trim_start());
    assert!(!dan.shows_all().contains("Qmarker"), "{}", dan.shows_all());
}
