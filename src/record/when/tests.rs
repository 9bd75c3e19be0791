use super::*;

fn zone(name: &str) -> Zone {
    name.parse().unwrap()
}
fn at(text: &str) -> Moment {
    Moment::of(&chrono::DateTime::parse_from_rfc3339(text).unwrap())
}
/// Saturday 21 November 2026, 02:15 in New York.
fn night() -> Ctx {
    Ctx::past(at("2026-11-21T02:15:00-05:00"), zone("America/New_York"))
}
fn said(instant: &Instant) -> String {
    let show = |m: Moment| {
        instant
            .zone
            .local(m)
            .format("%a %Y-%m-%d %H:%M %Z")
            .to_string()
    };
    match instant.precision {
        Precision::Exact => show(instant.at),
        Precision::About => format!("about {}", show(instant.at)),
        Precision::Between { until } => format!("{} .. {}", show(instant.at), show(until)),
        Precision::Either { or } => format!("{} or {}", show(instant.at), show(or)),
    }
}
fn check(ctx: &Ctx, text: &str, expected: &str) {
    let got = match parse(text, ctx) {
        Ok(heard) => said(&heard.instant),
        Err(problem) => format!("refused: {}", problem.sentence),
    };
    assert!(
        got.starts_with(expected),
        "{text:?}\n  wanted {expected}\n  got    {got}"
    );
}

