//! Many starters, leftovers of a dead desk, kills in the middle of work, and the end.

use std::sync::{Arc, Barrier};

use super::{desks, kill, open_cases, opens, told, until};
use crate::cli::Home;

#[test]
fn many_starters_at_once_make_exactly_one_desk() {
    let home = Arc::new(Home::new());
    let starters = 12;
    let barrier = Arc::new(Barrier::new(starters));
    let threads: Vec<_> = (0..starters)
        .map(|n| {
            let (home, barrier) = (Arc::clone(&home), Arc::clone(&barrier));
            std::thread::spawn(move || {
                barrier.wait();
                told(&home, &opens(n, 1))
            })
        })
        .collect();
    for thread in threads {
        let ran = thread.join().unwrap();
        assert!(
            ran.status.success(),
            "{}",
            String::from_utf8_lossy(&ran.stderr)
        );
    }
    // Those who came too late for the lock have ended or are about to.
    until("one desk", || {
        (desks(&home.desk()).len() == 1).then_some(())
    });
    assert_eq!(open_cases(&home), starters);
}

#[test]
fn a_desk_killed_again_and_again_loses_nothing_acknowledged_and_acts_once() {
    let home = Arc::new(Home::new());
    let rounds = 4;
    let each = 25;
    for round in 0..rounds {
        let worker = {
            let home = Arc::clone(&home);
            std::thread::spawn(move || told(&home, &opens(round * each, each)))
        };
        // Once in each run, in the middle of whatever it does.
        let pid = until("a desk", || desks(&home.desk()).first().copied());
        let file = home.desk().join("desk.1.sock");
        until("its socket", || file.exists().then_some(()));
        kill(pid);
        let ran = worker.join().unwrap();
        let out = String::from_utf8(ran.stdout).unwrap();
        let err = String::from_utf8_lossy(&ran.stderr);
        let good = out
            .lines()
            .filter(|line| line.contains("\"ok\":true"))
            .count();
        assert_eq!(good, each, "{out}\n{err}");
    }
    assert_eq!(open_cases(&home), rounds * each);
    println!(
        "{rounds} kills, {} commands, none lost and none twice",
        rounds * each
    );
}

#[test]
fn what_a_dead_desk_left_and_what_somebody_planted_give_way() {
    let home = Home::new();
    assert!(told(&home, &opens(0, 1)).status.success());
    let socket = home.desk().join("desk.1.sock");
    let pid = desks(&home.desk())[0];
    kill(pid);
    until("its end", || desks(&home.desk()).is_empty().then_some(()));
    assert!(socket.exists(), "a killed desk leaves its socket");
    assert!(told(&home, &opens(1, 1)).status.success());
    assert_eq!(home.run(&["stop"]).code, 0);
    assert!(
        !socket.exists(),
        "a desk that ends takes its socket with it"
    );
    // A link to something dear, under the socket's name.
    let dear = home.path().join("dear");
    std::fs::write(&dear, "dear").unwrap();
    std::os::unix::fs::symlink(&dear, &socket).unwrap();
    assert!(told(&home, &opens(2, 1)).status.success());
    assert_eq!(std::fs::read_to_string(&dear).unwrap(), "dear");
    assert_eq!(open_cases(&home), 3);
}

#[test]
fn a_socket_that_was_cleaned_away_comes_back_and_a_desk_without_its_folder_ends() {
    let home = Home::new();
    assert!(told(&home, &opens(0, 1)).status.success());
    let socket = home.desk().join("desk.1.sock");
    let before = desks(&home.desk());
    std::fs::remove_file(&socket).unwrap();
    until("its socket again", || socket.exists().then_some(()));
    assert!(told(&home, &opens(1, 1)).status.success());
    assert_eq!(desks(&home.desk()), before, "the same desk");
    std::fs::remove_file(home.desk().join("desk.lock")).unwrap();
    until("its end", || desks(&home.desk()).is_empty().then_some(()));
}

#[test]
fn a_desk_in_the_foreground_says_where_it_answers_and_drains_on_term() {
    use std::io::{BufRead, BufReader};
    let home = Home::new();
    let mut child = home
        .process(env!("CARGO_BIN_EXE_porchlight"))
        .arg("serve")
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    BufReader::new(child.stderr.take().unwrap())
        .read_line(&mut said)
        .unwrap();
    assert!(said.contains("desk.1.sock"), "{said}");
    assert!(told(&home, &opens(0, 3)).status.success());
    // Served to stay: it does not step aside for a command that needs all of it.
    let refused = home.run(&["seal"]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("served to stay"), "{refused:?}");
    let sent = std::process::Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
    assert!(child.wait().unwrap().success());
    assert_eq!(open_cases(&home), 3);
}
