//! A script of a case and where its reading is.

use std::collections::BTreeSet;

use crate::wire::view::{FactState, SheetLine, SheetView};

/// A script the desk reads out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the two receivers")]
pub enum Sheet {
    Police,
    Ncmec,
}

impl Sheet {
    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Police => "police",
            Self::Ncmec => "ncmec",
        }
    }
    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Police => "police",
            Self::Ncmec => "NCMEC",
        }
    }
    /// The duty that its report discharges.
    pub fn duty(self) -> &'static str {
        match self {
            Self::Police => "police.report",
            Self::Ncmec => "ncmec.report",
        }
    }
}

/// A script and where the reading is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Script {
    /// As the desk composed it last; `None` until it has.
    pub view: Option<SheetView>,
    /// The line in focus, counted over all parts.
    pub at: usize,
    /// Lines read out, counted over all parts.
    pub ticked: BTreeSet<usize>,
}

impl Script {
    /// Every line with its part's number, in order.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &SheetLine)> {
        self.view
            .iter()
            .flat_map(|view| view.parts.iter().enumerate())
            .flat_map(|(part, p)| p.lines.iter().map(move |line| (part, line)))
    }
    /// The lines that are blank, by their number over all parts.
    pub fn blanks(&self) -> impl Iterator<Item = usize> {
        self.lines()
            .enumerate()
            .filter(|(_, (_, line))| line.state == Some(FactState::Blank))
            .map(|(at, _)| at)
    }
}
