//! What a key press means: contexts as layers, prefixes that wait as long as you like, no hidden defaults.
//!
//! A [`Keymap`] is compiled from a [`KeyFile`] laid over the preset it inherits. A [`Chord`] is the state
//! between two presses; it is fed keys and answers with a [`Press`]. Neither knows the time.
//!
//! The rule of text: where the innermost layers take text and no prefix is pending, a printable key is
//! text, whatever any layer binds it to. A keymap cannot change that.

use super::actions::{ACTIONS, Act, Action, Context};
use super::key::{Key, KeyFault, Sent, parse_keys, spell};
use super::keyfile::{Fault, KeyFile, Placed};
use std::collections::BTreeMap;

/// A compiled keymap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    name: String,
    leader: Key,
    text_leader: Key,
    layers: BTreeMap<Context, BTreeMap<Vec<Key>, Bound>>,
    prefixes: BTreeMap<Vec<Key>, String>,
    /// How many files lie over each other.
    files: i64,
}

/// What a sequence of keys is bound to in one layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The action; `None` takes the keys away, in the layers behind too.
    pub act: Option<Act>,
    /// A title of the user's own.
    pub title: Option<String>,
    /// The order it was written in, so that the first key of an action is shown first.
    rank: i64,
}

/// What came of a press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Press {
    /// Carry this action out.
    Run(Act),
    /// This character is text.
    Text(char),
    /// A prefix: show [`Keymap::continuations`] and wait. It never times out.
    Wait,
    /// Esc or an unbound key ended a prefix; the keys pressed so far.
    Ended(Vec<Key>),
    /// Nothing is bound to it here.
    Unbound(Key),
}

/// The state between two presses: the keys of a prefix that was begun.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chord {
    pending: Vec<Key>,
}

/// One way on from a prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Continuation {
    /// The key, spelled.
    pub key: String,
    /// What it does, or the title of the prefix it leads to.
    pub title: String,
    /// The action; `None` when more keys follow.
    pub act: Option<Act>,
}

/// One row of the key table: what help, README and `porchlight keys` print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// Where.
    pub context: Context,
    /// The action.
    pub action: &'static Action,
    /// Its title here.
    pub title: String,
    /// Its keys here, spelled; the one to show comes first.
    pub keys: Vec<String>,
}

impl Chord {
    /// Feeds one key. `layers` are the contexts of the place one is in, innermost first.
    pub fn press(&mut self, keymap: &Keymap, layers: &[Context], key: Key) -> Press {
        if self.pending.is_empty() {
            let in_text = layers.iter().any(|c| c.takes_text());
            if in_text && let Some(c) = key.text() {
                return Press::Text(c);
            }
        } else if key == Key::plain(super::Code::Esc) {
            return Press::Ended(std::mem::take(&mut self.pending));
        }
        let first = self.pending.is_empty();
        self.pending.push(if first {
            keymap.as_leader(layers, key)
        } else {
            key
        });
        match keymap.look_up(layers, &self.pending) {
            LookUp::Runs(act) => {
                self.pending.clear();
                Press::Run(act)
            }
            LookUp::Goes => Press::Wait,
            LookUp::Nothing => {
                let keys = std::mem::take(&mut self.pending);
                if first {
                    Press::Unbound(key)
                } else {
                    Press::Ended(keys)
                }
            }
        }
    }
    /// The keys of the prefix that was begun; empty when none is.
    pub fn pending(&self) -> &[Key] {
        &self.pending
    }
    /// Forgets a prefix that was begun.
    pub fn clear(&mut self) {
        self.pending.clear();
    }
}

enum LookUp {
    Runs(Act),
    Goes,
    Nothing,
}

