//! S23 Infant abducted by a parent.
//!
//! Mateo Ruiz, 7 months, is taken by his mother, who has no custody, from a supervised visit at 16:55, in a silver
//! 2014 Honda CR-V, plate ABC1234 TX; she has a passport.
//! Left out: Then 6, the public sheet that does not name the mother, since there is no public sheet yet.

use super::lines::{CASE, add, answer, answers, says};
use super::night::Night;
use porchlight::client::model::Spot;
use porchlight::client::panes::Row;
use porchlight::record::{Group, Section, fields};

fn taken() -> Night {
    let mut night = Night::at("2027-02-09 17:05", "America/Chicago");
    night.does(r#"{"do":"open","name":"Mateo Ruiz"}"#);
    answers(
        &mut night,
        &[
            ("child.dob", "2026-07-05"),
            ("call.kind", "family_abduction"),
            ("seen.at", "16:55"),
        ],
    );
    add(
        &mut night,
        "abductor",
        &[
            ("abductor.name", "Elena Ruiz"),
            ("abductor.relation", "mother, no custody"),
            ("abductor.order", "2026-CI-0417, Bexar County"),
            ("abductor.passport", "Mexican passport"),
        ],
    );
    add(
        &mut night,
        "vehicle",
        &[
            ("vehicle.color", "silver"),
            ("vehicle.year", "2014"),
            ("vehicle.make", "Honda"),
            ("vehicle.model", "CR-V"),
            ("vehicle.plate", "ABC1234"),
            ("vehicle.plate_state", "TX"),
            ("vehicle.plate_type", "PC"),
        ],
    );
    night
}

#[test]
fn s23_first_911_then_who_took_him_and_in_what() {
    let night = Night::at("2027-02-09 17:05", "America/Chicago");
    let mut lena = night.operator("Lena", (80, 24));

    // Then 1: the first prompt is danger and 911, one key each, and the words to say.
    lena.keys("n");
    assert_eq!(lena.front().at, Spot::Danger);
    lena.sees("Danger now?")
        .sees("911 called?")
        .sees("dials 911");
    lena.keys("y");
    assert_eq!(lena.front().at, Spot::Called911);
    lena.sees("dials 911 now").keys("y");
    lena.keys("Mateo Ruiz<Enter>")
        .sees("DANGER NOW, 911 called");

    // Then 2: once the kind is an abduction, abductor and vehicle are asked right after it …
    let asks = |lena: &mut super::night::Screen| -> Vec<Spot> {
        lena.front()
            .rows()
            .into_iter()
            .filter_map(|row| match row {
                Row::Spot(spot) => Some(spot),
                Row::Heading(_) => None,
            })
            .collect()
    };
    assert!(!asks(&mut lena).contains(&Spot::Add(Group::Abductor)));
    lena.goes_to("call.kind").keys("f");
    let spots = asks(&mut lena);
    let place = |wanted: &Spot| spots.iter().position(|spot| spot == wanted);
    let kind = place(&Spot::field(fields::by_name("call.kind").expect("kind").id));
    let abductor = place(&Spot::Add(Group::Abductor)).expect("the abductor is asked");
    let vehicle = place(&Spot::Add(Group::Vehicle)).expect("the vehicle is asked");
    assert!(kind < Some(abductor) && abductor < vehicle);
    // … where the cursor goes on its own …
    assert_eq!(lena.front().at, Spot::Add(Group::Abductor));
    lena.keys("Elena Ruiz<Enter>").sees("Elena Ruiz");
    // … and before any field of the child's history, in the intake and beyond it.
    let history = asks(&mut lena).iter().position(|spot| match spot {
        Spot::Field { field, .. } => {
            fields::get(*field).is_some_and(|field| field.section == Section::History)
        }
        Spot::Add(group) => *group == Group::PriorRun,
        _ => false,
    });
    assert!(history.is_none_or(|history| history > vehicle));
    let pane = |section| porchlight::client::panes::Pane::of(section).expect("a pane");
    assert!(pane(Section::Abductor) < pane(Section::History));
    assert!(pane(Section::Vehicle) < pane(Section::History));
}

#[test]
fn s23_the_sheets_have_who_what_and_under_which_order() {
    let mut night = taken();
    // Then 2 again: on the NCMEC sheet they come before the earlier runs.
    answer(&mut night, "prior.any", "no");
    let parts: Vec<String> = night
        .sheet_view(CASE, "ncmec")
        .parts
        .into_iter()
        .map(|part| part.title)
        .collect();
    let place = |title: &str| parts.iter().position(|part| part.starts_with(title));
    assert!(place("Abductor").is_some() && place("Abductor") < place("Earlier runs"));
    assert!(place("Vehicle").is_some() && place("Vehicle") < place("Earlier runs"));

    // Then 3: circumstance, category, vehicle codes and the custody order on the police sheet.
    let sheet = night.sheet(CASE, "police");
    for words in [
        "Circumstances (MPC) N ",
        "Category suggested (MKE) EMI involuntary",
        "(VCO) silver",
        "(SIL)",
        "Year (VYR) 2014",
        "Make (VMA) Honda",
        "Model (VMO) CR-V",
        "Plate (LIC) ABC1234",
        "Plate state (LIS)",
        "(TX)",
        "(PC)",
        "Custody or court order 2026-CI-0417, Bexar County",
        "Name Elena Ruiz",
    ] {
        says(&sheet.to_lowercase(), &words.to_lowercase());
    }
}

#[test]
fn s23_the_amber_evaluation_is_logged_and_the_state_department_is_at_hand() {
    let mut night = taken();
    // Then 4: asked and decided, each with who and when, in the timeline and on the audit sheet.
    says(&night.sheet(CASE, "police"), "ask for an AMBER");
    night.time("17:20");
    answer(&mut night, "alert.state", "asked");
    night.time("17:45");
    answer(&mut night, "alert.state", "declined");
    answer(&mut night, "alert.by", "Sgt. Bell: no imminent danger seen");
    let timeline: Vec<String> = night
        .view(CASE)
        .timeline
        .iter()
        .map(|row| format!("{} {}", row.operator, row.words))
        .collect();
    let timeline = timeline.join("\n");
    for words in [
        "Lena AMBER or advisory: asked, no decision yet",
        "Lena AMBER or advisory: declined",
        "Sgt. Bell: no imminent danger seen",
    ] {
        says(&timeline, words);
    }
    let audit = night.sheet(CASE, "audit");
    for words in [
        "asked, no decision yet",
        "17:20",
        "declined",
        "17:45",
        "Sgt. Bell",
    ] {
        says(&audit, words);
    }

    // Then 5: the State Department's number is one key away, and stands beside the triage row.
    let row = night.view(CASE).triage.proposed.remove(0);
    assert_eq!(row.row, 20);
    says(&row.note, "State Department 1-888-407-4747");
    let mut lena = night.operator("Lena", (80, 24));
    lena.keys("<Enter><ctrl-k>").sees("1-888-407-4747");
    // On this case the passport is what makes it matter; the field says where the number is.
    says(
        fields::by_name("abductor.passport").expect("passport").hint,
        "State Department's line is on the numbers card",
    );
}
