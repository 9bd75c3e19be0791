//! What is unwise in a keymap, in words. What cannot work at all is refused by the compiler of keymaps;
//! here stands what works and still troubles somebody: keys that tmux keeps, letters that delay typing.

use super::actions::{ACTIONS, Act, Context, Effect};
use super::key::{Code, Key, spell};
use super::keyfile::Fault;
use super::keymap::Keymap;

/// Control keys that something between the hand and the program keeps for itself.
pub const KEPT: &[(char, &str)] = &[
    ('a', "screen's prefix"),
    ('b', "tmux's prefix"),
    ('g', "zellij's lock"),
    ('n', "zellij's resize mode"),
    ('o', "zellij's session mode"),
    ('p', "zellij's pane mode"),
    ('q', "flow control, and zellij's quit"),
    ('s', "flow control, and zellij's scroll mode"),
    ('t', "zellij's tab mode"),
];

/// What is unwise in `map`. `strict` is for a keymap that everybody gets: there each finding is grave.
///
/// `file` names the keymap in the findings.
pub fn lint(map: &Keymap, file: &str, strict: bool) -> Vec<Fault> {
    let mut found = Vec::new();
    let mut say = |sentence: String, hint: &str, grave: bool| {
        let mut fault = Fault::warning(file, None, sentence);
        fault.grave = grave;
        if !hint.is_empty() {
            fault = fault.hint(hint);
        }
        found.push(fault);
    };
    for key in [map.leaders().0, map.leaders().1] {
        if let Some(keeper) = kept(key) {
            say(format!("The leader {key} is also {keeper}."), "", strict);
        }
    }
    for context in Context::ALL {
        for (keys, bound) in map.layer(context) {
            let Some(act) = bound.act else { continue };
            let spelled = spell(keys);
            let place = context.name();
            for key in keys {
                if let Some(keeper) = kept(*key) {
                    say(
                        format!("[{place}] {spelled} for {act}: {key} is also {keeper}."),
                        "It may never arrive inside that program.",
                        strict,
                    );
                }
            }
            if keys[0] == Key::char('~') {
                say(
                    format!("[{place}] {spelled} for {act}: after Enter an ssh client keeps ~."),
                    "",
                    strict,
                );
            }
            if context.takes_text() && keys[0].text().is_some() {
                say(
                    format!(
                        "[{place}] {spelled} for {act}: in a place for text a letter is text, so this never runs."
                    ),
                    "Begin it with the leader or a control key.",
                    true,
                );
            }
            let (plain, text) = map.leaders();
            if keys[0] == text || (keys[0] == plain && !context.takes_text()) {
                say(
                    format!(
                        "[{place}] {spelled} for {act}: {} is the leader, so this never runs.",
                        keys[0]
                    ),
                    "Write it as leader, or move the leader.",
                    true,
                );
            }
            if keys.len() == 1 && keys[0].text().is_some() && act.row().effect == Effect::Asks {
                say(
                    format!(
                        "[{place}] {spelled} for {act}: a single letter should not begin what cannot simply be taken back."
                    ),
                    "Put it behind the leader.",
                    strict,
                );
            }
            let row = act.row();
            if context != Context::Global
                && !row.means_something(&[context])
                // Lists lie inside these places, and fields inside a case.
                && !matches!(context, Context::Board | Context::Script | Context::Overlay | Context::Case | Context::Form | Context::Text)
            {
                say(
                    format!("[{place}] {spelled} for {act}: this action means nothing there."),
                    "",
                    strict,
                );
            }
        }
    }
    let table = map.table();
    for action in ACTIONS {
        if !table.iter().any(|row| row.action.act == action.act) {
            say(
                format!("{} has no key.", action.name),
                "It can still be run from the palette.",
                strict,
            );
        }
    }
    for act in [Act::Help, Act::Palette, Act::Cancel] {
        for layers in [
            &[Context::Board, Context::List][..],
            &[Context::Text, Context::Form, Context::Case],
        ] {
            if map.key_for(layers, act).is_none() {
                say(
                    format!("{act} has no key in [{}].", layers[0].name()),
                    "Nobody should be without help and a way back.",
                    strict,
                );
            }
        }
    }
    for context in Context::ALL {
        for (keys, bound) in map.layer(context) {
            if context == Context::Global || bound.act.is_none() {
                continue;
            }
            for (behind, other) in map.layer(Context::Global) {
                if other.act.is_some() && behind.len() > keys.len() && behind.starts_with(keys) {
                    say(
                        format!(
                            "[{}] {} for {} hides {} of [global].",
                            context.name(),
                            spell(keys),
                            bound.act.map(|a| a.to_string()).unwrap_or_default(),
                            spell(behind)
                        ),
                        "",
                        strict,
                    );
                }
            }
        }
    }
    found
}

