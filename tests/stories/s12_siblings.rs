//! S12 Siblings: Ndeye (14), Ibou (11) and Awa (6) Diallo are missing together.
//!
//! Left out: the under-13 immediate rule (a state overlay).

use super::night::Night;
use porchlight::record::Group;
use porchlight::rules::DutyState;
use porchlight::wire::view::FactState;

/// Three cases at 20:10; what they share is typed once.
fn three() -> (Night, [String; 3]) {
    let mut night = Night::at("2027-06-04 20:10", "America/New_York");
    let ndeye = night.opens("Ndeye Diallo");
    night.answers(&ndeye, "seen.at", "7:15 pm");
    night.answers(&ndeye, "seen.place", "bus stop at 4th and Pine");
    night.answers(&ndeye, "guardian.phone24", "614-555-0101");
    night.answers(&ndeye, "look.height", "5'1\"");
    night.does(
        r#"{"do":"add","case":"last","group":"companion","answers":{"companion.name":"Jay"}}"#,
    );
    let linked = |night: &mut Night, name: &str, with: &[&str]| {
        let line = serde_json::json!({"do": "open", "name": name, "linked": with});
        night.does(&line.to_string())
    };
    let ibou = linked(&mut night, "Ibou Diallo", &[&ndeye]);
    assert!(ibou.notes.contains("facts of the event"), "{}", ibou.notes);
    let awa = linked(&mut night, "Awa Diallo", &[&ndeye, &ibou.case]);
    (night, [ndeye, ibou.case, awa.case])
}

fn words(night: &Night, case: &str, field: &str) -> String {
    night
        .view(case)
        .facts
        .iter()
        .find(|fact| fact.field == field && fact.state == FactState::Known)
        .map(|fact| fact.words.to_string())
        .unwrap_or_default()
}

#[test]
fn s12_three_children_three_cases_and_shared_facts_typed_once() {
    let (mut night, cases) = three();

    // Then 1: three cases, linked with each other.
    assert_eq!(night.board().open, 3);
    for case in &cases {
        assert_eq!(night.view(case).linked.len(), 2, "{case}");
    }

    // Then 2: entered once for the facts they share; what is a child's own stays that child's.
    for case in &cases {
        assert!(
            words(&night, case, "seen.place").contains("4th and Pine"),
            "{case}"
        );
        assert!(words(&night, case, "seen.at").contains("19:15"), "{case}");
        assert!(
            words(&night, case, "guardian.phone24").contains("555"),
            "{case}"
        );
        assert_eq!(words(&night, case, "companion.name"), "Jay", "{case}");
    }
    assert_eq!(words(&night, &cases[1], "look.height"), "");
    // What is learnt of Jay later, and who was there as well, reach all of them, with the case it came from.
    night.answers(&cases[1], "companion.age", "19");
    let added = night.does(&format!(
        r#"{{"do":"add","case":"{}","group":"vehicle","answers":{{"vehicle.plate":"GHX 4410"}}}}"#,
        cases[2]
    ));
    assert!(added.notes.contains("Entered for"), "{}", added.notes);
    for case in &cases {
        assert_eq!(words(&night, case, "companion.age"), "19", "{case}");
        let plate = "vehicle.plate";
        assert!(words(&night, case, plate).contains("4410"), "{case}");
        let view = night.view(case);
        let fact = view.facts.iter().find(|fact| fact.field == plate);
        let reason = fact.and_then(|fact| fact.reason.as_ref());
        let source = format!("entered for {}", cases[2]);
        assert_eq!(
            reason.map(|reason| reason.as_str()),
            (*case != cases[2]).then_some(source.as_str()),
            "{case}"
        );
    }
    // A case that names the same car keeps its own entry; no second one comes.
    let again = night.does(&format!(
        r#"{{"do":"add","case":"{}","group":"vehicle","answers":{{"vehicle.plate":"GHX 4410"}}}}"#,
        cases[0]
    ));
    assert!(again.notes.contains("already"), "{}", again.notes);
    for (case, cars) in cases.iter().zip([2, 1, 1]) {
        let view = night.view(case);
        let there = view
            .items
            .iter()
            .filter(|(group, _)| *group == Group::Vehicle);
        assert_eq!(there.count(), cars, "{case}");
    }
    // Taken out of one, it stays in the others, and that is said.
    let out = night.does(&format!(
        r#"{{"do":"remove","case":"{}","item":"last","reason":"entered twice"}}"#,
        cases[0]
    ));
    assert!(!out.notes.contains("It stays"), "{}", out.notes);
    let out = night.does(&format!(
        r#"{{"do":"remove","case":"{}","item":"last","reason":"no car after all"}}"#,
        cases[2]
    ));
    assert!(out.notes.contains("It stays in"), "{}", out.notes);
    // Also what is learnt later, in any of the three; a child's own answer is never overwritten.
    night.answers(&cases[2], "call.kind", "runaway");
    night.answers(&cases[1], "seen.city", "Harlan");
    night.answers(&cases[0], "seen.city", "Columbus");
    for case in &cases {
        assert!(
            words(&night, case, "call.kind")
                .to_lowercase()
                .contains("ran away"),
            "{case}"
        );
    }
    assert_eq!(words(&night, &cases[0], "seen.city"), "Columbus");
    assert_eq!(words(&night, &cases[2], "seen.city"), "Harlan");
    // On the screen of each.
    let mut lena = night.operator("Lena", (80, 24));
    lena.sees("Awa Diallo")
        .sees("Ibou Diallo")
        .sees("Ndeye Diallo");
}