impl Keymap {
    /// What the keymap calls itself.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// The leader that works in this stack of contexts.
    pub fn leader(&self, layers: &[Context]) -> Key {
        if layers.iter().any(|c| c.takes_text()) {
            self.text_leader
        } else {
            self.leader
        }
    }
    fn as_leader(&self, layers: &[Context], key: Key) -> Key {
        // The text leader works everywhere, so that one habit is enough.
        if key == self.text_leader || key == self.leader(layers) {
            Key::LEADER
        } else {
            key
        }
    }
    fn stack<'a>(
        &'a self,
        layers: &'a [Context],
    ) -> impl Iterator<Item = &'a BTreeMap<Vec<Key>, Bound>> {
        let global = (!layers.contains(&Context::Global)).then_some(Context::Global);
        layers
            .iter()
            .copied()
            .chain(global)
            .filter_map(|c| self.layers.get(&c))
    }
    fn look_up(&self, layers: &[Context], keys: &[Key]) -> LookUp {
        for layer in self.stack(layers) {
            let bound = layer.get(keys);
            if let Some(Bound { act: Some(act), .. }) = bound {
                return LookUp::Runs(*act);
            }
            if starts(layer, keys).any(|(_, b)| b.act.is_some()) {
                return LookUp::Goes;
            }
            if bound.is_some() {
                return LookUp::Nothing;
            }
        }
        LookUp::Nothing
    }
    /// The ways on from the keys pressed so far, in the order the keymap lists them.
    pub fn continuations(&self, layers: &[Context], pending: &[Key]) -> Vec<Continuation> {
        let mut ways: Vec<(Key, i64, Continuation)> = Vec::new();
        let mut gone: Vec<Key> = Vec::new();
        for layer in self.stack(layers) {
            let mut here: Vec<Key> = Vec::new();
            for (keys, bound) in starts(layer, pending) {
                let key = keys[pending.len()];
                if gone.contains(&key) || here.contains(&key) {
                    continue;
                }
                here.push(key);
                let more = keys.len() > pending.len() + 1;
                if !more && bound.act.is_none() {
                    continue;
                }
                let title = if more {
                    self.prefix_title(&keys[..=pending.len()])
                } else {
                    bound.shown_title()
                };
                let act = if more { None } else { bound.act };
                ways.push((
                    key,
                    bound.rank,
                    Continuation {
                        key: key.to_string(),
                        title,
                        act,
                    },
                ));
            }
            gone.extend(here);
        }
        ways.sort_by_key(|(_, rank, _)| *rank);
        ways.into_iter().map(|(_, _, way)| way).collect()
    }
    /// The title of a prefix, or its keys where it has none.
    pub fn prefix_title(&self, keys: &[Key]) -> String {
        self.prefixes
            .get(keys)
            .cloned()
            .unwrap_or_else(|| format!("{} …", spell(keys)))
    }
    /// The keys of an action that work in this stack of contexts, spelled; the one to show comes first.
    pub fn keys_for(&self, layers: &[Context], act: Act) -> Vec<String> {
        let in_text = layers.iter().any(|c| c.takes_text());
        let mut found: Vec<(usize, usize, i64, &Vec<Key>)> = Vec::new();
        for (depth, layer) in self.stack(layers).enumerate() {
            for (keys, bound) in layer {
                if bound.act != Some(act) || (in_text && keys[0].text().is_some()) {
                    continue;
                }
                // Only keys that really end up here: an inner layer may have taken them.
                if matches!(self.look_up(layers, keys), LookUp::Runs(a) if a == act) {
                    // The fewest presses first, then what is nearest to the place.
                    found.push((keys.len(), depth, bound.rank, keys));
                }
            }
        }
        found.sort();
        let mut spelled: Vec<String> = Vec::new();
        for (_, _, _, keys) in found {
            let text = self.shown(keys, layers);
            if !spelled.contains(&text) {
                spelled.push(text);
            }
        }
        spelled
    }
    /// The one key to show for an action here, if it has one.
    pub fn key_for(&self, layers: &[Context], act: Act) -> Option<String> {
        self.keys_for(layers, act).into_iter().next()
    }
    /// Spells keys with the leader of this stack of contexts in its place.
    pub fn shown(&self, keys: &[Key], layers: &[Context]) -> String {
        let leader = self.leader(layers);
        let real: Vec<Key> = keys
            .iter()
            .map(|k| if *k == Key::LEADER { leader } else { *k })
            .collect();
        spell(&real)
    }
    /// Every binding, a row for each action in each context, in the order of contexts and of the file.
    ///
    /// The leader is spelled `leader` here; [`Keymap::leaders`] says which keys it is.
    pub fn table(&self) -> Vec<KeyRow> {
        let mut rows: Vec<KeyRow> = Vec::new();
        for context in Context::ALL {
            let Some(layer) = self.layers.get(&context) else {
                continue;
            };
            let mut bindings: Vec<_> = layer.iter().collect();
            bindings.sort_by_key(|(_, bound)| bound.rank);
            for (keys, bound) in bindings {
                let Some(act) = bound.act else { continue };
                let text = spell(keys);
                if let Some(row) = rows
                    .iter_mut()
                    .find(|row| row.context == context && row.action.act == act)
                {
                    row.keys.push(text);
                } else {
                    rows.push(KeyRow {
                        context,
                        action: act.row(),
                        title: bound.shown_title(),
                        keys: vec![text],
                    });
                }
            }
        }
        rows
    }
    /// The leaders: where no text can go, and everywhere.
    pub fn leaders(&self) -> (Key, Key) {
        (self.leader, self.text_leader)
    }
    /// The bindings of one context, for the linter.
    pub fn layer(&self, context: Context) -> impl Iterator<Item = (&Vec<Key>, &Bound)> {
        self.layers.get(&context).into_iter().flatten()
    }

    /// Compiles a file over the keymap it inherits.
    ///
    /// # Errors
    /// Every grave fault of the file, in the order of its lines.
    pub fn compile(file: &KeyFile, parent: Option<&Keymap>) -> Result<Keymap, Vec<Fault>> {
        let mut faults = Vec::new();
        let mut map = parent.cloned().unwrap_or(Keymap {
            name: String::new(),
            leader: Key::char(' '),
            text_leader: Key::ctrl('x'),
            layers: BTreeMap::new(),
            prefixes: BTreeMap::new(),
            files: 0,
        });
        map.files += 1;
        if let Some(name) = &file.name {
            map.name.clone_from(&name.value);
        }
        for (written, takes_text) in [(&file.leader, false), (&file.text_leader, true)] {
            let Some(written) = written else { continue };
            match one_key(file, written) {
                Err(fault) => faults.push(fault),
                Ok(key) if takes_text && key.text().is_some() => faults.push(
                    Fault::error(
                        &file.file,
                        written.place,
                        format!(
                            "“{}” types text, so it cannot be the leader while typing.",
                            written.value
                        ),
                    )
                    .hint("Take a control key, for example ctrl-x."),
                ),
                Ok(key) if takes_text => map.text_leader = key,
                Ok(key) => map.leader = key,
            }
        }
        for (keys, title) in &file.prefixes {
            match placed_keys(file, keys) {
                Ok(parsed) => {
                    map.prefixes.insert(parsed, title.value.clone());
                }
                Err(fault) => faults.push(fault),
            }
        }
        // What the file on top binds is shown before what it inherits.
        let mut rank = -100_000 * map.files;
        for layer in &file.layers {
            let Some(context) = Context::named(&layer.context.value) else {
                faults.push(
                    Fault::error(
                        &file.file,
                        layer.context.place,
                        format!("There is no context “{}”.", layer.context.value),
                    )
                    .nearest(&layer.context.value, Context::ALL.map(Context::name)),
                );
                continue;
            };
            let target = map.layers.entry(context).or_default();
            if !layer.inherit {
                target.clear();
            }
            let mut own: BTreeMap<Vec<Key>, (Placed<String>, bool)> = BTreeMap::new();
            for (keys, run, title) in &layer.bindings {
                rank += 1;
                let parsed = match placed_keys(file, keys) {
                    Ok(parsed) => parsed,
                    Err(fault) => {
                        faults.push(fault);
                        continue;
                    }
                };
                let act = match (run.value.as_str(), Act::named(&run.value)) {
                    ("none", _) => None,
                    (_, Some(act)) => Some(act),
                    (name, None) => {
                        faults.push(
                            Fault::error(
                                &file.file,
                                run.place,
                                format!("There is no action “{name}”."),
                            )
                            .nearest(name, ACTIONS.iter().map(|a| a.name).chain(["none"])),
                        );
                        continue;
                    }
                };
                if let Some(fault) = clash(file, &own, keys, &parsed, act.is_some()) {
                    faults.push(fault);
                    continue;
                }
                own.insert(parsed.clone(), (keys.clone(), act.is_some()));
                // A binding of the file beats inherited ones wholly: the same keys, what they are a
                // prefix of, and what is a prefix of them.
                target.retain(|other, bound| {
                    own.contains_key(other)
                        || !(other.starts_with(&parsed)
                            || (act.is_some() && bound.act.is_some() && parsed.starts_with(other)))
                });
                target.insert(
                    parsed,
                    Bound {
                        act,
                        title: title.clone(),
                        rank,
                    },
                );
            }
        }
        if faults.is_empty() {
            Ok(map)
        } else {
            Err(faults)
        }
    }
}

