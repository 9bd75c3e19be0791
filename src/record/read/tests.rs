use proptest::prelude::*;

use super::*;
use crate::record::field::Section;
use crate::record::show;
use crate::record::value::{Height, PartialDate, Weight};
use crate::record::when::{HOUR, Instant, Moment, Precision, Zone};

const SIDES: &[Choice] = &[
    Choice {
        key: "runaway",
        label: "Runaway",
        letter: 'r',
    },
    Choice {
        key: "family_abduction",
        label: "Family abduction",
        letter: 'f',
    },
    Choice {
        key: "lost",
        label: "Lost or wandered",
        letter: 'l',
    },
    Choice {
        key: "lost_item",
        label: "Lost property, and more",
        letter: 'p',
    },
];

fn field(id: &'static str, kind: Kind, ncic: Option<&'static str>) -> Field {
    Field {
        ncic,
        example: "something",
        ..Field::new(Section::Descriptors, id, "A field", kind)
    }
}
fn ctx() -> Ctx {
    let now = chrono::DateTime::parse_from_rfc3339("2027-02-09T01:12:00-05:00").unwrap();
    Ctx::past(Moment::of(&now), "America/New_York".parse().unwrap())
}
fn echo(field: &Field, text: &str) -> String {
    match parse(field, text, &ctx()) {
        Ok(value) => understood(field, &value, &ctx()),
        Err(problem) => format!("refused: {}", problem.sentence),
    }
}
fn check(field: &Field, table: &[(&str, &str)]) {
    for (text, expected) in table {
        let got = echo(field, text);
        assert!(
            got.starts_with(expected),
            "{text:?}\n  wanted {expected}\n  got    {got}"
        );
    }
}

#[test]
fn answer_words_are_not_values() {
    for (text, state) in [
        ("?", Some(State::Unknown)),
        ("Unknown", Some(State::Unknown)),
        ("don\u{2019}t know", Some(State::Unknown)),
        ("refused", Some(State::Refused)),
        ("N/A", Some(State::NotApplicable)),
        ("not applicable", Some(State::NotApplicable)),
        ("unknown man", None),
        ("", None),
    ] {
        assert_eq!(answer_word(text), state, "{text}");
    }
}

/// 9 ft exactly is 2743 mm, within what is taken, and could be shown but not read back.
#[test]
fn nine_feet_is_read() {
    assert_eq!(height("9'0\"").map(|h| h.low_mm), Ok(2743));
    assert!(height("9'1\"").is_err());
}

#[test]
fn heights() {
    let height = field("look.height", Kind::Height, Some("HGT"));
    let four = "5 ft 4 in · 163 cm · NCIC 504";
    check(
        &height,
        &[
            ("5'4\"", four),
            ("5'4", four),
            ("5\u{2019}4\u{201d}", four),
            ("5'4''", four),
            ("5-4", four),
            ("5 ft 4", four),
            ("5ft4in", four),
            ("5 ft. 4 in.", four),
            ("5 foot 4", four),
            ("5 4", four),
            ("504", four),
            ("64 in", four),
            ("64\"", four),
            ("163 cm", four),
            ("163cm", four),
            ("163", four),
            ("1.63 m", four),
            ("1m63", four),
            ("5'", "5 ft 0 in · 152 cm · NCIC 500"),
            ("about 5'4", "about 5 ft 4 in · 163 cm · NCIC 504"),
            ("~163 cm", "about 5 ft 4 in"),
            (
                "5'2-5'6",
                "5 ft 2 in to 5 ft 6 in · 157 to 168 cm · NCIC 504",
            ),
            ("5'2\" to 5'6\"", "5 ft 2 in to 5 ft 6 in"),
            ("502-506", "5 ft 2 in to 5 ft 6 in"),
            ("5-2 to 5-6", "5 ft 2 in to 5 ft 6 in"),
            ("between 5'2 and 5'6", "5 ft 2 in to 5 ft 6 in"),
            ("160-165 cm", "5 ft 3 in to 5 ft 5 in · 160 to 165 cm"),
            ("2'6", "2 ft 6 in · 76 cm · NCIC takes heights from 4 ft"),
            ("72 cm", "2 ft 4 in"),
            ("105", "refused"),
            ("5'13", "refused"),
            ("12'4", "refused"),
            ("tall", "refused"),
            ("512", "refused"),
            ("5'6-5'2", "refused"),
            ("4000 m", "refused"),
            ("99999999999 cm", "refused"),
            ("5.4", "refused"),
            ("-", "refused"),
        ],
    );
}

