//! The scenarios of the desk's work, each told as a story: what is typed, what time it is, and every
//! consequence, by number.

pub mod night;

// S01 to S14: the reports, the clocks, one night's cases.
mod s01_happy_path;

// S18 to S35: what is known, who is reported, what follows.

/// The scenarios that must have a story, with the file it stands in.
const WANTED: &[(&str, &str)] = &[
    // S01 to S14
    ("S01", "s01_happy_path.rs"),
    // S18 to S35
];

#[test]
fn every_scenario_that_must_has_its_story() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    for (scenario, file) in WANTED {
        let story = std::fs::read_to_string(folder.join(file)).unwrap_or_default();
        assert!(story.contains(scenario), "{file} tells no {scenario}");
        assert!(story.contains("#[test]"), "{file} holds no test");
    }
}
