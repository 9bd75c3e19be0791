//! What a start is made of, part by part.

use std::sync::Arc;
use std::time::Instant;

use porchlight::env::disk::Real;
use porchlight::record::Moment;
use porchlight::store::seal::{Vault, unlock::Unlock};
use porchlight::store::{Log, Store, journal};

use crate::people::Folders;
use crate::table::{Anchor, Table, Target, median, millis};

const NOW: Moment = Moment(1_794_000_000_000_000);

pub fn measure(folders: &mut Folders, table: &mut Table) {
    for count in [1_000, 10_000] {
        let at = folders.of(count);
        let (mut survey, mut vault, mut once, mut sled) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for _ in 0..7 {
            let disk = Arc::new(Real::new());
            let begun = Instant::now();
            journal::survey(disk.as_ref(), &at.join(journal::FOLDER), &mut |_, _| {})
                .expect("the journal");
            survey.push(millis(begun.elapsed()));
            let begun = Instant::now();
            Vault::open(disk.as_ref(), &at, &Unlock::default()).expect("the keys");
            vault.push(millis(begun.elapsed()));
            let begun = Instant::now();
            drop(Store::open_at_once(&at, disk.clone(), NOW, &Unlock::default()).expect("a desk"));
            once.push(millis(begun.elapsed()));
            let begun = Instant::now();
            let mut store = Store::open(&at, disk, NOW).expect("a desk").store;
            while !store.keeps() {
                store.idle(NOW);
            }
            sled.push(millis(begun.elapsed()));
        }
        for (what, figures) in [
            ("journal looked through", survey),
            ("keys opened", vault),
            ("store opened at once", once),
            ("store opened with sled", sled),
        ] {
            table.row(
                &format!("{count} cases: {what}"),
                median(&figures),
                "ms",
                Target::None,
                &Anchor::None,
            );
        }
    }
}