#[test]
fn weights() {
    let weight = field("look.weight", Kind::Weight, Some("WGT"));
    check(
        &weight,
        &[
            ("118", "118 lb · 54 kg · NCIC 118"),
            ("118 lb", "118 lb"),
            ("118lbs.", "118 lb"),
            ("118#", "118 lb"),
            ("54 kg", "119 lb · 54 kg · NCIC 119"),
            ("54.5kg", "120 lb"),
            ("about 118", "about 118 lb · 54 kg · NCIC 118"),
            ("110-120", "110 to 120 lb · 50 to 54 kg · NCIC 115"),
            ("110 to 120 lb", "110 to 120 lb"),
            ("50-54 kg", "110 to 119 lb"),
            ("15 lb 3 oz", "15 lb · 6.9 kg · NCIC takes weights"),
            ("72", "72 lb · 33 kg · NCIC 072"),
            ("heavy", "refused"),
            ("0", "refused"),
            ("118 stone", "refused"),
            ("99999", "refused"),
            ("120-110", "refused"),
        ],
    );
}

#[test]
fn dates_of_birth() {
    let dob = field("child.dob", Kind::Date, Some("DOB"));
    check(
        &dob,
        &[
            ("3/14/2011", "14 Mar 2011 · age 15 · NCIC 20110314"),
            ("14 Mar 2011", "14 Mar 2011"),
            ("March 14, 2011", "14 Mar 2011"),
            ("14th of March 2011", "14 Mar 2011"),
            ("2011-03-14", "14 Mar 2011"),
            ("20110314", "14 Mar 2011"),
            ("3-14-11", "14 Mar 2011"),
            ("3/14/11", "14 Mar 2011"),
            ("3/14/98", "14 Mar 1998"),
            ("3/2011", "Mar 2011 · age 15 · NCIC takes a whole date"),
            ("Mar 2011", "Mar 2011"),
            ("2011-03", "Mar 2011"),
            ("2011", "2011 (year only) · age 15 or 16 · NCIC takes"),
            ("about 12", "2014 (year only) · age 12 or 13"),
            ("12", "2014 (year only)"),
            ("12 years old", "2014 (year only)"),
            ("2/30/2011", "refused: The calendar"),
            ("13/13/2011", "refused"),
            ("3/14/2031", "refused: A date of birth cannot"),
            ("3/14", "refused"),
            ("1850", "refused: A year"),
            ("soon", "refused"),
            ("0", "2026 (year only)"),
        ],
    );
    let photo = field("photo.taken", Kind::Date, None);
    check(
        &photo,
        &[
            ("2026-08", "Aug 2026"),
            ("yesterday", "8 Feb 2027"),
            ("2028", "2028 (year only)"),
            ("12", "refused"),
            ("5/14/26", "14 May 2026"),
        ],
    );
}

#[test]
fn telephone_numbers() {
    let phone = field("party.phone", Kind::Phone, None);
    check(
        &phone,
        &[
            ("1-800-THE-LOST", "1-800-THE-LOST · 800-843-5678"),
            ("312-555-0100", "312-555-0100"),
            ("(312) 555-0100", "312-555-0100"),
            ("3125550100", "312-555-0100"),
            ("+1 312 555 0100", "312-555-0100"),
            ("312-555-0100 x12", "312-555-0100 x12"),
            ("312 555 0100 ext. 12", "312-555-0100 x12"),
            (
                "312-555-0100 (mother)",
                "312-555-0100 (mother) · 312-555-0100",
            ),
            ("+44 20 7946 0000", "+442079460000"),
            ("+44 (0)20 7946 0000", "+44 (0)20 7946 0000 · +442079460000"),
            ("911", "911"),
            ("555-0100", "555-0100"),
            ("800-FLOWERSNOW", "800-FLOWERSNOW · 800-356-9377"),
            ("ask at the desk", "ask at the desk"),
            ("---", "refused"),
        ],
    );
    let read = super::phone("1-800-843-5678 extension 4410").unwrap();
    assert_eq!(
        (read.e164.as_deref(), read.extension.as_deref()),
        (Some("+18008435678"), Some("4410"))
    );
}

