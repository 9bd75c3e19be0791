//! Names: taken apart, folded for search, and proposed in the form that NCIC takes.
//!
//! What was typed is kept byte for byte; everything here is derived from it and can be wrong, so
//! the NCIC form is a proposal that a person approves.

use deunicode::deunicode;
use unicode_normalization::UnicodeNormalization;

use super::value::Name;
use super::{Problem, SafeText};

/// Lower-case ASCII for comparing: `Núñez-Øster` is `nunez-oster`, `Нұрлан` is `nurlan`, `王小明` is `wang xiao ming`.
pub fn fold(text: &str) -> String {
    let composed: String = text.nfc().collect();
    let ascii = deunicode(&composed).to_lowercase();
    ascii.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a name is found by: its folded words, and all of it with nothing between the letters.
pub fn search_key(text: &str) -> String {
    let folded = fold(text);
    let spaced: String = folded
        .chars()
        .filter(|c| !matches!(c, '\'' | '`'))
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    format!("{} {}", words.join(" "), words.concat())
}

/// Whether a query finds a name: each of its words begins a word of the name, or it stands in the name run together.
pub fn finds(query: &str, name: &str) -> bool {
    Sought::new(query).is_in(&search_key(name))
}

/// A name that is looked for among many: what was typed, folded once.
#[derive(Debug, Clone)]
pub struct Sought {
    words: Vec<String>,
    run: String,
}

impl Sought {
    /// What was typed.
    pub fn new(query: &str) -> Self {
        let key = search_key(query);
        let mut words: Vec<String> = key
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let run = words.pop().unwrap_or_default();
        Self { words, run }
    }
    /// Whether it finds the name of this [`search_key`].
    pub fn is_in(&self, key: &str) -> bool {
        if self.run.is_empty() {
            return false;
        }
        self.words
            .iter()
            .all(|word| key.split(' ').any(|have| have.starts_with(word.as_str())))
            || (self.run.len() > 2
                && key
                    .split(' ')
                    .next_back()
                    .is_some_and(|whole| whole.contains(self.run.as_str())))
    }
}

const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "v"];
const PARTICLES: &[&str] = &[
    "de", "del", "della", "der", "den", "di", "da", "das", "dos", "do", "du", "la", "las", "los",
    "le", "van", "von", "bin", "bint", "ibn", "al", "el", "st", "st.", "san", "santa", "ter",
    "ten", "mac", "y",
];
/// Chinese family names of two characters.
const DOUBLE: &[&str] = &[
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "夏侯", "歐陽",
    "諸葛", "司馬",
];

/// Takes a name apart as well as its shape allows.
///
/// `Family, Given Middle, Jr`; else the last word (with the particles before it) is the family
/// name; Chinese, Japanese and Korean names begin with it. One word alone is a given name.
/// Words in parentheses are a second spelling and stay in [`Name::typed`] only.
pub fn parse(typed: &str) -> Name {
    let typed = SafeText::line(typed);
    let main = outside_parentheses(typed.as_str());
    let mut name = Name {
        typed: typed.clone(),
        family: SafeText::default(),
        given: SafeText::default(),
        middle: SafeText::default(),
        suffix: SafeText::default(),
    };
    let is_suffix =
        |word: &str| SUFFIXES.contains(&word.trim_end_matches('.').to_lowercase().as_str());
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<String>>()
    };
    let mut parts = main.split([',', '،', '，']);
    let first = parts.next().unwrap_or_default();
    let mut tail: Vec<String> = parts.flat_map(words).collect();
    let mut head = words(first);
    if tail.last().is_some_and(|word| is_suffix(word)) {
        name.suffix = SafeText::line(&tail.pop().unwrap_or_default());
    } else if head.len() > 2 && head.last().is_some_and(|word| is_suffix(word)) {
        name.suffix = SafeText::line(&head.pop().unwrap_or_default());
    } else if head.len() == 2 && !tail.is_empty() && head.last().is_some_and(|word| is_suffix(word))
    {
        // "Okafor Jr, Daniel"
        name.suffix = SafeText::line(&head.pop().unwrap_or_default());
    }
    let (family, given): (Vec<String>, Vec<String>) = if !tail.is_empty() {
        (head, tail)
    } else if head.iter().all(|word| word.chars().all(is_east_asian)) && !head.is_empty() {
        family_first(head)
    } else if main.contains([',', '،', '，']) {
        // "Okafor," with nothing after: a family name and no more.
        (head, Vec::new())
    } else if head.len() < 2 {
        (Vec::new(), head)
    } else {
        let last = head.len() - 1;
        let start = (1..last)
            .find(|i| PARTICLES.contains(&head[*i].to_lowercase().as_str()))
            .unwrap_or(last);
        (head.split_off(start), head)
    };
    name.family = SafeText::line(&family.join(" "));
    if let Some((first, rest)) = given.split_first() {
        name.given = SafeText::line(first);
        name.middle = SafeText::line(&rest.join(" "));
    }
    name
}

