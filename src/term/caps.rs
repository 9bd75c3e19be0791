//! What the terminal can do, from the environment and settings alone; it is never asked.

/// How many colours may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    /// None: bold, underline and reverse only.
    Mono,
    /// The terminal's own sixteen.
    Sixteen,
    /// 256.
    Indexed,
    /// 24 bit.
    True,
}

/// What the operator wishes (`--color`, `color` in config.toml).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ColourWish {
    /// By the environment.
    #[default]
    Auto,
    /// Even into a pipe.
    Always,
    /// Never.
    Never,
}

impl ColourWish {
    /// The wish of this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "auto" => Some(Self::Auto),
            "always" => Some(Self::Always),
            "never" => Some(Self::Never),
            _ => None,
        }
    }
}

/// What the terminal can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// Colours.
    pub colour: Colour,
    /// Whether the locale is UTF-8; otherwise only ASCII is drawn.
    pub utf8: bool,
    /// Whether a screen can be drawn at all.
    pub full_screen: bool,
    /// Whether the line comes over SSH.
    pub ssh: bool,
}

impl Caps {
    /// Reads the environment through `var`. `tty` says whether both ends are a terminal.
    pub fn of(var: impl Fn(&str) -> Option<String>, wish: ColourWish, tty: bool) -> Self {
        // An empty variable counts as not set: so do no-color.org and the locale rules.
        let set = |name: &str| var(name).filter(|value| !value.is_empty());
        let term = set("TERM").unwrap_or_default();
        let dumb = matches!(term.as_str(), "" | "dumb" | "unknown");
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .find_map(set)
            .unwrap_or_default()
            .to_ascii_lowercase();
        let most = depth(&term, &set("COLORTERM").unwrap_or_default());
        let forced = [set("FORCE_COLOR"), set("CLICOLOR_FORCE")]
            .into_iter()
            .flatten()
            .any(|value| value != "0");
        let off =
            set("FORCE_COLOR").as_deref() == Some("0") || set("CLICOLOR").as_deref() == Some("0");
        let colour = match wish {
            ColourWish::Never => Colour::Mono,
            ColourWish::Always => most.max(Colour::Sixteen),
            ColourWish::Auto if set("NO_COLOR").is_some() => Colour::Mono,
            ColourWish::Auto if forced => most.max(Colour::Sixteen),
            ColourWish::Auto if off || dumb || !tty => Colour::Mono,
            ColourWish::Auto => most,
        };
        Self {
            colour,
            utf8: locale.contains("utf-8") || locale.contains("utf8"),
            full_screen: tty && !dumb,
            ssh: ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"]
                .into_iter()
                .any(|name| set(name).is_some()),
        }
    }
}

fn depth(term: &str, colorterm: &str) -> Colour {
    const MONO: [&str; 7] = [
        "vt52",
        "vt100",
        "vt102",
        "vt220",
        "vt320",
        "ansi-m",
        "xterm-mono",
    ];
    if matches!(term, "" | "dumb" | "unknown") || MONO.contains(&term) || term.ends_with("-m") {
        Colour::Mono
    } else if matches!(colorterm, "truecolor" | "24bit") || term.ends_with("-direct") {
        Colour::True
    } else if term.contains("256color") || term.contains("kitty") || term.contains("alacritty") {
        Colour::Indexed
    } else {
        Colour::Sixteen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caps(env: &str, wish: ColourWish, tty: bool) -> Caps {
        let vars: Vec<(&str, &str)> = env
            .split_whitespace()
            .filter_map(|pair| pair.split_once('='))
            .collect();
        Caps::of(
            |name| {
                vars.iter()
                    .find(|(n, _)| *n == name)
                    .map(|(_, v)| (*v).to_owned())
            },
            wish,
            tty,
        )
    }

    #[test]
    fn colour_follows_flag_then_environment() {
        use Colour::{Indexed, Mono, Sixteen, True};
        use ColourWish::{Always, Auto, Never};
        for (env, wish, tty, expected) in [
            ("TERM=xterm", Auto, true, Sixteen),
            ("TERM=xterm-256color", Auto, true, Indexed),
            ("TERM=tmux-256color", Auto, true, Indexed),
            ("TERM=xterm COLORTERM=truecolor", Auto, true, True),
            ("TERM=linux", Auto, true, Sixteen),
            ("TERM=screen", Auto, true, Sixteen),
            ("TERM=vt220", Auto, true, Mono),
            ("TERM=dumb", Auto, true, Mono),
            ("", Auto, true, Mono),
            ("TERM=xterm", Auto, false, Mono),
            ("TERM=xterm", Always, false, Sixteen),
            ("TERM=dumb", Always, true, Sixteen),
            ("TERM=xterm-256color", Never, true, Mono),
            ("TERM=xterm NO_COLOR=1", Auto, true, Mono),
            ("TERM=xterm NO_COLOR=", Auto, true, Sixteen),
            ("TERM=xterm NO_COLOR=1", Always, true, Sixteen),
            ("TERM=xterm NO_COLOR=1 FORCE_COLOR=1", Auto, true, Mono),
            ("TERM=xterm FORCE_COLOR=1", Auto, false, Sixteen),
            ("TERM=xterm FORCE_COLOR=0", Auto, true, Mono),
            ("TERM=xterm CLICOLOR_FORCE=1", Auto, false, Sixteen),
            ("TERM=xterm CLICOLOR_FORCE=0", Auto, false, Mono),
            ("TERM=xterm CLICOLOR=0", Auto, true, Mono),
        ] {
            assert_eq!(
                caps(env, wish, tty).colour,
                expected,
                "{env} {wish:?} tty {tty}"
            );
        }
    }

    #[test]
    fn the_locale_decides_about_utf8() {
        for (env, expected) in [
            ("LANG=en_US.UTF-8", true),
            ("LANG=C.utf8", true),
            ("LANG=C", false),
            ("", false),
            ("LC_ALL=C LANG=en_US.UTF-8", false),
            ("LC_ALL= LANG=en_US.UTF-8", true),
            ("LC_CTYPE=en_US.UTF-8 LANG=C", true),
        ] {
            assert_eq!(caps(env, ColourWish::Auto, true).utf8, expected, "{env}");
        }
    }

    #[test]
    fn a_screen_needs_a_terminal_that_is_not_dumb() {
        for (env, tty, expected) in [
            ("TERM=xterm", true, true),
            ("TERM=vt220", true, true),
            ("TERM=dumb", true, false),
            ("", true, false),
            ("TERM=xterm", false, false),
        ] {
            assert_eq!(
                caps(env, ColourWish::Auto, tty).full_screen,
                expected,
                "{env}"
            );
        }
        assert!(caps("SSH_CONNECTION=1", ColourWish::Auto, true).ssh);
        assert!(!caps("TERM=xterm", ColourWish::Auto, true).ssh);
    }
}
