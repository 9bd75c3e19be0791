use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use super::bounds::TAGS;
use super::line::STOPS;
use super::*;
use crate::record::fields;

/// The pieces as `field=text`, `group#n(field=text, …)` or `notes=text`.
fn said(line: &str) -> Vec<String> {
    route(line)
        .into_iter()
        .map(|piece| match piece.target {
            Target::Field(id) => format!("{id}={}", piece.text),
            Target::Notes => format!("notes={}", piece.text),
            Target::Entry {
                group,
                nth,
                answers,
            } => {
                let answers: Vec<_> = answers
                    .iter()
                    .map(|(id, text)| format!("{id}={text}"))
                    .collect();
                format!("{}#{nth}({})", group.key(), answers.join(", "))
            }
        })
        .collect()
}

#[track_caller]
fn check(line: &str, expected: &[&str]) {
    assert_eq!(said(line), expected, "{line}");
}

#[test]
fn the_line_of_the_first_minute() {
    check(
        "h504 w118 hair bro cl black hoodie comp Jay 19 silver civic",
        &[
            "look.height=504",
            "look.weight=118",
            "look.hair=bro",
            "garment#0(garment.color=black, garment.item=hoodie)",
            "companion#0(companion.name=Jay, companion.age=19)",
            "vehicle#0(vehicle.color=silver, vehicle.model=civic)",
        ],
    );
}

#[test]
fn tags_glued_and_apart() {
    check("h504", &["look.height=504"]);
    check("h 504", &["look.height=504"]);
    check("H5'4\" W118lb", &["look.height=5'4\"", "look.weight=118lb"]);
    check(
        "ht 5 ft 4 in eyes blue",
        &["look.height=5 ft 4 in", "look.eyes=blue"],
    );
    check("h about 163 cm", &["look.height=about 163 cm"]);
    check("w 110 to 120 lbs", &["look.weight=110 to 120 lbs"]);
    check(
        "dob4/12/2011 age12",
        &["child.dob=4/12/2011", "child.age=12"],
    );
    check("eyes: brown", &["look.eyes=brown"]);
    check(
        "ph 312 555 0188 x4",
        &["phone#0(phone.number=312 555 0188 x4)"],
    );
}

#[test]
fn what_says_itself_what_it_is_needs_no_tag() {
    check(
        "5ft4 118 lb brown hair red hoodie tattoo left arm",
        &[
            "look.height=5ft4",
            "look.weight=118 lb",
            "look.hair=brown",
            "garment#0(garment.color=red, garment.item=hoodie)",
            "mark#0(mark.words=tattoo left arm)",
        ],
    );
    check(
        "black male 15 yo about 5'4\", long dark brown hair and blue eyes, slim build",
        &[
            "child.race=black",
            "child.sex=male",
            "child.age=15",
            "look.height=about 5'4\"",
            "look.hair_length=long",
            "look.hair=dark brown",
            "look.eyes=blue",
            "look.build=slim",
        ],
    );
    check(
        "hispanic girl, 163 cm",
        &[
            "child.ethnicity=hispanic",
            "child.sex=girl",
            "look.height=163 cm",
        ],
    );
    check(
        "with red hoodie, jeans and white Nike shoes",
        &[
            "garment#0(garment.color=red, garment.item=hoodie)",
            "garment#1(garment.item=jeans)",
            "garment#2(garment.color=white, garment.item=Nike shoes)",
        ],
    );
    check(
        "upset, left by the back door, 5ft4",
        &["notes=upset, left by the back door,", "look.height=5ft4"],
    );
}

#[test]
fn a_description_before_its_name_ends_what_stands_before_it() {
    check(
        "hair brown eyes blue",
        &["look.hair=brown", "look.eyes=blue"],
    );
    check(
        "hair brown blue eyes",
        &["look.hair=brown", "look.eyes=blue"],
    );
    check(
        "brown hair blue eyes",
        &["look.hair=brown", "look.eyes=blue"],
    );
    check(
        "cl black hoodie brown hair w118",
        &[
            "garment#0(garment.color=black, garment.item=hoodie)",
            "look.hair=brown",
            "look.weight=118",
        ],
    );
    check(
        "hair red hoodie",
        &["look.hair=red", "garment#0(garment.item=hoodie)"],
    );
}