#[test]
fn choices_and_codes() {
    let kind = field("call.kind", Kind::Choice(SIDES), None);
    check(
        &kind,
        &[
            ("runaway", "Runaway"),
            ("r", "Runaway"),
            ("F", "Family abduction"),
            ("run", "Runaway"),
            ("abduction", "Family abduction"),
            ("family_abduction", "Family abduction"),
            ("lost", "Lost or wandered"),
            (
                "los",
                "refused: That could be Lost or wandered or Lost property",
            ),
            ("xyz", "refused: That is none of the choices: Runaway,"),
            ("!!", "refused"),
        ],
    );
    let hair = field("look.hair", Kind::Code(List::HairColor), Some("HAI"));
    check(
        &hair,
        &[
            ("brown", "Brown · NCIC BRO"),
            ("bro", "Brown"),
            ("blond", "Blond or strawberry · NCIC BLN"),
            (
                "bl",
                "refused: That could be Black (BLK), Blue (BLU) or Blond or strawberry (BLN)",
            ),
            ("plaid", "refused: That is not in the list: BLK Black,"),
        ],
    );
    let cautions = field("risk.cmc", Kind::Codes(List::Cmc), Some("CMC"));
    check(
        &cautions,
        &[
            (
                "suicidal, 80",
                "Suicidal, Medication required · NCIC 70, 80",
            ),
            ("epilepsy and diabetes", "Epilepsy, Diabetes · NCIC 65, 90"),
            ("70; 70", "Suicidal · NCIC 70"),
            ("80, nonsense", "refused"),
            (", ,", "refused"),
        ],
    );
    let ticks = field("risk.signs", Kind::Choices(SIDES), None);
    check(
        &ticks,
        &[
            ("r, f", "Runaway, Family abduction"),
            ("Lost property, and more", "Lost property, and more"),
        ],
    );
    let plate = field(
        "vehicle.plate_state",
        Kind::Code(List::NcicStates),
        Some("LIS"),
    );
    check(
        &plate,
        &[
            ("NE", "Nebraska · NCIC NB"),
            ("nebraska", "Nebraska · NCIC NB"),
        ],
    );
    let place = field("seen.state", Kind::Code(List::UspsStates), Some("LIS"));
    check(
        &place,
        &[("NE", "Nebraska · NCIC NB"), ("ohio", "Ohio · NCIC OH")],
    );
}

#[test]
fn the_rest() {
    check(
        &field("x", Kind::YesNo, None),
        &[("y", "yes"), ("No", "no"), ("maybe", "refused")],
    );
    check(
        &field("x", Kind::Number, None),
        &[
            ("19", "19"),
            ("1,200", "1200"),
            ("about 19", "19"),
            ("-3", "refused"),
            ("many", "refused"),
        ],
    );
    check(
        &field("x", Kind::Name, Some("NAM")),
        &[
            (
                "Zoë Núñez-Øster",
                "family Núñez-Øster · given Zoë · NCIC NUNEZ-OSTER, ZOE",
            ),
            ("Jayden", "given Jayden · NCIC wants a family name"),
            ("3/14/2011", "refused: A field: there is no letter in it."),
            ("王小明", "family 王 · given 小明 · NCIC WANG, XIAOMING"),
        ],
    );
    check(
        &field("x", Kind::Line, None),
        &[
            ("a\tb\u{202e}", "a b"),
            ("\u{202e}", "refused: A field: nothing was typed."),
        ],
    );
    check(
        &field("seen.at", Kind::When, Some("DLC")),
        &[
            (
                "9:40pm",
                "Mon 8 Feb 2027 21:40 (9:40 pm) EST · 3 h 32 min ago · NCIC 20270208",
            ),
            ("tomorrow 4pm", "refused"),
        ],
    );
    check(
        &Field {
            ahead: true,
            ..field("work.next", Kind::When, None)
        },
        &[
            (
                "tomorrow 4pm",
                "Wed 10 Feb 2027 16:00 (4:00 pm) EST · in 38 h 48 min",
            ),
            ("2027-02-01 16:00", "Mon 1 Feb 2027 16:00"),
        ],
    );
}

