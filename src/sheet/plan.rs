//! The plans: what each receiver is told, in the order in which that receiver asks.
//!
//! A plan is an allow-list. Adding a fact to a sheet is one entry here; a test holds every entry
//! against the field table and the receiver's tier.

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

use Entry::{
    Answered, CameOfAge, Field, Former, Group as Each, Linked, Number, ParentJoins, PoliceStanding,
    Received, Say, Suggested, Surname, Write,
};

/// Descriptors as both receivers take them, NCIC's required ones first (34 USC 41308(3)).
const LOOK: &[Entry] = &[
    Field("look.height"),
    Field("look.weight"),
    Field("look.eyes"),
    Field("look.hair"),
    Field("look.hair_length"),
    Field("look.hair_style"),
    Field("look.hair_words"),
    Field("look.skin"),
    Field("look.build"),
    Field("look.eyewear"),
    Field("look.eyewear_now"),
    Field("look.teeth"),
    Field("look.speech"),
    Field("look.abilities"),
    Field("look.other"),
    Field("look.changed"),
    Each(
        Group::Mark,
        &["mark.words", "mark.side", "mark.code", "mark.unexplained"],
    ),
];

const WORN: &[Entry] = &[
    Field("seen.wearing"),
    Each(
        Group::Garment,
        &[
            "garment.item",
            "garment.color",
            "garment.brand",
            "garment.size",
            "garment.detail",
        ],
    ),
    Field("carried.what"),
    Field("carried.words"),
    Field("left.behind"),
];

const COMPANIONS: &[Entry] = &[
    Field("seen.with"),
    Linked,
    Each(
        Group::Companion,
        &[
            "companion.name",
            "companion.relation",
            "companion.age",
            "companion.sex",
            "companion.race",
            "companion.height",
            "companion.weight",
            "companion.hair",
            "companion.eyes",
            "companion.marks",
            "companion.phone",
            "companion.handles",
            "companion.vehicle",
            "companion.address",
            "companion.danger",
            "companion.also_missing",
        ],
    ),
];

const ABDUCTOR: &[Entry] = &[Each(
    Group::Abductor,
    &[
        "abductor.name",
        "abductor.aliases",
        "abductor.relation",
        "abductor.dob",
        "abductor.age",
        "abductor.sex",
        "abductor.race",
        "abductor.height",
        "abductor.weight",
        "abductor.hair",
        "abductor.eyes",
        "abductor.skin",
        "abductor.marks",
        "abductor.licence",
        "abductor.licence_state",
        "abductor.phone",
        "abductor.address",
        "abductor.employer",
        "abductor.order",
        "abductor.threats",
        "abductor.passport",
        "abductor.photo",
    ],
)];

const VEHICLE: &[Entry] = &[Each(
    Group::Vehicle,
    &[
        "vehicle.year",
        "vehicle.make",
        "vehicle.model",
        "vehicle.style",
        "vehicle.color",
        "vehicle.plate",
        "vehicle.plate_state",
        "vehicle.plate_year",
        "vehicle.plate_type",
        "vehicle.vin",
        "vehicle.words",
        "vehicle.whose",
    ],
)];

const DANGERS: &[Entry] = &[
    Field("risk.pregnant"),
    Field("risk.weeks"),
    Field("risk.parenting"),
    Field("risk.infant_along"),
    Field("risk.medication"),
    Each(
        Group::Medication,
        &[
            "med.name",
            "med.for",
            "med.dose",
            "med.taken",
            "med.harm_hours",
            "med.along",
        ],
    ),
    Field("risk.diabetes"),
    Field("risk.epilepsy"),
    Field("risk.asthma"),
    Field("risk.allergy"),
    Field("risk.heart"),
    Field("risk.haemophilia"),
    Field("risk.condition"),
    Field("risk.disability"),
    Field("risk.disability_words"),
    Field("risk.autism"),
    Field("risk.wanders"),
    Field("risk.wanders_to"),
    Field("risk.responds"),
    Field("risk.suicidal"),
    Field("risk.suicidal_when"),
    Field("risk.suicidal_words"),
    Field("risk.self_harm"),
    Field("risk.mental"),
    Field("risk.mental_words"),
    Field("risk.gang"),
    Field("risk.gang_words"),
    Field("risk.trafficking"),
    Field("risk.indicators"),
    Field("risk.enticement"),
    Field("risk.enticement_words"),
    Field("risk.company"),
    Field("risk.out_of_character"),
    Field("risk.other"),
];

