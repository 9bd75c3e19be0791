//! Keymap files: TOML into plain values that keep their place, and the presets compiled in.

use crate::input::Keymap;
use crate::input::keyfile::{Fault, KeyFile, LayerFile, Place, Placed};
use toml::de::{DeTable, DeValue};

/// The presets: name and text. Every one is also a file under `keymaps/`.
pub const PRESETS: &[(&str, &str)] = &[
    ("default", include_str!("../../../keymaps/default.toml")),
    ("vim", include_str!("../../../keymaps/vim.toml")),
];

/// The names of the presets.
pub fn preset_names() -> impl Iterator<Item = &'static str> {
    PRESETS.iter().map(|(name, _)| *name)
}

/// A preset, compiled.
///
/// # Errors
/// When no preset has this name. A test compiles them all.
pub fn preset(name: &str) -> Result<Keymap, Vec<Fault>> {
    let Some((name, text)) = PRESETS.iter().find(|(n, _)| *n == name) else {
        return Err(vec![
            Fault {
                file: format!("keymap {name}"),
                place: None,
                grave: true,
                sentence: format!("There is no preset “{name}”."),
                hint: None,
            }
            .nearest(name, preset_names()),
        ]);
    };
    compile(text, &format!("keymaps/{name}.toml"), None)
}

/// A user's keymap file, compiled over the preset it names in `inherits`, or over `base`.
///
/// # Errors
/// Every grave fault, with file, line and column; the caller then starts with a preset and a notice.
pub fn user(text: &str, file: &str, base: &str) -> Result<Keymap, Vec<Fault>> {
    compile(text, file, Some(base))
}

fn compile(text: &str, file: &str, base: Option<&str>) -> Result<Keymap, Vec<Fault>> {
    let read = read(text, file)?;
    let parent = match (&read.inherits, base) {
        // A preset may inherit only one that stands before it, so this ends.
        (Some(name), _) => match position(&name.value) {
            Some(at) if base.is_some() || at < own_position(file) => Some(preset(&name.value)?),
            _ => {
                return Err(vec![
                    Fault::error(
                        file,
                        name.place,
                        format!("There is no preset “{}” to inherit.", name.value),
                    )
                    .nearest(&name.value, preset_names()),
                ]);
            }
        },
        (None, Some(base)) => Some(preset(base)?),
        (None, None) => None,
    };
    Keymap::compile(&read, parent.as_ref())
}

fn position(name: &str) -> Option<usize> {
    preset_names().position(|n| n == name)
}

fn own_position(file: &str) -> usize {
    preset_names()
        .position(|n| file == format!("keymaps/{n}.toml"))
        .unwrap_or(PRESETS.len())
}

/// Reads a keymap file without judging its names.
///
/// # Errors
/// What is not TOML, and every key that a keymap file does not have.
pub fn read(text: &str, file: &str) -> Result<KeyFile, Vec<Fault>> {
    let reader = Reader::new(text, file);
    let root = DeTable::parse(text).map_err(|e| vec![reader.syntax(&e)])?;
    let mut faults = Vec::new();
    let mut out = KeyFile {
        file: file.to_owned(),
        ..KeyFile::default()
    };
    for (key, value) in root.get_ref() {
        let name: &str = key.get_ref();
        let place = reader.place(key.span().start);
        let at = reader.place(value.span().start);
        match (name, value.get_ref()) {
            ("format", DeValue::Integer(n)) if n.as_str() == "1" => {}
            ("format", _) => faults.push(
                Fault::error(file, at, "This Porchlight reads keymaps of format 1.")
                    .hint("Write format = 1."),
            ),
            ("name", DeValue::String(s)) => out.name = Some(placed(s, at)),
            ("inherits", DeValue::String(s)) => out.inherits = Some(placed(s, at)),
            ("leader", DeValue::String(s)) => out.leader = Some(placed(s, at)),
            ("text-leader", DeValue::String(s)) => out.text_leader = Some(placed(s, at)),
            ("prefixes", DeValue::Table(table)) => {
                for (keys, title) in table {
                    let keys_at = placed(keys.get_ref(), reader.place(keys.span().start));
                    match reader.text_or_title(title.get_ref()) {
                        Some(words) => out
                            .prefixes
                            .push((keys_at, placed(words, reader.place(title.span().start)))),
                        None => faults.push(
                            Fault::error(
                                file,
                                reader.place(title.span().start),
                                "A prefix takes a title in quotes.",
                            )
                            .hint("For example: \"leader c\" = \"Case\"."),
                        ),
                    }
                }
                out.prefixes.sort_by_key(|(keys, _)| keys.place);
            }
            ("keys", DeValue::Table(contexts)) => {
                for (context, layer) in contexts {
                    let context_at = placed(context.get_ref(), reader.place(context.span().start));
                    match layer.get_ref() {
                        DeValue::Table(table) => {
                            out.layers
                                .push(reader.layer(context_at, table, &mut faults));
                        }
                        _ => faults.push(
                            Fault::error(file, context_at.place, "A context is a table of keys.")
                                .hint("For example: [keys.board]."),
                        ),
                    }
                }
                out.layers.sort_by_key(|layer| layer.context.place);
            }
            ("name" | "inherits" | "leader" | "text-leader", _) => faults.push(Fault::error(
                file,
                at,
                format!("“{name}” takes words in quotes."),
            )),
            ("prefixes" | "keys", _) => {
                faults.push(Fault::error(file, at, format!("“{name}” is a table.")))
            }
            _ => faults.push(
                Fault::error(file, place, format!("A keymap has no “{name}”.")).nearest(
                    name,
                    [
                        "format",
                        "name",
                        "inherits",
                        "leader",
                        "text-leader",
                        "prefixes",
                        "keys",
                    ],
                ),
            ),
        }
    }
    if faults.is_empty() {
        Ok(out)
    } else {
        faults.sort_by_key(|fault| fault.place);
        Err(faults)
    }
}

