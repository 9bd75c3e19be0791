//! Values, answers and instants in format 1.
//!
//! The names here mirror those of `record` on purpose: they are stored and stay as they are when the program's change.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::stored_as;
use crate::record::value::{Height, Name, PartialDate, Phone, Value, Weight};
use crate::record::{
    Answer, CaseId, ChildId, DeskId, FieldId, Group, Instant, ItemId, Moment, OperatorId,
    Precision, SafeText, SessionId, State, Stream, Zone, fields,
};

/// Writes as the words of `Display`, reads with a function.
macro_rules! as_words {
    ($real:ty, $write:expr, $read:expr) => {
        impl Serialize for $real {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(&($write)(self))
            }
        }
        impl<'de> Deserialize<'de> for $real {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                // Lent by the reader where it can: a journal is thousands of these.
                struct Words;
                impl serde::de::Visitor<'_> for Words {
                    type Value = $real;
                    fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        to.write_str("a string")
                    }
                    fn visit_str<E: serde::de::Error>(self, words: &str) -> Result<$real, E> {
                        ($read)(words).map_err(E::custom)
                    }
                }
                from.deserialize_str(Words)
            }
        }
    };
}

as_words!(CaseId, |id: &CaseId| *id, |w: &str| w
    .parse::<CaseId>()
    .map_err(|p| p.sentence));
as_words!(ChildId, |id: &ChildId| *id, |w: &str| w
    .parse::<ChildId>()
    .map_err(|p| p.sentence));
as_words!(ItemId, |id: &ItemId| *id, |w: &str| w
    .parse::<ItemId>()
    .map_err(|p| p.sentence));
as_words!(SessionId, |id: &SessionId| *id, |w: &str| w
    .parse::<SessionId>()
    .map_err(|p| p.sentence));
as_words!(OperatorId, |id: &OperatorId| *id, |w: &str| w
    .parse::<OperatorId>()
    .map_err(|p| p.sentence));
as_words!(DeskId, |id: &DeskId| *id, |w: &str| w
    .parse::<DeskId>()
    .map_err(|p| p.sentence));
as_words!(Zone, |z: &Zone| z.name(), |w: &str| w
    .parse::<Zone>()
    .map_err(|p| p.sentence));
// A field that this program does not know was written by a later one: an error in words, never a gap.
as_words!(FieldId, |id: &FieldId| id.0, |w: &str| fields::by_name(w)
    .map(|field| field.id)
    .ok_or_else(|| format!("no field `{w}` in this version")));
// Text was made safe when it was typed; making it safe again changes nothing and keeps a damaged or
// hostile file from reaching the terminal.
as_words!(SafeText, |t: &SafeText| t.as_str().to_owned(), |w: &str| {
    Ok::<_, String>(SafeText::prose(w))
});

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}
impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        i64::deserialize(from).map(Moment)
    }
}

/// `desk`, `child:<id>` or `case:<id>`.
impl Serialize for Stream {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Stream::Desk => to.serialize_str("desk"),
            Stream::Child(id) => to.collect_str(&format_args!("child:{id}")),
            Stream::Case(id) => to.collect_str(&format_args!("case:{id}")),
        }
    }
}
impl<'de> Deserialize<'de> for Stream {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let words = std::borrow::Cow::<'de, str>::deserialize(from)?;
        let id = |p: crate::record::Problem| D::Error::custom(p.sentence);
        match words.split_once(':') {
            None if words == "desk" => Ok(Stream::Desk),
            Some(("child", rest)) => rest.parse().map(Stream::Child).map_err(id),
            Some(("case", rest)) => rest.parse().map(Stream::Case).map_err(id),
            _ => Err(D::Error::custom(
                "a stream is `desk`, `child:` or `case:` with an id",
            )),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Precision", rename_all = "snake_case", deny_unknown_fields)]
enum PrecisionDef {
    Exact,
    About,
    Between { until: Moment },
    Either { or: Moment },
}
stored_as!(Precision, PrecisionDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Instant", deny_unknown_fields)]
struct InstantDef {
    at: Moment,
    zone: Zone,
    offset: i32,
    precision: Precision,
}
stored_as!(Instant, InstantDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Value", rename_all = "snake_case", deny_unknown_fields)]
enum ValueDef {
    Text(SafeText),
    Name(Name),
    Choice(String),
    Many(Vec<String>),
    Yes(bool),
    Height(Height),
    Weight(Weight),
    Date(PartialDate),
    When(Instant),
    Phone(Phone),
    Number(i64),
}
stored_as!(Value, ValueDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Name", deny_unknown_fields)]
struct NameDef {
    typed: SafeText,
    family: SafeText,
    given: SafeText,
    middle: SafeText,
    suffix: SafeText,
}
stored_as!(Name, NameDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Height", deny_unknown_fields)]
struct HeightDef {
    low_mm: u32,
    high_mm: u32,
    about: bool,
}
stored_as!(Height, HeightDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Weight", deny_unknown_fields)]
struct WeightDef {
    low_g: u32,
    high_g: u32,
    about: bool,
}
stored_as!(Weight, WeightDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "PartialDate", deny_unknown_fields)]
struct PartialDateDef {
    year: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    month: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<u32>,
}
stored_as!(PartialDate, PartialDateDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Phone", deny_unknown_fields)]
struct PhoneDef {
    typed: SafeText,
    #[serde(skip_serializing_if = "Option::is_none")]
    e164: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extension: Option<String>,
}
stored_as!(Phone, PhoneDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "State", rename_all = "snake_case", deny_unknown_fields)]
enum StateDef {
    Known(Value),
    Unknown,
    Refused,
    NotApplicable,
}
stored_as!(State, StateDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Answer", deny_unknown_fields)]
struct AnswerDef {
    state: State,
    #[serde(skip_serializing_if = "Option::is_none")]
    said_by: Option<SafeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<SafeText>,
}
stored_as!(Answer, AnswerDef);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Group", rename_all = "snake_case")]
enum GroupDef {
    Alias,
    Mark,
    Garment,
    Phone,
    Account,
    Medication,
    Companion,
    Abductor,
    Vehicle,
    Party,
    Officer,
    PriorRun,
    Lead,
    Photo,
    Video,
    Place,
    Number,
    Relative,
}
stored_as!(Group, GroupDef);