#[test]
fn the_phrases_of_a_night() {
    for (text, expected) in [
        ("last night 9:40pm", "Fri 2026-11-20 21:40 EST"),
        ("9:40pm last night", "Fri 2026-11-20 21:40 EST"),
        (
            "last night",
            "Fri 2026-11-20 18:00 EST .. Sat 2026-11-21 02:15 EST",
        ),
        ("tonight 1am", "Sat 2026-11-21 01:00 EST"),
        ("tonight 11:30", "Fri 2026-11-20 23:30 EST"),
        ("eleven thirty tonight", "Fri 2026-11-20 23:30 EST"),
        ("around 9pm", "about Fri 2026-11-20 21:00 EST"),
        ("about 9pm", "about Fri 2026-11-20 21:00 EST"),
        ("~9pm", "about Fri 2026-11-20 21:00 EST"),
        ("around 9", "about Fri 2026-11-20 21:00 EST"),
        ("noon", "Fri 2026-11-20 12:00 EST"),
        ("midnight", "Sat 2026-11-21 00:00 EST"),
        ("an hour and a half ago", "Sat 2026-11-21 00:45 EST"),
        ("one and a half hours ago", "Sat 2026-11-21 00:45 EST"),
        ("half an hour ago", "Sat 2026-11-21 01:45 EST"),
        ("1h30 ago", "Sat 2026-11-21 00:45 EST"),
        ("1h30m ago", "Sat 2026-11-21 00:45 EST"),
        ("1.5 hours ago", "Sat 2026-11-21 00:45 EST"),
        ("twenty five minutes ago", "Sat 2026-11-21 01:50 EST"),
        (
            "about a couple of hours ago",
            "about Sat 2026-11-21 00:15 EST",
        ),
        ("3 days ago", "about Wed 2026-11-18 02:15 EST"),
        ("2h ago", "Sat 2026-11-21 00:15 EST"),
        ("yesterday 9:40pm", "Fri 2026-11-20 21:40 EST"),
        ("9:40pm yesterday", "Fri 2026-11-20 21:40 EST"),
        ("9:40 p.m. yesterday", "Fri 2026-11-20 21:40 EST"),
        ("2140", "Fri 2026-11-20 21:40 EST"),
        ("2140 hrs", "Fri 2026-11-20 21:40 EST"),
        ("940pm", "Fri 2026-11-20 21:40 EST"),
        ("9:40", "Fri 2026-11-20 21:40 EST"),
        ("01:31", "Sat 2026-11-21 01:31 EST"),
        ("1:31", "Sat 2026-11-21 01:31 EST"),
        ("11pm", "Fri 2026-11-20 23:00 EST"),
        ("friday 3pm", "Fri 2026-11-20 15:00 EST"),
        ("last friday 3pm", "Fri 2026-11-20 15:00 EST"),
        ("saturday 3pm", "Sat 2026-11-14 15:00 EST"),
        ("last saturday 1am", "Sat 2026-11-14 01:00 EST"),
        ("11/20 9:40pm", "Fri 2026-11-20 21:40 EST"),
        ("2026-11-20 21:40", "Fri 2026-11-20 21:40 EST"),
        ("2026-11-20T21:40", "Fri 2026-11-20 21:40 EST"),
        ("2026-11-20T21:40:00-05:00", "Fri 2026-11-20 21:40 EST"),
        ("2026-11-21T02:40:00Z", "Fri 2026-11-20 21:40 EST"),
        ("2026-11-20 21:40 -0600", "Fri 2026-11-20 22:40 EST"),
        (
            "4/12",
            "Sun 2026-04-12 00:00 EDT .. Sun 2026-04-12 23:59 EDT",
        ),
        ("4/12 9pm", "Sun 2026-04-12 21:00 EDT"),
        ("12/4 9pm", "Thu 2025-12-04 21:00 EST"),
        ("Nov 20, 9:40pm", "Fri 2026-11-20 21:40 EST"),
        ("20 November 2026 at 9:40 pm", "Fri 2026-11-20 21:40 EST"),
        ("Fri 20 Nov 2026 21:40 EST", "Fri 2026-11-20 21:40 EST"),
        (
            "between 9pm and 10pm",
            "Fri 2026-11-20 21:00 EST .. Fri 2026-11-20 22:00 EST",
        ),
        (
            "between 9 and 10pm",
            "Fri 2026-11-20 21:00 EST .. Fri 2026-11-20 22:00 EST",
        ),
        (
            "between 11 and 1am",
            "Fri 2026-11-20 23:00 EST .. Sat 2026-11-21 01:00 EST",
        ),
        (
            "from 9pm to 10pm",
            "Fri 2026-11-20 21:00 EST .. Fri 2026-11-20 22:00 EST",
        ),
        (
            "between 9pm and 10pm yesterday",
            "Fri 2026-11-20 21:00 EST .. Fri 2026-11-20 22:00 EST",
        ),
        ("now", "Sat 2026-11-21 02:15 EST"),
        ("just now", "Sat 2026-11-21 02:15 EST"),
        ("this morning 1:20", "Sat 2026-11-21 01:20 EST"),
        ("one twenty this morning", "Sat 2026-11-21 01:20 EST"),
        ("nine oh five last night", "Fri 2026-11-20 21:05 EST"),
        ("half past nine last night", "Fri 2026-11-20 21:30 EST"),
        ("quarter to ten last night", "Fri 2026-11-20 21:45 EST"),
        ("20 past 9pm", "Fri 2026-11-20 21:20 EST"),
        ("9 o'clock last night", "Fri 2026-11-20 21:00 EST"),
        ("9 in the evening", "Fri 2026-11-20 21:00 EST"),
        (
            "yesterday afternoon",
            "Fri 2026-11-20 12:00 EST .. Fri 2026-11-20 17:59 EST",
        ),
        (
            "yesterday",
            "Fri 2026-11-20 00:00 EST .. Fri 2026-11-20 23:59 EST",
        ),
        ("friday night 1am", "Sat 2026-11-21 01:00 EST"),
        ("9pm Mountain", "Fri 2026-11-20 21:00 MST"),
        ("9pm America/Denver", "Fri 2026-11-20 21:00 MST"),
        ("9pm CST", "Fri 2026-11-20 21:00 CST"),
        ("9pm eastern standard time", "Fri 2026-11-20 21:00 EST"),
        ("9pm Arizona", "Fri 2026-11-20 21:00 MST"),
        ("0217", "Sat 2026-11-21 02:17 EST"),
        ("4/12 2140", "Sun 2026-04-12 21:40 EDT"),
        ("4/12 at 21:40", "Sun 2026-04-12 21:40 EDT"),
        ("11/20/26 9:40pm", "Fri 2026-11-20 21:40 EST"),
        ("12:30am", "Sat 2026-11-21 00:30 EST"),
        ("12am", "Sat 2026-11-21 00:00 EST"),
        ("midnight last night", "Sat 2026-11-21 00:00 EST"),
        ("friday night midnight", "Sat 2026-11-21 00:00 EST"),
        ("the day before yesterday 5pm", "Thu 2026-11-19 17:00 EST"),
        ("10 minutes ago", "Sat 2026-11-21 02:05 EST"),
        ("about 20 mins ago", "about Sat 2026-11-21 01:55 EST"),
        (
            "sunday",
            "Sun 2026-11-15 00:00 EST .. Sun 2026-11-15 23:59 EST",
        ),
        (
            "last evening",
            "Fri 2026-11-20 18:00 EST .. Fri 2026-11-20 23:59 EST",
        ),
        ("this evening at 7", "Fri 2026-11-20 19:00 EST"),
        (
            "this morning",
            "Sat 2026-11-21 00:00 EST .. Sat 2026-11-21 02:15 EST",
        ),
        ("Tue 10 Nov 2026 01:12 EST", "Tue 2026-11-10 01:12 EST"),
        (
            "between friday 9pm and saturday 1am",
            "Fri 2026-11-20 21:00 EST .. Sat 2026-11-21 01:00 EST",
        ),
        (
            "between quarter to nine and 9:15pm",
            "Fri 2026-11-20 20:45 EST .. Fri 2026-11-20 21:15 EST",
        ),
        ("5:15 am on 11/2", "Mon 2026-11-02 05:15 EST"),
        ("9pm Chicago", "Fri 2026-11-20 21:00 CST"),
        ("9pm new york", "Fri 2026-11-20 21:00 EST"),
    ] {
        check(&night(), text, expected);
    }
}

