//! Splits what somebody typed into words, numbers and marks. Knows nothing of time.

/// A piece of typed text, lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Digits as typed (`05` and `5` differ), at most twelve of them.
    Digits(String),
    /// Letters; an apostrophe inside is dropped (`o'clock`).
    Word(String),
    /// One of `: / - + . ~`.
    Mark(char),
}

impl Token {
    /// The word, if it is one.
    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }
    /// The digits, if it is digits.
    pub(super) fn digits(&self) -> Option<&str> {
        match self {
            Self::Digits(digits) => Some(digits),
            _ => None,
        }
    }
    /// Whether it is that mark.
    pub(super) fn is(&self, mark: char) -> bool {
        matches!(self, Self::Mark(c) if *c == mark)
    }
}

/// The pieces, or `None` where a character has no place in a time.
pub(super) fn split(text: &str) -> Option<Vec<Token>> {
    let text = text.to_lowercase().replace(['\u{2019}', '\u{2018}'], "'");
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        let start = i;
        if c.is_ascii_digit() {
            while chars.get(i).is_some_and(char::is_ascii_digit) {
                i += 1;
            }
            if i - start > 12 {
                return None;
            }
            out.push(Token::Digits(chars[start..i].iter().collect()));
        } else if c.is_alphabetic() {
            while let Some(&c) = chars.get(i) {
                let inside = c == '\'' && chars.get(i + 1).is_some_and(|next| next.is_alphabetic());
                if !c.is_alphabetic() && !inside {
                    break;
                }
                i += 1;
            }
            out.push(Token::Word(
                chars[start..i].iter().filter(|c| **c != '\'').collect(),
            ));
        } else {
            i += 1;
            match c {
                ':' | '/' | '-' | '+' | '.' | '~' => out.push(Token::Mark(c)),
                '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push(Token::Mark('-')),
                ',' | ';' | '(' | ')' | '@' => {}
                c if c.is_whitespace() => {}
                _ => return None,
            }
        }
    }
    join_halves(&mut out);
    Some(out)
}

/// `p.m.` is one word; `a.m.` too.
fn join_halves(tokens: &mut Vec<Token>) {
    let mut i = 0;
    while i + 2 < tokens.len() {
        let half = matches!(tokens[i].word(), Some("a" | "p"));
        if half && tokens[i + 1].is('.') && tokens[i + 2].word() == Some("m") {
            let whole = format!("{}m", tokens[i].word().unwrap_or_default());
            let end = if tokens.get(i + 3).is_some_and(|t| t.is('.')) {
                i + 4
            } else {
                i + 3
            };
            tokens.splice(i..end, [Token::Word(whole)]);
        }
        i += 1;
    }
}
