//! Scars, marks, tattoos and the rest of the SMT list: words for a code, and what kind of mark it is.
//!
//! Codes are looked up, never built: the source spells left and right in several ways.

/// How a code's first letters read in our words; the longest that fits wins.
const KINDS: &[(&str, &str)] = &[
    ("TAT ", "Tattoo"),
    ("RTAT ", "Removed tattoo"),
    ("UTAT ", "Ultraviolet tattoo"),
    ("SC ", "Scar"),
    ("MOLE ", "Mole"),
    ("DISC ", "Discoloration or birthmark"),
    ("NM ", "Needle mark"),
    ("FRC ", "Broken bone"),
    ("HFR ", "Healed broken bone"),
    ("MISS ", "Missing"),
    ("ART ", "Artificial"),
    ("PRCD ", "Piercing"),
    ("CRIP ", "Limited use or limb difference"),
    ("DA ", "Drug use"),
    ("TD ", "Takes"),
    ("EXTR ", "Extra"),
];

/// The kind in our words (`Tattoo`), when the code's own letters say it.
pub fn kind(code: &str) -> Option<&'static str> {
    KINDS
        .iter()
        .find(|(start, _)| code.starts_with(start))
        .map(|(_, kind)| *kind)
}

/// Our label: `Tattoo: left wrist`, `Scar: knee (side not given)`, `Takes: insulin`.
pub(super) fn label(code: &str, source: &str) -> String {
    let lower = source.to_lowercase();
    let (place, side_open) = place(&lower);
    let kind = kind(code);
    // The kind already says what these words say.
    let place = match kind {
        Some("Limited use or limb difference") => place.replace(", crippled", ""),
        Some("Artificial") => place.replace(", artificial", ""),
        Some("Piercing") => place.replace(", pierced", "").replace("pierced ", ""),
        Some("Extra") => place.replace(", extra", ""),
        Some("Missing") => place.replace("missing ", ""),
        _ => place,
    };
    let mut label = match kind {
        Some(kind) => format!("{kind}: {place}"),
        None => super::labels::sentence(&place),
    };
    if side_open {
        label.push_str(" (side not given)");
    }
    label
}

/// `arm, left, upper` as people say it: `left upper arm`; and whether the side was left open.
fn place(lower: &str) -> (String, bool) {
    let mut parts: Vec<&str> = lower.split(", ").collect();
    let open = parts.contains(&"nonspecific");
    parts.retain(|part| *part != "nonspecific");
    let Some((body, rest)) = parts.split_first() else {
        return (lower.to_owned(), open);
    };
    let mut before = Vec::new();
    let mut after = Vec::new();
    let mut side_of = None;
    for part in rest {
        match *part {
            "left" | "right" | "upper" | "lower" | "center" => before.push(*part),
            // "finger(s), left hand": the side belongs to the hand.
            "left hand" | "right hand" | "left foot" | "right foot" => side_of = Some(*part),
            other => after.push(other),
        }
    }
    let mut out = before.join(" ");
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(body);
    if let Some(side) = side_of {
        out.push_str(" of ");
        out.push_str(side);
    }
    for part in after {
        out.push_str(", ");
        out.push_str(part);
    }
    (out, open)
}
