//! Where a session comes from: account, terminal, and the address of an SSH line.

use crate::record::SafeText;
use crate::record::audit::Origin;

/// The origin of this process, for an operator by name.
pub fn origin(operator: &str) -> Origin {
    let uid = rustix::process::getuid().as_raw();
    let ssh = std::env::var("SSH_CONNECTION").unwrap_or_default();
    of_peer(uid, operator, &terminal(), &remote(&ssh))
}

/// The origin of somebody at the other end of a socket: the account by the kernel's word, the rest as they say.
pub fn of_peer(uid: u32, operator: &str, terminal: &str, remote: &str) -> Origin {
    Origin {
        account: SafeText::line(&account(uid)),
        operator: SafeText::line(operator),
        terminal: SafeText::line(terminal),
        remote: SafeText::line(remote),
    }
}

/// An account's number, and its name where the machine has one.
pub fn account(uid: u32) -> String {
    match name_of(
        uid,
        &std::fs::read_to_string("/etc/passwd").unwrap_or_default(),
    ) {
        Some(name) => format!("{uid} {name}"),
        None => uid.to_string(),
    }
}

/// The number of a group, by its name or number.
pub fn group(named: &str) -> Option<u32> {
    let list = std::fs::read_to_string("/etc/group").unwrap_or_default();
    // The list of groups is written like the list of accounts.
    list.lines()
        .find_map(|line| {
            let mut parts = line.split(':');
            (parts.next()? == named).then(|| parts.nth(1)?.parse().ok())?
        })
        .or_else(|| named.parse().ok())
}

/// The terminal of the first standard stream that has one; empty when none has.
fn terminal() -> String {
    let named = |name: rustix::io::Result<std::ffi::CString>| name.ok()?.into_string().ok();
    named(rustix::termios::ttyname(std::io::stdin(), Vec::new()))
        .or_else(|| named(rustix::termios::ttyname(std::io::stdout(), Vec::new())))
        .or_else(|| named(rustix::termios::ttyname(std::io::stderr(), Vec::new())))
        .unwrap_or_default()
}

/// The name of an account in the text of the machine's list.
fn name_of(uid: u32, passwd: &str) -> Option<String> {
    passwd.lines().find_map(|line| {
        let mut parts = line.split(':');
        let name = parts.next()?;
        let number = parts.nth(1)?;
        (number.parse() == Ok(uid)).then(|| name.to_owned())
    })
}

/// `10.1.2.3 port 50022` of `10.1.2.3 50022 10.0.0.1 22`.
fn remote(connection: &str) -> String {
    let mut words = connection.split_whitespace();
    match (words.next(), words.next()) {
        (Some(address), Some(port)) => format!("{address} port {port}"),
        (Some(address), None) => address.to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_far_end_of_an_ssh_line_is_named() {
        for (said, remote_is) in [
            ("10.1.2.3 50022 10.0.0.1 22", "10.1.2.3 port 50022"),
            ("fe80::1%eth0 50022 fe80::2 22", "fe80::1%eth0 port 50022"),
            ("10.1.2.3", "10.1.2.3"),
            ("", ""),
        ] {
            assert_eq!(remote(said), remote_is, "{said}");
        }
    }

    #[test]
    fn an_account_is_named_by_its_number() {
        let list =
            "root:x:0:0:root:/root:/bin/sh\nbroken\npriya:x:1000:1000::/home/priya:/bin/sh\n";
        assert_eq!(name_of(1000, list).as_deref(), Some("priya"));
        assert_eq!(name_of(0, list).as_deref(), Some("root"));
        assert_eq!(name_of(77, list), None);
    }

    #[test]
    fn control_characters_of_the_environment_stay_out() {
        assert!(
            !SafeText::line(&remote("\u{1b}[31mx 1"))
                .as_str()
                .contains('\u{1b}')
        );
    }
}
