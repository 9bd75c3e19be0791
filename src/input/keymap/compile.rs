//! From a keymap file to a keymap: every fault of the file in words, with its line.

use std::collections::BTreeMap;

use super::{Bound, Keymap};
use crate::input::actions::{ACTIONS, Act, Context};
use crate::input::key::{Code, Key, KeyFault, Sent, parse_keys, spell};
use crate::input::keyfile::{Fault, KeyFile, Placed};

impl Keymap {
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
        if *key == Key::plain(Code::Esc) && i > 0 {
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