/// Who else keeps this key, if anybody.
fn kept(key: Key) -> Option<&'static str> {
    if key.alt {
        return Some("sent by Alt, which many terminals and tmux keep or spell as Esc");
    }
    match key.code {
        Code::F(_) => Some("a function key, which many keyboards and terminals keep"),
        Code::Char(c) if key.ctrl => KEPT.iter().find(|(k, _)| *k == c).map(|(_, who)| *who),
        _ => None,
    }
}

/// Keys that are harmless in one keymap and write or ask in another: muscle memory that bites.
pub fn compare(one: &Keymap, other: &Keymap) -> Vec<String> {
    let mut found = Vec::new();
    for context in Context::ALL {
        for (keys, bound) in one.layer(context) {
            let Some((_, theirs)) = other.layer(context).find(|(k, _)| *k == keys) else {
                continue;
            };
            if let (Some(a), Some(b)) = (bound.act, theirs.act)
                && a != b
                && (a.row().effect == Effect::Asks) != (b.row().effect == Effect::Asks)
            {
                found.push(format!(
                    "[{}] {}: {a} in {}, {b} in {}",
                    context.name(),
                    spell(keys),
                    one.name(),
                    other.name()
                ));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::v1::keymap::{preset, preset_names, user};

    fn words(faults: &[Fault]) -> String {
        faults
            .iter()
            .map(Fault::to_string)
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn the_default_keymap_troubles_nobody() {
        let found = lint(&preset("default").unwrap(), "default", true);
        assert!(found.is_empty(), "{}", words(&found));
    }

    #[test]
    fn other_presets_have_nothing_grave_and_say_what_they_accept() {
        let found = lint(&preset("vim").unwrap(), "vim", false);
        assert!(found.iter().all(|f| !f.grave), "{}", words(&found));
        assert!(words(&found).contains("ctrl-b is also tmux's prefix"));
    }

    #[test]
    fn no_key_is_harmless_in_one_preset_and_dangerous_in_another() {
        for one in preset_names() {
            for other in preset_names() {
                let found = compare(&preset(one).unwrap(), &preset(other).unwrap());
                assert!(found.is_empty(), "{}", found.join("\n"));
            }
        }
    }

    #[test]
    fn each_finding_is_said() {
        for (file, expected) in [
            (
                "[keys.board]\n\"ctrl-b\" = \"quit\"",
                "ctrl-b is also tmux's prefix",
            ),
            (
                "[keys.board]\n\"alt-x\" = \"quit\"",
                "alt-x is also sent by Alt",
            ),
            (
                "[keys.board]\n\"f5\" = \"quit\"",
                "f5 is also a function key",
            ),
            ("[keys.board]\n\"~\" = \"quit\"", "an ssh client keeps ~"),
            (
                "[keys.text]\n\"g g\" = \"quit\"",
                "a letter is text, so this never runs",
            ),
            ("[keys.board]\n\"space\" = \"quit\"", "space is the leader"),
            (
                "[keys.case]\n\"x\" = \"case.close\"",
                "cannot simply be taken back",
            ),
            (
                "[keys.global]\n\"ctrl-k\" = \"none\"",
                "numbers.card has no key",
            ),
            (
                "[keys.global]\n\"leader ?\" = \"none\"",
                "help has no key in [text]",
            ),
            (
                "[keys.confirm]\n\"x\" = \"case.open\"",
                "means nothing there",
            ),
            (
                "[keys.case]\n\"v\" = \"undo\"\n[keys.global]\n\"v v\" = \"quit\"",
                "[case] v for undo hides v v of [global]",
            ),
        ] {
            let map = user(file, "keymap.toml", "default").unwrap();
            let found = words(&lint(&map, "keymap.toml", false));
            assert!(found.contains(expected), "{file}\n{found}");
        }
    }
}
