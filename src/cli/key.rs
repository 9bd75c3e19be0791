//! `porchlight key`: what opens a sealed desk, and changing it.
//!
//! Every change is one replacement of the keys file, so that a kill at any point leaves the old way or the new
//! one open.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::args::{Common, KeyAbout};
use super::{noted, out, unlock};
use crate::env::clock::{Clock, Real};
use crate::env::{disk, paths};
use crate::record::Problem;
use crate::store::seal::unlock::{Secret, Unlock, Words};
use crate::store::seal::{Vault, crypt, recovery, ring::Kind};
use crate::store::{LogError, Store};

/// The fewest characters of a passphrase.
const LEAST: usize = 12;

/// Runs the command.
///
/// # Errors
/// When the desk cannot be opened, is not sealed, or the disk refuses; what opened it before opens it still.
pub fn run(common: &Common, about: &KeyAbout) -> Result<ExitCode, Problem> {
    let folder = paths::desk(common.desk.as_deref())?;
    super::reading::must_be_there(&folder)?;
    let ways = unlock::ways(common);
    let clear = || {
        Problem::setup(format!(
            "The desk in {} is not sealed, so it has no keys.",
            folder.display()
        ))
        .hint("porchlight seal seals it.")
    };
    if let KeyAbout::Status = about {
        let disk = disk::Real::new();
        let (vault, said) = Vault::open(&disk, &folder, &ways)
            .map_err(|error| noted::shut(common, &folder, error))?
            .ok_or_else(clear)?;
        for sentence in said {
            out::tell(&format!("porchlight: {sentence}"));
        }
        out::data(&status(&vault, &ways))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut store = Store::unlocked(&folder, Arc::new(disk::Real::new()), Real.wall(), &ways)
        .map_err(|error| noted::shut(common, &folder, error))?
        .store;
    let (vault, disk) = store.keys().ok_or_else(clear)?;
    let failed = |error: LogError| Problem::machine(format!("The key was not changed: {error}."));
    let has = |vault: &Vault, kind| vault.slots().iter().any(|slot| slot.kind == kind);
    match about {
        KeyAbout::Status => {}
        KeyAbout::AddPassphrase => {
            if has(vault, Kind::Passphrase) {
                return Err(Problem::operator("This desk has a passphrase already.")
                    .hint("porchlight key change-passphrase changes it."));
            }
            let words = new_passphrase()?;
            vault
                .set_slot(disk, &Secret::passphrase(&words))
                .map_err(failed)?;
            out::data(
                "The passphrase opens the desk from now on, beside what opened it before.\n",
            )?;
        }
        KeyAbout::ChangePassphrase => {
            if !has(vault, Kind::Passphrase) {
                return Err(Problem::operator("This desk has no passphrase yet.")
                    .hint("porchlight key add-passphrase gives it one."));
            }
            let old = unlock::ask("Present passphrase: ")?;
            if !vault.opened_by(&Secret::passphrase(&old)) {
                return Err(Problem::operator(
                    "That is not this desk's passphrase; nothing was changed.",
                ));
            }
            let words = new_passphrase()?;
            vault
                .set_slot(disk, &Secret::passphrase(&words))
                .map_err(failed)?;
            out::data(
                "The new passphrase opens the desk from now on; the old one no longer does. Backups made before open by the old one.\n",
            )?;
        }
        KeyAbout::Recovery => {
            let key = crypt::fresh_key().map_err(failed)?;
            vault
                .set_slot(disk, &Secret::recovery(&key))
                .map_err(failed)?;
            out::data(&printed(&recovery::print(&key)))?;
        }
        KeyAbout::Rotate => rotate(vault, disk, &ways, has(vault, Kind::Passphrase))?,
    }
    Ok(ExitCode::SUCCESS)
}

fn rotate(
    vault: &mut Vault,
    disk: &dyn disk::Disk,
    ways: &Unlock,
    passphrase: bool,
) -> Result<(), Problem> {
    let failed = |error: LogError| Problem::machine(format!("The key was not rotated: {error}."));
    let has = |kind| vault.slots().iter().any(|slot| slot.kind == kind);
    let mut others = Vec::new();
    let mut text =
        String::from("The desk has a new key, and every record's key is wrapped by it.\n");
    if has(Kind::File) {
        text.push_str(
            "The key file has new contents; copies of the old one open only older backups.\n",
        );
    }
    if has(Kind::Credential) {
        let path = ways.credential.as_ref().ok_or_else(|| {
            Problem::setup("This desk also opens by a systemd credential, which is not here.")
                .hint("Rotate from within the service, where CREDENTIALS_DIRECTORY is set.")
        })?;
        let secret = Secret::in_file(disk, path, Kind::Credential).map_err(Problem::setup)?;
        others.push(secret);
        text.push_str("The systemd credential opens it as before; give the service a new one to change that.\n");
    }
    if passphrase {
        let words = unlock::ask("The desk's passphrase: ")?;
        let secret = Secret::passphrase(&words);
        if !vault.opened_by(&secret) {
            return Err(Problem::operator(
                "That is not this desk's passphrase; nothing was changed.",
            ));
        }
        others.push(secret);
        text.push_str("The passphrase opens it as before.\n");
    }
    let mut paper = None;
    if has(Kind::Recovery) {
        let key = crypt::fresh_key().map_err(failed)?;
        others.push(Secret::recovery(&key));
        paper = Some(printed(&recovery::print(&key)));
        text.push_str("The recovery key on paper no longer opens it; here is the new one.\n");
    }
    // Paper first: a printed key that opens nothing yet is harmless, one that was never printed is not.
    if let Some(paper) = &paper {
        out::data(paper)?;
    }
    vault.rotate(disk, ways, &others).map_err(failed)?;
    out::data(&text)
}

fn new_passphrase() -> Result<Words, Problem> {
    let words = unlock::ask("New passphrase: ")?;
    if words.chars().count() < LEAST {
        return Err(Problem::operator(format!(
            "A passphrase needs at least {LEAST} characters; several words are easy to remember. Nothing was changed."
        )));
    }
    let again = unlock::ask("The same again: ")?;
    if *words != *again {
        return Err(Problem::operator(
            "The two were not the same; nothing was changed.",
        ));
    }
    Ok(words)
}

fn printed(key: &str) -> Zeroizing<String> {
    Zeroizing::new(format!(
        "Recovery key of this desk. Print it or write it down, and keep it in a locked place away from the machine.\nIt is shown only now, and it replaces every earlier one. Whoever has it opens the desk and its backups.\n\n    {key}\n\n"
    ))
}

/// What opens the desk, in words.
fn status(vault: &Vault, ways: &Unlock) -> String {
    let ring = vault.ring();
    let mut text = format!(
        "Sealed with AES-256-GCM, one key for each of {} records; desk key version {}.\n",
        ring.records.len(),
        ring.desk
    );
    if !ring.gone.is_empty() {
        let _ = writeln!(text, "{} records were purged.", ring.gone.len());
    }
    for slot in vault.slots() {
        let words = match slot.kind {
            Kind::File => {
                let inside = match &ways.key_file {
                    Some(path) => format!("{}", path.display()),
                    None => "in the desk's own folder: a copy of the folder holds lock and key"
                        .to_owned(),
                };
                format!("a key file ({inside})")
            }
            Kind::Passphrase => {
                format!("a passphrase (PBKDF2-HMAC-SHA-512, {} rounds)", slot.rounds)
            }
            Kind::Credential => "a systemd credential (porchlight.key)".to_owned(),
            Kind::Recovery => "a printed recovery key".to_owned(),
        };
        let _ = writeln!(text, "opens by {words}");
    }
    if !vault.slots().iter().any(|slot| slot.kind == Kind::Recovery) {
        text.push_str("There is no recovery key: if what opens it is lost, everything is. porchlight key recovery prints one.\n");
    }
    text
}
