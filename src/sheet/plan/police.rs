//! The police entry sheet, in the order of an NCIC entry.

use super::Entry::{
    Answered, CameOfAge, Field, Group as Each, Number, Received, Say, Suggested, Surname, Write,
};
use super::shared::{ABDUCTOR, CIRCUMSTANCES, COMPANIONS, DANGERS, LOOK, ONLINE, VEHICLE, WORN};
use super::{Part, Plan};
use crate::record::{Group, Tier};

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