impl Bound {
    /// What this binding is called: the user's own title, or the action's.
    pub fn shown_title(&self) -> String {
        match (&self.title, self.act) {
            (Some(title), _) => title.clone(),
            (None, Some(act)) => act.row().title.to_owned(),
            (None, None) => String::new(),
        }
    }
}

/// The bindings that go on from `keys`, without `keys` itself.
fn starts<'a>(
    layer: &'a BTreeMap<Vec<Key>, Bound>,
    keys: &'a [Key],
) -> impl Iterator<Item = (&'a Vec<Key>, &'a Bound)> {
    layer
        .range(keys.to_vec()..)
        .take_while(move |(other, _)| other.starts_with(keys))
        .filter(move |(other, _)| other.len() > keys.len())
}

fn placed_keys(file: &KeyFile, written: &Placed<String>) -> Result<Vec<Key>, Fault> {
    let fault = |e: KeyFault| {
        let fault = Fault::error(&file.file, written.place, e.to_string());
        match e.spelling.chars().count() {
            0 => fault,
            _ => fault.hint("Spell it like ctrl-x, shift-tab, space, f5, or a letter."),
        }
    };
    let keys = parse_keys(&written.value).map_err(fault)?;
    for (i, key) in keys.iter().enumerate() {
        if *key == Key::LEADER && i > 0 {
            return Err(Fault::error(
                &file.file,
                written.place,
                "The leader can only be the first key.",
            ));
        }
        match key.sent() {
            Sent::AsWritten => {}
            Sent::As(other) => {
                return Err(Fault::error(
                    &file.file,
                    written.place,
                    format!("No terminal sends {key} under that name: it arrives as {other}."),
                )
                .hint(format!("Bind {other} if that is meant.")));
            }
            Sent::Never => {
                return Err(Fault::error(
                    &file.file,
                    written.place,
                    format!("Terminals do not send {key}."),
                ));
            }
        }
        if *key == Key::plain(super::Code::Esc) && i > 0 {
            return Err(Fault::error(
                &file.file,
                written.place,
                "Esc always leaves a prefix, so it cannot go on from one.",
            ));
        }
    }
    Ok(keys)
}

