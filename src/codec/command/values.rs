//! What may stand under a key: words, an object of words, a list of facts.

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value as typed: a string, or a number or yes/no that another system wrote bare.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Words(pub(super) String);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Words;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("words in quotes, a number, true or false")
            }
            fn visit_str<E: de::Error>(self, words: &str) -> Result<Words, E> {
                Ok(Words(words.to_owned()))
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Words, E> {
                Ok(Words(number.to_string()))
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Words, E> {
                Ok(Words(number.to_string()))
            }
            fn visit_bool<E: de::Error>(self, yes: bool) -> Result<Words, E> {
                Ok(Words(if yes { "yes" } else { "no" }.to_owned()))
            }
        }
        from.deserialize_any(Any)
    }
}

/// An object of words, in the order written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Pairs(pub(super) Vec<(String, String)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Pairs;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of field and value")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some((key, Words(value))) = map.next_entry::<String, Words>()? {
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(Any)
    }
}

/// A list of fields: `"look.height"`, or `{"field":"companion.name","item":"…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Facts(pub(super) Vec<(String, Option<String>)>);

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(untagged)]
        enum One {
            Field(String),
            Of { field: String, item: Option<String> },
        }
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Facts;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list of fields")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Facts, A::Error> {
                let mut facts = Vec::new();
                while let Some(one) = list.next_element()? {
                    facts.push(match one {
                        One::Field(field) => (field, None),
                        One::Of { field, item } => (field, item),
                    });
                }
                Ok(Facts(facts))
            }
        }
        from.deserialize_seq(Any)
    }
}
