//! The real thing: sshd on loopback, several accounts, screens in tmux, one desk served under an account of its own.
//!
//! It needs root (accounts are made for it, and taken away again), sshd, ssh, ssh-keygen, tmux, setpriv, useradd and
//! userdel. Where something is lacking it says so and is skipped. `PORCHLIGHT_SSHD=no` skips it by wish. What was done
//! and what each screen showed is written to a file in the build's folder for temporary files.

/// One night over two lines.
mod night;
/// A terminal in tmux.
mod pane;
/// Accounts, keys and sshd.
mod place;
/// What is written down of a run.
mod transcript;