fn one_key(file: &KeyFile, written: &Placed<String>) -> Result<Key, Fault> {
    match placed_keys(file, written)?.as_slice() {
        [Key::LEADER] => Err(Fault::error(
            &file.file,
            written.place,
            "The leader cannot be itself.",
        )),
        [key] => Ok(*key),
        _ => Err(Fault::error(
            &file.file,
            written.place,
            "The leader is one key.",
        )),
    }
}

/// A key bound twice, or a command that is also a prefix, within one layer of one file.
fn clash(
    file: &KeyFile,
    own: &BTreeMap<Vec<Key>, (Placed<String>, bool)>,
    written: &Placed<String>,
    keys: &[Key],
    runs: bool,
) -> Option<Fault> {
    for (other, (at, other_runs)) in own {
        let sentence = if other == keys {
            format!(
                "{} is bound twice here; the other stands in line {}.",
                spell(keys),
                at.place.line
            )
        } else if runs && *other_runs && other.starts_with(keys) {
            format!(
                "{} is a command here and also the prefix of {} in line {}.",
                spell(keys),
                spell(other),
                at.place.line
            )
        } else if runs && *other_runs && keys.starts_with(other) {
            format!(
                "{} goes on from {}, which is a command in line {}.",
                spell(keys),
                spell(other),
                at.place.line
            )
        } else {
            continue;
        };
        return Some(Fault::error(&file.file, written.place, sentence));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::v1::keymap::{preset, user};
    use Context::{Board, Case, Form, List, Palette, Script, Text};

    /// What a run of keys comes to in a place, written as words.
    fn pressed(map: &Keymap, layers: &[Context], keys: &str) -> String {
        let mut chord = Chord::default();
        parse_keys(keys)
            .unwrap()
            .into_iter()
            .map(|key| match chord.press(map, layers, key) {
                Press::Run(act) => act.to_string(),
                Press::Text(c) => format!("{c:?}"),
                Press::Wait => "…".to_owned(),
                Press::Ended(keys) => format!("ended after {}", spell(&keys)),
                Press::Unbound(key) => format!("nothing on {key}"),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    const ON_BOARD: &[Context] = &[Board, List];
    const IN_FIELD: &[Context] = &[Text, Form, Case];

    #[test]
    fn what_a_press_means_depends_on_the_place() {
        let map = preset("default").unwrap();
        let check = |layers, keys, expected| {
            assert_eq!(pressed(&map, layers, keys), expected, "{layers:?} {keys}");
        };
        check(ON_BOARD, "n", "case.new");
        check(IN_FIELD, "n ? : space", "'n' '?' ':' ' '");
        check(&[Palette], "q", "'q'");
        check(ON_BOARD, "space p", "… script.police");
        check(ON_BOARD, "ctrl-x p", "… script.police");
        check(IN_FIELD, "ctrl-x p", "… script.police");
        check(IN_FIELD, "ctrl-x m", "… script.ncmec");
        check(IN_FIELD, "ctrl-x ?", "… help");
        check(IN_FIELD, "ctrl-x d y", "… … danger.yes");
        check(IN_FIELD, "ctrl-r", "call.in");
        check(ON_BOARD, "ctrl-k", "numbers.card");
        check(&[Script, List], "ctrl-k", "numbers.card");
        check(&[Script, List], "enter", "script.tick");
        check(ON_BOARD, "?", "help");
        check(ON_BOARD, "ctrl-e", "nothing on ctrl-e");
        // Esc leaves a prefix and does nothing else; an unbound key ends it and says so.
        check(ON_BOARD, "space esc j", "… ended after leader list.down");
        check(ON_BOARD, "space v", "… ended after leader v");
    }

    #[test]
    fn a_prefix_shows_the_ways_on() {
        let map = preset("default").unwrap();
        let mut chord = Chord::default();
        assert_eq!(chord.press(&map, IN_FIELD, Key::ctrl('x')), Press::Wait);
        let ways = map.continuations(IN_FIELD, chord.pending());
        let find = |key: &str| ways.iter().find(|w| w.key == key).map(|w| w.title.as_str());
        assert_eq!(find("p"), Some("Police script"));
        assert_eq!(find("d"), Some("Danger now?"));
        assert_eq!(find("c"), Some("Case"));
        let mut keys: Vec<_> = ways.iter().map(|w| &w.key).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), ways.len(), "a key is shown twice");
    }

    #[test]
    fn a_hint_spells_a_key_that_works_here() {
        let map = preset("default").unwrap();
        let key = |layers, act| map.key_for(layers, act);
        assert_eq!(key(ON_BOARD, Act::Help).as_deref(), Some("?"));
        assert_eq!(key(IN_FIELD, Act::Help).as_deref(), Some("ctrl-x ?"));
        assert_eq!(key(ON_BOARD, Act::CaseNew).as_deref(), Some("n"));
        assert_eq!(
            key(&[Script, List], Act::CaseNew).as_deref(),
            Some("space n")
        );
        assert_eq!(key(ON_BOARD, Act::TextClear), None);
    }

    /// Every key that any hint shows does what the hint says, in every place.
    #[test]
    fn hints_and_presses_agree() {
        for name in crate::codec::v1::keymap::preset_names() {
            let map = preset(name).unwrap();
            let places: [&[Context]; 7] = [
                ON_BOARD,
                IN_FIELD,
                &[Form, Case],
                &[List, Case],
                &[Script, List],
                &[Palette],
                &[Context::Confirm, Context::Overlay],
            ];
            for layers in places {
                for action in ACTIONS {
                    for keys in map.keys_for(layers, action.act) {
                        let came = pressed(&map, layers, &keys);
                        assert!(
                            came.ends_with(action.name),
                            "{name}: {layers:?}: {keys} is shown for {} but came to {came}",
                            action.name
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn every_action_has_a_key_in_every_preset() {
        for name in crate::codec::v1::keymap::preset_names() {
            let map = preset(name).unwrap();
            let table = map.table();
            for action in ACTIONS {
                assert!(
                    table.iter().any(|row| row.action.act == action.act),
                    "{name}: {} has no key",
                    action.name
                );
            }
        }
    }

    #[test]
    fn a_user_binding_beats_the_inherited_one_wholly() {
        let check = |file: &str, layers, keys, expected: &str| {
            let map = user(file, "keymap.toml", "default").unwrap();
            assert_eq!(pressed(&map, layers, keys), expected, "{file}");
        };
        check("[keys.board]\n\"n\" = \"quit\"", ON_BOARD, "n", "quit");
        check(
            "[keys.board]\n\"n\" = \"none\"",
            ON_BOARD,
            "n",
            "nothing on n",
        );
        // “none” in an inner layer stops the fall to the layers behind.
        check(
            "[keys.board]\n\"j\" = \"none\"",
            ON_BOARD,
            "j",
            "nothing on j",
        );
        // A command takes the place of everything that went on from it, and the other way round.
        check(
            "[keys.case]\n\"leader d\" = \"quit\"",
            IN_FIELD,
            "ctrl-x d",
            "… quit",
        );
        check(
            "[keys.board]\n\"n n\" = \"quit\"",
            ON_BOARD,
            "n n",
            "… quit",
        );
        check(
            "[keys.board]\ninherit = false\n\"x\" = \"quit\"",
            &[Board],
            "n x",
            "nothing on n quit",
        );
        check(
            "text-leader = \"ctrl-v\"",
            IN_FIELD,
            "ctrl-v p",
            "… script.police",
        );
        check("inherits = \"vim\"", ON_BOARD, "g g", "… list.first");
        let map = user(
            "[keys.board]\n\"x\" = { run = \"case.new\", title = \"Ring\" }",
            "keymap.toml",
            "default",
        )
        .unwrap();
        assert_eq!(map.keys_for(ON_BOARD, Act::CaseNew), ["x", "n", "space n"]);
        assert!(map.table().iter().any(|row| row.title == "Ring"));
    }

    #[test]
    fn text_is_text_whatever_a_keymap_says() {
        let map = user("[keys.text]\n\"n\" = \"quit\"\n", "keymap.toml", "default").unwrap();
        assert_eq!(pressed(&map, IN_FIELD, "n"), "'n'");
    }
}
