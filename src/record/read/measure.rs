//! Heights and weights as people say them. Integer arithmetic: millimetres and grams.

use crate::record::Problem;
use crate::record::value::{Height, Weight};

/// Millimetres of so many thousandths of an inch, rounded.
fn mm_of_inches(thousandths: u64) -> u64 {
    (thousandths * 254 + 5_000) / 10_000
}
/// Whole inches nearest to so many millimetres.
pub(crate) fn inches_of_mm(mm: u32) -> u32 {
    (mm * 10 + 127) / 254
}
/// Millimetres of whole inches, rounded.
pub(crate) fn mm_of_whole_inches(inches: u32) -> u32 {
    (inches * 254 + 5) / 10
}
/// Grams of so many thousandths of a pound, rounded (1 lb = 453.59237 g).
fn g_of_pounds(thousandths: u64) -> u64 {
    (thousandths * 45_359_237 + 50_000_000) / 100_000_000
}
/// Grams of whole pounds, rounded.
pub(crate) fn g_of_whole_pounds(pounds: u32) -> u32 {
    u32::try_from(g_of_pounds(u64::from(pounds) * 1000)).unwrap_or(u32::MAX)
}
/// Whole pounds nearest to so many grams.
pub(crate) fn pounds_of_g(grams: u32) -> u32 {
    u32::try_from((u64::from(grams) * 100_000 + 22_679_618) / 45_359_237).unwrap_or(u32::MAX)
}

/// Tallest and smallest height taken, in millimetres: a newborn to the tallest person on record.
const HEIGHTS: std::ops::RangeInclusive<u64> = 200..=2_750;
/// Weights taken, in grams.
const WEIGHTS: std::ops::RangeInclusive<u64> = 300..=450_000;

/// Reads a height: `5'4"`, `5-4`, `5 ft 4`, `504`, `64 in`, `163 cm`, `1.63 m`, ranges, `about`.
///
/// Three digits are feet and inches as NCIC writes them, `504` for 5 ft 4 in; `112` to `199`,
/// which cannot be that, are centimetres.
///
/// # Errors
/// When it is not a height, or could be two.
pub fn height(text: &str) -> Result<Height, Problem> {
    let (text, about) = about(text);
    let wrong = || {
        Problem::operator("That is not a height that can be read.")
            .example("5'4\"")
            .hint("Also: 504, 5 ft 4, 163 cm, 5'2-5'6, about 5'4.")
    };
    let (low, high) =
        range(&text, &["mm", "cm", "m", "in", "ft"], single_height).ok_or_else(wrong)?;
    let both = [low, high];
    if both.iter().any(|mm| !HEIGHTS.contains(mm)) {
        return Err(Problem::operator("Nobody is that tall or that small.")
            .example("5'4\"")
            .hint("Feet and inches: 5'4\" or 504. Centimetres: 163 cm."));
    }
    let [low_mm, high_mm] = both.map(|mm| u32::try_from(mm).unwrap_or(u32::MAX));
    Ok(Height {
        low_mm,
        high_mm,
        about,
    })
}

/// Reads a weight: `118`, `118 lb`, `54 kg`, `8 lb 4 oz`, ranges, `about`. A bare number is pounds.
///
/// # Errors
/// When it is not a weight.
pub fn weight(text: &str) -> Result<Weight, Problem> {
    let (text, about) = about(text);
    let wrong = || {
        Problem::operator("That is not a weight that can be read.")
            .example("118")
            .hint("A bare number is pounds. Also: 54 kg, 110-120, about 118, 8 lb 4 oz.")
    };
    let (low, high) = range(&text, &["lb", "kg", "g"], single_weight).ok_or_else(wrong)?;
    let both = [low, high];
    if both.iter().any(|g| !WEIGHTS.contains(g)) {
        return Err(Problem::operator("That weight cannot be right.")
            .example("118")
            .hint("A bare number is pounds; for kilograms say 54 kg."));
    }
    let [low_g, high_g] = both.map(|g| u32::try_from(g).unwrap_or(u32::MAX));
    Ok(Weight {
        low_g,
        high_g,
        about,
    })
}

/// Without `about`, in one spelling of marks and units.
fn about(text: &str) -> (String, bool) {
    let mut out = format!(" {} ", text.to_lowercase());
    for (from, to) in [
        ("\u{2019}", "'"),
        ("\u{2018}", "'"),
        ("\u{2032}", "'"),
        ("\u{02b9}", "'"),
        ("\u{201d}", "\""),
        ("\u{201c}", "\""),
        ("\u{2033}", "\""),
        ("''", "\""),
        ("\u{2013}", "-"),
        ("\u{2014}", "-"),
        ("\u{2212}", "-"),
        ("½", ".5"),
    ] {
        out = out.replace(from, to);
    }
    let mut about = false;
    for word in [
        "about ",
        "around ",
        "approx. ",
        "approximately ",
        "approx ",
        "roughly ",
        "maybe ",
        "~",
        "circa ",
    ] {
        if out.contains(word) {
            about = true;
            out = out.replace(word, " ");
        }
    }
    for word in [" between ", " from "] {
        out = out.replace(word, " ");
    }
    out = out.replace(" and ", " to ").replace(" or ", " to ");
    (out.split_whitespace().collect::<Vec<_>>().join(" "), about)
}

