//! Fresh random numbers to make ids from: no time, no counter and no person in them.

use crate::record::Problem;

/// A fresh random 128-bit number from the kernel's cryptographic generator.
///
/// Names, not keys: those and their nonces come from the sealing module's own generator, which spends some 40 ms on
/// gathering at its first use. A screen that only needs a name does not wait for it.
///
/// # Errors
/// When the machine gives no randomness; nothing may be named then.
pub fn fresh() -> Result<u128, Problem> {
    let none = || {
        Problem::machine("The machine gave no random numbers, so nothing new can be named.")
            .hint("Start again; if it stays, the system's random device is missing.")
    };
    let mut bytes = [0_u8; 16];
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match rustix::rand::getrandom(rest, rustix::rand::GetRandomFlags::empty()) {
            Ok(0) => return Err(none()),
            Ok(more) => filled += more,
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return Err(none()),
        }
    }
    Ok(u128::from_be_bytes(bytes))
}

/// The id that belongs to a secret: whoever shows the secret is whom the id names, and nobody gets the one from the
/// other.
pub fn named_by(secret: u128) -> u128 {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &secret.to_be_bytes());
    digest
        .as_ref()
        .iter()
        .take(16)
        .fold(0, |id, byte| (id << 8) | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn ids_do_not_repeat_and_carry_no_order() {
        let ids: Vec<u128> = (0..1000).map(|_| super::fresh().unwrap()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 1000);
        assert!(ids.windows(2).any(|w| w[0] > w[1]));
    }
}
