//! What stops which clock, who wins, what late is.

mod decided;
mod due;
mod follow_ups;
mod found;
mod packs;
mod stops;

use porchlight::record::SafeText;
use porchlight::record::event::{Attempt, Channel, Outcome};

/// An attempt that ended so, by this way, with what was said.
fn by(
    outcome: Outcome,
    channel: Channel,
    person: &'static str,
    number: &'static str,
    words: &'static str,
) -> impl FnOnce(&mut Attempt) {
    let some = |text: &str| (!text.is_empty()).then(|| SafeText::line(text));
    move |attempt| {
        attempt.outcome = outcome;
        attempt.channel = channel;
        attempt.person = some(person);
        attempt.number = some(number);
        attempt.words = some(words);
    }
}
