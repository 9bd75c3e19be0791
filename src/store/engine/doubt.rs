//! A journal in doubt: nothing new is taken, sled's copies are read, and healed from when the operator says so.

use super::Store;
use super::standing::Standing;
use crate::store::heal;
use crate::store::journal::{self, Journal};
use crate::store::keeper::{self, Begin, Keeper};
use crate::store::{LogError, evidence, words};

impl Store {
    /// Takes nothing new from here on, and reads from sled's copies if they are whole.
    pub(super) fn doubt(&mut self, why: String) -> Result<(), String> {
        self.refused = Some(why);
        let (Standing::Up(keeper) | Standing::Opening(keeper)) = &self.keeper else {
            return Err("sled cannot be opened".to_owned());
        };
        self.rescue = Some(heal::rescue(keeper, &self.journal)?);
        Ok(())
    }

    /// What must be said where the end of the log is known from sled alone, which may be behind what was saved.
    pub(super) fn behind(&self) -> Option<String> {
        let rescue = self.rescue.as_ref()?;
        (rescue.chain.next > self.journal.chain().next || self.open_ended)
            .then(|| words::upto(&rescue.index, rescue.chain.next))
    }

    /// Whether the journal is in doubt and sled's copies are whole, so that [`Store::heal_from_sled`] can mend it.
    pub fn can_heal(&self) -> bool {
        self.rescue.is_some()
    }

    /// Whether the journal is in doubt, once sled has had its say: damaged, gone, or short of its end.
    ///
    /// Whatever was taken from an index is read first.
    pub fn in_doubt(&mut self) -> bool {
        if self.journal.is_unread() {
            let walked = self.journal.pass().over(&mut |_| {});
            let agrees = walked.is_ok_and(|walked| self.journal.agrees(&walked));
            if !agrees && self.look_again().is_err() {
                return true;
            }
        }
        self.settle();
        self.refused.is_some()
    }

    /// Writes the journal anew from sled's verbatim copies. The operator chooses this; nothing else does.
    ///
    /// The old journal is kept under another name, which the returned sentence says.
    ///
    /// # Errors
    /// When there is nothing to heal or the copies are not whole; the desk stays as it was.
    pub fn heal_from_sled(&mut self) -> Result<String, LogError> {
        self.heal_along(&mut |_, _| {})
    }

    /// The same, saying how many entries are written of how many.
    ///
    /// # Errors
    /// As [`Store::heal_from_sled`].
    pub fn heal_along(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<String, LogError> {
        let Some(rescue) = self.rescue.take() else {
            return Err(LogError::ReadOnly(match &self.refused {
                None => "The journal is whole; there is nothing to heal.".to_owned(),
                Some(_) => "sled does not hold what the journal lost. Restore a backup.".to_owned(),
            }));
        };
        let written = heal::write_anew(
            self.disk.as_ref(),
            &self.folder,
            &rescue,
            self.size,
            progress,
        );
        let old = match written {
            Ok(old) => old,
            Err(error) => {
                self.rescue = Some(rescue);
                return Err(error);
            }
        };
        let at = self.folder.join(journal::FOLDER);
        let survey = journal::survey(self.disk.as_ref(), &at, &mut |_, _| {})?;
        if let Some(hash) = survey.index.founding {
            evidence::leave(self.disk.as_ref(), &self.folder, &hash)?;
        }
        let reserve = self.journal.take_reserve();
        self.journal = Journal::sized(self.disk.clone(), at, survey, self.size);
        self.journal.set_reserve(reserve);
        self.refused = None;
        self.open_ended = false;
        self.close_keeper();
        self.start_again();
        let kept = match old {
            Some(old) => format!(" The old journal is kept as {}.", old.display()),
            // Nothing is left of it that could say where it ended.
            None => format!(
                " {}",
                words::upto(self.journal.index(), self.journal.chain().next)
            ),
        };
        Ok(format!(
            "The journal was healed from sled: {} entries are whole.{kept}",
            self.journal.chain().next
        ))
    }

    /// Looks at every segment after all, since what was read was not what the indexes said.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub(super) fn look_again(&mut self) -> Result<(), LogError> {
        let at = self.journal.folder().to_owned();
        let survey = journal::survey(self.disk.as_ref(), &at, &mut |_, _| {})?;
        let said = words::holes(&at, &survey);
        self.said.extend(said);
        let damaged = !survey.holes.is_empty() || !survey.index.hurt.is_empty();
        self.open_ended = survey.holes.last().is_some_and(|hole| hole.to.is_none());
        let reserve = self.journal.take_reserve();
        self.journal = Journal::sized(self.disk.clone(), at.clone(), survey, self.size);
        self.journal.set_reserve(reserve);
        if !damaged {
            return Ok(());
        }
        self.close_keeper();
        self.keeper = Standing::Opening(Keeper::start(
            self.disk.clone(),
            self.folder.clone(),
            at.clone(),
            Begin::Frozen,
        )?);
        self.hear(keeper::LIMIT);
        self.settled = true;
        let sentence = match self.doubt(words::read_only(&at)) {
            Ok(()) => words::rescued(&at),
            Err(why) => words::not_rescued(&why),
        };
        self.said.push(sentence);
        self.said.extend(self.behind());
        Ok(())
    }

    fn close_keeper(&mut self) {
        let down = Standing::Down {
            again: 0,
            suspect: false,
        };
        if let Standing::Up(keeper) | Standing::Opening(keeper) =
            std::mem::replace(&mut self.keeper, down)
        {
            keeper.close();
        }
    }
}