#[test]
fn never_the_future_where_something_happened() {
    for text in [
        "2026-11-22 21:40",
        "in 20 min",
        "tomorrow 9am",
        "today 9pm",
        "this morning 11am",
        "2027-11-20T21:40:00Z",
    ] {
        check(&night(), text, "refused: That time is still to come");
    }
}

#[test]
fn a_call_back_is_ahead() {
    let ctx = night().with(Bias::Future);
    for (text, expected) in [
        ("at 3", "Sat 2026-11-21 03:00 EST"),
        ("3pm", "Sat 2026-11-21 15:00 EST"),
        ("0100", "Sun 2026-11-22 01:00 EST"),
        ("in 20 min", "Sat 2026-11-21 02:35 EST"),
        ("tomorrow 9am", "Sun 2026-11-22 09:00 EST"),
        ("monday 8:30am", "Mon 2026-11-23 08:30 EST"),
        ("tonight 9pm", "Sat 2026-11-21 21:00 EST"),
        ("1/4 9am", "Mon 2027-01-04 09:00 EST"),
        ("yesterday 9pm", "refused: That time has passed"),
    ] {
        check(&ctx, text, expected);
    }
}

#[test]
fn what_is_not_a_time_is_refused_with_an_example() {
    for text in [
        "",
        "unknown",
        "?",
        "later",
        "25:00",
        "9:75pm",
        "13pm",
        "2026-13-01",
        "2/30 9pm",
        "9pm 10pm",
        "99999999999999999999",
        "between",
        "between 9pm",
    ] {
        let problem = parse(text, &night()).expect_err(text);
        assert!(problem.example.is_some(), "{text:?}");
    }
    check(
        &night(),
        "yesterday 9:40",
        "refused: That could be morning or evening",
    );
    check(
        &night(),
        "yesterday 5:40 this",
        "refused: That is not a time",
    );
    check(
        &night(),
        "this morning 9pm",
        "refused: The hour and the part of the day",
    );
    check(
        &night(),
        "9pm EDT",
        "refused: On that day clocks in America/New_York show EST",
    );
}

#[test]
fn an_hour_that_was_taken_for_granted_is_said() {
    let heard = parse("9:40", &night()).unwrap();
    assert_eq!(
        heard.note.as_deref(),
        Some("9:40 read as 21:40; say am or pm to be sure.")
    );
    assert_eq!(parse("21:40", &night()).unwrap().note, None);
}

#[test]
fn the_hour_that_came_twice_is_asked_about() {
    let ctx = Ctx::past(at("2027-11-07T08:00:00-05:00"), zone("America/New_York"));
    for text in [
        "01:20",
        "one twenty this morning",
        "1:20am",
        "2027-11-07 01:20",
    ] {
        let heard = parse(text, &ctx).unwrap();
        assert_eq!(
            said(&heard.instant),
            "Sun 2027-11-07 01:20 EDT or Sun 2027-11-07 01:20 EST",
            "{text}"
        );
        let question = heard.question.expect("a question");
        assert_eq!(question.first.words, "first 01:20 (EDT)");
        assert_eq!(question.second.words, "second 01:20 (EST)");
        let settled = |typed: &str| said(&parse(typed, &ctx).unwrap().instant);
        assert_eq!(settled(&question.first.typed), "Sun 2027-11-07 01:20 EDT");
        assert_eq!(settled(&question.second.typed), "Sun 2027-11-07 01:20 EST");
    }
    check(&ctx, "01:20 first", "Sun 2027-11-07 01:20 EDT");
    check(&ctx, "second 1:20am", "Sun 2027-11-07 01:20 EST");
    check(&ctx, "01:20 EDT", "Sun 2027-11-07 01:20 EDT");
    check(&ctx, "01:20 EST", "Sun 2027-11-07 01:20 EST");
    // At 01:40 the first time round, the second 01:20 cannot have been.
    let early = Ctx::past(at("2027-11-07T01:40:00-04:00"), zone("America/New_York"));
    check(&early, "01:20", "Sun 2027-11-07 01:20 EDT");
}