/// One value, or two parted by `to` or a dash; the first takes the second's unit when it has none.
fn range(text: &str, units: &[&str], single: fn(&str) -> Option<u64>) -> Option<(u64, u64)> {
    if let Some(value) = single(text) {
        return Some((value, value));
    }
    let cuts = text
        .match_indices(" to ")
        .map(|(at, cut)| (at, at + cut.len()));
    let dashes = text.match_indices('-').map(|(at, _)| (at, at + 1));
    for (end, start) in cuts.chain(dashes) {
        let (left, right) = (text.get(..end)?.trim(), text.get(start..)?.trim());
        let Some(high) = single(right) else { continue };
        let borrowed = units
            .iter()
            .find(|unit| right.trim_end_matches(['s', '.']).ends_with(**unit));
        let bare = left.chars().all(|c| c.is_ascii_digit() || c == '.');
        let low = match borrowed {
            Some(unit) if bare => single(&format!("{left} {unit}")),
            _ => single(left),
        };
        if let Some(low) = low
            && low <= high
        {
            return Some((low, high));
        }
    }
    None
}

/// Numbers with the letters or marks that follow each: `5 ft 4 in` is `[(5000, "ft"), (4000, "in")]`.
fn pieces(text: &str) -> Option<Vec<(u64, String)>> {
    let mut out: Vec<(u64, String)> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !(c.is_ascii_digit() || c == '.'))
            .unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        // "lbs." leaves a dot behind.
        if digits == "." && !out.is_empty() {
            rest = after.trim_start();
            continue;
        }
        let value = thousandths(digits)?;
        let after = after.trim_start();
        let unit_end = after
            .find(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace())
            .unwrap_or(after.len());
        let (unit, after) = after.split_at(unit_end);
        out.push((value, unit.to_owned()));
        rest = after.trim_start();
        if out.len() > 3 {
            return None;
        }
    }
    Some(out)
}

/// `1.63` as 1630; at most six digits before the dot and three after it.
fn thousandths(digits: &str) -> Option<u64> {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() > 6 || part.len() > 3 || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    let whole: u64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    Some(whole * 1000 + part.parse::<u64>().ok()?)
}

fn is_feet(unit: &str) -> bool {
    matches!(unit, "'" | "ft" | "foot" | "feet" | "f")
}
fn is_inches(unit: &str) -> bool {
    matches!(unit, "\"" | "in" | "inch" | "inches" | "ins")
}

fn single_height(text: &str) -> Option<u64> {
    let pieces = pieces(text)?;
    let unit = |i: usize| {
        pieces
            .get(i)
            .map(|(_, unit)| unit.as_str())
            .unwrap_or_default()
    };
    let whole = |value: u64| value.is_multiple_of(1000);
    match pieces[..] {
        [(value, _)] => match unit(0) {
            "cm" | "cms" | "centimeters" | "centimetres" => Some((value + 50) / 100),
            "mm" => whole(value).then_some(value / 1000),
            "m" | "meters" | "metres" | "meter" | "metre" => Some(value),
            u if is_inches(u) => Some(mm_of_inches(value)),
            u if is_feet(u) && whole(value) => Some(mm_of_inches(value * 12)),
            "" if whole(value) => match value / 1000 {
                n @ 200..=811 if n % 100 < 12 => {
                    Some(mm_of_inches((n / 100 * 12 + n % 100) * 1000))
                }
                n @ 112..=199 => Some(n * 10),
                _ => None,
            },
            _ => None,
        },
        [(feet, _), (inches, _)] if whole(feet) && inches < 12_000 && feet <= 9_000 => {
            let right = (is_feet(unit(0)) || matches!(unit(0), "-" | ""))
                && (unit(1).is_empty() || is_inches(unit(1)));
            // "5 4" only with nothing that would make it something else.
            (right && feet > 0).then(|| mm_of_inches(feet * 12 + inches))
        }
        [(metres, _), (cm, _)]
            if unit(0) == "m"
                && whole(metres)
                && (unit(1).is_empty() || unit(1) == "cm")
                && cm < 100_000 =>
        {
            Some(metres + cm / 100)
        }
        _ => None,
    }
}

fn single_weight(text: &str) -> Option<u64> {
    let pieces = pieces(text)?;
    let unit = |i: usize| {
        pieces
            .get(i)
            .map(|(_, unit)| unit.as_str())
            .unwrap_or_default()
    };
    let pounds = |unit: &str| matches!(unit, "" | "lb" | "lbs" | "#" | "pound" | "pounds");
    match pieces[..] {
        [(value, _)] => match unit(0) {
            "kg" | "kgs" | "kilo" | "kilos" | "kilogram" | "kilograms" => Some(value),
            "g" | "grams" => Some(value / 1000),
            u if pounds(u) => Some(g_of_pounds(value)),
            _ => None,
        },
        [(lb, _), (oz, _)]
            if pounds(unit(0))
                && !unit(0).is_empty()
                && matches!(unit(1), "oz" | "ounces" | "ounce")
                && oz < 16_000 =>
        {
            Some(g_of_pounds(lb + oz / 16))
        }
        _ => None,
    }
}
