//! The words of the line, each with its place.

/// What may stand right after a word.
pub(super) const STOPS: [char; 4] = [',', '.', ';', ':'];

/// A word of the line with its place.
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) lower: String,
    pub(super) start: usize,
}

impl Word<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
    pub(super) fn is_in(&self, list: &[&str]) -> bool {
        list.contains(&self.bare())
    }
    /// In lower case, without the comma or stop after it.
    pub(super) fn bare(&self) -> &str {
        self.lower.trim_end_matches(STOPS)
    }
    /// As typed, without the comma or stop after it.
    pub(super) fn typed(&self) -> &str {
        self.text.trim_end_matches(STOPS)
    }
    pub(super) fn starts_with_digit(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }
    pub(super) fn ends_part(&self) -> bool {
        self.text.ends_with([',', ';'])
    }
    pub(super) fn is_year(&self) -> bool {
        let bare = self.bare();
        bare.len() == 4
            && bare
                .parse()
                .is_ok_and(|year: u32| (1950..2040).contains(&year))
    }
}

pub(super) fn split(line: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                let text = line.get(from..at).unwrap_or_default();
                out.push(Word {
                    text,
                    lower: text.to_lowercase(),
                    start: from,
                });
                start = None;
            }
            _ => {}
        }
    }
    out
}
