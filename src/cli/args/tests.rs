//! Lines as they are typed.

use super::*;

fn parse(line: &str) -> Result<Args, clap::Error> {
    let words: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
    super::parse(&words)
}

#[test]
fn the_definition_holds_together() {
    command().debug_assert();
    Screen::command().debug_assert();
    // The screen's own line takes what the whole one takes before a command.
    let names = |command: clap::Command| -> Vec<String> {
        command
            .get_arguments()
            .filter_map(|arg| arg.get_long().map(str::to_owned))
            .filter(|name| name != "help" && name != "version")
            .collect()
    };
    assert_eq!(names(Screen::command()), names(command()));
}

#[test]
fn what_the_screens_own_line_does_not_take_the_whole_one_judges() {
    use clap::error::ErrorKind;
    let read = parse("porchlight --desk /tmp/x --color never --agency Harlan").unwrap();
    assert_eq!(read.agency.as_deref(), Some("Harlan"));
    assert!(read.command.is_none());
    for (line, kind) in [
        ("porchlight --help", ErrorKind::DisplayHelp),
        ("porchlight --version", ErrorKind::DisplayVersion),
        ("porchlight --desks /tmp/x", ErrorKind::UnknownArgument),
        ("porchlight --color green", ErrorKind::InvalidValue),
        ("porchlight lst", ErrorKind::InvalidSubcommand),
    ] {
        let refused = parse(line).unwrap_err();
        assert_eq!(refused.kind(), kind, "{line}");
        if kind == ErrorKind::UnknownArgument {
            assert!(refused.to_string().contains("--desk"), "{refused}");
        }
    }
}

#[test]
fn every_command_of_the_program_is_read() {
    for line in [
        "porchlight",
        "porchlight --agency Harlan --zone America/New_York",
        "porchlight practice",
        "porchlight practice --keep",
        "porchlight do",
        "porchlight do commands.jsonl",
        "porchlight do -",
        "porchlight list --json",
        "porchlight --json list",
        "porchlight show A-0001 --desk /tmp/x",
        "porchlight duties",
        "porchlight duties A-0001",
        "porchlight sheet A-0001 --for police",
        "porchlight sheet --blank --for ncmec",
        "porchlight clocks --received 01:31 --zone America/New_York --fact child.age=14 --fact x=y --at 02:00",
        "porchlight fields",
        "porchlight codes",
        "porchlight codes hair",
        "porchlight keys --json",
        "porchlight keys check",
        "porchlight keys check my.toml --keymap vim",
        "porchlight heal",
        "porchlight key status --key-file /etc/porchlight.key",
        "porchlight key change-passphrase --passphrase-fd 0",
        "porchlight key rotate",
        "porchlight seal",
        "porchlight backup /srv/backups",
        "porchlight restore /srv/backups/porchlight-1",
        "porchlight verify",
        "porchlight doctor",
        "porchlight purge A-0001 --rule 7-years",
        "porchlight purge --child A-0001 --rule 7-years --yes",
        "porchlight audit",
        "porchlight directory list --json",
        "porchlight directory export",
        "porchlight directory import - --dry-run",
        "porchlight audit --case A-0001 --json",
        "porchlight serve",
        "porchlight serve --group porchlight-desk --socket /run/porchlight",
        "porchlight --agency Harlan serve --auto",
        "porchlight stop",
        "porchlight generate units",
        "porchlight generate completions bash",
        "porchlight generate man",
        "porchlight stop --socket /run/porchlight",
        "porchlight status --color never --operator X",
    ] {
        assert!(parse(line).is_ok(), "{line}: {}", parse(line).unwrap_err());
    }
}

#[test]
fn what_is_wrong_is_said_and_the_nearest_name_offered() {
    for (line, words) in [
        ("porchlight stauts", "status"),
        ("porchlight lst", "list"),
        ("porchlight list --jsn", "--json"),
        ("porchlight sheet A-0001", "--for"),
        ("porchlight sheet --for police", "CASE"),
        ("porchlight sheet A-0001 --for polcie", "police"),
        ("porchlight list --color red", "never"),
        ("porchlight clocks --zone UTC", "--received"),
    ] {
        let said = parse(line).unwrap_err().to_string();
        assert!(said.contains(words), "{line}: {said}");
    }
}

#[test]
fn a_usage_failure_of_status_is_cannot_tell() {
    for (line, code) in [
        ("porchlight status --nope", 4),
        ("porchlight --nope status", 4),
        ("porchlight --desk /x status extra", 4),
        ("porchlight --desk status list extra", 2),
        ("porchlight --phrase-file status list extra", 2),
        ("porchlight list --nope", 2),
        ("porchlight --nope", 2),
    ] {
        let argv: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        assert_eq!(usage_exit(&argv), code, "{line}");
    }
}