#[test]
fn what_describes_somebody_else_is_not_taken_for_the_childs() {
    check(
        "comp Jay 19 brown hair 5ft9 red hoodie",
        &[
            "companion#0(companion.name=Jay, companion.age=19, companion.marks=brown hair 5ft9 red hoodie)",
        ],
    );
    check(
        "girl at the door said so",
        &["notes=girl at the door said so"],
    );
    check("19 people saw", &["notes=19 people saw"]);
    check("he was in a car", &["notes=he was in a car"]);
}

#[test]
fn a_measure_takes_no_words_that_are_not_its_own() {
    check("h504 in a hurry", &["look.height=504", "notes=in a hurry"]);
    check(
        "w118 19 people saw",
        &["look.weight=118", "notes=19 people saw"],
    );
    check("age 12 or 13 maybe", &["child.age=12 or 13", "notes=maybe"]);
}

#[test]
fn what_has_no_tag_goes_to_the_notes() {
    check("left by the back door", &["notes=left by the back door"]);
    check(
        "upset h504 crying",
        &["notes=upset", "look.height=504", "notes=crying"],
    );
    check("h w Smith", &["notes=h w Smith"]);
    check("hair", &["notes=hair"]);
    check("hair eyes bro", &["notes=hair", "look.eyes=bro"]);
    check("", &[]);
    check("   ", &[]);
}

#[test]
fn yes_and_no_by_tag() {
    check("suic preg no", &["risk.suicidal=yes", "risk.pregnant=no"]);
    check("not suic", &["risk.suicidal=no"]);
    check("preg unknown", &["risk.pregnant=unknown"]);
    check(
        "suic told a friend",
        &["risk.suicidal=yes", "notes=told a friend"],
    );
    check("not home", &["notes=not home"]);
}

#[test]
fn garments_are_split_at_commas() {
    check(
        "cl dark blue jeans, white Nike shoes hair red",
        &[
            "garment#0(garment.color=dark blue, garment.item=jeans)",
            "garment#1(garment.color=white, garment.item=Nike shoes)",
            "look.hair=red",
        ],
    );
}

#[test]
fn vehicles_by_colour_by_year_and_by_tag() {
    check(
        "silver 2014 Honda CR-V plate ABC1234 TX",
        &[
            "vehicle#0(vehicle.color=silver, vehicle.year=2014, vehicle.make=Honda, vehicle.model=CR-V)",
            "vehicle#0(vehicle.plate=ABC1234, vehicle.plate_state=TX)",
        ],
    );
    check(
        "veh dark blue 2011 camry hair bro",
        &[
            "vehicle#0(vehicle.color=dark blue, vehicle.year=2011, vehicle.model=camry)",
            "look.hair=bro",
        ],
    );
    check("veh old taxi", &["vehicle#0(vehicle.words=old taxi)"]);
    check(
        "2009 camry dented",
        &["vehicle#0(vehicle.year=2009, vehicle.model=camry, vehicle.words=dented)"],
    );
    // A colour alone is no vehicle, and a make alone may be a surname.
    check("Ford said a red thing", &["notes=Ford said a red thing"]);
    check(
        "red focus blue van",
        &[
            "vehicle#0(vehicle.color=red, vehicle.model=focus)",
            "vehicle#1(vehicle.color=blue, vehicle.model=van)",
        ],
    );
}

#[test]
fn people_accounts_marks() {
    check(
        "comp Jay Gorman 19 boyfriend red cap",
        &[
            "companion#0(companion.name=Jay Gorman, companion.age=19, companion.relation=boyfriend, companion.marks=red cap)",
        ],
    );
    check(
        "comp Ana comp Bo 17",
        &[
            "companion#0(companion.name=Ana)",
            "companion#1(companion.name=Bo, companion.age=17)",
        ],
    );
    check(
        "insta jay_ortiz11",
        &["account#0(account.platform=insta, account.handle=jay_ortiz11)"],
    );
    check(
        "acct Roblox jayO",
        &["account#0(account.platform=Roblox, account.handle=jayO)"],
    );
    check(
        "tat rose left arm",
        &["mark#0(mark.words=tat rose left arm)"],
    );
    check(
        "aka Jay-O aka Джей",
        &["alias#0(alias.name=Jay-O)", "alias#1(alias.name=Джей)"],
    );
}

