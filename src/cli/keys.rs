//! `porchlight keys`: the key table itself, and what is wrong with a keymap file.

use super::args::{Common, KeysAbout};
use super::{out, settings};
use crate::codec::v1::keymap as files;
use crate::input::actions::ACTIONS;
use crate::input::keyfile::Fault;
use crate::input::lint::lint;
use crate::input::{Context, Keymap};
use crate::record::Problem;
use std::fmt::Write as _;
use std::process::ExitCode;

/// Runs `porchlight keys` and `porchlight keys check`.
///
/// # Errors
/// When the keymap asked for is not there.
pub fn run(common: &Common, about: Option<&KeysAbout>) -> Result<ExitCode, Problem> {
    match about {
        None => {
            let settings = settings::settings(common)?;
            for notice in &settings.notices {
                out::tell(&format!("porchlight: {notice}"));
            }
            let text = if common.json {
                files::table_json(&settings.keymap)
            } else {
                table_text(&settings.keymap)
            };
            print(&text)?;
            Ok(ExitCode::SUCCESS)
        }
        Some(KeysAbout::Check { file }) => check(common, file.as_deref()),
    }
}

fn check(common: &Common, file: Option<&std::path::Path>) -> Result<ExitCode, Problem> {
    let path = match file {
        Some(path) => path.to_owned(),
        None => settings::keymap_path()?,
    };
    let name = path.display().to_string();
    let base = common.keymap.as_deref().unwrap_or("default");
    let words = settings::text(&path).map_err(Problem::setup)?;
    let found: Vec<Fault> = match (&words, file) {
        (Some(words), _) => match files::user(words, &name, base) {
            Ok(map) => lint(&map, &name, false),
            Err(faults) => faults,
        },
        (None, Some(_)) => {
            return Err(Problem::operator(format!("There is no file {name}."))
                .example("porchlight keys check ~/.config/porchlight/keymap.toml"));
        }
        (None, None) => match files::preset(base) {
            Ok(map) => lint(&map, &format!("keymap {base}"), false),
            Err(faults) => faults,
        },
    };
    if common.json {
        print(&files::faults_json(&found))?;
    } else {
        let mut text = String::new();
        for fault in &found {
            let kind = if fault.grave { "error" } else { "note" };
            let _ = writeln!(text, "{kind}: {fault}");
        }
        if found.is_empty() {
            let _ = writeln!(text, "{name}: nothing is wrong.");
        }
        print(&text)?;
    }
    Ok(if found.iter().any(|fault| fault.grave) {
        ExitCode::from(2)
    } else {
        ExitCode::SUCCESS
    })
}

fn print(text: &str) -> Result<(), Problem> {
    out::print(text).map_err(|e| Problem::machine(format!("The output could not be written: {e}.")))
}

/// The table as text, by place; the README's table is this.
pub fn table_text(map: &Keymap) -> String {
    let (leader, text_leader) = map.leaders();
    let mut text = format!(
        "Keymap {}. leader is {leader} where no text can go, and {text_leader} everywhere.\n",
        map.name()
    );
    let rows = map.table();
    for context in Context::ALL {
        let here: Vec<_> = rows.iter().filter(|row| row.context == context).collect();
        if here.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{} [{}]", context.title(), context.name());
        let width = here
            .iter()
            .map(|row| row.keys.join(", ").chars().count())
            .max()
            .unwrap_or(0);
        for row in here {
            let _ = writeln!(
                text,
                "  {:width$}  {:24}  {}",
                row.keys.join(", "),
                row.title,
                row.action.name
            );
        }
    }
    let without: Vec<&str> = ACTIONS
        .iter()
        .filter(|a| !rows.iter().any(|row| row.action.act == a.act))
        .map(|a| a.name)
        .collect();
    if !without.is_empty() {
        let _ = writeln!(text, "\nOnly in the palette: {}", without.join(", "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_every_action() {
        for name in files::preset_names() {
            let map = files::preset(name).unwrap();
            let text = table_text(&map);
            for action in ACTIONS {
                assert!(text.contains(action.name), "{name}: {}", action.name);
            }
        }
    }
}
