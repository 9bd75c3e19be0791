//! Reading names and numbers back over a telephone.

use unicode_normalization::UnicodeNormalization;

/// The words for A to Z that a receiver is used to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Alphabet {
    /// Alfa, Bravo, Charlie: understood everywhere.
    #[default]
    International,
    /// Adam, Boy, Charles: what US police dispatchers use.
    Police,
}

const INTERNATIONAL: [&str; 26] = [
    "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett",
    "Kilo", "Lima", "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango",
    "Uniform", "Victor", "Whiskey", "X-ray", "Yankee", "Zulu",
];
const POLICE: [&str; 26] = [
    "Adam", "Boy", "Charles", "David", "Edward", "Frank", "George", "Henry", "Ida", "John", "King",
    "Lincoln", "Mary", "Nora", "Ocean", "Paul", "Queen", "Robert", "Sam", "Tom", "Union", "Victor",
    "William", "X-ray", "Young", "Zebra",
];
const DIGITS: [&str; 10] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
];

/// Marks above and below letters, as one says them.
const MARKS: &[(char, &str)] = &[
    ('\u{300}', "grave accent"),
    ('\u{301}', "acute accent"),
    ('\u{302}', "circumflex"),
    ('\u{303}', "tilde"),
    ('\u{304}', "line above"),
    ('\u{306}', "breve"),
    ('\u{307}', "dot above"),
    ('\u{308}', "two dots"),
    ('\u{309}', "hook above"),
    ('\u{30A}', "ring"),
    ('\u{30B}', "double acute"),
    ('\u{30C}', "caron"),
    ('\u{31B}', "horn"),
    ('\u{323}', "dot below"),
    ('\u{327}', "cedilla"),
    ('\u{328}', "ogonek"),
];
/// Letters that are one with their stroke.
const STROKED: &[(char, char, &str)] = &[
    ('ø', 'o', "stroke"),
    ('đ', 'd', "stroke"),
    ('ł', 'l', "stroke"),
    ('ħ', 'h', "stroke"),
    ('ß', 's', "written as sharp s"),
    ('æ', 'a', "joined with e"),
    ('œ', 'o', "joined with e"),
    ('þ', 't', "written as thorn"),
    ('ð', 'd', "written as eth"),
];

/// Every letter, digit and mark as a word: `27-004411` is `two seven dash zero zero four four one one`.
///
/// Letters outside the Latin alphabet stand as themselves.
pub fn spell(text: &str, alphabet: Alphabet) -> String {
    let words = match alphabet {
        Alphabet::International => &INTERNATIONAL,
        Alphabet::Police => &POLICE,
    };
    let mut out: Vec<String> = Vec::new();
    let push_letter = |out: &mut Vec<String>, c: char| {
        let at = usize::from((c.to_ascii_lowercase() as u8).wrapping_sub(b'a'));
        if let Some(word) = words.get(at) {
            out.push((*word).to_owned());
        }
    };
    let mut latin = false;
    for c in text.nfd() {
        let lower = c.to_lowercase().next().unwrap_or(c);
        if let Some(digit) = c.to_digit(10) {
            out.extend(DIGITS.get(digit as usize).map(|word| (*word).to_owned()));
        } else if c.is_ascii_alphabetic() {
            push_letter(&mut out, c);
        } else if let Some((_, base, how)) = STROKED.iter().find(|(letter, ..)| *letter == lower) {
            push_letter(&mut out, *base);
            append(&mut out, &format!("with {how}"));
        } else if let Some((_, how)) = MARKS.iter().find(|(mark, _)| latin && *mark == c) {
            append(&mut out, &format!("with {how}"));
        } else if let Some(word) = mark(c) {
            out.push(word.to_owned());
        } else if unicode_normalization::char::is_combining_mark(c) {
            append(&mut out, &c.to_string());
        } else {
            out.push(c.to_string());
        }
        // A mark above a Latin letter is said in words; elsewhere it stays on its letter.
        latin =
            c.is_ascii_alphabetic() || (latin && unicode_normalization::char::is_combining_mark(c));
    }
    let joined: String = out.join(" ");
    joined.nfc().collect()
}

fn append(out: &mut [String], what: &str) {
    if let Some(last) = out.last_mut() {
        if what.starts_with("with ") {
            last.push(' ');
        }
        last.push_str(what);
    }
}

fn mark(c: char) -> Option<&'static str> {
    Some(match c {
        '-' | '\u{2010}'..='\u{2015}' => "dash",
        ' ' => "space",
        '\'' | '\u{2019}' => "apostrophe",
        '.' => "dot",
        ',' => "comma",
        '/' => "slash",
        '@' => "at",
        '_' => "underscore",
        '+' => "plus",
        '#' => "hash",
        _ => return None,
    })
}

/// A number in threes, easier to compare by eye: `M123456789` is `M 123 456 789`; runs of four or fewer stay.
pub fn grouped(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::new();
    let mut i = 0;
    while i < chars.len() {
        let run = chars[i..].iter().take_while(|c| c.is_ascii_digit()).count();
        if run > 4 {
            if i > 0 && chars[i - 1].is_alphanumeric() {
                out.push(' ');
            }
            let groups: Vec<String> = chars[i..i + run]
                .chunks(3)
                .map(|group| group.iter().collect())
                .collect();
            out.push_str(&groups.join(" "));
            i += run;
        } else {
            let step = run.max(1);
            out.extend(&chars[i..i + step]);
            i += step;
        }
    }
    out
}

/// What to say when a number does not look like NCIC's for a missing person, which is the letter M and nine digits.
///
/// A hint and never a refusal: what the officer read out is what stands.
pub fn ncic_number_hint(text: &str) -> Option<&'static str> {
    let bare: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let digits = bare.strip_prefix(['M', 'm']);
    match digits {
        Some(digits) if digits.len() == 9 && digits.bytes().all(|b| b.is_ascii_digit()) => None,
        _ if bare.is_empty() => None,
        _ => Some(
            "An NCIC number of a missing person is usually M and nine digits. Read it back to be sure; it is kept as given.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_read_back() {
        for (text, expected) in [
            ("27-004411", "two seven dash zero zero four four one one"),
            ("Okafor", "Oscar Kilo Alfa Foxtrot Oscar Romeo"),
            ("Zoë", "Zulu Oscar Echo with two dots"),
            ("Ñ", "November with tilde"),
            ("Øs", "Oscar with stroke Sierra"),
            ("O'B", "Oscar apostrophe Bravo"),
            ("王", "王"),
            ("й", "й"),
        ] {
            assert_eq!(spell(text, Alphabet::International), expected);
        }
        assert_eq!(spell("NC-7", Alphabet::Police), "Nora Charles dash seven");
        assert_eq!(spell("", Alphabet::Police), "");
    }

    #[test]
    fn long_numbers_stand_in_threes() {
        for (text, expected) in [
            ("M123456789", "M 123 456 789"),
            ("27-004411", "27-004 411"),
            ("2207", "2207"),
            ("", ""),
        ] {
            assert_eq!(grouped(text), expected);
        }
    }

    #[test]
    fn the_shape_of_an_ncic_number_is_only_a_hint() {
        for (text, odd) in [
            ("M123456789", false),
            ("m 123 456 789", false),
            ("M12345678", true),
            ("W123456789", true),
            ("", false),
        ] {
            assert_eq!(ncic_number_hint(text).is_some(), odd, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "\\PC*") {
            let _ = (spell(&text, Alphabet::Police), grouped(&text), ncic_number_hint(&text));
        }
    }
}
