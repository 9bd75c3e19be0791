//! The NCMEC script, in the call taker's order.

use super::Entry::{
    Answered, Field, Former, Group as Each, Number, ParentJoins, PoliceStanding, Received, Say,
    Surname, Write,
};
use super::shared::{ABDUCTOR, CIRCUMSTANCES, COMPANIONS, DANGERS, LOOK, ONLINE, VEHICLE, WORN};
use super::{Part, Plan};
use crate::record::{Group, Tier};

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
