//! The small vocabularies in words: how they are shown, typed in a command, and written in `--json`.
//!
//! One table a vocabulary. Reading forgives case, `_`, `-` and a few other names people use.

use super::event::{
    Caller, Channel, Closing, Decision, FirstQuestion, Outcome, Receiver, YesNoUnknown,
};
use super::field::{Group, Section};

/// A row: the variant, its word, and other words that are understood.
macro_rules! words {
    ($type:ty { $($variant:ident = $word:literal $(| $other:literal)*),+ $(,)? }) => {
        impl $type {
            /// Every variant, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The word for it, the same on screen and in `--json`.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            /// Reads a word, forgiving case, `_` and `-`.
            pub fn from_word(text: &str) -> Option<Self> {
                match plain(text).as_str() {
                    $($word $(| $other)* => Some(Self::$variant),)+
                    _ => None,
                }
            }
            /// The words that are understood, for a refusal: `phone, email, fax`.
            pub fn choices() -> String {
                [$($word),+].join(", ")
            }
        }
    };
}

/// Lower case, one space between words.
fn plain(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if matches!(c, '_' | '-') { ' ' } else { c })
        .collect();
    spaced
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

words!(Channel {
    Phone = "phone" | "telephone" | "call" | "by phone",
    Email = "email" | "e mail" | "mail",
    Fax = "fax",
    Voicemail = "voicemail" | "voice mail",
    Web = "web" | "online" | "web form",
    SystemToSystem = "system to system" | "system" | "s2s",
    InPerson = "in person" | "person",
    Text = "text" | "sms" | "text message",
});

words!(Receiver {
    Police = "police" | "law enforcement",
    Ncmec = "ncmec",
    Agency = "agency",
    Clearinghouse = "clearinghouse",
    Supervisor = "supervisor",
    Court = "court",
    Attorney = "attorney",
    Parent = "parent",
    Tribe = "tribe",
    Hhs = "hhs",
});

words!(Outcome {
    NoAnswer = "no answer" | "rang out" | "busy",
    Voicemail = "voicemail" | "voice mail" | "left message",
    Sent = "sent",
    Refused = "refused",
    Declined = "declined",
    Claimed = "claimed",
    Told = "told" | "accepted",
    Confirmed = "confirmed",
    Excused = "excused",
});

words!(Caller {
    Police = "police",
    Ncmec = "ncmec",
    Tip = "tip" | "sighting",
    Child = "child",
    Caregiver = "caregiver",
    Other = "other",
});

words!(FirstQuestion {
    DangerNow = "danger now" | "danger",
    Called911 = "called 911" | "911",
});

words!(YesNoUnknown {
    Yes = "yes" | "y",
    No = "no" | "n",
    Unknown = "unknown" | "u" | "?" | "asked and unknown",
});

words!(Decision {
    Yes = "yes" | "y",
    No = "no" | "n",
    CaseByCase = "case by case" | "c",
});

words!(Closing {
    Returned = "returned",
    FoundBeforeReport = "found before report" | "found before any report",
    NotMissing = "not missing",
    Mistaken = "mistaken" | "mistake",
    Other = "other",
});

words!(Group {
    Alias = "alias" | "aliases",
    Mark = "mark" | "marks",
    Garment = "garment" | "garments" | "clothing",
    Phone = "phone" | "phones",
    Account = "account" | "accounts",
    Medication = "medication" | "medications",
    Companion = "companion" | "companions",
    Abductor = "abductor" | "abductors",
    Vehicle = "vehicle" | "vehicles",
    Party = "party" | "parties",
    Officer = "officer" | "officers",
    PriorRun = "prior run" | "prior runs",
    Lead = "lead" | "leads" | "tip",
    Photo = "photo" | "photos",
    Video = "video" | "videos",
    Place = "place" | "places",
    Number = "number" | "numbers",
    Relative = "relative" | "relatives",
});

words!(Section {
    Call = "call",
    Child = "child",
    Descriptors = "descriptors",
    Marks = "marks",
    Clothing = "clothing",
    Online = "online",
    Risks = "risks",
    Circumstances = "circumstances",
    Companions = "companions",
    Abductor = "abductor",
    Vehicle = "vehicle",
    Parties = "parties",
    Placement = "placement",
    History = "history",
    Photos = "photos",
    Biometrics = "biometrics",
    Recovery = "recovery",
    Leads = "leads",
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        macro_rules! check {
            ($($type:ty),+) => {$(
                for one in <$type>::ALL {
                    assert_eq!(<$type>::from_word(one.word()), Some(*one), "{}", one.word());
                    assert_eq!(<$type>::from_word(&one.word().replace(' ', "_").to_uppercase()), Some(*one));
                }
                assert_eq!(<$type>::from_word("no such word"), None);
            )+};
        }
        check!(
            Channel,
            Receiver,
            Outcome,
            Caller,
            FirstQuestion,
            YesNoUnknown,
            Decision,
            Closing,
            Group,
            Section
        );
    }
}
