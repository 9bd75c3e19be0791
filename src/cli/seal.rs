//! `porchlight seal`: seals a desk that was made before there was sealing, and finishes one that was cut off.

use std::process::ExitCode;
use std::sync::Arc;

use super::args::Common;
use super::progress::Progress;
use super::{out, settings, unlock};
use crate::desk::local::LocalDesk;
use crate::env::clock::{Clock, Real};
use crate::env::disk::{self, Disk};
use crate::env::{ids, paths};
use crate::record::{Problem, SafeText};
use crate::store::seal::is_sealed;
use crate::store::spool::{self, Spool};
use crate::store::{DeskLock, OpenError, Store, backup, reseal};

/// Runs the command.
///
/// # Errors
/// When the desk is sealed already, in use, damaged, or a disk refuses; the clear desk stays then.
pub fn run(common: &Common) -> Result<ExitCode, Problem> {
    let folder = paths::desk(common.desk.as_deref())?;
    super::reading::must_be_there(&folder)?;
    let disk: Arc<dyn Disk> = Arc::new(disk::Real::new());
    let now = Real.wall();
    if reseal::is_ready(disk.as_ref(), &folder) {
        let _lock = DeskLock::take(disk.as_ref(), &folder, now).map_err(OpenError::problem)?;
        reseal::finish(disk.as_ref(), &folder)
            .map_err(|e| Problem::machine(format!("The sealing could not be finished: {e}.")))?;
        out::data(
            "A sealing that was cut off is finished: the desk is sealed, and the clear copies are destroyed.\n",
        )?;
        return Ok(ExitCode::SUCCESS);
    }
    let operator = settings::settings(common)?.operator;
    // What readers left in the clear goes into the log first; sealed, the desk would not take it.
    if !is_sealed(disk.as_ref(), &folder) && disk.exists(&folder.join(spool::FOLDER)) {
        let opened = Store::open(&folder, disk.clone(), now).map_err(OpenError::problem)?;
        let mut desk = LocalDesk::open(opened.store, now, ids::fresh()?)?;
        for words in desk.take_left(&Spool::of(disk.clone(), &folder, None)) {
            out::tell(&format!("porchlight: {words}"));
        }
    }
    let mut bar = Progress::of(common, "seal");
    let sealed = reseal::seal_clear(
        &disk,
        &folder,
        &unlock::ways(common),
        now,
        (&SafeText::line(&operator), super::noted::session()?),
        &mut |done, of| bar.at(done, of),
    )
    .map_err(OpenError::problem)?;
    bar.end();
    out::data(&format!(
        "The desk is sealed: {} entries copied, read back and compared. Old head {}, new head {}; both stand in the log.\n\
         The clear journal, sled and drafts are overwritten and removed. A disk, a snapshot or a backup may still hold older copies of them.\n",
        sealed.entries,
        backup::hex(&sealed.old),
        backup::hex(&sealed.new)
    ))?;
    out::tell(
        "porchlight: porchlight key status says what opens it; porchlight key recovery prints a key for the day that is lost.",
    );
    Ok(ExitCode::SUCCESS)
}
