//! Jump codes: two letters that lead to any field or group, after the jump key.
//!
//! The rule, so that hands can learn: a row that names its code has it; then every group; then every
//! other field takes the first free pair among those its label suggests: plain fields first, then those
//! of groups, then what is collected later, each in the form's order. A field of a group suggests the
//! group's letter first (`ch`, companion's height). A new row can move only codes that come after it and
//! collide; a row whose code must never move names it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::field::{Field, FieldId, Gate, Group};
use super::fields;

/// Where a code leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Jump {
    /// To a field; of a group's field, in the entry the screen stands in or the newest.
    Field(FieldId),
    /// To a group: its entries, or the line that adds one.
    Group(Group),
}

struct Codes {
    to: BTreeMap<String, Jump>,
    of: BTreeMap<Jump, String>,
}

static CODES: LazyLock<Codes> = LazyLock::new(assign);

/// The code of a field or group.
pub fn code(jump: Jump) -> Option<&'static str> {
    CODES.of.get(&jump).map(String::as_str)
}

/// Where two letters lead; upper case is forgiven.
pub fn find(code: &str) -> Option<Jump> {
    CODES.to.get(&code.to_lowercase()).copied()
}

/// Every code that begins with these letters and where it leads, in alphabetical order.
pub fn starting(letters: &str) -> impl Iterator<Item = (&'static str, Jump)> {
    let letters = letters.to_lowercase();
    CODES
        .to
        .iter()
        .filter(move |(code, _)| code.starts_with(&letters))
        .map(|(code, jump)| (code.as_str(), *jump))
}

fn assign() -> Codes {
    let mut codes = Codes {
        to: BTreeMap::new(),
        of: BTreeMap::new(),
    };
    for field in fields::all() {
        if let Some(code) = field.jump {
            codes.take(Jump::Field(field.id), [code.to_owned()]);
        }
    }
    for group in Group::ALL {
        codes.take(Jump::Group(*group), pairs(&[], group.title()));
    }
    let mut rest: Vec<&Field> = fields::all().filter(|f| f.jump.is_none()).collect();
    rest.sort_by_key(|field| (field.gate == Gate::Later, field.group.is_some()));
    for field in rest {
        codes.take(Jump::Field(field.id), wishes(field));
    }
    codes
}

impl Codes {
    fn take(&mut self, jump: Jump, wishes: impl IntoIterator<Item = String>) {
        let free = wishes.into_iter().find(|code| !self.to.contains_key(code));
        if let Some(code) = free {
            self.to.insert(code.clone(), jump);
            self.of.insert(jump, code);
        }
    }
}

/// The pairs a field would like, best first.
fn wishes(field: &Field) -> Vec<String> {
    let group: Vec<char> = field
        .group
        .map(|group| letters(group.title()).take(1).collect())
        .unwrap_or_default();
    pairs(&group, field.label)
}

/// Pairs from a label: with the group's letter, its first two letters, its initials, its first letter with
/// any other; then its first letter with the whole alphabet; then any pair at all.
fn pairs(before: &[char], label: &str) -> Vec<String> {
    let all: Vec<char> = letters(label).collect();
    let initials: Vec<char> = label
        .split_whitespace()
        .filter_map(|word| letters(word).next())
        .collect();
    let first = all.first().copied().unwrap_or('a');
    let mut out = Vec::new();
    for group in before {
        out.extend(all.iter().map(|letter| pair(*group, *letter)));
    }
    out.extend(all.get(1).map(|second| pair(first, *second)));
    out.extend(initials.get(1).map(|second| pair(first, *second)));
    out.extend(all.iter().skip(1).map(|letter| pair(first, *letter)));
    out.extend(('a'..='z').map(|letter| pair(first, letter)));
    out.extend(('a'..='z').flat_map(|one| ('a'..='z').map(move |two| pair(one, two))));
    out
}

fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars()
        .filter(char::is_ascii_alphabetic)
        .map(|c| c.to_ascii_lowercase())
}

fn pair(one: char, two: char) -> String {
    [one, two].into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_and_group_has_its_own_two_letters() {
        for field in fields::all() {
            let code =
                code(Jump::Field(field.id)).unwrap_or_else(|| panic!("{}: no code", field.id));
            assert_eq!(code.len(), 2, "{}", field.id);
            assert!(code.bytes().all(|b| b.is_ascii_lowercase()), "{code}");
            assert_eq!(find(code), Some(Jump::Field(field.id)), "{}", field.id);
            assert_eq!(find(&code.to_uppercase()), Some(Jump::Field(field.id)));
        }
        for group in Group::ALL {
            let code = code(Jump::Group(*group)).unwrap_or_else(|| panic!("{group:?}: no code"));
            assert_eq!(find(code), Some(Jump::Group(*group)));
        }
    }

    #[test]
    fn a_named_code_is_kept_and_every_field_of_the_shortest_set_names_one() {
        for field in fields::all() {
            if let Some(named) = field.jump {
                assert_eq!(
                    code(Jump::Field(field.id)),
                    Some(named),
                    "{} and another row name the code {named}",
                    field.id
                );
            }
        }
        for field in fields::shortest() {
            assert!(
                field.jump.is_some(),
                "{}: hands learn this code, so the row must name it",
                field.id
            );
        }
    }

    #[test]
    fn codes_that_hands_learn() {
        for (typed, id) in [
            ("na", "child.name"),
            ("db", "child.dob"),
            ("sx", "child.sex"),
            ("rc", "child.race"),
            ("he", "look.height"),
            ("wg", "look.weight"),
            ("ey", "look.eyes"),
            ("ha", "look.hair"),
            ("sa", "seen.at"),
            ("sp", "seen.place"),
            ("ki", "call.kind"),
            ("cb", "call.callback"),
            ("ga", "guardian.agency"),
            ("gp", "guardian.phone24"),
            ("pa", "police.agency"),
            ("pn", "police.number"),
        ] {
            let wanted = fields::by_name(id).map(|field| Jump::Field(field.id));
            assert_eq!(find(typed), wanted, "{typed}");
        }
    }

    #[test]
    fn one_letter_lists_what_may_follow() {
        let after_h: Vec<_> = starting("h").map(|(code, _)| code).collect();
        assert!(
            after_h.contains(&"he") && after_h.contains(&"ha"),
            "{after_h:?}"
        );
        assert!(after_h.iter().all(|code| code.starts_with('h')));
        assert_eq!(
            starting("").count(),
            fields::all().count() + Group::ALL.len()
        );
        assert_eq!(find("h"), None);
        assert_eq!(find("é1"), None);
    }
}
