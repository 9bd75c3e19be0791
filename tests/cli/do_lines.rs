//! `do`: the examples of its help, refusals, and a desk that somebody else has.

use std::io::Write;
use std::process::Stdio;

use super::{Home, PROGRAM, Ran, intake, ran};
use porchlight::env::clock::{Clock, Real};

fn fed(home: &Home, lines: &str) -> Ran {
    let mut child = home
        .process(PROGRAM)
        .arg("do")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that refused to start reads nothing; what it said is looked at below.
    let _ = stdin.write_all(lines.as_bytes());
    drop(stdin);
    ran(child.wait_with_output().unwrap())
}

fn results(ran: &Ran) -> Vec<serde_json::Value> {
    ran.out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn the_examples_of_the_help_work_in_order_on_a_fresh_desk() {
    let home = Home::new();
    let help = home.run(&["do", "--help"]).out;
    let examples: Vec<&str> = help
        .lines()
        .map(str::trim)
        .filter(|line| line.starts_with("{\"do\":"))
        .collect();
    assert!(examples.len() >= 28, "{} examples", examples.len());
    let ran = fed(&home, &examples.join("\n"));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    for (example, result) in examples.iter().zip(results(&ran)) {
        assert_eq!(result["ok"], true, "{example}\n{result}");
    }
    assert_eq!(results(&ran).len(), examples.len());
    // They were stored, and can be read.
    let listed = home.run(&["list", "--json"]).json();
    assert!(listed["open"].as_u64().unwrap() >= 1);
}

#[test]
fn a_bad_line_is_refused_with_its_number_and_the_rest_is_carried_out() {
    let home = Home::new();
    let ran = fed(
        &home,
        "{\"do\":\"open\",\"name\":\"Jo Ann\"}\nnot json\n{\"do\":\"opne\"}\n\n{\"do\":\"open\",\"nmae\":\"X\"}\n\
         {\"do\":\"answer\",\"case\":\"last\",\"field\":\"look.height\",\"value\":\"tall\"}\n\
         {\"do\":\"answer\",\"case\":\"last\",\"field\":\"look.height\",\"value\":\"504\"}\n",
    );
    assert_eq!(ran.code, 1);
    let said: Vec<(u64, bool)> = results(&ran)
        .iter()
        .map(|r| (r["line"].as_u64().unwrap(), r["ok"].as_bool().unwrap()))
        .collect();
    assert_eq!(
        said,
        [
            (1, true),
            (2, false),
            (3, false),
            (5, false),
            (6, false),
            (7, true)
        ]
    );
    for refused in results(&ran).iter().filter(|r| r["ok"] == false) {
        assert!(
            refused["problem"].as_str().unwrap().ends_with('.'),
            "{refused}"
        );
    }
    let shown = home.run(&["show", "last"]).out;
    assert!(shown.contains("Height: 5 ft 4 in"), "{shown}");
}

#[test]
fn a_desk_that_somebody_has_open_says_who_and_since_when() {
    let home = Home::new();
    home.made(&[(5, intake("Wren Halloran"))]);
    let held = home.opened(Real.wall());
    let ran = fed(&home, "{\"do\":\"open\",\"name\":\"Jo Ann\"}\n");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
    let pid = format!("(process {})", std::process::id());
    for words in [pid.as_str(), " since ", " UTC", "open"] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    drop(held);
    let ran = fed(&home, "{\"do\":\"open\",\"name\":\"Jo Ann\"}\n");
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn status_follows_what_was_done() {
    let home = Home::new();
    assert_eq!(home.run(&["status"]).code, 4, "no desk yet");
    fed(
        &home,
        "{\"do\":\"set desk\",\"key\":\"zone\",\"value\":\"America/New_York\"}\n",
    );
    assert_eq!(home.run(&["status"]).code, 0);
    fed(&home, "{\"do\":\"open\",\"name\":\"Jo Ann\"}\n");
    assert_eq!(home.run(&["status"]).code, 1);
    for (came, code) in [("23h 30m ago", 2), ("25h ago", 3)] {
        let ran = fed(
            &home,
            &format!("{{\"do\":\"open\",\"name\":\"Kofi\",\"came_at\":\"{came}\"}}\n"),
        );
        assert_eq!(ran.code, 0, "{}", ran.out);
        assert_eq!(home.run(&["status"]).code, code, "{came}");
    }
}

#[test]
fn a_pretended_now_is_refused_on_a_real_desk() {
    let home = Home::new();
    let ran = home.run(&["do", "--at", "03:00"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("practice"), "{}", ran.err);
}

#[test]
fn a_file_that_is_not_there_founds_no_desk() {
    let home = Home::new();
    let ran = home.run(&["do", "nowhere.jsonl"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("nowhere.jsonl"), "{}", ran.err);
    assert!(!home.desk().exists());
}
