//! Medical needs and dangers. Each question has its four answers: yes, no, asked and unknown, blank.

use crate::record::codes::List;
use crate::record::field::{Choice, Field, Group, Kind, Section};

const TRAFFICKING: &[Choice] = &[
    Choice::new("no", "no sign", 'n'),
    Choice::new("suspected", "suspected", 's'),
    Choice::new("known", "identified victim", 'k'),
];

/// None of these proves anything alone.
const INDICATORS: &[Choice] = &[
    Choice::new("older_partner", "much older boyfriend or girlfriend", 'o'),
    Choice::new("brand", "tattoo or brand not explained", 't'),
    Choice::new("gifts", "phone, money, clothes, nails not explained", 'g'),
    Choice::new("hotel_keys", "hotel key cards", 'h'),
    Choice::new("phones", "several phones or accounts", 'p'),
    Choice::new("profiles", "explicit profiles", 'e'),
    Choice::new("runs", "repeated runs, whereabouts not told", 'r'),
    Choice::new("injuries", "injuries", 'i'),
    Choice::new("truancy", "truancy", 'y'),
    Choice::new("no_id", "no ID, or held by another", 'd'),
    Choice::new("older_company", "older companions", 'c'),
    Choice::new("welfare", "long child-welfare involvement", 'w'),
];

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Risks, id, label, kind)
        .never_public()
        .both()
}
/// Stays true between runs: the next run starts with it.
const fn kept(id: &'static str, label: &'static str, kind: Kind) -> Field {
    row(id, label, kind).of_child()
}
const fn med(id: &'static str, label: &'static str, kind: Kind) -> Field {
    kept(id, label, kind).in_group(Group::Medication)
}
/// For police alone: the safety of officers, and what only they act on.
const fn caution(field: Field) -> Field {
    field.police_only()
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    row("risk.suicidal", "Suicidal", Kind::YesNo).state()
        .hint("Raises the category and the pace. \"Has the child spoken of dying or hurting themself?\"")
        .example("yes").tags(&["suic"]).jump("su"),
    row("risk.suicidal_when", "Last said or tried", Kind::Date)
        .hint("Date of the last statement or attempt.").example("2026-10"),
    row("risk.suicidal_words", "Statements and attempts", Kind::Prose)
        .hint("The child's words as near as remembered, past attempts, recent losses.")
        .example("told a friend on Friday there is no point"),
    kept("risk.self_harm", "Self-harm", Kind::YesNo)
        .hint("\"Does the child cut or hurt themself?\"").example("no"),
    row("risk.pregnant", "Pregnant", Kind::YesNo).state()
        .hint("In the federal content list. \"Is there a pregnancy, or could there be?\"")
        .example("no").tags(&["preg"]).jump("pg"),
    row("risk.weeks", "Weeks pregnant", Kind::Number)
        .hint("Weeks, about, and complications under conditions.").example("22"),
    kept("risk.parenting", "Has a child", Kind::YesNo)
        .hint("Parenting youths travel differently.").example("no"),
    row("risk.infant_along", "Infant along", Kind::YesNo).state()
        .hint("An infant along is a second missing child with its own reports. \"Is a baby with them?\"")
        .example("no"),
    kept("risk.medication", "Prescribed medicine", Kind::YesNo).state()
        .hint("In the federal content list. \"Any medicine the child must take? When is the next dose due?\"")
        .example("yes").tags(&["onmeds"]).jump("md"),
    med("med.name", "Medicine", Kind::Line)
        .hint("As on the label.").example("insulin lispro").tags(&["med", "meds", "rx"]),
    med("med.dose", "Dose", Kind::Line)
        .hint("How much, how often.").example("6 units with meals"),
    med("med.for", "For what", Kind::Line)
        .hint("The condition it treats.").example("diabetes type 1"),
    med("med.taken", "Last taken", Kind::When)
        .hint("\"When was the last dose for certain?\"").example("yesterday 7am"),
    med("med.harm_hours", "Hours to harm if missed", Kind::Number)
        .hint("From the prescriber or poison line; sets how fast police must move.").example("12"),
    med("med.along", "Taken along", Kind::YesNo)
        .hint("\"Is the medicine gone too?\"").example("no"),
    kept("risk.diabetes", "Diabetes", Kind::YesNo).ncic("CMC 90")
        .hint("NCIC caution code 90.").example("no").tags(&["diab"]),
    kept("risk.epilepsy", "Epilepsy", Kind::YesNo).ncic("CMC 65")
        .hint("NCIC caution code 65.").example("no"),
    kept("risk.asthma", "Asthma", Kind::YesNo)
        .hint("\"Is the inhaler with the child?\"").example("yes").tags(&["asthma"]),
    kept("risk.allergy", "Allergies", Kind::YesNo).ncic("CMC 60")
        .hint("NCIC caution code 60. \"Any allergy? Is the injector with the child?\"")
        .example("yes").tags(&["allergy"]),
    kept("risk.allergy_words", "Allergic to", Kind::Line)
        .hint("To what, how bad, auto-injector along or not.").example("peanuts, auto-injector left behind"),
    kept("risk.heart", "Heart condition", Kind::YesNo).ncic("CMC 50")
        .hint("NCIC caution code 50.").example("no"),
    kept("risk.haemophilia", "Haemophilia", Kind::YesNo).ncic("CMC 85")
        .hint("NCIC caution code 85.").example("no"),
    kept("risk.condition", "Other conditions", Kind::Line)
        .hint("Any other illness or device. \"Anything else a doctor would want to know?\"")
        .example("sickle cell, port in chest").tags(&["cond"]).jump("co"),
    kept("risk.disability", "Disability", Kind::YesNo).state()
        .hint("Developmental, intellectual or physical. It can change the NCIC category.")
        .example("no").tags(&["disab"]).jump("di"),
    kept("risk.disability_words", "Disability, in words", Kind::Line)
        .hint("What the child can and cannot do alone.").example("reads little, trusts strangers"),
    kept("risk.autism", "Autism", Kind::YesNo)
        .hint("No caution code exists: it must be said in words.").example("no").tags(&["autism"]).jump("au"),
    kept("risk.wanders", "Wanders: water, traffic", Kind::YesNo).state()
        .hint("Search water first. \"Is the child drawn to water, roads, trains?\"").example("no").jump("wa"),
    kept("risk.wanders_to", "Drawn to", Kind::Line)
        .hint("Ponds, pools, tracks, a favourite place.").example("the canal behind the school"),
    kept("risk.responds", "Answers name and police", Kind::Line)
        .hint("How searchers should speak. \"Will the child answer a call, or hide?\"")
        .example("hides from uniforms, answers to Jay"),
    kept("risk.mental", "Mental-health diagnosis", Kind::YesNo)
        .hint("\"Is there a diagnosis or a recent stay in hospital?\"").example("yes").jump("mh"),
    kept("risk.mental_words", "Diagnosis, in words", Kind::Line)
        .hint("As in the file.").example("depression, in hospital in June"),
    kept("risk.crisis_plan", "Crisis plan", Kind::Prose).agency()
        .hint("What calms, what not to do, whom to call.").example("speak slowly, call aunt Rosa"),
    caution(kept("risk.substances", "Uses drugs or alcohol", Kind::YesNo)).ncic("CMC 20")
        .hint("\"Does the child use anything? What, how often?\"").example("no").tags(&["drugs"]),
    caution(kept("risk.substances_words", "Which, how often", Kind::Line))
        .hint("Withdrawal or overdose danger.").example("vapes daily, pills once"),
    kept("risk.gang", "Gang involvement", Kind::YesNo)
        .hint("\"Any gang around the child?\"").example("no").tags(&["gang"]),
    kept("risk.gang_words", "Which gang", Kind::Line)
        .hint("Name, signs, threats.").example("threats from a set on 5th"),
    kept("risk.trafficking", "Sex trafficking", Kind::Choice(TRAFFICKING)).state()
        .hint("Never a condition for reporting. An identified victim is a report of its own to police within 24 hours.")
        .example("suspected").tags(&["traff"]).jump("tf"),
    kept("risk.indicators", "Signs seen", Kind::Choices(INDICATORS))
        .hint("Tick what was seen. None proves anything alone.").example("older_partner").jump("in"),
    kept("risk.indicators_words", "Signs, in words", Kind::Prose)
        .hint("Names, places, dates.").example("picked up twice by a man in a white van"),
    row("risk.enticement", "Lured online", Kind::YesNo)
        .hint("\"Did the child plan to meet someone from online?\"").example("no").tags(&["lured"]).jump("en"),
    row("risk.enticement_words", "Lured by whom", Kind::Prose)
        .hint("Handles, promises, tickets, money.").example("a man who sent a bus ticket"),
    caution(kept("risk.violence", "Violent before", Kind::YesNo)).ncic("CMC 05")
        .hint("For the safety of officers. \"Has the child hurt anyone?\"").example("no"),
    caution(row("risk.weapon", "Weapon", Kind::YesNo)).ncic("CMC 00")
        .hint("For the safety of officers. \"Could there be a weapon?\"")
        .example("no").tags(&["weapon"]).jump("wp"),
    caution(row("risk.officers", "Officer safety, in words", Kind::Prose))
        .hint("What an officer should know before walking up.").example("may fight if held by the arm"),
    caution(kept("risk.cmc", "Caution codes", Kind::Codes(List::Cmc))).ncic("CMC")
        .hint("What police may set; the desk suggests, police decide.").example("70"),
    row("risk.out_of_character", "Out of character", Kind::YesNo).state()
        .hint("Some states want police at once. \"Is this unlike the child?\"")
        .example("yes").tags(&["ooc"]).jump("oc"),
    row("risk.company", "With someone dangerous", Kind::YesNo).state()
        .hint("Raises the category to endangered. \"Is anyone with the child who could do harm?\"").example("no"),
    row("risk.water", "Water or woods near", Kind::YesNo)
        .hint("\"Is there water, a quarry, woods, a railway near?\"").example("no"),
    row("risk.surroundings", "Weather, night, distance", Kind::Line)
        .hint("Cold, dark, how far on foot.").example("28 F, no coat, 3 miles from town"),
    row("risk.other", "Other danger", Kind::Prose)
        .hint("Threats, debts, a court date, anything that worries the caller. \"What worries you most?\"")
        .example("owes money to an older boy").tags(&["worry"]).jump("od"),
];
