//! What each ask about who somebody is is called in the audit.

use crate::wire::who::{Ask, Change};

/// The verb under which it stands when it is refused; done, most write an event that is its own row.
pub(super) const fn of(ask: &Ask) -> &'static str {
    match ask {
        Ask::Hello => "hello",
        Ask::SignIn { .. } => "sign in",
        Ask::SignInByAccount => "sign in by account",
        Ask::Prove { .. } => "prove",
        Ask::Lock => "lock",
        Ask::Resume { .. } => "resume",
        Ask::Active => "active",
        Ask::SignOut => "sign out",
        Ask::Reveal { .. } => "reveal",
        Ask::BreakGlass { .. } => "break glass",
        Ask::Alone { .. } => "work unsigned",
        Ask::Blank { .. } => "blank sheet",
        Ask::Roster => "roster",
        Ask::Flags => "flags",
        Ask::Review { .. } => "review",
        Ask::Change(change) => of_change(change),
    }
}

/// The same for a change of the roster.
pub(super) const fn of_change(change: &Change) -> &'static str {
    match change {
        Change::Add { .. } => "add operator",
        Change::Phrase { .. } => "set phrase",
        Change::Role { .. } => "set role",
        Change::Suspend { .. } => "suspend operator",
        Change::Restore { .. } => "restore operator",
        Change::Release { .. } => "release operator",
    }
}
