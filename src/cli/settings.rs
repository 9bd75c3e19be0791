//! A person's settings and keymap: flags, then their files, then what is built in.

use super::args::Common;
use crate::codec::v1::{config, keymap};
use crate::env::paths;
use crate::input::Keymap;
use crate::input::keyfile::Fault;
use crate::record::Problem;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What was found, and what must be said about it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The keymap to use.
    pub keymap: Keymap,
    /// `auto`, `always` or `never`.
    pub color: String,
    /// Whether the bell may ring.
    pub bell: bool,
    /// The operator's name, from flag, file, or account.
    pub operator: String,
    /// Faults of the files, for a notice the screen shows until it is read.
    pub notices: Vec<String>,
}

/// Reads everything. Nothing in a person's files stops the program; what is wrong is in `notices`.
///
/// # Errors
/// When a flag names a keymap that is not there: what was asked for by hand is not silently replaced.
pub fn settings(common: &Common) -> Result<Settings, Problem> {
    let folder = paths::config().ok();
    let mut notices = Vec::new();
    let mut config = config::Config::default();
    if let Some(path) = folder.as_ref().map(|f| f.join("config.toml")) {
        match text(&path) {
            Ok(Some(words)) => {
                let (read, faults) = config::read(&words, &shown(&path));
                config = read;
                notices.extend(faults.iter().map(Fault::to_string));
            }
            Ok(None) => {}
            Err(sentence) => notices.push(sentence),
        }
    }
    let (keymap, mut said) = keys(common, &config.keymap, folder.as_deref())?;
    notices.append(&mut said);
    let operator = common
        .operator
        .clone()
        .filter(|name| !name.trim().is_empty())
        .or(config.operator)
        .unwrap_or_else(account);
    Ok(Settings {
        keymap,
        color: common.color.clone().unwrap_or(config.color),
        bell: config.bell == config::Bell::Sound,
        operator,
        notices,
    })
}

/// The keymap: by the flag, else the person's own file over their preset, else the preset.
fn keys(
    common: &Common,
    preset: &str,
    folder: Option<&Path>,
) -> Result<(Keymap, Vec<String>), Problem> {
    let built_in = |name: &str| {
        keymap::preset(name).map_err(|faults| {
            faults
                .first()
                .map_or_else(|| Problem::ours("A preset is broken."), Fault::problem)
        })
    };
    if let Some(wanted) = &common.keymap {
        if keymap::preset_names().any(|name| name == wanted) {
            return Ok((built_in(wanted)?, Vec::new()));
        }
        if !wanted.contains(['/', '.']) {
            return Err(keymap::preset(wanted)
                .err()
                .and_then(|faults| faults.first().map(Fault::problem))
                .unwrap_or_else(|| Problem::setup(format!("There is no preset “{wanted}”."))));
        }
        let path = PathBuf::from(wanted);
        return match text(&path) {
            Ok(Some(words)) => file(&words, &shown(&path), preset, built_in),
            Ok(None) => Err(Problem::setup(format!("There is no keymap file {wanted}."))
                .example("--keymap vim")),
            Err(sentence) => Err(Problem::setup(sentence)),
        };
    }
    let Some(path) = folder.map(|f| f.join("keymap.toml")) else {
        return Ok((built_in(preset)?, Vec::new()));
    };
    match text(&path) {
        Ok(Some(words)) => file(&words, &shown(&path), preset, built_in),
        Ok(None) => Ok((built_in(preset)?, Vec::new())),
        Err(sentence) => Ok((built_in(preset)?, vec![sentence])),
    }
}

/// A person's keymap; when it is broken, the preset in its place and the reason.
fn file(
    words: &str,
    name: &str,
    preset: &str,
    built_in: impl Fn(&str) -> Result<Keymap, Problem>,
) -> Result<(Keymap, Vec<String>), Problem> {
    match keymap::user(words, name, preset) {
        Ok(map) => Ok((map, Vec::new())),
        Err(faults) => {
            let more = match faults.len() {
                0 | 1 => String::new(),
                n => format!(" And {} more; porchlight keys check lists them.", n - 1),
            };
            let first = faults.first().map(Fault::to_string).unwrap_or_default();
            Ok((
                built_in(preset)?,
                vec![format!("The built-in keys are in use. {first}{more}")],
            ))
        }
    }
}

/// The person's own keymap file, whether it is there or not.
///
/// # Errors
/// When the account has no home folder.
pub fn keymap_path() -> Result<PathBuf, Problem> {
    Ok(paths::config()?.join("keymap.toml"))
}

/// The text of a file: `None` when there is none, a sentence when it cannot be read.
///
/// # Errors
/// A sentence that names the file and the reason.
pub fn text(path: &Path) -> Result<Option<String>, String> {
    match fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes)
            .map(Some)
            .map_err(|_| format!("{}: this is not text in UTF-8.", shown(path))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: cannot be read: {error}.", shown(path))),
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The account's name, for an operator who gave none.
fn account() -> String {
    ["LOGNAME", "USER"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.trim().is_empty()))
        .unwrap_or_else(|| "operator".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(flag: Option<&str>, folder: &Path) -> Result<(Keymap, Vec<String>), Problem> {
        let common = Common {
            keymap: flag.map(str::to_owned),
            ..Common::default()
        };
        keys(&common, "default", Some(folder))
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "a person's file, written by a person's editor"
    )]
    fn write(path: &Path, text: &str) {
        fs::write(path, text).unwrap();
    }

    #[test]
    fn a_broken_keymap_starts_the_built_in_one_and_says_so() {
        let home = tempfile::tempdir().unwrap();
        let (map, notices) = with(None, home.path()).unwrap();
        assert_eq!((map.name(), notices.len()), ("default", 0));

        let own = home.path().join("keymap.toml");
        write(&own, "inherits = \"vim\"\nname = \"mine\"\n");
        let (map, notices) = with(None, home.path()).unwrap();
        assert_eq!((map.name(), notices.len()), ("mine", 0));

        write(
            &own,
            "[keys.board]\n\"x\" = \"case.nwe\"\n\"y\" = \"quti\"\n",
        );
        let (map, notices) = with(None, home.path()).unwrap();
        assert_eq!(map.name(), "default");
        let said = notices.join("\n");
        for words in ["built-in keys", "keymap.toml:2:7", "case.new", "1 more"] {
            assert!(said.contains(words), "{words}: {said}");
        }
    }

    #[test]
    fn a_flag_that_names_nothing_is_refused() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(with(Some("vim"), home.path()).unwrap().0.name(), "vim");
        let said = with(Some("vmi"), home.path()).unwrap_err().to_string();
        assert!(said.contains("vim"), "{said}");
        assert!(with(Some("./nowhere.toml"), home.path()).is_err());
    }
}
