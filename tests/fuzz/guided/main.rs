//! One target of `targets.rs`, by the name in `PORCHLIGHT_TARGET`, guided by coverage.
#![no_main]

#[path = "../night.rs"]
mod night;
#[path = "../targets.rs"]
mod targets;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

fn target() -> &'static targets::Target {
    static TARGET: OnceLock<&targets::Target> = OnceLock::new();
    TARGET.get_or_init(|| {
        let name = std::env::var("PORCHLIGHT_TARGET").unwrap_or_default();
        targets::TARGETS
            .iter()
            .find(|target| target.name == name)
            .unwrap_or_else(|| panic!("PORCHLIGHT_TARGET names no target: {name}"))
    })
}

fuzz_target!(|bytes: &[u8]| (target().run)(bytes));
