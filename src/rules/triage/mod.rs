//! Triage: which situations are reported, to whom, and why. A table and what fits it; a person decides.
//!
//! Nothing here changes a duty. A decided row does, and only through the event that a person caused: a *no*
//! with its reason takes the report away, everything else leaves it owed.

mod propose;

pub use propose::{
    FOUND_BETWEEN, NCMEC_DECISION, Proposal, awaits_ncmec_decision, propose, verify_again,
};

use Sign::{
    Adult, CameOfAge, Either, Found, InGoodHands, Is, Linked, Minor, NcmecClaimed, NotFound,
    Overdue, PoliceClaimed, PoliceRefused, RanBefore, SchoolOrWork, Told, Untold, Whereabouts, Yes,
    Young,
};

use crate::record::event::Decision;
use crate::record::event::Decision::{CaseByCase as C, No as N, Yes as Y};

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Its number, 1 to 30.
    pub number: u8,
    /// The situation, in words.
    pub situation: &'static str,
    /// Report to police now?
    pub police: Decision,
    /// Report to NCMEC within 24 hours?
    pub ncmec: Decision,
    /// What to know or do.
    pub note: &'static str,
    /// Where it comes from.
    pub citation: &'static str,
    /// *No* stands only while a named person has verified the whereabouts.
    pub verify: bool,
    /// What must all be true for it to be proposed.
    signs: &'static [Sign],
    /// Which of several fitting rows is shown first; higher is more telling.
    weight: u8,
}

