//! Where a desk lives: `--desk`, `PORCHLIGHT_DESK`, or the person's data folder.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::record::Problem;

/// The environment variable that names a desk's folder.
pub const DESK_VARIABLE: &str = "PORCHLIGHT_DESK";

fn base() -> Result<etcetera::base_strategy::Xdg, Problem> {
    etcetera::base_strategy::Xdg::new().map_err(|_| {
        Problem::setup("There is no home folder for this account, so there is no place for a desk.")
            .example("--desk /var/lib/porchlight")
            .hint("Name the desk's folder with --desk or PORCHLIGHT_DESK.")
    })
}

/// The folder of the desk: `flag` if given, else `PORCHLIGHT_DESK`, else `porchlight` in the data folder.
///
/// # Errors
/// When none of them names a place.
pub fn desk(flag: Option<&Path>) -> Result<PathBuf, Problem> {
    if let Some(flag) = flag {
        return Ok(flag.to_owned());
    }
    if let Some(named) = std::env::var_os(DESK_VARIABLE).filter(|v| !v.is_empty()) {
        return Ok(PathBuf::from(named));
    }
    Ok(base()?.data_dir().join("porchlight"))
}

/// The folder in which practice desks live: never beside a real one.
///
/// # Errors
/// When the account has no home folder.
pub fn practice() -> Result<PathBuf, Problem> {
    let base = base()?;
    let state = base
        .state_dir()
        .unwrap_or_else(|| base.home_dir().join(".local/state"));
    Ok(state.join("porchlight").join("practice"))
}

/// The person's own settings and keymap.
///
/// # Errors
/// When the account has no home folder.
pub fn config() -> Result<PathBuf, Problem> {
    Ok(base()?.config_dir().join("porchlight"))
}

/// File systems on which a lock or a sync may not mean what it says, by their magic number (`statfs(2)`).
const REMOTE: &[(u64, &str)] = &[
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFE53_4D42, "SMB2"),
    (0xFF53_4D42, "CIFS"),
    (0x6573_5546, "FUSE"),
    (0x00C3_6400, "Ceph"),
    (0x5346_414F, "AFS"),
    (0x6B41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x564C, "NCP"),
    (0x0BD0_0BD0, "Lustre"),
    (0x0116_1970, "GFS2"),
    (0x7461_636F, "OCFS2"),
];

/// The name of a file system that may not hold a desk.
fn remote(magic: u64) -> Option<&'static str> {
    REMOTE
        .iter()
        .find(|(number, _)| *number == magic)
        .map(|(_, name)| *name)
}

/// Looks at a folder before a desk is opened in it.
///
/// The folder itself need not exist yet; then its nearest parent is looked at.
///
/// # Errors
/// When it is no folder, belongs to somebody else, or lies on a network file system.
pub fn check(folder: &Path) -> Result<(), Problem> {
    let shown = folder.display();
    let mut at = folder;
    let found = loop {
        match std::fs::symlink_metadata(at) {
            Ok(found) => break found,
            Err(_) => match at.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => at = parent,
                _ => {
                    at = Path::new(".");
                    break std::fs::symlink_metadata(at).map_err(|e| {
                        Problem::setup(format!("{shown} cannot be looked at: {e}."))
                    })?;
                }
            },
        }
    };
    if at == folder {
        use std::os::unix::fs::MetadataExt;
        if found.is_symlink() {
            return Err(Problem::setup(format!(
                "{shown} is a symbolic link, and a desk is never opened through one."
            ))
            .hint("Name the folder it points to."));
        }
        if !found.is_dir() {
            return Err(Problem::setup(format!("{shown} is a file, not a folder."))
                .hint("Name a folder that is empty or holds a desk."));
        }
        let me = rustix::process::geteuid().as_raw();
        if found.uid() != me {
            return Err(Problem::setup(format!(
                "{shown} belongs to another account (number {}), and this one is {me}.",
                found.uid()
            ))
            .hint("Run porchlight under the account that owns the desk."));
        }
    }
    let stat = rustix::fs::statfs(at)
        .map_err(|e| Problem::setup(format!("{shown} cannot be looked at: {e}.")))?;
    // 32 bits wide in a field whose width and sign differ by machine.
    let magic = u64::from(stat.f_type as u32);
    match remote(magic) {
        Some(name) => Err(Problem::setup(format!(
            "{shown} lies on a network file system ({name}), where locks and saves cannot be relied on."
        ))
        .example("--desk /var/lib/porchlight")
        .hint("Keep the desk on a disk of this machine.")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_are_known_by_number() {
        assert_eq!(remote(0x6969), Some("NFS"));
        assert_eq!(remote(0xFF53_4D42), Some("CIFS"));
        assert_eq!(remote(0xEF53), None, "ext4");
        assert_eq!(remote(0x5846_5342), None, "XFS");
        assert_eq!(remote(0x0102_1994), None, "tmpfs");
    }

    #[test]
    fn a_folder_is_looked_at_before_use() {
        let home = tempfile::tempdir().unwrap();
        check(home.path()).unwrap();
        check(&home.path().join("not/yet")).unwrap();
        let file = home.path().join("file");
        std::fs::File::open(home.path()).unwrap();
        drop(
            super::super::disk::Disk::open(
                &super::super::disk::Real::new(),
                &file,
                super::super::disk::How::New,
            )
            .unwrap(),
        );
        assert!(
            check(&file)
                .unwrap_err()
                .sentence
                .contains("is a file, not a folder")
        );
        let link = home.path().join("link");
        std::os::unix::fs::symlink(home.path(), &link).unwrap();
        assert!(check(&link).unwrap_err().sentence.contains("symbolic link"));
    }

    #[test]
    fn the_flag_wins() {
        assert_eq!(
            desk(Some(Path::new("/srv/desk"))).unwrap(),
            PathBuf::from("/srv/desk")
        );
    }
}
