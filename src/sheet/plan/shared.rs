//! What both receivers take in the same order, part by part.

use super::Entry;
use super::Entry::{Field, Group as Each, Linked};
use crate::record::Group;

/// Descriptors as both receivers take them, NCIC's required ones first (34 USC 41308(3)).
pub(super) const LOOK: &[Entry] = &[
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

pub(super) const WORN: &[Entry] = &[
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

pub(super) const COMPANIONS: &[Entry] = &[
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

pub(super) const ABDUCTOR: &[Entry] = &[Each(
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

pub(super) const VEHICLE: &[Entry] = &[Each(
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

pub(super) const DANGERS: &[Entry] = &[
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

pub(super) const ONLINE: &[Entry] = &[
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

pub(super) const CIRCUMSTANCES: &[Entry] = &[
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