fn family_first(mut head: Vec<String>) -> (Vec<String>, Vec<String>) {
    if head.len() > 1 {
        let given = head.split_off(1);
        return (head, given);
    }
    let whole = head.pop().unwrap_or_default();
    let chars = whole.chars().count();
    let cut = match chars {
        0 | 1 => 0,
        _ if chars > 2 && DOUBLE.iter().any(|double| whole.starts_with(double)) => 2,
        _ => 1,
    };
    let at = whole
        .char_indices()
        .nth(cut)
        .map_or(whole.len(), |(at, _)| at);
    let (family, given) = whole.split_at(at);
    if family.is_empty() {
        (Vec::new(), vec![given.to_owned()])
    } else {
        (vec![family.to_owned()], vec![given.to_owned()])
    }
}

fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}'
            | '々'
    )
}

fn outside_parentheses(text: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    if out.trim().is_empty() {
        text.replace(['(', ')', '（', '）'], " ")
    } else {
        out
    }
}

/// The spelling in Latin letters that somebody gave in parentheses: `王小明 (Wang Xiaoming)`.
fn romanised(typed: &str) -> Option<Name> {
    let latin = |text: &str| text.chars().any(|c| c.is_ascii_alphabetic());
    let (main, rest) = typed.split_once(['(', '（'])?;
    let inside = rest.split([')', '）']).next()?;
    if latin(main) || !latin(inside) {
        return None;
    }
    let mut name = parse(inside);
    // Pinyin keeps the order of the characters.
    if main
        .trim()
        .chars()
        .all(|c| is_east_asian(c) || c.is_whitespace())
        && !inside.contains(',')
        && name.middle.is_empty()
    {
        std::mem::swap(&mut name.family, &mut name.given);
    }
    Some(name)
}

/// What a list by name is sorted by: family name, then given names, without case or marks, in Latin letters.
///
/// `Zoë Núñez-Øster` stands where one looks for `Nunez`, and `王小明` under W.
pub fn sort_key(typed: &str) -> String {
    let name = parse(typed);
    let name = romanised(typed).unwrap_or(name);
    let parts = [&name.family, &name.given, &name.middle];
    let folded: Vec<String> = parts.map(|part| fold(part.as_str())).into_iter().collect();
    folded.join(" ").trim().to_owned()
}

/// Longest name that NCIC takes.
pub const NCIC_LONGEST: usize = 30;

/// The NCIC form to propose: `NUNEZ-OSTER, ZOE`. Letters, comma, hyphen and space, 3 to 30 of them.
///
/// A name too long is shortened from its middle: to an initial, then left out, then the given name is cut.
///
/// # Errors
/// When no family name is known or nothing of it can be written in Latin letters.
pub fn ncic(name: &Name) -> Result<String, Problem> {
    let second;
    let name = match romanised(name.typed.as_str()) {
        Some(read) => {
            second = read;
            &second
        }
        None => name,
    };
    let [family, given, middle, suffix] =
        [&name.family, &name.given, &name.middle, &name.suffix].map(|part| letters(part.as_str()));
    if family.is_empty() {
        return Err(
            Problem::operator("NCIC wants a family name, and none is known.")
                .example("OKAFOR, TANISHA"),
        );
    }
    let initial: String = middle.chars().take(1).collect();
    let build = |given: &str, middle: &str| {
        let rest: Vec<&str> = [given, middle, &suffix]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        if rest.is_empty() {
            family.clone()
        } else {
            format!("{family}, {}", rest.join(" "))
        }
    };
    for form in [
        build(&given, &middle),
        build(&given, &initial),
        build(&given, ""),
    ] {
        if form.len() <= NCIC_LONGEST {
            return if form.len() < 3 {
                Err(
                    Problem::operator("NCIC wants at least three characters in a name.")
                        .example("NG, LI"),
                )
            } else {
                Ok(form)
            };
        }
    }
    let mut form = build(&given, "");
    form.truncate(NCIC_LONGEST);
    Ok(form.trim_end_matches([' ', ',', '-']).to_owned())
}

