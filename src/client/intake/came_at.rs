//! How the information came, and when, if that was before the key.

use crate::client::app::App;
use crate::client::ask::Waiting;
use crate::client::model::{Kept, Preview, Slot, Spot, Why};
use crate::record::event::Channel;
use crate::record::{Moment, Zone};
use crate::wire::Command;

impl App {
    /// Sends how and when the information came. Nothing typed means by phone, at the key.
    pub(in crate::client) fn answer_came_at(&mut self, slot: Slot, text: &str) {
        let now = self.model.now();
        let zone = self.model.zone();
        let (channel, at) = split_came_at(text);
        if let Preview::Problem(problem) = came_at_preview(text, now, zone) {
            if let Some(screen) = self.screen(slot) {
                screen.kept.insert(
                    Spot::CameAt,
                    Kept {
                        text: text.to_owned(),
                        why: Why::Refused(problem.clone()),
                    },
                );
            }
            self.refuse(problem);
            return;
        }
        let mut saw = None;
        if let Some(screen) = self.screen(slot) {
            saw = Some(screen.saw_at(&Spot::CameAt));
            screen.kept.insert(
                Spot::CameAt,
                Kept {
                    text: text.to_owned(),
                    why: Why::Sending(0),
                },
            );
        }
        let command = Command::CameAt {
            saw,
            case: String::new(),
            channel: channel.word().to_owned(),
            at: at.map(str::to_owned),
        };
        let waiting = Waiting::Answer {
            slot,
            spot: Spot::CameAt,
            text: text.to_owned(),
        };
        self.command(slot, command, waiting);
    }

    /// Enter on *came at* with nothing typed: by phone, unless a channel is known already.
    pub(in crate::client) fn came_by_phone(&mut self, slot: Slot) {
        let known = self.model.case(slot).is_some_and(|screen| {
            screen
                .view
                .as_ref()
                .is_some_and(|view| view.received.channel.is_some())
                || screen.kept.contains_key(&Spot::CameAt)
                || screen.edit.is_some()
        });
        if !known {
            self.answer_came_at(slot, "phone");
        }
    }
}

/// Splits `voicemail 00:40` into the channel (phone when none is named) and the time.
fn split_came_at(text: &str) -> (Channel, Option<&str>) {
    let text = text.trim();
    // The longest leading words that name a channel win: `in person 01:10`.
    let ends = text
        .char_indices()
        .filter(|(_, c)| c.is_whitespace())
        .map(|(at, _)| at)
        .chain([text.len()]);
    let mut found = None;
    for end in ends {
        let head = text.get(..end).unwrap_or(text);
        let channel = Channel::from_word(head).or(match head {
            "p" => Some(Channel::Phone),
            "e" => Some(Channel::Email),
            "f" => Some(Channel::Fax),
            "v" => Some(Channel::Voicemail),
            "w" => Some(Channel::Web),
            "i" => Some(Channel::InPerson),
            "t" => Some(Channel::Text),
            _ => None,
        });
        if let Some(channel) = channel {
            found = Some((channel, text.get(end..).unwrap_or("").trim()));
        }
    }
    let (channel, rest) = found.unwrap_or((Channel::Phone, text));
    (channel, (!rest.is_empty()).then_some(rest))
}

/// What *came at* is understood as.
pub(in crate::client) fn came_at_preview(text: &str, now: Option<Moment>, zone: Zone) -> Preview {
    if text.trim().is_empty() {
        return Preview::Nothing;
    }
    let (channel, at) = split_came_at(text);
    let Some(at) = at else {
        return Preview::Words {
            words: format!("by {}, at the intake key", channel.word()),
            official: None,
        };
    };
    match crate::client::understand::time(at, now, zone) {
        Preview::Words { words, official } => Preview::Words {
            words: format!("by {}, {words}", channel.word()),
            official,
        },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_before_the_time_is_split_off() {
        for (text, channel, at) in [
            ("phone", Channel::Phone, None),
            ("01:10", Channel::Phone, Some("01:10")),
            ("v 00:40", Channel::Voicemail, Some("00:40")),
            ("voicemail 00:40", Channel::Voicemail, Some("00:40")),
            ("in person 1 am", Channel::InPerson, Some("1 am")),
            (
                "e-mail yesterday 23:10",
                Channel::Email,
                Some("yesterday 23:10"),
            ),
        ] {
            assert_eq!(split_came_at(text), (channel, at), "{text}");
        }
    }
}
