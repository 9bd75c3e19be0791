//! The printed recovery key: 32 random bytes as 13 groups of four letters and a check letter.
//!
//! The alphabet has no I, L, O or U, so that what is read from paper is typed right; a mistyped letter is named
//! by its group before anything is tried.

use zeroize::Zeroizing;

use super::crypt::Key;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a group before its check letter.
const GROUP: usize = 4;
/// How many groups: 52 letters hold 256 bits.
const GROUPS: usize = 13;

/// The check letter of a group: every single wrong letter changes it, since the weights are odd.
fn check(group: usize, letters: &[u8]) -> u8 {
    let sum: usize = letters
        .iter()
        .zip([1_usize, 3, 5, 7])
        .map(|(letter, weight)| usize::from(*letter) * weight)
        .sum();
    u8::try_from((sum + group * 11) % 32).unwrap_or(0)
}

/// The key as it is printed.
pub fn print(key: &Key) -> Zeroizing<String> {
    let mut letters = Zeroizing::new(Vec::with_capacity(GROUP * GROUPS));
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in key.iter() {
        bits = (bits << 8) | u32::from(*byte);
        held += 8;
        while held >= 5 {
            held -= 5;
            letters.push(((bits >> held) & 31) as u8);
        }
        bits &= (1 << held) - 1;
    }
    letters.push(((bits << (5 - held)) & 31) as u8);
    let mut text = Zeroizing::new(String::with_capacity(GROUPS * 6));
    for (n, group) in letters.chunks(GROUP).enumerate() {
        if n > 0 {
            text.push('-');
        }
        for letter in group.iter().chain([&check(n, group)]) {
            text.push(char::from(ALPHABET[usize::from(*letter)]));
        }
    }
    text
}

/// Whether a text could be meant as a recovery key: long, and nothing but its letters.
pub fn looks_like(text: &str) -> bool {
    let letters = text.chars().filter(|c| !matches!(c, '-' | ' ')).count();
    (60..=70).contains(&letters)
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b' '))
}

/// The key that was typed.
///
/// # Errors
/// In words, with the group that was mistyped.
pub fn read(text: &str) -> Result<Key, String> {
    let mut letters = Zeroizing::new(Vec::new());
    for c in text
        .chars()
        .filter(|c| !matches!(c, '-') && !c.is_whitespace())
    {
        // What people write for the letters that are left out.
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        match ALPHABET.iter().position(|a| char::from(*a) == c) {
            Some(at) => letters.push(u8::try_from(at).unwrap_or(0)),
            None => {
                return Err(
                    "A recovery key has only digits and letters, none of them U.".to_owned(),
                );
            }
        }
    }
    if letters.len() != GROUPS * (GROUP + 1) {
        return Err(format!(
            "A recovery key has {GROUPS} groups of {} letters; {} letters were typed.",
            GROUP + 1,
            letters.len()
        ));
    }
    let mut key = Zeroizing::new([0_u8; 32]);
    let (mut bits, mut held, mut at) = (0_u32, 0_u32, 0);
    for (n, group) in letters.chunks(GROUP + 1).enumerate() {
        if check(n, &group[..GROUP]) != group[GROUP] {
            return Err(format!("Group {} of the recovery key is mistyped.", n + 1));
        }
        for letter in &group[..GROUP] {
            bits = (bits << 5) | u32::from(*letter);
            held += 5;
            if held >= 8 && at < key.len() {
                held -= 8;
                key[at] = ((bits >> held) & 0xFF) as u8;
                at += 1;
            }
            bits &= (1 << held) - 1;
        }
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::seal::crypt::fresh_key;

    #[test]
    fn a_key_comes_back_from_paper() {
        for _ in 0..50 {
            let key = fresh_key().unwrap();
            let text = print(&key);
            assert_eq!(text.len(), 13 * 6 - 1, "{}", *text);
            assert!(looks_like(&text));
            assert_eq!(*read(&text).unwrap(), *key);
            assert_eq!(
                *read(&text.to_lowercase().replace('-', " ").replace('0', "o")).unwrap(),
                *key
            );
        }
    }

    #[test]
    fn every_mistyped_letter_is_found_in_its_group() {
        let text = print(&fresh_key().unwrap());
        for (at, c) in text.char_indices().filter(|(_, c)| *c != '-') {
            for other in ALPHABET.iter().map(|b| char::from(*b)).filter(|o| *o != c) {
                let mut typed = text.to_string();
                typed.replace_range(at..=at, &other.to_string());
                assert_eq!(
                    read(&typed).unwrap_err(),
                    format!("Group {} of the recovery key is mistyped.", at / 6 + 1)
                );
            }
        }
    }
}
