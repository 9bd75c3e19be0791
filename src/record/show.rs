//! Shows values: in words, as they would be typed again, and in the form that NCIC takes.

use super::codes::{List, states};
use super::read::is_birth;
use super::value::{Height, PartialDate, Phone, Value, Weight};
use super::when::Zone;
use super::{Field, Kind, SafeText, names, time_words};
use crate::record::read;

/// A value in words, instants in the given zone beside the one they were spoken in.
pub fn words(field: &Field, value: &Value, zone: Zone) -> SafeText {
    let text = match value {
        Value::Text(text) => return text.clone(),
        Value::Name(name) => return name.typed.clone(),
        Value::Choice(key) => label(field, key),
        Value::Many(keys) => {
            let labels: Vec<String> = keys.iter().map(|key| label(field, key)).collect();
            labels.join(", ")
        }
        Value::Yes(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Height(height) => height_words(height),
        Value::Weight(weight) => weight_words(weight),
        Value::Date(date) => date_words(*date),
        Value::When(instant) => {
            let own = time_words::instant(instant);
            if instant.zone == zone
                || instant.zone.offset_at(instant.at) == zone.offset_at(instant.at)
            {
                time_words::precise(instant, zone)
            } else {
                format!("{own} (= {})", time_words::moment(instant.at, zone))
            }
        }
        Value::Phone(phone) => phone_words(phone),
        Value::Number(number) => number.to_string(),
    };
    SafeText::prose(&text)
}

/// A value in words, instants in the zone they were spoken in.
pub fn value(field: &Field, value: &Value) -> String {
    let zone = match value {
        Value::When(instant) => instant.zone,
        _ => Zone::UTC,
    };
    words(field, value, zone).as_str().to_owned()
}

/// A value as it would be typed again; [`read::parse`] reads it back to the same value.
pub fn retype(_field: &Field, value: &Value, zone: Zone) -> String {
    match value {
        Value::Text(text) => text.as_str().to_owned(),
        Value::Name(name) => name.typed.as_str().to_owned(),
        Value::Choice(key) => key.clone(),
        Value::Many(keys) => keys.join(", "),
        Value::Yes(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Height(height) => span(height.low_mm, height.high_mm, height.about, height_typed),
        Value::Weight(weight) => span(weight.low_g, weight.high_g, weight.about, weight_typed),
        Value::Date(date) => match (date.month, date.day) {
            (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", date.year),
            (Some(month), None) => format!("{:04}-{month:02}", date.year),
            _ => format!("{:04}", date.year),
        },
        Value::When(instant) => instant.retype(zone),
        Value::Phone(phone) => phone.typed.as_str().to_owned(),
        Value::Number(number) => number.to_string(),
    }
}

/// The form that NCIC takes: `504`, `118`, `20110314`, `BRO`; `None` where there is none.
pub fn official(field: &Field, value: &Value) -> Option<String> {
    official_or_why(field, value).ok()
}

/// The form that NCIC takes, or the reason why a value has none.
///
/// # Errors
/// `Err(None)` when NCIC has no field for it; `Err(Some(why))` when the value does not fit.
pub fn official_or_why(field: &Field, value: &Value) -> Result<String, Option<&'static str>> {
    if field.ncic.is_none() || field.ncic == Some("MIS") {
        return Err(None);
    }
    match value {
        Value::Height(height) => {
            let inches = read::inches(
                height.low_mm / 2
                    + height.high_mm / 2
                    + (height.low_mm % 2 + height.high_mm % 2) / 2,
            );
            if (48..=95).contains(&inches) {
                Ok(format!("{}{:02}", inches / 12, inches % 12))
            } else {
                Err(Some("NCIC takes heights from 4 ft 0 in to 7 ft 11 in"))
            }
        }
        Value::Weight(weight) => {
            let pounds = read::pounds(
                weight.low_g / 2 + weight.high_g / 2 + (weight.low_g % 2 + weight.high_g % 2) / 2,
            );
            if (50..=499).contains(&pounds) {
                Ok(format!("{pounds:03}"))
            } else {
                Err(Some("NCIC takes weights from 50 to 499 lb"))
            }
        }
        Value::Date(date) => match (date.month, date.day) {
            (Some(month), Some(day)) => Ok(format!("{:04}{month:02}{day:02}", date.year)),
            _ if is_birth(field) => Err(Some(
                "NCIC takes a whole date of birth; tell police the age",
            )),
            _ => Ok(date.year.to_string()),
        },
        Value::When(instant) => Ok(instant.zone.local(instant.at).format("%Y%m%d").to_string()),
        Value::Name(name) => names::ncic(name).map_err(|_| Some("NCIC wants a family name")),
        Value::Choice(key) => match field.kind {
            Kind::Code(List::UspsStates) => states::ncic_of_usps(key)
                .map(str::to_owned)
                .ok_or(Some("NCIC has no state for military mail")),
            Kind::Code(list) => list
                .get(key)
                .map(|code| code.code.to_owned())
                .ok_or(Some("not in the code list now in force")),
            _ => Err(None),
        },
        Value::Many(keys) => match field.kind {
            Kind::Codes(list) if keys.iter().all(|key| list.get(key).is_some()) => {
                Ok(keys.join(", "))
            }
            Kind::Codes(_) => Err(Some("not in the code list now in force")),
            _ => Err(None),
        },
        Value::Phone(phone) => match &phone.e164 {
            Some(number) => number
                .strip_prefix("+1")
                .map(str::to_owned)
                .ok_or(Some("NCIC takes numbers of ten digits")),
            None => Err(Some("NCIC takes numbers of ten digits")),
        },
        Value::Yes(yes) => Ok(if *yes { "Y" } else { "N" }.to_owned()),
        Value::Text(_) | Value::Number(_) => Err(None),
    }
}

/// What a choice's or code's key is called.
fn label(field: &Field, key: &str) -> String {
    match field.kind {
        Kind::Code(list) | Kind::Codes(list) => list.label(key).to_owned(),
        Kind::Choice(choices) | Kind::Choices(choices) => choices
            .iter()
            .find(|choice| choice.key == key)
            .map_or(key, |choice| choice.label)
            .to_owned(),
        _ => key.to_owned(),
    }
}

fn about(is: bool) -> &'static str {
    if is { "about " } else { "" }
}

/// `5 ft 4 in · 163 cm`; a range as `5 ft 2 in to 5 ft 6 in · 157 to 168 cm`.
fn height_words(height: &Height) -> String {
    let feet = |mm: u32| {
        let inches = read::inches(mm);
        if inches < 12 {
            format!("{inches} in")
        } else {
            format!("{} ft {} in", inches / 12, inches % 12)
        }
    };
    // From the inches where those were said: 5 ft 2 in is 157.48 cm, its millimetres are 1575.
    let cm = |mm: u32| match read::inches(mm) {
        inches if read::mm(inches) == mm => (inches * 254 + 50) / 100,
        _ => (mm + 5) / 10,
    };
    let start = about(height.about);
    if height.low_mm == height.high_mm {
        format!("{start}{} · {} cm", feet(height.low_mm), cm(height.low_mm))
    } else {
        format!(
            "{start}{} to {} · {} to {} cm",
            feet(height.low_mm),
            feet(height.high_mm),
            cm(height.low_mm),
            cm(height.high_mm)
        )
    }
}

/// `118 lb · 54 kg`; small children to the tenth of a kilogram.
fn weight_words(weight: &Weight) -> String {
    let kg = |g: u32| {
        if g < 20_000 {
            let tenths = (g + 50) / 100;
            format!("{}.{}", tenths / 10, tenths % 10)
        } else {
            ((g + 500) / 1000).to_string()
        }
    };
    let start = about(weight.about);
    let pounds = read::pounds;
    if weight.low_g == weight.high_g {
        format!(
            "{start}{} lb · {} kg",
            pounds(weight.low_g),
            kg(weight.low_g)
        )
    } else {
        format!(
            "{start}{} to {} lb · {} to {} kg",
            pounds(weight.low_g),
            pounds(weight.high_g),
            kg(weight.low_g),
            kg(weight.high_g)
        )
    }
}

/// `14 Mar 2011`, `Mar 2011`, `2011 (year only)`.
fn date_words(date: PartialDate) -> String {
    let first =
        chrono::NaiveDate::from_ymd_opt(date.year, date.month.unwrap_or(1), date.day.unwrap_or(1));
    match (first, date.month, date.day) {
        (Some(first), Some(_), Some(_)) => first.format("%-d %b %Y").to_string(),
        (Some(first), Some(_), None) => first.format("%b %Y").to_string(),
        _ => format!("{} (year only)", date.year),
    }
}

/// As typed; with the digits to dial where letters or odd spacing hide them.
fn phone_words(phone: &Phone) -> String {
    let typed = phone.typed.as_str();
    let Some(number) = &phone.e164 else {
        return typed.to_owned();
    };
    let mut dial = match number.strip_prefix("+1").filter(|ten| ten.len() == 10) {
        Some(ten) => format!("{}-{}-{}", &ten[..3], &ten[3..6], &ten[6..]),
        None => number.clone(),
    };
    if let Some(extension) = &phone.extension {
        dial.push_str(&format!(" x{extension}"));
    }
    let digits = |text: &str| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let plain = !typed.chars().any(char::is_alphabetic) && digits(typed).ends_with(&digits(&dial));
    let extension_only = phone.extension.is_some() && digits(typed).ends_with(&digits(&dial));
    if plain || extension_only {
        dial
    } else {
        format!("{typed} · {dial}")
    }
}

fn span(low: u32, high: u32, is_about: bool, typed: fn(u32) -> String) -> String {
    let start = about(is_about);
    if low == high {
        format!("{start}{}", typed(low))
    } else {
        format!("{start}{} to {}", typed(low), typed(high))
    }
}

/// Feet and inches where they are whole, else centimetres, else metres to the millimetre.
fn height_typed(mm: u32) -> String {
    let inches = read::inches(mm);
    if read::mm(inches) == mm && inches >= 12 {
        format!("{}'{}\"", inches / 12, inches % 12)
    } else if mm.is_multiple_of(10) {
        format!("{} cm", mm / 10)
    } else {
        format!("{}.{:03} m", mm / 1000, mm % 1000)
    }
}

/// Pounds where they are whole, else kilograms to the gram.
fn weight_typed(g: u32) -> String {
    let pounds = read::pounds(g);
    if read::grams(pounds) == g {
        format!("{pounds} lb")
    } else if g.is_multiple_of(1000) {
        format!("{} kg", g / 1000)
    } else {
        format!("{}.{:03} kg", g / 1000, g % 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::field::Section;
    use crate::record::value::PartialDate;
    use crate::record::when::{Instant, Moment};

    fn field(kind: Kind, ncic: Option<&'static str>) -> Field {
        Field {
            ncic,
            ..Field::new(Section::Call, "x", "A field", kind)
        }
    }

    #[test]
    fn an_instant_keeps_the_zone_it_was_spoken_in() {
        let (el_paso, austin): (Zone, Zone) = (
            "America/Denver".parse().unwrap(),
            "America/Chicago".parse().unwrap(),
        );
        let at = chrono::DateTime::parse_from_rfc3339("2027-05-14T23:30:00-06:00").unwrap();
        let seen = Value::When(Instant::exact(Moment::of(&at), el_paso));
        let row = field(Kind::When, Some("DLC"));
        assert_eq!(
            words(&row, &seen, austin).as_str(),
            "Fri 14 May 2027 23:30 MDT (= Sat 15 May 2027 00:30 CDT)"
        );
        assert_eq!(
            words(&row, &seen, el_paso).as_str(),
            "Fri 14 May 2027 23:30 MDT"
        );
        assert_eq!(value(&row, &seen), "Fri 14 May 2027 23:30 MDT");
        assert_eq!(
            retype(&row, &seen, austin),
            "2027-05-14 23:30 America/Denver"
        );
        assert_eq!(official(&row, &seen).as_deref(), Some("20270514"));
    }

    #[test]
    fn what_ncic_cannot_take_says_why() {
        let born = |month, day| {
            Value::Date(PartialDate {
                year: 2011,
                month,
                day,
            })
        };
        let dob = field(Kind::Date, Some("DOB"));
        assert_eq!(
            official(&dob, &born(Some(3), Some(14))).as_deref(),
            Some("20110314")
        );
        assert_eq!(
            official_or_why(&dob, &born(Some(3), None)),
            Err(Some(
                "NCIC takes a whole date of birth; tell police the age"
            ))
        );
        assert_eq!(
            official_or_why(&field(Kind::Date, None), &born(None, None)),
            Err(None)
        );
        for (low_mm, expected) in [
            (1626, Some("504")),
            (1219, Some("400")),
            (2413, Some("711")),
            (900, None),
            (2500, None),
        ] {
            let height = Value::Height(Height {
                low_mm,
                high_mm: low_mm,
                about: false,
            });
            assert_eq!(
                official(&field(Kind::Height, Some("HGT")), &height).as_deref(),
                expected,
                "{low_mm} mm"
            );
        }
        let old = Value::Choice("BLD".to_owned());
        let hair = field(Kind::Code(List::HairColor), Some("HAI"));
        assert_eq!(
            words(&hair, &old, Zone::UTC).as_str(),
            "BLD",
            "a code that left its list is still shown"
        );
        assert_eq!(official(&hair, &old), None);
    }
}
