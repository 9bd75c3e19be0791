//! What a key press means: contexts as layers, prefixes that wait as long as you like, no hidden defaults.
//!
//! A [`Keymap`] is compiled from a [`KeyFile`](super::keyfile::KeyFile) laid over the preset it inherits. A [`Chord`] is the
//! state between two presses; it is fed keys and answers with a [`Press`]. Neither knows the time.
//!
//! The rule of text: where the innermost layers take text and no prefix is pending, a printable key is
//! text, whatever any layer binds it to. A keymap cannot change that.

mod chord;
mod compile;

pub use chord::{Chord, Press};

use std::collections::BTreeMap;

use super::actions::{Act, Action, Context};
use super::key::{Key, spell};

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

#[cfg(test)]
mod tests;
