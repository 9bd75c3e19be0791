//! What cannot stand in a form, and why; a number typed twice must match.

use super::{Form, LineKind};
use crate::client::model::Preview;
use crate::record::Problem;

impl Form {
    /// The first line that cannot stand, and why.
    pub(in crate::client) fn fault(&self) -> Option<(usize, Problem)> {
        self.asked().find_map(|(at, spec, line)| {
            let text = line.text.as_str().trim();
            if spec.required && text.is_empty() {
                let problem = Problem::operator(format!("{} is not filled in.", spec.label));
                return Some((
                    at,
                    if spec.example.is_empty() {
                        problem
                    } else {
                        problem.example(spec.example)
                    },
                ));
            }
            if let LineKind::Again(of) = spec.kind
                && let Preview::Problem(problem) = again(self.text(of), text)
            {
                return Some((at, problem));
            }
            match &line.preview {
                Preview::Problem(problem) => Some((at, problem.clone())),
                _ => None,
            }
        })
    }
}

/// Whether the second entry is the beginning of the first.
pub(super) fn begins(first: &str, second: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_uppercase)
            .collect()
    };
    let (first, second) = (plain(first), plain(second));
    first.len() > second.len() && first.starts_with(&second)
}

/// The second entry of a number against the first: it must match, and says where it does not.
pub(super) fn again(first: &str, second: &str) -> Preview {
    let plain = |text: &str| -> Vec<String> {
        text.to_uppercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|group| !group.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (one, two) = (plain(first), plain(second));
    if one.concat() == two.concat() {
        return if one.is_empty() {
            Preview::Nothing
        } else {
            Preview::Words {
                words: "both the same".into(),
                official: None,
            }
        };
    }
    let nth = one
        .iter()
        .zip(&two)
        .position(|(a, b)| a != b)
        .unwrap_or_else(|| one.len().min(two.len()));
    let group = |groups: &[String]| {
        groups
            .get(nth)
            .map_or_else(|| "nothing".to_owned(), |group| format!("“{group}”"))
    };
    Preview::Problem(
        Problem::operator(format!(
            "The two entries differ in group {}: first {}, then {}.",
            nth + 1,
            group(&one),
            group(&two)
        ))
        .hint("Ask for the number once more and correct the one that is wrong."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_typed_twice_must_match_and_says_which_group_does_not() {
        let words = |first: &str, second: &str| match again(first, second) {
            Preview::Words { words, .. } => words,
            Preview::Problem(problem) => problem.sentence,
            other => format!("{other:?}"),
        };
        for (first, second, expected) in [
            ("27-004411", "27-004411", "both the same"),
            ("27-004411", "27004411", "both the same"),
            ("nc-778120", "NC 778120", "both the same"),
            (
                "27-004411",
                "27-004471",
                "The two entries differ in group 2: first “004411”, then “004471”.",
            ),
            (
                "27-004411",
                "",
                "The two entries differ in group 1: first “27”, then nothing.",
            ),
            ("", "", "Nothing"),
        ] {
            assert_eq!(words(first, second), expected, "{first} / {second}");
        }
    }
}