#[test]
fn every_tag_alone_reaches_its_field() {
    for field in fields::all() {
        for tag in field.tags {
            let line = format!("{tag} 7");
            let pieces = route(&line);
            let reached = pieces.iter().any(|piece| match &piece.target {
                Target::Field(id) => *id == field.id,
                Target::Entry { group, .. } => field.group == Some(*group),
                Target::Notes => false,
            });
            assert!(reached, "{tag} does not reach {}: {pieces:?}", field.id);
        }
    }
}

/// The words that landed somewhere: texts, and answers of entries.
fn landed(piece: &Piece) -> String {
    match &piece.target {
        Target::Entry { answers, .. } => answers
            .iter()
            .map(|(_, text)| text.as_str())
            .collect::<Vec<_>>()
            .join(" "),
        _ => piece.text.clone(),
    }
}

#[track_caller]
fn nothing_lost(line: &str) {
    let pieces = route(line);
    if line.trim().is_empty() {
        assert!(pieces.is_empty());
        return;
    }
    let joined: String = pieces
        .iter()
        .map(|piece| &line[piece.span.clone()])
        .collect();
    assert_eq!(joined, line);
    for piece in &pieces {
        let part = &line[piece.span.clone()];
        let landed = landed(piece);
        // Only the tag may be absent, with the `no` before it; of a word glued to its tag, the rest lands.
        let negated = landed == "no";
        let joints = part.split_whitespace().take_while(|word| {
            piece.target != Target::Notes
                && super::words::JOINTS.contains(&word.to_lowercase().as_str())
        });
        let joints = joints.count();
        for (nth, word) in part.split_whitespace().skip(joints).enumerate() {
            let word = word.trim_end_matches(STOPS);
            let is_tag = nth == 0 || (nth == 1 && negated);
            // What describes stands before its name, a number before its years, and a joint says nothing.
            let bare = word.to_lowercase();
            let said = TAGS.contains_key(bare.as_str())
                || [
                    "male", "female", "boy", "girl", "yo", "y/o", "yr", "yrs", "years", "year",
                    "old",
                ]
                .contains(&bare.as_str())
                || super::words::JOINTS.contains(&bare.as_str());
            if said && piece.target != Target::Notes {
                continue;
            }
            let rest = word
                .find(|c: char| c.is_ascii_digit())
                .and_then(|at| word.get(at..));
            let whole_tag = TAGS.contains_key(word.trim_end_matches(':').to_lowercase().as_str());
            let expected = match (is_tag, rest) {
                (false, _) => word,
                (true, Some(rest)) if !whole_tag && piece.target != Target::Notes => rest,
                (true, _) => "",
            };
            assert!(
                landed.contains(expected),
                "{word:?} of {part:?} did not land in {landed:?}"
            );
        }
        if piece.target == Target::Notes {
            assert_eq!(piece.text, part.trim());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/regressions/quick.txt"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_character_is_lost(line in "\\PC*") {
        nothing_lost(&line);
    }

    #[test]
    fn no_character_of_what_people_type_is_lost(
        words in proptest::collection::vec(
            prop_oneof![
                proptest::sample::select(vec!["5ft4", "118 lb", "15 yo", "male", "long", "hair", "and", "hoodie", "hispanic", "girl", "eyes,"]).prop_map(str::to_owned),
                "[hw][0-9]{1,3}", "[a-z]{1,8}", "[0-9]{1,4}", "[A-Z][a-zé王]{0,5},?",
                proptest::sample::select(TAGS.keys().copied().collect::<Vec<_>>()).prop_map(str::to_owned),
                proptest::sample::select(vec!["silver", "black", "civic", "2014", "honda", "no", "not", "yes", "to", "ft", "in", "about"]).prop_map(str::to_owned),
            ],
            0..16,
        ),
        gap in "[ \t\u{a0}]{1,2}",
    ) {
        nothing_lost(&words.join(&gap));
    }
}
