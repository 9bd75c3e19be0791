//! The screen for a terminal that is not UTF-8, and the last sweep over everything that is drawn.

use crate::record::text::is_hidden;
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

/// Signs of the interface and the ASCII that stands for each.
const SIGNS: &[(char, &str)] = &[
    ('─', "-"),
    ('━', "="),
    ('═', "="),
    ('│', "|"),
    ('┃', "|"),
    ('║', "|"),
    ('…', "."),
    ('·', "."),
    ('•', "*"),
    ('→', ">"),
    ('←', "<"),
    ('↑', "^"),
    ('↓', "v"),
    ('▶', ">"),
    ('▸', ">"),
    ('►', ">"),
    ('◀', "<"),
    ('▾', "v"),
    ('▼', "v"),
    ('▲', "^"),
    ('■', "#"),
    ('□', "o"),
    ('●', "*"),
    ('○', "o"),
    ('✓', "x"),
    ('✗', "-"),
    ('×', "x"),
    ('–', "-"),
    ('—', "-"),
    ('‘', "'"),
    ('’', "'"),
    ('“', "\""),
    ('”', "\""),
    ('°', "o"),
];

/// What is sent for the text of a cell: nothing hidden, and only ASCII unless `utf8`. Keeps the columns.
pub fn swept(symbol: &str, utf8: bool) -> Cow<'_, str> {
    // Almost every cell.
    if let [byte] = symbol.as_bytes() {
        return if byte.is_ascii_control() {
            Cow::Borrowed("?")
        } else {
            Cow::Borrowed(symbol)
        };
    }
    let columns = symbol.width().max(1);
    let mut text = Cow::Borrowed(symbol);
    if symbol.chars().any(is_hidden) {
        text = Cow::Owned(symbol.chars().filter(|c| !is_hidden(*c)).collect());
    }
    if !utf8 && !text.is_ascii() {
        text = Cow::Owned(text.chars().map(plain).collect());
    }
    let now = text.width();
    if now == columns {
        return text;
    }
    // What changed its width would push the rest of the line aside.
    let mut kept = String::new();
    if !utf8 {
        kept.extend(text.chars().take(columns));
    } else if now == 0 {
        kept.push(' ');
    } else {
        kept.push('?');
    }
    let missing = columns.saturating_sub(kept.width());
    kept.extend(std::iter::repeat_n(' ', missing));
    Cow::Owned(kept)
}

fn plain(c: char) -> String {
    if c.is_ascii() {
        return c.to_string();
    }
    if let Some((_, sign)) = SIGNS.iter().find(|(sign, _)| *sign == c) {
        return (*sign).to_owned();
    }
    match c {
        '\u{2500}'..='\u{257F}' => "+".to_owned(),
        '\u{2580}'..='\u{259F}' => "#".to_owned(),
        // A combining mark has no room of its own.
        c if unicode_width::UnicodeWidthChar::width(c) == Some(0) => String::new(),
        c => match deunicode::deunicode_char(c) {
            Some(text)
                if !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic() || c == ' ') =>
            {
                text.to_owned()
            }
            _ => "?".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn signs_and_letters_have_an_ascii_form_of_the_same_width() {
        for (drawn, utf8, sent) in [
            ("a", false, "a"),
            ("é", true, "é"),
            ("é", false, "e"),
            ("e\u{301}", true, "e\u{301}"),
            ("e\u{301}", false, "e"),
            ("─", false, "-"),
            ("┌", false, "+"),
            ("…", false, "."),
            ("✓", false, "x"),
            ("漢", false, "Ha"),
            ("ß", false, "s"),
            ("\u{1b}", true, "?"),
            ("a\u{202e}", true, "a"),
            ("\u{202e}", true, " "),
        ] {
            assert_eq!(swept(drawn, utf8), sent, "{drawn:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_hidden_leaves_and_the_columns_stay(symbol in "\\PC{1,3}|[\u{0}-\u{1f}\u{200b}-\u{202e}a]{1,3}", utf8 in any::<bool>()) {
            let sent = swept(&symbol, utf8);
            prop_assert!(!sent.chars().any(is_hidden), "{sent:?}");
            prop_assert!(utf8 || sent.is_ascii());
            prop_assert_eq!(sent.width(), symbol.width().max(1));
        }
    }
}