#[test]
fn s12_each_child_is_reported_and_found_by_herself() {
    let (mut night, cases) = three();
    let [ndeye, ibou, awa] = &cases;

    // Then 3: three NCMEC reports; one of them leaves the others owed.
    night.time("20:40");
    night.ncmec_takes_it(ndeye, "20:40", "NC-1");
    assert_eq!(night.state(ndeye, "ncmec.report"), DutyState::Confirmed);
    for case in [ibou, awa] {
        assert_eq!(night.state(case, "ncmec.report"), DutyState::Owed);
    }

    // Then 4: police may give one number for the three …
    for case in &cases {
        night.police_take_it(case, "20:40", "Ofc. Ruiz", "27-7000");
        assert_eq!(night.state(case, "police.report"), DutyState::Confirmed);
    }
    // … but three NCIC numbers are asked for, and one cannot stand for two.
    for case in &cases {
        assert_eq!(night.state(case, "ncic.number"), DutyState::Owed);
    }
    night.time("21:30");
    let ncic = |case: &str, number: &str| {
        format!(
            r#"{{"do":"attempt","case":"{case}","duty":"ncic.number","outcome":"confirmed","channel":"phone","person":"Ofc. Ruiz","number":"{number}"}}"#
        )
    };
    night.does(&ncic(ndeye, "M111111111"));
    let refused = night.refuses(&ncic(ibou, "M111111111"));
    assert!(refused.contains("another child"), "{refused}");
    night.does(&ncic(ibou, "M222222222"));

    // Then 6: one sibling found closes only her own case.
    night.does(&format!(
        r#"{{"do":"return","case":"{awa}","place":"the foster home","by":"foster mother"}}"#
    ));
    night.does(&format!(r#"{{"do":"triage","case":"{awa}","row":29,"ncmec":"no","reason":"supervisor Hale: back within the evening"}}"#));
    night.does(&format!(r#"{{"do":"close","case":"{awa}","how":"returned","reason":"back","supervisor":"Oscar Hale"}}"#));
    assert!(night.case(awa).closed.is_some());
    for case in [ndeye, ibou] {
        let case = night.case(case);
        assert!(case.closed.is_none() && case.located.is_none() && case.returned.is_none());
    }
    assert!(night.state(ibou, "ncmec.report").is_open());
}