/// Every example of the field table is read, and reads back after being shown for retyping.
#[test]
fn every_example_of_the_table_is_accepted() {
    for row in crate::record::fields::all() {
        let value = parse(row, row.example, &ctx())
            .unwrap_or_else(|problem| panic!("{}: {:?}: {problem}", row.id, row.example));
        let again = show::retype(row, &value, ctx().zone);
        assert_eq!(
            parse(row, &again, &ctx()).as_ref(),
            Ok(&value),
            "{} {again:?}",
            row.id
        );
        assert!(
            !show::words(row, &value, ctx().zone).is_empty(),
            "{}",
            row.id
        );
    }
}

fn reads_back(field: &Field, value: &Value) -> Result<(), TestCaseError> {
    let typed = show::retype(field, value, ctx().zone);
    let ctx = Ctx {
        now: Moment(4_000_000_000_000_000),
        ..ctx()
    };
    let read = parse(field, &typed, &ctx);
    prop_assert_eq!(read.as_ref(), Ok(value), "{}", typed);
    Ok(())
}

proptest! {
    #[test]
    fn no_parser_panics(text in "\\PC*") {
        for kind in [
            Kind::Line, Kind::Prose, Kind::Name, Kind::Choice(SIDES), Kind::Choices(SIDES), Kind::Code(List::EyeColor),
            Kind::Codes(List::Cmc), Kind::YesNo, Kind::Height, Kind::Weight, Kind::Date, Kind::When, Kind::Phone, Kind::Number,
        ] {
            for ncic in [None, Some("DOB")] {
                let field = field("x", kind, ncic);
                if let Ok(value) = parse(&field, &text, &ctx()) {
                    let _ = (understood(&field, &value, &ctx()), show::official(&field, &value));
                    let typed = show::retype(&field, &value, ctx().zone);
                    prop_assert_eq!(parse(&field, &typed, &ctx()), Ok(value), "{}", typed);
                }
            }
        }
        let _ = answer_word(&text);
    }
    #[test]
    fn no_number_panics(text in "[0-9'\"./ x+-]{0,24}(cm|kg|ft|in|lb|m)?") {
        let _ = (height(&text), weight(&text), date(&text, true, &ctx()), super::phone(&text), when::parse(&text, &ctx()));
    }
    #[test]
    fn heights_read_back(low in 200u32..2700, more in 0u32..50, about: bool) {
        let value = Value::Height(Height { low_mm: low, high_mm: low + more, about });
        reads_back(&field("x", Kind::Height, None), &value)?;
    }
    #[test]
    fn weights_read_back(low in 300u32..400_000, more in 0u32..20_000, about: bool) {
        let value = Value::Weight(Weight { low_g: low, high_g: low + more, about });
        reads_back(&field("x", Kind::Weight, None), &value)?;
    }
    #[test]
    fn dates_read_back(year in 1900i32..2027, month in proptest::option::of(1u32..=12), day in proptest::option::of(1u32..=28)) {
        let value = Value::Date(PartialDate { year, month, day: month.and(day) });
        reads_back(&field("x", Kind::Date, None), &value)?;
        reads_back(&field("x", Kind::Date, Some("DOB")), &value)?;
    }
    #[test]
    fn instants_read_back(
        hours in 400_000i64..520_000, micros in prop_oneof![Just(0i64), (0i64..60).prop_map(|m| m * 60_000_000), 0i64..HOUR],
        spread in 0i64..40 * HOUR, shape in 0u8..3, place in 0usize..5,
    ) {
        let zone: Zone = ["America/New_York", "America/Phoenix", "America/Chicago", "Pacific/Honolulu", "America/Port-au-Prince"][place].parse().unwrap();
        let at = Moment(hours * HOUR + micros);
        let precision = match shape {
            0 => Precision::Exact,
            1 => Precision::About,
            _ => Precision::Between { until: at.plus(spread) },
        };
        let value = Value::When(Instant { precision, ..Instant::exact(at, zone) });
        reads_back(&field("x", Kind::When, None), &value)?;
    }
}

#[test]
fn an_unsettled_hour_reads_back() {
    let row = field("x", Kind::When, None);
    let later = Ctx {
        now: Moment(4_000_000_000_000_000),
        ..ctx()
    };
    let value = parse(&row, "2027-11-07 01:20", &later).unwrap();
    assert!(
        matches!(&value, Value::When(instant) if matches!(instant.precision, Precision::Either { .. }))
    );
    assert_eq!(
        parse(&row, &show::retype(&row, &value, ctx().zone), &later),
        Ok(value)
    );
}