#[test]
fn the_hour_that_never_was_is_refused_with_its_edges() {
    let ctx = Ctx::past(at("2027-03-14T08:00:00-05:00"), zone("America/Chicago"));
    let problem = parse("2:15 a.m.", &ctx).unwrap_err();
    assert_eq!(
        problem.example.as_deref(),
        Some("between 01:59 CST and 03:00 CDT")
    );
    assert!(
        problem.sentence.contains("01:59 CST straight to 03:00 CDT"),
        "{}",
        problem.sentence
    );
    check(
        &ctx,
        "between 01:59 CST and 03:00 CDT",
        "Sun 2027-03-14 01:59 CST .. Sun 2027-03-14 03:00 CDT",
    );
    let later = Ctx::past(at("2027-03-20T08:00:00-05:00"), zone("America/Chicago"));
    let example = parse("2027-03-14 02:15", &later)
        .unwrap_err()
        .example
        .unwrap();
    assert_eq!(example, "between 2027-03-14 01:59 CST and 03:00 CDT");
    check(
        &later,
        &example,
        "Sun 2027-03-14 01:59 CST .. Sun 2027-03-14 03:00 CDT",
    );
}

#[test]
fn a_caller_in_another_zone() {
    let ctx = Ctx::past(at("2027-05-15T00:40:00-05:00"), zone("America/Chicago"));
    check(
        &ctx,
        "eleven thirty tonight Mountain",
        "Fri 2027-05-14 23:30 MDT",
    );
    let heard = parse("eleven thirty tonight Mountain", &ctx).unwrap();
    assert_eq!(
        zone("America/Chicago")
            .local(heard.instant.at)
            .format("%a %H:%M %Z")
            .to_string(),
        "Sat 00:30 CDT"
    );
}

#[test]
fn people_name_zones_in_many_ways() {
    for (said, name) in [
        ("Central", "America/Chicago"),
        ("CT", "America/Chicago"),
        ("Mountain time", "America/Denver"),
        ("Phoenix", "America/Phoenix"),
        ("arizona", "America/Phoenix"),
        ("Chicago", "America/Chicago"),
        ("america/new_york", "America/New_York"),
        ("US Eastern", "America/New_York"),
        ("Hawaii", "Pacific/Honolulu"),
    ] {
        assert_eq!(zone(said).name(), name, "{said}");
    }
    assert!("Nowhere".parse::<Zone>().is_err());
}

proptest::proptest! {
    #[test]
    fn no_text_panics(text in "\\PC*") {
        let _ = parse(&text, &night());
        let _ = text.parse::<Zone>();
    }
    #[test]
    fn no_sentence_of_the_trade_panics_or_lies_ahead(
        words in proptest::collection::vec(proptest::sample::select(vec![
            "last", "night", "friday", "9:40", "pm", "2140", "between", "and", "ago", "2", "h", "half", "past", "4/12",
            "2026", "-", "11", "a", "an", "hour", "tonight", "yesterday", "about", "EST", "Mountain", "first", "noon",
            "midnight", "one", "twenty", "to", "quarter", "in", ":", "+", "0600", "Nov", "31", "99",
        ]), 1..8)
    ) {
        if let Ok(heard) = parse(&words.join(" "), &night()) {
            proptest::prop_assert!(heard.instant.at.since(night().now) <= SLACK);
        }
    }
    #[test]
    fn every_wall_time_of_a_year_resolves_to_itself(minutes in 0i64..366 * 24 * 60) {
        let ctx = Ctx::past(at("2027-12-31T23:59:00-05:00"), zone("America/New_York"));
        let meant = at("2027-01-01T00:00:00-05:00").plus(minutes * MINUTE);
        let typed = ctx.zone.local(meant).format("%Y-%m-%d %H:%M %Z").to_string();
        if let Ok(heard) = parse(&typed, &ctx) {
            proptest::prop_assert_eq!(heard.instant.at, meant);
        } else {
            proptest::prop_assert!(meant.since(ctx.now) > SLACK);
        }
    }
}