const ONLINE: &[Entry] = &[
    Each(
        Group::Phone,
        &[
            "phone.number",
            "phone.kind",
            "phone.carrier",
            "phone.device",
            "phone.power",
            "phone.last",
            "phone.sharing",
        ],
    ),
    Each(
        Group::Account,
        &[
            "account.platform",
            "account.handle",
            "account.kind",
            "account.last",
        ],
    ),
    Field("online.sites"),
];

const CIRCUMSTANCES: &[Entry] = &[
    Field("call.kind"),
    Field("call.why"),
    Field("run.story"),
    Field("run.trigger"),
    Field("run.intent"),
    Field("run.direction"),
    Field("run.mode"),
    Field("run.money"),
    Field("run.upcoming"),
    Each(
        Group::Place,
        &[
            "place.kind",
            "place.name",
            "place.address",
            "place.state",
            "place.who",
            "place.checked",
        ],
    ),
    Field("school.name"),
    Field("school.last"),
];

/// The police call: NCIC's order, so that the officer can type while it is read.
pub static POLICE: Plan = Plan {
    name: "police",
    title: "Police call · missing child, for NCIC entry",
    tier: Tier::PoliceOnly,
    parts: &[
        Part {
            title: "Open with",
            entries: &[
                Say(
                    "I am calling from {agency} to report a missing child {whose}. Please take the report and enter the child in NCIC now: federal law sets no waiting period, and entry is due within two hours (34 USC 41308).",
                ),
                Field("guardian.phone24"),
                Number,
                Received,
            ],
        },
        Part {
            title: "The child",
            entries: &[
                Field("child.name"),
                Surname,
                Answered("child.latin"),
                Each(Group::Alias, &["alias.name", "alias.kind", "alias.used"]),
                Field("child.dob"),
                Answered("child.age"),
                Field("child.sex"),
                Field("child.race"),
                Field("child.ethnicity"),
            ],
        },
        Part {
            title: "Descriptors",
            entries: LOOK,
        },
        Part {
            title: "Last seen",
            entries: &[
                Field("seen.at"),
                Field("seen.place"),
                Field("seen.city"),
                Field("seen.state"),
                Field("seen.by"),
            ],
        },
        Part {
            title: "Wearing and carrying",
            entries: WORN,
        },
        Part {
            title: "Category",
            entries: &[Suggested, CameOfAge, Field("risk.cmc")],
        },
        Part {
            title: "Officer safety",
            entries: &[
                Field("risk.violence"),
                Field("risk.weapon"),
                Field("carried.weapon"),
                Each(Group::Abductor, &["abductor.weapons", "abductor.record"]),
                Field("risk.officers"),
                Field("risk.substances"),
                Field("risk.substances_words"),
            ],
        },
        Part {
            title: "Dangers to the child",
            entries: DANGERS,
        },
        Part {
            title: "With whom",
            entries: COMPANIONS,
        },
        Part {
            title: "Taken by",
            entries: ABDUCTOR,
        },
        Part {
            title: "Vehicle",
            entries: VEHICLE,
        },
        Part {
            title: "Circumstances",
            entries: CIRCUMSTANCES,
        },
        Part {
            title: "Phones and accounts",
            entries: ONLINE,
        },
        Part {
            title: "More for the entry",
            entries: &[
                Field("ward.statement"),
                Field("legal.pickup"),
                Field("child.birthplace"),
                Field("child.licence"),
                Field("child.licence_state"),
                Each(
                    Group::Number,
                    &["number.kind", "number.value", "number.issuer"],
                ),
                Field("child.languages"),
                Field("child.interpreter"),
                Field("photos.any"),
                Field("photos.taken"),
                Field("photos.where"),
                Field("reporter.name"),
                Field("reporter.phone"),
            ],
        },
        Part {
            title: "Ask, and write down",
            entries: &[
                Say(
                    "Read the name and every number back. Where the child was taken or is in danger, ask for an AMBER or endangered-missing evaluation; police decide.",
                ),
                Write("Agency"),
                Write("Officer"),
                Write("Badge"),
                Write("Case number"),
                Write("Entered in NCIC by when"),
                Write("Number to call for the NCIC number"),
                Write("Where to send the photo"),
            ],
        },
    ],
};

