//! What every log must do, run against each of them.

use porchlight::record::{Batch, SafeText, SessionId, Stream};
use porchlight::store::{Log, LogError, MemoryLog};

use super::make::{CASE, OTHER, START, batch, everything, founding, note, open, text_of};

/// Runs a check against a fresh log of each kind.
fn on_each(check: fn(&mut dyn Log)) {
    check(&mut MemoryLog::new());
    let home = tempfile::tempdir().unwrap();
    check(&mut open(&home.path().join("desk")).store);
}

fn founded(log: &mut dyn Log) {
    log.append(&founding()).unwrap();
}

fn asked(request: u64, text: &str) -> Batch {
    Batch {
        request,
        session: SessionId(77),
        ..batch(vec![(CASE, note(text))])
    }
}

#[test]
fn an_empty_log_has_nothing_and_takes_its_founding_first() {
    on_each(|log| {
        assert_eq!(log.head(Stream::Desk), 0);
        assert_eq!(log.last_time(), None);
        assert!(everything(log).is_empty());
        assert!(log.read(CASE, 0).unwrap().is_empty());
        let early = log.append(&batch(vec![(CASE, note("too early"))]));
        assert!(matches!(early, Err(LogError::ReadOnly(_))), "{early:?}");
        assert!(everything(log).is_empty());
        founded(log);
        assert_eq!(log.head(Stream::Desk), 1);
        assert_eq!(log.last_time(), Some(START));
    });
}

#[test]
fn what_was_written_is_read_at_once_in_order_and_without_gaps() {
    on_each(|log| {
        founded(log);
        let one = log
            .append(&batch(vec![
                (CASE, note("a")),
                (OTHER, note("b")),
                (CASE, note("c")),
            ]))
            .unwrap();
        let places: Vec<_> = one.iter().map(|r| (r.stream, r.seq)).collect();
        assert_eq!(places, [(CASE, 1), (OTHER, 1), (CASE, 2)]);
        assert_eq!(one[0].operator.as_str(), "Ruth Okafor");
        log.append(&batch(vec![(CASE, note("d"))])).unwrap();
        let case = log.read(CASE, 0).unwrap();
        let read: Vec<_> = case.iter().map(|r| (r.seq, text_of(r).unwrap())).collect();
        assert_eq!(read, [(1, "a"), (2, "c"), (3, "d")]);
        assert_eq!(case[..2], [one[0].clone(), one[2].clone()]);
        assert_eq!(log.read(CASE, 2).unwrap().len(), 1);
        assert!(log.read(CASE, 3).unwrap().is_empty());
        let texts: Vec<_> = everything(log).into_iter().map(|e| e.2).collect();
        assert_eq!(texts, ["", "a", "b", "c", "d"]);
    });
}

#[test]
fn a_moved_head_is_refused_and_writes_nothing() {
    on_each(|log| {
        founded(log);
        log.append(&batch(vec![(CASE, note("a"))])).unwrap();
        for (stream, seen) in [(CASE, 0), (CASE, 2), (OTHER, 1)] {
            let mut late = batch(vec![(CASE, note("late"))]);
            late.expected = vec![(Stream::Desk, 1), (stream, seen)];
            assert!(
                matches!(log.append(&late), Err(LogError::Moved)),
                "{stream:?} {seen}"
            );
        }
        assert_eq!(log.head(CASE), 1);
        let mut next = batch(vec![(CASE, note("b")), (OTHER, note("c"))]);
        next.expected = vec![(CASE, 1), (OTHER, 0)];
        log.append(&next).unwrap();
        assert_eq!(everything(log).len(), 4);
    });
}

#[test]
fn a_resend_is_answered_and_not_repeated() {
    on_each(|log| {
        founded(log);
        assert_eq!(log.answered(SessionId(77), 1), None);
        let first = log.append(&asked(1, "once")).unwrap();
        assert_eq!(log.answered(SessionId(77), 1), Some(1..2));
        assert_eq!(log.append(&asked(1, "once")).unwrap(), first);
        assert!(matches!(
            log.append(&asked(1, "other")),
            Err(LogError::Repeated)
        ));
        log.append(&asked(2, "once")).unwrap();
        assert_eq!(log.head(CASE), 2);
        let nobody = batch(vec![(CASE, note("twice"))]);
        log.append(&nobody).unwrap();
        log.append(&nobody).unwrap();
        assert_eq!(log.head(CASE), 4);
    });
}

#[test]
fn a_group_keeps_its_order_and_refuses_one_by_one() {
    on_each(|log| {
        founded(log);
        let mut stale = batch(vec![(CASE, note("stale"))]);
        stale.expected = vec![(CASE, 0)];
        let results = log.append_all(&[
            batch(vec![(CASE, note("a"))]),
            stale,
            batch(vec![(CASE, note("b"))]),
            batch(vec![(OTHER, note("c"))]),
        ]);
        assert!(matches!(results[1], Err(LogError::Moved)));
        let seqs: Vec<_> = [0, 2, 3]
            .iter()
            .map(|i| results[*i].as_ref().unwrap()[0].seq)
            .collect();
        assert_eq!(seqs, [1, 2, 1]);
        assert_eq!(everything(log).len(), 4);
    });
}

#[test]
fn names_in_any_script_come_back_byte_for_byte() {
    on_each(|log| {
        founded(log);
        let names = [
            "Nguyễn Thị Hồng",
            "Ło Jiří",
            "阿依古丽",
            "عائشة",
            "O’Neil-Ångström 🕯",
        ];
        for name in names {
            log.append(&Batch {
                operator: SafeText::line(name),
                ..batch(vec![(CASE, note(name))])
            })
            .unwrap();
        }
        let read = log.read(CASE, 0).unwrap();
        let back: Vec<_> = read
            .iter()
            .map(|r| (r.operator.as_str(), text_of(r).unwrap()))
            .collect();
        assert_eq!(back, names.map(|n| (n, n)));
    });
}