/// The key table as one JSON document: `porchlight keys --json`.
pub fn table_json(map: &Keymap) -> String {
    #[derive(serde::Serialize)]
    struct Table<'a> {
        v: u64,
        keymap: &'a str,
        leader: String,
        text_leader: String,
        keys: Vec<Row<'a>>,
    }
    #[derive(serde::Serialize)]
    struct Row<'a> {
        context: &'a str,
        keys: &'a [String],
        action: &'a str,
        title: &'a str,
        help: &'a str,
        effect: &'a str,
    }
    let rows = map.table();
    let table = Table {
        v: super::VERSION,
        keymap: map.name(),
        leader: map.leaders().0.to_string(),
        text_leader: map.leaders().1.to_string(),
        keys: rows
            .iter()
            .map(|row| Row {
                context: row.context.name(),
                keys: &row.keys,
                action: row.action.name,
                title: &row.title,
                help: row.action.help,
                effect: row.action.effect.word(),
            })
            .collect(),
    };
    line(&table)
}

/// What is wrong with a keymap as one JSON document: `porchlight keys check --json`.
pub fn faults_json(faults: &[Fault]) -> String {
    #[derive(serde::Serialize)]
    struct Row<'a> {
        file: &'a str,
        line: Option<usize>,
        column: Option<usize>,
        error: bool,
        sentence: &'a str,
        hint: Option<&'a str>,
    }
    let rows: Vec<Row<'_>> = faults
        .iter()
        .map(|fault| Row {
            file: &fault.file,
            line: fault.place.map(|p| p.line),
            column: fault.place.map(|p| p.column),
            error: fault.grave,
            sentence: &fault.sentence,
            hint: fault.hint.as_deref(),
        })
        .collect();
    line(&rows)
}

fn line(value: &impl serde::Serialize) -> String {
    // Strings and numbers under fixed names: this cannot fail.
    serde_json::to_string(value).unwrap_or_default() + "\n"
}

/// A text being read, and what it is called in a fault.
pub(super) struct Reader<'a> {
    text: &'a str,
    pub file: &'a str,
    /// Where each line begins: every key of the file asks for its place at each start of a screen.
    lines: Vec<usize>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, file: &'a str) -> Self {
        let after = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            file,
            lines: std::iter::once(0).chain(after).collect(),
        }
    }
    pub(super) fn place(&self, offset: usize) -> Place {
        let before = self.lines.partition_point(|start| *start <= offset);
        let line = before.saturating_sub(1);
        let start = self.lines.get(line).copied().unwrap_or(0);
        let in_line = self.text.get(start..).unwrap_or_default();
        let column = Place::of(in_line, offset.saturating_sub(start)).column;
        Place {
            line: line + 1,
            column,
        }
    }
    pub(super) fn syntax(&self, error: &toml::de::Error) -> Fault {
        let place = self.place(error.span().map_or(0, |s| s.start));
        let words = error.message().lines().collect::<Vec<_>>().join("; ");
        Fault::error(self.file, place, format!("This is not TOML: {words}."))
    }
    fn text_or_title<'v>(&self, value: &'v DeValue<'_>) -> Option<&'v str> {
        match value {
            DeValue::String(s) => Some(s),
            DeValue::Table(table) if table.len() == 1 => {
                table.get("title").and_then(|t| t.get_ref().as_str())
            }
            _ => None,
        }
    }
    fn layer(
        &self,
        context: Placed<String>,
        table: &DeTable<'_>,
        faults: &mut Vec<Fault>,
    ) -> LayerFile {
        let mut layer = LayerFile {
            context,
            inherit: true,
            bindings: Vec::new(),
        };
        for (keys, run) in table {
            let at = self.place(run.span().start);
            let name: &str = keys.get_ref();
            let keys_at = placed(name, self.place(keys.span().start));
            match run.get_ref() {
                DeValue::Boolean(inherit) if name == "inherit" => layer.inherit = *inherit,
                DeValue::String(action) => layer.bindings.push((keys_at, placed(action, at), None)),
                DeValue::Table(form) => {
                    let words = |key: &str| {
                        form.get(key).and_then(|v| {
                            v.get_ref()
                                .as_str()
                                .map(|s| placed(s, self.place(v.span().start)))
                        })
                    };
                    let unknown = form
                        .keys()
                        .find(|k| !matches!(k.get_ref().as_ref(), "run" | "title"));
                    match (words("run"), unknown) {
                        (_, Some(key)) => faults.push(
                            Fault::error(
                                self.file,
                                self.place(key.span().start),
                                format!("A binding has no “{}”.", key.get_ref()),
                            )
                            .nearest(key.get_ref(), ["run", "title"]),
                        ),
                        (Some(action), None) => layer.bindings.push((
                            keys_at,
                            action,
                            words("title").map(|title| title.value),
                        )),
                        (None, None) => faults.push(
                            Fault::error(self.file, at, "This binding names no action.").hint(
                                "For example: { run = \"case.new\", title = \"Start an intake\" }.",
                            ),
                        ),
                    }
                }
                _ => faults.push(
                    Fault::error(
                        self.file,
                        at,
                        format!("{name} takes the name of an action in quotes."),
                    )
                    .hint("For example: \"n\" = \"case.new\"; \"none\" takes a key away."),
                ),
            }
        }
        layer.bindings.sort_by_key(|(keys, _, _)| keys.place);
        layer
    }
}

