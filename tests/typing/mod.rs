//! Hands: how many keys a night's calls take, and that no key is lost on the way.

/// Written calls.
mod call;
/// Counted runs of them.
mod counted;
/// From anywhere to anywhere in a few keys; nothing typed is lost.
mod reach;
/// The operator.
mod typist;