/// A fact that speaks for a row.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sign {
    /// Under 18 on the day, or nobody can say.
    Minor,
    /// From 18 to 20 on the day.
    Young,
    /// 21 or over on the day.
    Adult,
    /// Under 18 when the information came, 18 now.
    CameOfAge,
    /// One of these at least.
    Either(&'static [Sign]),
    /// The field's choice is one of these.
    Is(&'static str, &'static [&'static str]),
    /// The field was answered with yes.
    Yes(&'static str),
    /// How well whereabouts are known.
    Whereabouts(Known),
    /// The words on how and where it was verified speak of school or work.
    SchoolOrWork,
    /// They speak of police, hospital, detention or an approved visit.
    InGoodHands,
    /// They speak of being late from work or curfew.
    Overdue,
    /// Police refused or put the report off.
    PoliceRefused,
    /// Somebody says that police were called, and nobody at the desk has told them.
    PoliceClaimed,
    /// Police told NCMEC, as somebody says.
    NcmecClaimed,
    /// A report was taken.
    Told(&'static str),
    /// A report was not taken.
    Untold(&'static str),
    /// Found: whereabouts verified, or back.
    Found,
    /// Not found.
    NotFound,
    /// Other children of the same event.
    Linked,
    /// The child ran before.
    RanBefore,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Known {
    No,
    Claimed,
    Verified,
}

const NCMEC_FAQ: &str = "NCMEC, questions of social service agencies";
const DUTY: &str = "42 USC 671(a)(35)(B)";

#[expect(clippy::too_many_arguments, reason = "the columns of the table")]
const fn row(
    number: u8,
    weight: u8,
    situation: &'static str,
    police: Decision,
    ncmec: Decision,
    note: &'static str,
    citation: &'static str,
    signs: &'static [Sign],
) -> Row {
    Row {
        number,
        situation,
        police,
        ncmec,
        note,
        citation,
        verify: false,
        signs,
        weight,
    }
}
const fn verified(row: Row) -> Row {
    Row {
        verify: true,
        ..row
    }
}

/// The table.
#[rustfmt::skip]
pub static ROWS: &[Row] = &[
    row(1, 10, "Under 18, in the agency's care, whereabouts unknown, whatever the reason", Y, Y,
        "Any placement: foster home, relative, group home. The reason does not matter.",
        NCMEC_FAQ, &[Minor, Whereabouts(Known::No), NotFound]),
    verified(row(2, 40, "In a place not approved, and the agency knows where", N, N,
        "Not missing for police and NCMEC; a welfare check or a pick-up order is another matter. Some states call a risky place missing: California does.",
        NCMEC_FAQ, &[Whereabouts(Known::Verified), Either(&[Is("whereabouts.kind", &["unapproved_home"]), Is("placement.approved", &["unapproved"])])])),
    verified(row(3, 60, "Verified to be attending school or work", N, N,
        "Record who verified, how and when; verify again before the shift ends. When nobody can say where the child is, a new clock begins at that instant.",
        NCMEC_FAQ, &[Whereabouts(Known::Verified), Either(&[Is("whereabouts.kind", &["school_or_work"]), SchoolOrWork])])),
    verified(row(4, 30, "Left without permission, and the caregiver or agency knows where to", N, N,
        "Known and verified, not merely said.",
        NCMEC_FAQ, &[Whereabouts(Known::Verified)])),
    row(5, 50, "Somebody says where the child is; nobody has verified it", Y, Y,
        "Unknown until verified: a text, a rumour, a dot on a map. Report, and pass the lead to police.",
        "follows from the rule that only known whereabouts end a report", &[Whereabouts(Known::Claimed), NotFound]),
    row(6, 20, "Missing from a relative's home where the agency placed the child", Y, Y,
        "A relative placement is a placement.",
        NCMEC_FAQ, &[Either(&[Is("placement.location", &["Family", "Father", "Mother", "Fictive Kin"]), Is("placement.setting", &["Foster Family Home (Relative)"])]), NotFound]),
    row(7, 70, "18 to 20, and a court order gives the state guardianship", Y, Y,
        "Court and date of the order are asked for, never waited for. Police owe an NCIC entry up to 21.",
        "NCMEC, questions of social service agencies; 34 USC 41307", &[Young, Is("legal.status", &["guardianship_order"])]),
    row(8, 70, "18 to 20, in voluntary extended care", C, C,
        "NCMEC says such young adults do not qualify for its help; the federal duty may reach the age the state elected. Decide with the supervisor; when NCMEC declines, record who and when.",
        "NCMEC, questions of social service agencies; 42 USC 671(a)(35) with 675(8)", &[Young, Is("legal.status", &["voluntary_extended"])]),
    row(9, 75, "18 to 20, and the guardianship papers are not at hand", Y, Y,
        "Report and say so; never wait for paper.",
        "the agency's own rule", &[Young, Is("legal.guardianship", &["not_at_hand"])]),
    row(10, 65, "18 to 20, and police reported to NCMEC", Y, Y,
        "NCMEC assists then. Get both numbers.",
        NCMEC_FAQ, &[Young, NcmecClaimed]),
    row(11, 70, "21 or over", C, N,
        "An adult: police decide on danger and capacity.",
        "follows from 34 USC 41307", &[Adult]),
    row(12, 85, "Turned 18 while missing", Y, C,
        "The NCIC record may not be removed for age alone. Guardianship ordered: row 7. Voluntary extended care: row 8.",
        "34 USC 41308(2)", &[CameOfAge]),
    row(13, 90, "Police refuse the report or put it off", Y, Y,
        "No waiting period; entry within 2 hours of the report. Ask for the watch commander, then the sheriff, then the clearinghouse; an FBI field office can enter too. Report to NCMEC now and state the refusal.",
        "34 USC 41308(1) and (3)", &[PoliceRefused, Untold("police.report")]),
    row(14, 70, "A child of a family the worker helps, not in the agency's custody", Y, Y,
        "Police report made or at least tried. NCMEC needs the parent's full contact details; best made by or with the parent, whose authority a poster needs.",
        NCMEC_FAQ, &[Is("legal.status", &["third_party"])]),
    row(15, 70, "Open in-home case", Y, Y,
        "As row 14; an agency's own duty in some states, and federally where trafficking is believed or a risk.",
        DUTY, &[Is("legal.status", &["in_home", "trial_home"])]),
    row(16, 35, "Trafficking only suspected", Y, Y,
        "Suspicion is no condition: every missing child is reported. When the child is identified as a victim, police are owed a report of their own (F5).",
        NCMEC_FAQ, &[Is("risk.trafficking", &["suspected"]), NotFound]),
    row(17, 80, "Not missing, and an identified trafficking victim", Y, C,
        "Report to police within 24 hours of the information.",
        "42 USC 671(a)(34)(A)", &[Is("risk.trafficking", &["known"]), Whereabouts(Known::Verified)]),
    row(18, 45, "Ran again, perhaps hours after the return", Y, Y,
        "Everything anew: police, NCIC and NCMEC. The old numbers cover nothing.",
        "NCMEC, making a report", &[RanBefore, NotFound]),
    row(19, 95, "Taken by somebody outside the family", Y, Y,
        "911 at once. Ask for an AMBER evaluation: belief of abduction, danger, enough description, 17 or under, entered in NCIC. Police decide.",
        "AMBER criteria; 42 USC 671(a)(35)(B)", &[Is("call.kind", &["nonfamily_abduction"])]),
    row(20, 95, "Taken by family, or not returned from a visit", Y, Y,
        "911 at once. Not a civil matter. NCIC circumstance N. Leaving the country: State Department 1-888-407-4747. The AMBER evaluation is asked for and logged.",
        "NCMEC, family abduction; 42 USC 671(a)(35)(B)", &[Is("call.kind", &["family_abduction"])]),
    row(21, 95, "Lost or wandered: a small child, autism", Y, Y,
        "911 at once, and search first: water, traffic, woods.",
        "state rules on immediate calls; 42 USC 671(a)(35)(B)", &[Is("call.kind", &["lost"])]),
    row(22, 95, "Displaced by a disaster", Y, Y,
        "The National Emergency Child Locator Center when it is activated: 1-877-908-9570.",
        NCMEC_FAQ, &[Is("call.kind", &["disaster"])]),
    row(23, 15, "Missing, reason unknown", Y, Y,
        "For any reason means for any reason.",
        NCMEC_FAQ, &[Is("call.kind", &["other"]), NotFound]),
    row(24, 55, "Overdue: late from work, a visit, a curfew", C, C,
        "Some states give hours to search first. The federal clock counts from the information that the child is missing, and may already run: record who judged, and when.",
        DUTY, &[Either(&[Yes("call.overdue"), Overdue]), Whereabouts(Known::No), NotFound]),
    verified(row(25, 65, "In police custody, hospital, detention, or on an approved visit", N, N,
        "Whereabouts known. If a report was made earlier, tell everybody who has it.",
        NCMEC_FAQ, &[Whereabouts(Known::Verified), Either(&[Is("whereabouts.kind", &["police", "hospital", "detention", "approved_visit"]), InGoodHands])])),
    row(26, 58, "The caregiver says that police were called", Y, Y,
        "Verify the number with police. The agency still owes NCMEC, and its own report to police.",
        NCMEC_FAQ, &[PoliceClaimed, Untold("police.report")]),
    row(27, 48, "Siblings together, or a teen parent with an infant", Y, Y,
        "One report for each child, to both. Police may give one number; ask for each NCIC number.",
        "every missing child is reported", &[Linked]),
    row(28, 98, "Found before any report was made", C, C,
        "No authority answers this. Record the run, why no report was made, and the supervisor's decision. Interview and screening are still owed.",
        "no authority found; 42 USC 671(a)(35)(A)(iii) for the screen", &[Found, Untold("police.report"), Untold("ncmec.report")]),
    row(29, 98, "Found after the police report, before the NCMEC report", Y, C,
        "Have police clear the NCIC entry. Reporting to NCMEC with how the child was found is advised: it helps a later run. Not reporting needs a reason.",
        "no authority found; NCMEC, questions of social service agencies", &[Found, Told("police.report"), Untold("ncmec.report")]),
    row(30, 60, "Another state's child, or found in another state", Y, Y,
        "Report here. Tell the home state's worker; the Interstate Compact for Juveniles governs a return.",
        "ICJ rule 6-101", &[Either(&[Is("legal.status", &["icpc"]), Is("whereabouts.kind", &["other_state"])])]),
];

/// A row of the table by its number.
pub fn row_of(number: u8) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.number == number)
}
