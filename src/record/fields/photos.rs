//! Photos and videos, as facts: which, of when, by whom supplied, with whose permission.

use crate::record::field::{Choice, Counts, Field, Group, Kind, Section};

/// Where permission to publish stands.
const PERMISSION: &[Choice] = &[
    Choice::new("not_asked", "not asked", 'n'),
    Choice::new("granted", "granted", 'g'),
    Choice::new("refused", "refused", 'r'),
    Choice::new("not_ours", "not ours to give", 'o'),
];

const fn row(id: &'static str, label: &'static str, kind: Kind) -> Field {
    Field::new(Section::Photos, id, label, kind).ncmec()
}
const fn photo(id: &'static str, label: &'static str, kind: Kind) -> Field {
    row(id, label, kind)
        .of_child()
        .in_group(Group::Photo)
        .never_public()
}
const fn video(id: &'static str, label: &'static str, kind: Kind) -> Field {
    row(id, label, kind)
        .of_child()
        .in_group(Group::Video)
        .never_public()
}

/// The rows, in the form's order.
#[rustfmt::skip] // a row is read across, like a line of a table
pub(super) static ROWS: &[Field] = &[
    row("photos.any", "Is there a photo", Kind::YesNo).police().shortest(12)
        .hint("Wanted, never waited for. \"Is there a recent photo, clear and in colour? Taken when?\"")
        .example("yes").tags(&["photo", "pic"]).jump("px"),
    row("photos.taken", "Photo taken", Kind::Date).police().shortest(12)
        .hint("In 30 days police need one of the last 180 days.")
        .example("2026-08").tags(&["phototaken"]).jump("pt").counts(Counts::WithPhoto),
    row("photos.where", "Where the photo is", Kind::Line).police().agency().never_public()
        .hint("Who has it and can send it tonight.").example("school portal, foster mother's phone")
        .counts(Counts::WithPhoto),
    row("poster.wanted", "Poster wanted", Kind::YesNo).agency().never_public().before_photo()
        .hint("A poster needs an NCIC entry and a photo with permission.").example("no").jump("po"),
    row("poster.wanted_by", "Poster decided by", Kind::Line).agency().never_public().before_photo()
        .hint("Who decided, on what authority.").example("supervisor R. Chen"),
    row("poster.promise", "Sends appearance changes", Kind::YesNo).agency().never_public().before_photo()
        .hint("Asking for a poster promises corrected descriptions later.").example("yes"),
    row("poster.promise_by", "Changes promised by", Kind::Line).agency().never_public().before_photo()
        .hint("Who understood and agreed, by name.").example("supervisor R. Chen"),
    photo("photo.file", "File", Kind::Line).police()
        .hint("The name it was supplied under.").example("ortiz_school_2026.jpg").tags(&["file"]),
    photo("photo.sha256", "SHA-256", Kind::Line).agency()
        .hint("Names the picture itself, whatever the file is called.")
        .example("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    photo("photo.taken", "Date taken", Kind::Date).police()
        .hint("Not the date of the file.").example("2026-08-19"),
    photo("photo.changed", "What changed since", Kind::Line).police()
        .hint("Hair, weight, braces, marks.").example("hair now short, braces off"),
    photo("photo.supplied_by", "Supplied by", Kind::Line).agency()
        .hint("Who gave it, when.").example("foster mother, 1 Nov"),
    photo("photo.confirmed_by", "Shows this child, says", Kind::Line).before_photo().agency()
        .hint("Handing it over says it shows this child: somebody who knows the child confirms.")
        .example("foster mother D. Walker"),
    photo("photo.confirmed_at", "Confirmed at", Kind::When).before_photo().agency()
        .hint("When they looked.").example("1h ago"),
    photo("photo.permission", "May be published", Kind::Choice(PERMISSION)).before_photo().agency()
        .hint("An agency that hands photos to NCMEC permits publishing. In some states staff may not.")
        .example("not_asked"),
    photo("photo.permission_by", "Permission by", Kind::Line).before_photo().agency()
        .hint("Who said so, name and title.").example("director M. Adeyemi"),
    photo("photo.permission_authority", "On what authority", Kind::Line).before_photo().agency()
        .hint("Order, statute, policy.").example("agency policy 4.12"),
    photo("photo.permission_at", "Permission at", Kind::When).before_photo().agency()
        .hint("When it was given or refused.").example("30 min ago"),
    photo("photo.enhancement", "Enhancement understood", Kind::YesNo).before_photo().agency()
        .hint("NCMEC may enhance the picture or show the child older.").example("yes"),
    photo("photo.words", "Shows", Kind::Line).police()
        .hint("Face, whole body, with whom.").example("face, school uniform"),
    video("video.file", "Video file", Kind::Line).police()
        .hint("The name it was supplied under.").example("doorbell_2140.mp4").tags(&["video"]),
    video("video.sha256", "Video SHA-256", Kind::Line).agency()
        .hint("Names the video itself.")
        .example("2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"),
    video("video.taken", "Video taken", Kind::When).police()
        .hint("When it was recorded.").example("last night 9:40pm"),
    video("video.supplied_by", "Video supplied by", Kind::Line).agency()
        .hint("Who gave it, when.").example("neighbour"),
    video("video.confirmed_by", "Video confirmed by", Kind::Line).before_photo().agency()
        .hint("Who knows the child and looked.").example("night staff Omar P."),
    video("video.confirmed_at", "Video confirmed at", Kind::When).before_photo().agency()
        .hint("When they looked.").example("50 min ago"),
    video("video.permission", "Video may be published", Kind::Choice(PERMISSION)).before_photo().agency()
        .hint("As for photos.").example("not_asked"),
    video("video.permission_by", "Video permission by", Kind::Line).before_photo().agency()
        .hint("Who, on what authority, when.").example("director M. Adeyemi, policy 4.12"),
    video("video.words", "Video shows", Kind::Line).police()
        .hint("Who, where, which way.").example("child leaves by the gate, turns left"),
];
