//! The plans: what each receiver is told, in the order in which that receiver asks.
//!
//! A plan is an allow-list. Adding a fact to a sheet is one entry here; a test holds every entry
//! against the field table and the receiver's tier.
//!
//! | file | what it lists |
//! |---|---|
//! | `shared` | what both receivers take in the same order: the look, clothing, companions, dangers |
//! | `police` | the police entry sheet |
//! | `ncmec` | the NCMEC script |

mod ncmec;
mod police;
mod shared;

pub use ncmec::NCMEC;
pub use police::POLICE;

use crate::record::case::Whole;
use crate::record::{Group, Tier, fields};

/// A sheet's plan.
#[derive(Debug)]
pub struct Plan {
    /// Its name (`police`).
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The highest tier that this receiver may see.
    pub tier: Tier,
    /// Its parts, in the receiver's order.
    pub parts: &'static [Part],
}

/// A part of a plan.
#[derive(Debug)]
pub struct Part {
    /// Its heading.
    pub title: &'static str,
    /// Its entries, in order.
    pub entries: &'static [Entry],
}

/// One entry of a plan.
#[derive(Debug)]
pub enum Entry {
    /// Words to say; `{agency}` becomes the agency's name, `{whose}` how the child stands to the agency.
    Say(&'static str),
    /// A field outside groups.
    Field(&'static str),
    /// A field said only once somebody asked for it, for what stands in for another field.
    Answered(&'static str),
    /// The surname, while the name has none: what is known of it, or that it is still to be asked.
    Surname,
    /// That age alone is no ground to remove the entry, once the child came of age while missing.
    CameOfAge,
    /// For a child who is not in the agency's custody: who should report.
    ParentJoins,
    /// Every entry of a group, with these fields.
    Group(Group, &'static [&'static str]),
    /// Something the receiver gives back, to be written down.
    Write(&'static str),
    /// When the agency received the information.
    Received,
    /// The agency's own number of the case.
    Number,
    /// What is true of the police report and the NCIC entry.
    PoliceStanding,
    /// The category and circumstances that the facts suggest.
    Suggested,
    /// Other children missing in the same event.
    Linked,
    /// Earlier runs and how each ended.
    Former,
}

/// What both reports include where it can be had, beside each receiver's own set: the federal list
/// since 2023 (P.L. 117-348, as carried into state rules) and what finds a child in the first hour.
pub const WHERE_IT_CAN_BE_HAD: &[&str] = &[
    "child.ethnicity",
    "seen.wearing",
    "seen.with",
    "seen.by",
    "risk.pregnant",
    "risk.medication",
    "risk.condition",
    "risk.disability",
    "risk.suicidal",
    "risk.trafficking",
    "photos.any",
    "prior.any",
];

impl Plan {
    /// Whether this receiver always asks for a field, so that its blank is a line of the sheet.
    pub fn always_asks(&self, id: &str, whole: &Whole<'_>) -> bool {
        let in_set = fields::by_name(id).is_some_and(|field| {
            let asks = match self.tier {
                Tier::PoliceOnly => field.police_set,
                _ => field.ncmec_set,
            };
            asks && fields::applies(whole, field)
        });
        in_set || WHERE_IT_CAN_BE_HAD.contains(&id)
    }
}

#[cfg(test)]
mod tests {
    use super::Entry::{Answered, Field, Group as Each, Surname};
    use super::*;

    fn ids(plan: &Plan) -> Vec<(&'static str, Option<Group>)> {
        plan.parts
            .iter()
            .flat_map(|part| part.entries)
            .flat_map(|entry| match entry {
                Field(id) | Answered(id) => vec![(*id, None)],
                Surname => vec![("child.surname", None)],
                Each(group, ids) => ids.iter().map(|id| (*id, Some(*group))).collect(),
                _ => Vec::new(),
            })
            .collect()
    }

    #[test]
    fn every_entry_is_a_field_of_its_group_within_the_receivers_tier() {
        let mut wrong = Vec::new();
        for plan in [&POLICE, &NCMEC] {
            for (id, group) in ids(plan) {
                match fields::by_name(id) {
                    None => wrong.push(format!("{}: no field `{id}`", plan.name)),
                    Some(field) if field.group != group => {
                        wrong.push(format!("{}: `{id}` stands in another group", plan.name));
                    }
                    Some(field) if field.tier > plan.tier => {
                        wrong.push(format!(
                            "{}: `{id}` is above what this receiver may see",
                            plan.name
                        ));
                    }
                    Some(_) => {}
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn what_is_always_asked_is_a_field() {
        for id in WHERE_IT_CAN_BE_HAD {
            assert!(fields::by_name(id).is_some(), "no field `{id}`");
        }
    }

    #[test]
    fn no_field_is_said_twice_to_one_receiver() {
        for plan in [&POLICE, &NCMEC] {
            let mut seen = std::collections::BTreeSet::new();
            for (id, _) in ids(plan) {
                assert!(seen.insert(id), "{}: `{id}` stands twice", plan.name);
            }
        }
    }

    #[test]
    fn each_receivers_set_is_on_its_sheet() {
        let mut wrong = Vec::new();
        for plan in [&POLICE, &NCMEC] {
            let ids: Vec<_> = ids(plan).into_iter().map(|(id, _)| id).collect();
            for field in fields::all() {
                let asked = if plan.name == "police" {
                    field.police_set
                } else {
                    field.ncmec_set
                };
                if asked && !ids.contains(&field.id.0) {
                    wrong.push(format!(
                        "{}: `{}` is asked for but not on the sheet",
                        plan.name, field.id
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
