//! S15 Two operators, one case. S16 Dropped SSH mid-call. S17 Shift handover. And the parked call. Nothing is
//! left out; the same with real processes and sockets stands in `night::together`.

use super::night::Night;
use porchlight::client::model::{Place, Sheet};
use porchlight::client::overlay::Overlay;

#[test]
fn s15_two_operators_write_one_case() {
    let mut night = Night::at("2027-02-09 01:12", "America/New_York");
    let mut priya = night.operator("Priya", (80, 24));
    priya.keys("nTanisha Okafor<Enter>");
    let mut dan = night.operator("Dan", (120, 40));
    dan.keys("<Enter>");

    // Each sees that the other is there, and where.
    priya.goes_to("seen.wearing").keys("black hood");
    night.minutes(1);
    dan.sees("@Priya at Wearing");
    let mut lena = night.operator("Lena", (80, 24));
    lena.sees("@Priya @Dan");

    // Then 1: both changes survive.
    night.does(
        r#"{"do":"attempt","operator":"Dan","case":"A-0001","duty":"police.report","outcome":"confirmed","channel":"phone","person":"Ofc. Ruiz","badge":"2207","office":"Harlan City Police","number":"27-004411"}"#,
    );
    priya.keys("ie, jeans<Enter>");
    assert!(night.view("A-0001").facts.iter().any(|fact| {
        fact.field == "seen.wearing" && fact.words.as_str().contains("black hoodie, jeans")
    }));
    assert_eq!(night.reads("A-0001", "police.report"), "confirmed 01:13");

    // Then 2: a conflict on the same field shows both values, who and when, and asks.
    priya.goes_to("look.height").keys("50");
    dan.answers("look.height", "507");
    priya.keys("4<Enter>");
    priya
        .sees("theirs: 5 ft 7 in")
        .sees("Dan")
        .sees("yours: 5 ft 4 in");
    assert!(matches!(priya.model().top(), Some(Overlay::Conflict(_))));
    assert_eq!(dan.fact("look.height").split(' ').next(), Some("5"));
    assert!(
        dan.fact("look.height").contains("5 ft 7 in"),
        "not overwritten"
    );
    priya.keys("b");
    assert!(priya.fact("look.height").contains("5 ft 7 in"));
    let notes = night.case("A-0001").notes;
    assert!(
        notes.iter().any(|(_, by, text)| by.as_str() == "Priya"
            && text.as_str().contains("Priya said 5 ft 4 in")
            && text.as_str().contains("stands, by Dan")),
        "{notes:?}"
    );
    // Kept as mine, it is chosen openly: the history holds both and the reason.
    priya.goes_to("look.weight").keys("11");
    dan.answers("look.weight", "130");
    priya.keys("8<Enter>m");
    assert!(dan.fact("look.weight").contains("118 lb"));
    let history = night.history("A-0001", Some("look.weight"));
    assert!(
        history[0].contains("chosen over another value"),
        "{history:?}"
    );
    assert!(history[1].starts_with("Dan: "), "{history:?}");

    // The same for how the report came: both are shown, and theirs stands until one is chosen.
    priya.keys("<ctrl-x>rav 01:1");
    night.does(r#"{"do":"came at","operator":"Dan","case":"A-0001","channel":"web"}"#);
    priya
        .keys("0<Enter>")
        .sees("theirs: by web")
        .sees("yours: by voicemail");
    priya.keys("t");
    assert_eq!(
        night.view("A-0001").received.channel.as_deref(),
        Some("web")
    );

    // Then 3: neither sees a stale deadline.
    for screen in [&mut priya, &mut dan] {
        screen.sees("police confirmed 01:13");
        screen.sees("NCMEC owed, 23 h 5");
    }

    // Then 4: no lock can be left by a dropped connection.
    priya.goes_to("seen.wearing").keys("x");
    priya.line_drops();
    dan.answers("seen.wearing", "red jacket");
    assert!(dan.fact("seen.wearing").contains("red jacket"));
    dan.sees_no("@Priya");
    lena.sees_no("@Priya");
}

#[test]
fn s15_an_entry_taken_out_while_it_is_typed_in_loses_no_word() {
    let mut night = Night::at("2027-02-09 01:12", "America/New_York");
    night.opens("Tanisha Okafor");
    let item = night
        .does(r#"{"do":"add","case":"A-0001","group":"companion","answers":{"companion.name":"Jay"}}"#)
        .made;
    let mut priya = night.operator("Priya", (80, 24));
    priya.keys("<Enter>").goes_to("companion.name");
    let field = "companion.name";
    assert!(priya.fact_of(field, item.parse().ok()).contains("Jay"));
    priya.keys(" Miller, 19");
    let line = format!(
        r#"{{"do":"remove","operator":"Dan","case":"A-0001","item":"{item}","reason":"entered twice"}}"#
    );
    night.does(&line);
    priya.sees("was taken out").sees("Miller, 19");
    // A question just opened takes no key for a moment.
    night.minutes(1);
    priya.keys("n<Enter>");
    let notes = night.case("A-0001").notes;
    assert!(
        notes
            .iter()
            .any(|(_, _, text)| text.as_str().contains("Miller, 19")),
        "{notes:?}"
    );
}

#[test]
fn s16_a_dropped_line_resumes_at_the_same_place_on_another_machine() {
    let mut night = Night::at("2027-02-09 01:12", "America/New_York");
    let mut priya = night.operator("Priya", (80, 24));
    priya.keys("nTanisha Okafor<Enter>");
    let fields = [
        ("look.height", "504"),
        ("look.weight", "118"),
        ("look.eyes", "bro"),
        ("look.hair", "bro"),
        ("seen.wearing", "black hoodie"),
        ("seen.place", "bus stop on Fifth"),
        ("call.callback", "614-555-0123"),
        ("reporter.name", "Dana Whitfield"),
        ("child.dob", "2012-05-04"),
        ("child.sex", "f"),
        ("child.race", "w"),
        ("seen.by", "Dana Whitfield"),
        ("guardian.name", "Robin Hale"),
    ];
    let fields: Vec<_> = fields
        .into_iter()
        .filter(|(field, _)| porchlight::record::fields::by_name(field).is_some())
        .collect();
    for (field, words) in &fields {
        priya.answers(field, words);
    }
    let facts = night.view("A-0001").facts.len();
    assert!(facts >= 10, "{facts} fields of the call are in");
    priya.goes_to("seen.with");
    let here = priya.front().at.clone();
    let mode = priya.front().mode;
    priya.keys("left through the back<Left><Left><Left><Left>");
    night.minutes(1);
    priya.sees("left through the back");
    let head = night.case("A-0001").seq;
    priya.line_drops();
    night.minutes(4);

    // The colleagues see that something was left, not what.
    let mut dan = night.operator("Dan", (80, 24));
    dan.keys("<space>S<End>")
        .sees("text left behind")
        .sees("Priya, gone")
        .sees_no("through the back");
    dan.keys("<Esc>");

    // When she reconnects from another machine.
    let mut again = night.operator("Priya", (120, 40));
    // Then 1: every field is there.
    for (field, _) in &fields {
        assert!(!again.fact(field).is_empty(), "{field} is there");
    }
    assert_eq!(night.view("A-0001").facts.len(), facts);
    // Then 2: with the cursor's place: the same case, row and letter.
    let front = again.front();
    assert_eq!((front.at.clone(), front.mode), (here, mode));
    let text = &front.edit.as_ref().expect("being typed on").text;
    assert_eq!(text.as_str(), "left through the back");
    assert_eq!(text.cursor(), text.as_str().chars().count() - 4);
    again.keys("<End> door<Enter>");
    // Then 3: no half-written record: until then nothing had been written since the line dropped.
    let case = night.case("A-0001");
    assert_eq!(case.seq, head + 1, "one answer more, whole");
    // Then 4: the journal shows the gap.
    let history = night.history("A-0001", None);
    assert!(
        history[0].contains("left through the back door"),
        "{history:?}"
    );
    let at = case.touched;
    assert!(
        at.since(case.opened) >= 5 * 60_000_000,
        "five minutes lie between"
    );
    dan.sees_no("text left behind");
}

#[test]
fn s16_an_orphan_is_taken_over_openly_and_its_owner_is_told() {
    let mut night = Night::at("2027-02-09 01:12", "America/New_York");
    let mut priya = night.operator("Priya", (80, 24));
    priya.keys("nTanisha Okafor<Enter>");
    priya.goes_to("seen.wearing").keys("black hoodie, wh");
    night.minutes(1);
    priya.sees("black hoodie");
    priya.line_drops();
    let mut oscar = night.operator("Oscar", (80, 24));
    oscar
        .keys("<space>S<End><Enter>")
        .sees("Take over what Priya was typing")
        .keys("y");
    // It stands in its field, and the cursor with it.
    oscar.sees("black hoodie, wh");
    oscar.keys("<End>ite shoes<Enter>");
    assert_eq!(oscar.fact("seen.wearing"), "black hoodie, white shoes");
    let history = night.history("A-0001", None);
    assert!(
        history
            .iter()
            .any(|row| row.starts_with("Oscar: took over what Priya was typing")),
        "{history:?}"
    );
    let mut again = night.operator("Priya", (120, 40));
    again.sees("Oscar took over what you left unsaved");
}

#[test]
fn s17_a_shift_is_handed_over_duty_by_duty() {
    let mut night = Night::at("2027-02-09 05:50", "America/New_York");
    let mut lena = night.operator("Lena", (80, 24));
    // Two open episodes: an NCIC number awaited, an NCMEC report due 13:12.
    lena.keys("nTanisha Okafor<Enter>");
    night.does(
        r#"{"do":"attempt","operator":"Lena","case":"A-0001","duty":"police.report","outcome":"confirmed","channel":"phone","person":"Ofc. Ruiz","badge":"2207","office":"Harlan City Police","number":"27-004411"}"#,
    );
    night.does(
        r#"{"do":"attempt","operator":"Lena","case":"A-0001","duty":"ncmec.report","outcome":"confirmed","channel":"phone","person":"specialist Kim","number":"NC-778120"}"#,
    );
    lena.keys("<ctrl-x>nMarcus Bell<Enter>");
    night.does(
        r#"{"do":"came at","operator":"Lena","case":"A-0002","channel":"phone","at":"2027-02-08 13:12"}"#,
    );
    night.does(
        r#"{"do":"attempt","operator":"Lena","case":"A-0002","duty":"police.report","outcome":"confirmed","channel":"phone","person":"Ofc. Diaz","badge":"1140","office":"Harlan City Police","number":"27-004412"}"#,
    );
    night.does(r#"{"do":"answer","operator":"Lena","case":"A-0002","field":"look.eyes","state":"unknown"}"#);
    for case in ["A-0001", "A-0002"] {
        let line = format!(r#"{{"do":"claim","operator":"Lena","case":"{case}"}}"#);
        night.does(&line);
    }
    night.time("06:50");
    // When Lena hands to Oscar.
    lena.keys("<ctrl-x>GOscar<Enter><Enter>");

    // Then 1 to 4: for each, next action; due in words and hours left; who was told what; what is unknown.
    let mut oscar = night.operator("Oscar", (120, 40));
    oscar.keys("<space>H");
    oscar
        .sees("NCIC entry: get the number")
        .sees("Report to NCMEC");
    oscar.keys("<Home>");
    let mut seen = String::new();
    for _ in 0..6 {
        seen.push_str(&oscar.screen());
        oscar.keys("j");
    }
    let run = seen.replace('│', " ");
    let run = run.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "next: ask police for the NCIC number",
        "next: call NCMEC with the NCMEC script",
        "due 13:12 (6 h 21 min left)",
        "told: police confirmed 05:50, Ofc. Ruiz, badge 2207",
        "NCMEC confirmed 05:50, specialist Kim, number NC-778120",
        "Eyes (asked)",
        "still with Lena",
    ] {
        let alike = said.replace("6 h 21", "6 h 22");
        assert!(
            run.contains(said) || run.contains(&alike),
            "“{said}” is not in\n{seen}"
        );
    }
    let sheet = night.sheet("A-0002", "handover");
    for said in [
        "13:12",
        "6 h 2",
        "call NCMEC with the NCMEC script",
        "police confirmed",
        "Still unknown",
    ] {
        assert!(sheet.contains(said), "“{said}” is not on\n{sheet}");
    }

    // Then 5: Oscar acknowledges by name, each item.
    let of = |night: &Night, case: &str, duty: &str| {
        let handover = night.case(case).handover.expect("handed over");
        let (_, accepted) = handover.of(duty, None).expect("in it").clone();
        accepted.map(|accepted| accepted.by.to_string())
    };
    let order = oscar.model().shift.clone().expect("the shift");
    let at = order
        .duties
        .iter()
        .position(|duty| duty.duty == "ncmec.report")
        .expect("listed");
    oscar.keys("<Home>");
    for _ in 0..at {
        oscar.keys("j");
    }
    oscar.keys("<Enter>").sees("Accepted by you");
    assert_eq!(
        of(&night, "A-0002", "ncmec.report").as_deref(),
        Some("Oscar")
    );
    assert_eq!(of(&night, "A-0001", "ncic.number"), None, "one at a time");
    let history = night.history("A-0002", None);
    assert!(
        history
            .iter()
            .any(|row| row == "Oscar: accepted from Lena: ncmec report"),
        "{history:?}"
    );

    // Then 6: unacknowledged items alert the supervisor, and stay with Lena by name.
    night.minutes(20);
    let mut hale = night.operator("Hale", (80, 24));
    hale.sees("handed over by Lena and not accepted: still with Lena");
    hale.keys("<space>S").sees("not accepted in time");
    let view = hale.model().shift.clone().expect("the shift");
    let ncic = view
        .duties
        .iter()
        .find(|duty| duty.duty == "ncic.number")
        .expect("open");
    assert_eq!(
        ncic.holder.as_ref().map(|(who, _)| who.as_str()),
        Some("Lena")
    );
    let ncmec = view
        .duties
        .iter()
        .find(|duty| duty.duty == "ncmec.report")
        .expect("open");
    assert_eq!(
        ncmec.holder.as_ref().map(|(who, _)| who.as_str()),
        Some("Oscar")
    );
    let at = view
        .duties
        .iter()
        .position(|duty| duty.duty == "ncic.number")
        .expect("listed");
    hale.keys("<Home>");
    for _ in 0..at {
        hale.keys("j");
    }
    hale.sees("NOT ACCEPTED, still with Lena: call Oscar");
    // One key from there to the case.
    hale.keys("<Enter>");
    assert_eq!(hale.front().number.as_deref(), Some("A-0001"));
}

#[test]
fn parked_call_a_second_ring_opens_a_second_intake_and_the_first_is_gone_back_to_exactly() {
    let mut night = Night::at("2027-02-09 02:12", "America/New_York");
    let mut priya = night.operator("Priya", (80, 24));
    priya.keys("nTanisha Okafor<Enter>");
    priya
        .goes_to("seen.wearing")
        .keys("black hoodie<Left><Left>");
    let before = priya.front().clone();
    // A second ring, in the middle of a word.
    priya.keys("<ctrl-x>nMarcus Bell<Enter>");
    assert_eq!(night.board().open, 2, "the second has its own clock");
    night.minutes(1);
    // The first says where it stopped and what comes next: on every board and in the list of calls.
    let mut dan = night.operator("Dan", (120, 40));
    dan.sees("call parked by Priya: stopped at Wearing, in one line; next:");
    priya
        .keys("<ctrl-x>w")
        .sees("A-0001 Tanisha Okafor: stopped at Wearing, in one line; next:");
    priya.keys("<Esc>");
    // Back with one key, to the exact place.
    priya.keys("<ctrl-6>");
    let after = priya.front().clone();
    assert_eq!(after.slot, before.slot);
    assert_eq!(after.at, before.at);
    let edit = |screen: &porchlight::client::model::CaseScreen| {
        let text = &screen.edit.as_ref().expect("being typed").text;
        (text.as_str().to_owned(), text.cursor())
    };
    assert_eq!(edit(&after), edit(&before));
    dan.sees_no("stopped at Wearing, in one line");
    // From a script too.
    priya.keys("<ctrl-x>p");
    let slot = after.slot;
    assert_eq!(priya.model().place, Place::Script(slot, Sheet::Police));
    priya.keys("<ctrl-6><ctrl-6>");
    assert_eq!(priya.model().place, Place::Script(slot, Sheet::Police));
    priya.keys("<ctrl-6>");
    night.minutes(1);
    dan.sees("call parked by Priya");

    // It is kept on the desk: it survives a restart, and says that its screen is gone.
    night.kill_and_restart();
    let mut dan = night.operator("Dan", (120, 40));
    dan.sees("call parked by Priya, who is gone");
    dan.keys("<space>S<End>")
        .sees("call parked")
        .sees("Priya, gone");
    let mut again = night.operator("Priya", (80, 24));
    again.keys("<ctrl-x>w").sees("A-0001");
    again.keys("<Esc><ctrl-6>");
    night.minutes(1);
    dan.keys("<Esc>").sees_no("who is gone");
}
