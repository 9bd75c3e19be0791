//! Telephone numbers. US numbers are read, with letters and extensions; all others are kept as
//! typed. An unusual number is never blocked: somebody may have to dial it tonight.

use crate::record::value::Phone;
use crate::record::{Problem, SafeText};

/// Reads a telephone number: `312-555-0100 x12`, `1-800-THE-LOST`, `+44 20 7946 0000`, `911`.
///
/// # Errors
/// Only when there is neither a digit nor a letter in it.
pub fn parse(text: &str) -> Result<Phone, Problem> {
    let typed = SafeText::line(text);
    if !typed.as_str().chars().any(char::is_alphanumeric) {
        return Err(Problem::operator("There is no number in that.").example("312-555-0100 x12"));
    }
    let (main, extension) = split_extension(typed.as_str());
    let e164 = international(&main).or_else(|| us(&main));
    Ok(Phone {
        typed,
        e164,
        extension,
    })
}

/// The number and the digits after `x`, `ext`, `extension` or `#`.
fn split_extension(text: &str) -> (String, Option<String>) {
    let lower = text.to_ascii_lowercase();
    for word in ["extension", "ext.", "ext", "x", "#"] {
        let Some(at) = lower.rfind(word) else {
            continue;
        };
        let (before, after) = (
            &text[..at],
            text[at + word.len()..].trim_matches([' ', '.', ':', ')']),
        );
        let digits =
            !after.is_empty() && after.len() <= 8 && after.bytes().all(|b| b.is_ascii_digit());
        // A number of at least seven digits or letters stands before it, so that vanity letters are no extension.
        let enough = before.bytes().filter(u8::is_ascii_alphanumeric).count() >= 7;
        if digits && enough {
            return (
                before.trim_end_matches([' ', ',', ';', '(']).to_owned(),
                Some(after.to_owned()),
            );
        }
    }
    (text.to_owned(), None)
}

fn international(text: &str) -> Option<String> {
    let rest = text.trim().strip_prefix('+')?;
    if rest.chars().any(char::is_alphabetic) {
        return None;
    }
    // The 0 in "+44 (0)20" is dialled only at home.
    let rest = rest.replace("(0)", "");
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    (7..=15)
        .contains(&digits.len())
        .then(|| format!("+{digits}"))
}

/// A number of the North American plan, with letters where its last digits would be.
fn us(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let complete = |digits: &str| -> Option<String> {
        let ten = match digits.len() {
            10 => digits,
            11 => digits.strip_prefix('1')?,
            _ => return None,
        };
        let sound = |at: usize| {
            ten.as_bytes()
                .get(at)
                .is_some_and(|b| (b'2'..=b'9').contains(b))
        };
        (sound(0) && sound(3)).then(|| format!("+1{ten}"))
    };
    if text.trim().starts_with('+') {
        return None;
    }
    if let Some(number) = complete(&digits) {
        return Some(number);
    }
    // Letters count only after the area code: "call Bob" is no number.
    let first = text.chars().find(|c| c.is_alphanumeric())?;
    if !first.is_ascii_digit() || digits.len() < 3 {
        return None;
    }
    let mapped: String = text.chars().filter_map(key).collect();
    let length = if mapped.starts_with('1') { 11 } else { 10 };
    // Longer words than the number has room for are dialled as far as it goes.
    complete(mapped.get(..length)?)
}

/// The key of a telephone that carries a letter.
fn key(c: char) -> Option<char> {
    Some(match c.to_ascii_uppercase() {
        'A'..='C' => '2',
        'D'..='F' => '3',
        'G'..='I' => '4',
        'J'..='L' => '5',
        'M'..='O' => '6',
        'P'..='S' => '7',
        'T'..='V' => '8',
        'W'..='Z' => '9',
        digit if digit.is_ascii_digit() => digit,
        _ => return None,
    })
}
