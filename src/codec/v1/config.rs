//! A person's `config.toml`: keymap, colours, bell, name. What concerns the desk is not here but on the desk.

use super::keymap::{Reader, preset_names};
use crate::input::keyfile::Fault;
use toml::de::{DeTable, DeValue};

/// When the bell may ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bell {
    /// Once for each threshold of a duty.
    #[default]
    Sound,
    /// Never.
    Off,
}

/// A person's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The preset of keys.
    pub keymap: String,
    /// `auto`, `always` or `never`.
    pub color: String,
    /// The bell.
    pub bell: Bell,
    /// The operator's name, as it stands in the log.
    pub operator: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            keymap: "default".to_owned(),
            color: "auto".to_owned(),
            bell: Bell::default(),
            operator: None,
        }
    }
}

/// The keys of the file, with a right line for each.
const KEYS: &[(&str, &str)] = &[
    ("keymap", "keymap = \"vim\""),
    ("color", "color = \"never\""),
    ("bell", "bell = false"),
    ("operator", "operator = \"D. Reyes\""),
];

/// Reads the settings. Whatever is wrong keeps its default and is named; nothing stops the program.
pub fn read(text: &str, file: &str) -> (Config, Vec<Fault>) {
    let reader = Reader::new(text, file);
    let mut config = Config::default();
    let mut faults = Vec::new();
    let root = match DeTable::parse(text) {
        Ok(root) => root,
        Err(error) => return (config, vec![reader.syntax(&error)]),
    };
    for (key, value) in root.get_ref() {
        let name: &str = key.get_ref();
        let at = reader.place(value.span().start);
        let one_of = |words: &str, allowed: &[&str]| {
            Fault::error(
                file,
                at,
                format!("“{words}” is none of {}.", allowed.join(", ")),
            )
            .nearest(words, allowed.iter().copied())
        };
        match (name, value.get_ref()) {
            ("keymap", DeValue::String(words)) => {
                let names: Vec<&str> = preset_names().collect();
                if names.contains(&words.as_ref()) {
                    config.keymap = words.to_string();
                } else {
                    faults.push(one_of(words, &names));
                }
            }
            ("color" | "colour", DeValue::String(words)) => {
                let names = ["auto", "always", "never"];
                if names.contains(&words.as_ref()) {
                    config.color = words.to_string();
                } else {
                    faults.push(one_of(words, &names));
                }
            }
            ("bell", DeValue::Boolean(rings)) => {
                config.bell = if *rings { Bell::Sound } else { Bell::Off };
            }
            ("operator", DeValue::String(words)) if !words.trim().is_empty() => {
                config.operator = Some(words.trim().to_owned());
            }
            _ => match KEYS.iter().find(|(known, _)| *known == name) {
                Some((_, example)) => faults.push(
                    Fault::error(file, at, format!("“{name}” cannot be this."))
                        .hint(format!("For example: {example}.")),
                ),
                None => faults.push(
                    Fault::error(
                        file,
                        reader.place(key.span().start),
                        format!("There is no setting “{name}”."),
                    )
                    .nearest(name, KEYS.iter().map(|(known, _)| *known)),
                ),
            },
        }
    }
    faults.sort_by_key(|fault| fault.place);
    (config, faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_read() {
        let text = "keymap = \"vim\"\ncolor = \"never\"\nbell = false\noperator = \" D. Reyes \"\n";
        let (config, faults) = read(text, "config.toml");
        assert_eq!(faults, []);
        assert_eq!(
            config,
            Config {
                keymap: "vim".to_owned(),
                color: "never".to_owned(),
                bell: Bell::Off,
                operator: Some("D. Reyes".to_owned()),
            }
        );
        for (_, example) in KEYS {
            assert_eq!(read(example, "config.toml").1, [], "{example}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_and_keeps_its_default() {
        fn says(text: &str, expected: &str) {
            let (config, faults) = read(text, "config.toml");
            assert_eq!(faults[0].to_string(), expected, "{text}");
            assert_eq!(config, Config::default(), "{text}");
        }
        says(
            "keymap = \"vmi\"",
            "config.toml:1:10: “vmi” is none of default, vim. Did you mean vim?",
        );
        says(
            "keymp = \"vim\"",
            "config.toml:1:1: There is no setting “keymp”. Did you mean keymap?",
        );
        says(
            "\nbell = 3",
            "config.toml:2:8: “bell” cannot be this. For example: bell = false.",
        );
        says(
            "operator = \"\"",
            "config.toml:1:12: “operator” cannot be this. For example: operator = \"D. Reyes\".",
        );
        says(
            "color = \"allways\"",
            "config.toml:1:9: “allways” is none of auto, always, never. Did you mean always?",
        );
        assert!(
            read("bell =", "c").1[0]
                .to_string()
                .starts_with("c:1:7: This is not TOML")
        );
    }

    #[test]
    fn one_wrong_line_leaves_the_others_alone() {
        let (config, faults) = read("keymap = \"vim\"\nnonsense = 1\n", "config.toml");
        assert_eq!((config.keymap.as_str(), faults.len()), ("vim", 1));
    }
}