fn placed(value: &str, place: Place) -> Placed<String> {
    Placed {
        value: value.to_owned(),
        place,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_the_same_by_the_table_of_lines() {
        for text in ["", "a = 1", "ä = \"ü\"\n\n[x]\nb = 2\n", "\n\n"] {
            let reader = Reader::new(text, "keymap.toml");
            for offset in 0..=text.len() {
                let by_table = reader.place(offset);
                assert_eq!(by_table, Place::of(text, offset), "{text:?} at {offset}");
            }
        }
    }

    #[test]
    fn every_preset_compiles() {
        for (name, _) in PRESETS {
            let map = preset(name).unwrap_or_else(|faults| panic!("{name}: {faults:#?}"));
            assert_eq!(map.name(), *name);
        }
    }

    /// A user's file, and the first thing said about it.
    fn says(text: &str, expected: &str) {
        let got = match user(text, "keymap.toml", "default") {
            Ok(_) => "fine".to_owned(),
            Err(faults) => faults[0].to_string(),
        };
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn a_fault_names_line_column_and_the_nearest_name() {
        says("", "fine");
        says("format = 1\n[keys.board]\n\"x\" = \"case.new\"", "fine");
        says(
            "format = 2",
            "keymap.toml:1:10: This Porchlight reads keymaps of format 1. Write format = 1.",
        );
        says(
            "[keys.board]\n\"x\" = \"case.nwe\"",
            "keymap.toml:2:7: There is no action “case.nwe”. Did you mean case.new?",
        );
        says(
            "[keys.bord]\n\"x\" = \"case.new\"",
            "keymap.toml:1:7: There is no context “bord”. Did you mean board?",
        );
        says(
            "inherits = \"vmi\"",
            "keymap.toml:1:12: There is no preset “vmi” to inherit. Did you mean vim?",
        );
        says(
            "leadr = \"space\"",
            "keymap.toml:1:1: A keymap has no “leadr”. Did you mean leader?",
        );
        says(
            "[keys.board]\n\"ctrl-i\" = \"case.new\"",
            "keymap.toml:2:1: No terminal sends ctrl-i under that name: it arrives as tab. Bind tab if that is meant.",
        );
        says(
            "[keys.board]\n\"hyper-x\" = \"case.new\"",
            "keymap.toml:2:1: “hyper-x” is no key: no key has this name. Spell it like ctrl-x, shift-tab, space, f5, or a letter.",
        );
        says(
            "[keys.board]\n\"ctrl-x\" = \"case.new\"\n\"C-x\" = \"quit\"",
            "keymap.toml:3:1: ctrl-x is bound twice here; the other stands in line 2.",
        );
        says(
            "[keys.board]\n\"g\" = \"case.new\"\n\"g g\" = \"quit\"",
            "keymap.toml:3:1: g g goes on from g, which is a command in line 2.",
        );
        says(
            "[keys.board]\n\"g g\" = \"case.new\"\n\"g\" = \"quit\"",
            "keymap.toml:3:1: g is a command here and also the prefix of g g in line 2.",
        );
        says(
            "[keys.board]\n\"x\" = 7",
            "keymap.toml:2:7: x takes the name of an action in quotes. For example: \"n\" = \"case.new\"; \"none\" takes a key away.",
        );
        says(
            "[keys.board]\n\"x\" = { rum = \"case.new\" }",
            "keymap.toml:2:9: A binding has no “rum”. Did you mean run?",
        );
        says(
            "text-leader = \"x\"",
            "keymap.toml:1:15: “x” types text, so it cannot be the leader while typing. Take a control key, for example ctrl-x.",
        );
        assert!(
            user("[keys.board\n", "k", "default").unwrap_err()[0]
                .to_string()
                .starts_with("k:1:12: This is not TOML:")
        );
    }
}