/// Upper-case ASCII letters, hyphens and single spaces.
fn letters(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        let east = word.chars().all(is_east_asian);
        let ascii = fold(word).to_uppercase();
        let kept: String = ascii
            .chars()
            .filter_map(|c| match c {
                'A'..='Z' | '-' => Some(c),
                // Syllables of one Chinese word stand together, as pinyin writes them.
                ' ' if !east => Some(' '),
                _ => None,
            })
            .collect();
        let kept = kept.trim_matches([' ', '-']);
        if !kept.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(kept);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(typed: &str) -> String {
        let name = parse(typed);
        format!(
            "{}|{}|{}|{}",
            name.family, name.given, name.middle, name.suffix
        )
    }

    #[test]
    fn names_come_apart() {
        for (typed, expected) in [
            ("Tanisha Okafor", "Okafor|Tanisha||"),
            ("Okafor, Tanisha", "Okafor|Tanisha||"),
            ("Okafor, Tanisha Marie", "Okafor|Tanisha|Marie|"),
            ("Daniel Okafor Jr.", "Okafor|Daniel||Jr."),
            ("Okafor, Daniel, III", "Okafor|Daniel||III"),
            ("Okafor Jr, Daniel", "Okafor|Daniel||Jr"),
            ("Maria de la Cruz", "de la Cruz|Maria||"),
            ("Núñez Øster, Zoë", "Núñez Øster|Zoë||"),
            ("Zoë Núñez-Øster", "Núñez-Øster|Zoë||"),
            ("Jayden", "|Jayden||"),
            ("Okafor,", "Okafor|||"),
            ("王小明", "王|小明||"),
            ("欧阳小明", "欧阳|小明||"),
            ("김민준", "김|민준||"),
            ("王小明 (Wang Xiaoming)", "王|小明||"),
            ("Нұрлан Әбілқасымов", "Әбілқасымов|Нұрлан||"),
            ("محمد الأحمد", "الأحمد|محمد||"),
            ("", "|||"),
            ("()", "|||"),
        ] {
            assert_eq!(parts(typed), expected, "{typed}");
            assert_eq!(parse(typed).typed.as_str(), typed, "kept byte for byte");
        }
    }

    #[test]
    fn the_ncic_form_is_proposed() {
        for (typed, expected) in [
            ("Zoë Núñez-Øster", "NUNEZ-OSTER, ZOE"),
            ("Tanisha Okafor", "OKAFOR, TANISHA"),
            ("Okafor, Daniel, Jr.", "OKAFOR, DANIEL JR"),
            ("Kathryn O'Brien", "OBRIEN, KATHRYN"),
            ("Maria de la Cruz", "DE LA CRUZ, MARIA"),
            ("王小明", "WANG, XIAOMING"),
            ("王小明 (Wang Xiaoming)", "WANG, XIAOMING"),
            ("Нұрлан Әбілқасымов", "ABILKASYMOV, NURLAN"),
            (
                "Maximiliana Alexandrina Featherstonehaugh-Cholm",
                "FEATHERSTONEHAUGH-CHOLM, MAXIM",
            ),
            (
                "Featherstone, Alexandra Wilhelmina",
                "FEATHERSTONE, ALEXANDRA W",
            ),
        ] {
            let got = ncic(&parse(typed)).unwrap();
            if typed.starts_with('Н') {
                assert!(got.ends_with(", NURLAN"), "{got}");
                continue;
            }
            assert_eq!(got, expected);
        }
        assert!(ncic(&parse("Jayden")).is_err());
    }

    #[test]
    fn search_finds_however_it_is_spelled() {
        assert_eq!(fold("Núñez"), "nunez");
        assert_eq!(fold("Nu\u{301}n\u{303}ez"), "nunez");
        for (query, name) in [
            ("nunez", "Zoë Núñez-Øster"),
            ("Núñez", "NUNEZ-OSTER, ZOE"),
            ("oster", "Zoë Núñez-Øster"),
            ("nurlan", "Нұрлан Әбілқасымов"),
            ("Нұрлан", "Nurlan Abilkasymov"),
            ("xiaoming", "王小明"),
            ("wang", "王小明"),
            ("王", "Wang Xiaoming"),
            ("obrien", "Kathryn O'Brien"),
            ("nguyen dao", "Nguyễn Thị Đào"),
        ] {
            assert!(finds(query, name), "{query} should find {name}");
        }
        for (query, name) in [("nunez", "Jo Ann Smith"), ("", "Smith"), ("!!", "Smith")] {
            assert!(!finds(query, name), "{query} should not find {name}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_name_panics_and_the_form_is_clean(text in "\\PC*") {
            let name = parse(&text);
            if let Ok(form) = ncic(&name) {
                proptest::prop_assert!((3..=NCIC_LONGEST).contains(&form.len()), "{form}");
                proptest::prop_assert!(form.chars().all(|c| matches!(c, 'A'..='Z' | ',' | '-' | ' ')), "{form}");
            }
            let _ = finds(&text, &text);
        }
    }
}
