//! `porchlight generate`: units for systemd, completions for shells, a page for `man`. Each from what the program
//! itself knows, so that none can say something else than it does.

use std::path::PathBuf;
use std::process::ExitCode;

use clap_complete::Shell;

use super::args::{self, What};
use super::out;
use crate::desk::idle;
use crate::env::socket;
use crate::record::Problem;
use crate::wire::PROTOCOL;

/// The account, the group and the folders of a desk that an agency runs as a service.
const ACCOUNT: &str = "porchlight";
const GROUP: &str = "porchlight-desk";
const DATA: &str = "/var/lib/porchlight";
const RUN: &str = "/run/porchlight";

/// Runs the command.
///
/// # Errors
/// When the output cannot be written.
pub fn run(what: &What) -> Result<ExitCode, Problem> {
    let text = match what {
        What::Units => {
            units(&std::env::current_exe().unwrap_or_else(|_| PathBuf::from("/usr/bin/porchlight")))
        }
        What::Completions { shell } => completions(*shell),
        What::Man => man()?,
    };
    out::data(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn completions(shell: Shell) -> String {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut args::command(), "porchlight", &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn man() -> Result<String, Problem> {
    let mut bytes = Vec::new();
    clap_mangen::Man::new(args::command())
        .render(&mut bytes)
        .map_err(|e| Problem::ours(format!("The page could not be made: {e}.")))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The files of a desk under systemd, each below a line that names where it goes.
fn units(program: &std::path::Path) -> String {
    let program = program.display();
    let socket = socket::name(PROTOCOL);
    let minutes = idle::AFTER.as_secs() / 60;
    format!(
        "\
# The desk as a service of its own account. Each part goes into the file its first line names; then:
#   systemd-sysusers && systemd-tmpfiles --create && systemctl daemon-reload
#   systemctl enable --now porchlight.socket
#   usermod -aG {GROUP} NAME        for everybody who works on the desk
# A desk that a screen starts by itself needs none of this; it ends {minutes} minutes after the last screen, when nothing
# is owed. On a machine that ends what people leave running (KillUserProcesses=yes) only the service outlives a log-out.

# /etc/sysusers.d/porchlight.conf
u {ACCOUNT} - \"Porchlight desk\" {DATA}
g {GROUP}

# /etc/tmpfiles.d/porchlight.conf
d {RUN} 0750 {ACCOUNT} {GROUP}
d {DATA} 0700 {ACCOUNT} {ACCOUNT}

# /etc/profile.d/porchlight.sh
export PORCHLIGHT_SOCKET={RUN}

# /etc/systemd/system/porchlight.socket
[Unit]
Description=Porchlight desk, where sessions connect

[Socket]
ListenStream={RUN}/{socket}
SocketUser={ACCOUNT}
SocketGroup={GROUP}
SocketMode=0660
DirectoryMode=0750

[Install]
WantedBy=sockets.target

# /etc/systemd/system/porchlight.service
[Unit]
Description=Porchlight desk
Requires=porchlight.socket
After=porchlight.socket time-sync.target

[Service]
Type=notify
ExecStart={program} serve --group {GROUP} --desk {DATA}
User={ACCOUNT}
Group={ACCOUNT}
UMask=0077
Restart=on-failure
RestartSec=1
WatchdogSec=30
TimeoutStopSec=60
LimitNOFILE=4096
LimitCORE=0
# The key, bound to this machine: systemd-creds encrypt desk.key /etc/credstore.encrypted/porchlight.key
#LoadCredentialEncrypted=porchlight.key:/etc/credstore.encrypted/porchlight.key
ReadWritePaths={DATA} {RUN}
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateNetwork=yes
RestrictAddressFamilies=AF_UNIX
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectHostname=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
MemorySwapMax=0
KeyringMode=private

[Install]
WantedBy=multi-user.target
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_units_name_the_socket_of_this_protocol_and_words_the_program_takes() {
        let text = units(std::path::Path::new("/usr/bin/porchlight"));
        assert!(
            text.contains("ListenStream=/run/porchlight/desk.1.sock\n"),
            "{text}"
        );
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix("ExecStart=/usr/bin/"))
            .unwrap();
        args::command()
            .try_get_matches_from(line.split_whitespace())
            .unwrap();
        // Nothing of a desk goes over a network.
        assert!(text.contains("RestrictAddressFamilies=AF_UNIX\n"));
    }

    #[test]
    fn completions_and_the_page_know_every_command() {
        let made: Vec<String> = [Shell::Bash, Shell::Zsh, Shell::Fish]
            .into_iter()
            .map(completions)
            .chain([man().unwrap()])
            .collect();
        for command in args::command().get_subcommands() {
            for text in &made {
                assert!(text.contains(command.get_name()), "{}", command.get_name());
            }
        }
    }
}