/// The NCMEC call or web form: reporter, guardian, police, then the child and everything that helps to look.
pub static NCMEC: Plan = Plan {
    name: "ncmec",
    title: "NCMEC report · 1-800-843-5678 (1-800-THE-LOST)",
    tier: Tier::PoliceAndNcmec,
    parts: &[
        Part {
            title: "Open with",
            entries: &[
                Say(
                    "I am calling from {agency} to report a missing child {whose}. I will ask you for a reference number at the end.",
                ),
                ParentJoins,
                Field("reporter.name"),
                Field("reporter.role"),
                Field("reporter.agency"),
                Field("reporter.phone"),
                Field("reporter.email"),
                Number,
                Field("child.agency_case"),
                Received,
            ],
        },
        Part {
            title: "Legal guardian",
            entries: &[
                Field("guardian.agency"),
                Field("guardian.phone24"),
                Field("guardian.name"),
                Field("guardian.phone"),
                Field("guardian.phones"),
                Field("guardian.email"),
                Field("legal.guardianship"),
                Field("legal.court"),
                Field("legal.date"),
                Field("thirdparty.parent"),
                Field("thirdparty.contact"),
                Field("thirdparty.authorised"),
            ],
        },
        Part {
            title: "Police",
            entries: &[
                PoliceStanding,
                Field("police.agency"),
                Field("police.number"),
                Field("police.dispatch"),
                Field("police.ori"),
                Each(
                    Group::Officer,
                    &[
                        "officer.name",
                        "officer.badge",
                        "officer.agency",
                        "officer.phone",
                        "officer.role",
                    ],
                ),
            ],
        },
        Part {
            title: "The child",
            entries: &[
                Field("child.name"),
                Surname,
                Each(Group::Alias, &["alias.name", "alias.kind", "alias.used"]),
                Field("child.dob"),
                Answered("child.age"),
                Field("child.sex"),
                Field("child.race"),
                Field("child.ethnicity"),
                Field("child.languages"),
                Field("child.communication"),
            ],
        },
        Part {
            title: "Last seen",
            entries: &[
                Field("seen.at"),
                Field("seen.place"),
                Field("seen.city"),
                Field("seen.state"),
                Field("seen.by"),
            ],
        },
        Part {
            title: "Circumstances",
            entries: CIRCUMSTANCES,
        },
        Part {
            title: "Descriptors",
            entries: LOOK,
        },
        Part {
            title: "Wearing and carrying",
            entries: WORN,
        },
        Part {
            title: "Risks",
            entries: DANGERS,
        },
        Part {
            title: "Companions",
            entries: COMPANIONS,
        },
        Part {
            title: "Abductor",
            entries: ABDUCTOR,
        },
        Part {
            title: "Vehicle",
            entries: VEHICLE,
        },
        Part {
            title: "Phones and online",
            entries: ONLINE,
        },
        Part {
            title: "Earlier runs, and how each ended",
            entries: &[
                Field("prior.any"),
                Field("prior.count"),
                Field("prior.pattern"),
                Former,
                Each(
                    Group::PriorRun,
                    &[
                        "prior.left",
                        "prior.back",
                        "prior.long",
                        "prior.place",
                        "prior.by",
                        "prior.with",
                        "prior.condition",
                        "prior.signs",
                        "prior.police_number",
                        "prior.ncmec_number",
                    ],
                ),
                Field("prior.team"),
            ],
        },
        Part {
            title: "Photos and poster",
            entries: &[
                Say(
                    "Sending photos is permission to publish them and to age-progress them. Ask first who may give it. Ask that nothing public says the child is in care.",
                ),
                Field("photos.any"),
                Field("photos.taken"),
                Each(
                    Group::Photo,
                    &[
                        "photo.taken",
                        "photo.changed",
                        "photo.confirmed_by",
                        "photo.permission",
                        "photo.enhancement",
                    ],
                ),
                Each(
                    Group::Video,
                    &["video.taken", "video.confirmed_by", "video.permission"],
                ),
                Field("poster.wanted"),
                Field("poster.promise"),
            ],
        },
        Part {
            title: "Ask, and write down",
            entries: &[
                Write("Reference number"),
                Write("Specialist"),
                Write("Case manager, phone, e-mail"),
            ],
        },
    ],
};

#[cfg(test)]
mod tests {
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
