//! The scenarios of the desk's work, each told as a story: what is typed, what time it is, and every
//! consequence, by number.

pub mod lines;
#[allow(dead_code, reason = "a stage has more doors than any one story uses")]
pub mod night;

// S01 to S14: the reports, the clocks, one night's cases.
mod s01_happy_path;
mod s02_s03_clock_changes;
mod s04_s05_hours_that_are_two_or_none;
mod s06_s08_calendars_and_zones;
mod s09_s10_found_early;
mod s11_repeat_run;
mod s12_siblings;
mod s13_police_refuse;
mod s14_claimed;
mod s15_s17_together;

// S18 to S35: what is known, who is reported, what follows.
mod s18_missing_data;
mod s19_diacritics_and_scripts;
mod s20_birthday_during_the_episode;
mod s21_twenty_under_guardianship;
mod s22_nineteen_in_voluntary_care;
mod s23_infant_taken_by_a_parent;
mod s24_not_missing;
mod s25_third_party_family_case;
mod s28_thirty_day_pack;
mod s32_edited_instant;
mod s33_recovery_notices;
mod s34_machine_clock_is_wrong;
mod s35_restrained_terminal;

// Who may act.
mod signing_in;

/// The scenarios that must have a story, with the file it stands in.
const WANTED: &[(&str, &str)] = &[
    // S01 to S14
    ("S01", "s01_happy_path.rs"),
    ("S02", "s02_s03_clock_changes.rs"),
    ("S03", "s02_s03_clock_changes.rs"),
    ("S04", "s04_s05_hours_that_are_two_or_none.rs"),
    ("S05", "s04_s05_hours_that_are_two_or_none.rs"),
    ("S06", "s06_s08_calendars_and_zones.rs"),
    ("S07", "s06_s08_calendars_and_zones.rs"),
    ("S08", "s06_s08_calendars_and_zones.rs"),
    ("S09", "s09_s10_found_early.rs"),
    ("S10", "s09_s10_found_early.rs"),
    ("S11", "s11_repeat_run.rs"),
    ("S12", "s12_siblings.rs"),
    ("S13", "s13_police_refuse.rs"),
    ("S14", "s14_claimed.rs"),
    ("S15", "s15_s17_together.rs"),
    ("S16", "s15_s17_together.rs"),
    ("S17", "s15_s17_together.rs"),
    // S18 to S35
    ("S18", "s18_missing_data.rs"),
    ("S19", "s19_diacritics_and_scripts.rs"),
    ("S20", "s20_birthday_during_the_episode.rs"),
    ("S21", "s21_twenty_under_guardianship.rs"),
    ("S22", "s22_nineteen_in_voluntary_care.rs"),
    ("S23", "s23_infant_taken_by_a_parent.rs"),
    ("S24", "s24_not_missing.rs"),
    ("S25", "s25_third_party_family_case.rs"),
    ("S28", "s28_thirty_day_pack.rs"),
    ("S32", "s32_edited_instant.rs"),
    ("S33", "s33_recovery_notices.rs"),
    ("S34", "s34_machine_clock_is_wrong.rs"),
    ("S35", "s35_restrained_terminal.rs"),
];

#[test]
fn every_scenario_that_must_has_its_story() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    for (scenario, file) in WANTED {
        let story = std::fs::read_to_string(folder.join(file)).unwrap_or_default();
        assert!(story.contains(scenario), "{file} tells no {scenario}");
        let test = format!("fn {}_", scenario.to_lowercase());
        assert!(story.contains(&test), "{file} holds no test of {scenario}");
    }
}
