//! Where a desk's socket lies, whether its folder can be trusted, and who is at the other end.
//!
//! The folder is opened first and looked at through that opening, and every name in it is reached through the same
//! opening (`/proc/self/fd/N/name`). So what was checked is what is used, and a folder's path may be longer than the
//! 108 bytes that the system allows a socket's name.

use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, FileType, Mode, OFlags};

use crate::record::Problem;

/// The longest path the system takes for a socket, in bytes, with the zero at its end.
const SUN_PATH: usize = 108;

/// The name of the socket of a protocol in its folder.
pub fn name(protocol: u32) -> String {
    format!("desk.{protocol}.sock")
}

/// The protocol in a socket's name.
pub fn protocol_of(name: &str) -> Option<u32> {
    name.strip_prefix("desk.")?
        .strip_suffix(".sock")?
        .parse()
        .ok()
}

/// Who is at the other end of a socket, by the kernel's word, as it was when they connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// The account's number.
    pub uid: u32,
    /// Its group's number.
    pub gid: u32,
    /// The process; only to be told to people, since numbers of processes are used again.
    pub pid: i32,
}

/// Who is at the other end.
///
/// # Errors
/// The system's.
pub fn peer(stream: impl AsFd) -> io::Result<Peer> {
    let found = rustix::net::sockopt::socket_peercred(stream)?;
    Ok(Peer {
        uid: found.uid.as_raw(),
        gid: found.gid.as_raw(),
        pid: found.pid.as_raw_nonzero().get(),
    })
}

/// This process's account.
pub fn me() -> u32 {
    rustix::process::geteuid().as_raw()
}

/// A folder that holds sockets, open and looked at.
#[derive(Debug)]
pub struct Folder {
    fd: OwnedFd,
    path: PathBuf,
    owner: u32,
}

impl Folder {
    /// Opens the folder of a desk's socket; `None` when there is none.
    ///
    /// # Errors
    /// When it is a link or a file, or when others could put a socket of theirs into it.
    pub fn open(path: &Path) -> Result<Option<Self>, Problem> {
        let shown = path.display();
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = match rustix::fs::open(path, flags, Mode::empty()) {
            Ok(fd) => fd,
            Err(rustix::io::Errno::NOENT) => return Ok(None),
            Err(rustix::io::Errno::NOTDIR | rustix::io::Errno::LOOP) => {
                return Err(Problem::setup(format!(
                    "{shown} is a link or a file, and the desk's socket is only looked for in a folder itself."
                ))
                .hint("Name the folder it stands for."));
            }
            Err(error) => {
                return Err(Problem::setup(format!(
                    "{shown}, where the desk's socket is, cannot be entered: {error}."
                ))
                .hint("Ask whoever set the desk up to put your account into the desk's group."));
            }
        };
        let stat = rustix::fs::fstat(&fd)
            .map_err(|e| Problem::setup(format!("{shown} cannot be looked at: {e}.")))?;
        let open_to_others = stat.st_mode & 0o022 != 0;
        if open_to_others {
            return Err(Problem::setup(format!(
                "{shown} can be written by others than its owner, so a false desk could be put into it."
            ))
            .example(format!("chmod go-w {shown}")));
        }
        Ok(Some(Self {
            fd,
            path: path.to_owned(),
            owner: stat.st_uid,
        }))
    }

    /// Its path, for people.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The account it belongs to.
    pub fn owner(&self) -> u32 {
        self.owner
    }

    /// The path by which a name in it is reached.
    fn reach(&self, name: &str) -> io::Result<PathBuf> {
        let through = PathBuf::from(format!("/proc/self/fd/{}", self.fd.as_raw_fd()));
        if through.exists() {
            return Ok(through.join(name));
        }
        // Without /proc there is only the path itself.
        let direct = self.path.join(name);
        if direct.as_os_str().len() < SUN_PATH {
            Ok(direct)
        } else {
            Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!(
                    "its path is longer than the {} bytes a socket may have, and /proc, which would help, is not mounted",
                    SUN_PATH - 1
                ),
            ))
        }
    }

    /// Connects to a socket in it. Only one that belongs to the folder's owner, or that the system's own starter
    /// made, is believed.
    ///
    /// # Errors
    /// `NotFound` or `ConnectionRefused` when nobody is there; `PermissionDenied` when this account may not, or when
    /// somebody else's process answers, with the sentence in the error.
    pub fn connect(&self, name: &str) -> io::Result<UnixStream> {
        let stream = UnixStream::connect(self.reach(name)?)?;
        let peer = peer(&stream)?;
        if peer.uid != self.owner && peer.uid != 0 {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                format!(
                    "the process behind {} runs under account {}, and the folder belongs to account {}: nothing is sent to it",
                    self.path.join(name).display(),
                    peer.uid,
                    self.owner
                ),
            ));
        }
        Ok(stream)
    }

    /// Binds a socket in it under `name`, in place of whatever has that name: bound aside, given its rights, and
    /// renamed when it listens, so that nobody ever meets one that is not ready. To be called by the holder of the
    /// desk's lock only. `group` may connect too where one is given.
    ///
    /// # Errors
    /// The system's.
    pub fn bind(&self, name: &str, group: Option<u32>) -> io::Result<UnixListener> {
        let aside = format!("{name}.{}", std::process::id());
        match rustix::fs::unlinkat(&self.fd, &aside, AtFlags::empty()) {
            Ok(()) | Err(rustix::io::Errno::NOENT) => {}
            Err(error) => return Err(error.into()),
        }
        // The caller's umask may be anything; nobody but us may connect before the rights are set.
        rustix::process::umask(Mode::from_raw_mode(0o077));
        let listener = self.reach(&aside).and_then(UnixListener::bind)?;
        let given = self
            .give_to(&aside, group)
            .and_then(|()| Ok(rustix::fs::renameat(&self.fd, &aside, &self.fd, name)?));
        if let Err(error) = given {
            let _ = rustix::fs::unlinkat(&self.fd, &aside, AtFlags::empty());
            return Err(error);
        }
        Ok(listener)
    }

    /// What a name in it stands for: device and inode of a socket; `None` when it is none or not there.
    pub fn socket(&self, name: &str) -> Option<(u64, u64)> {
        let stat = rustix::fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        (FileType::from_raw_mode(stat.st_mode) == FileType::Socket)
            .then_some((stat.st_dev, stat.st_ino))
    }

    /// Whether a socket lets in nobody but its owner and `group`. One of our own that has other rights gets them back.
    ///
    /// # Errors
    /// When they are wrong and cannot be given back.
    pub fn is_shut(&self, name: &str, group: u32) -> io::Result<bool> {
        let stat = rustix::fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW)?;
        if FileType::from_raw_mode(stat.st_mode) != FileType::Socket {
            return Err(io::Error::other("it is no socket any more"));
        }
        if stat.st_gid == group && stat.st_mode & 0o007 == 0 {
            return Ok(true);
        }
        self.give_to(name, Some(group))?;
        Ok(false)
    }

    /// Gives a socket the rights it has when `group` may connect too, or nobody else.
    fn give_to(&self, name: &str, group: Option<u32>) -> io::Result<()> {
        let mode = match group {
            Some(gid) => {
                let gid = rustix::fs::Gid::from_raw(gid);
                rustix::fs::chownat(&self.fd, name, None, Some(gid), AtFlags::SYMLINK_NOFOLLOW)?;
                0o660
            }
            None => 0o600,
        };
        let mode = Mode::from_raw_mode(mode);
        rustix::fs::chmodat(&self.fd, name, mode, AtFlags::empty())?;
        Ok(())
    }

    /// Takes a socket's name away if it still stands for that socket.
    pub fn unbind(&self, name: &str, was: (u64, u64)) {
        if self.socket(name) == Some(was) {
            let _ = rustix::fs::unlinkat(&self.fd, name, AtFlags::empty());
        }
    }

    /// The protocols of the sockets that lie in it, highest first.
    pub fn protocols(&self) -> Vec<u32> {
        let names = std::fs::read_dir(&self.path)
            .into_iter()
            .flatten()
            .flatten();
        let mut found: Vec<u32> = names
            .filter_map(|entry| protocol_of(entry.file_name().to_str()?))
            .collect();
        found.sort_unstable_by(|a, b| b.cmp(a));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    fn folder(path: &Path) -> Folder {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700)).unwrap();
        Folder::open(path).unwrap().unwrap()
    }

    #[test]
    fn the_name_carries_the_protocol() {
        assert_eq!(name(1), "desk.1.sock");
        assert_eq!(protocol_of("desk.12.sock"), Some(12));
        for other in ["desk.sock", "desk.x.sock", "desk.1.sock.77", "desk.lock"] {
            assert_eq!(protocol_of(other), None, "{other}");
        }
    }

    #[test]
    fn a_path_longer_than_a_socket_may_have_works_all_the_same() {
        let home = tempfile::tempdir().unwrap();
        let long = home.path().join("n".repeat(120)).join("m".repeat(120));
        crate::env::disk::Disk::make_folder(&crate::env::disk::Real::new(), &long).unwrap();
        let at = folder(&long);
        let listener = at.bind("desk.1.sock", None).unwrap();
        let stream = at.connect("desk.1.sock").unwrap();
        let (other, _) = listener.accept().unwrap();
        assert_eq!(peer(&other).unwrap().uid, me());
        assert_eq!(peer(&stream).unwrap().uid, me());
        let mode = std::fs::symlink_metadata(long.join("desk.1.sock"))
            .unwrap()
            .mode();
        assert_eq!(mode & 0o7777, 0o600);
    }

    #[test]
    fn whatever_has_the_name_gives_way_and_is_never_followed() {
        let home = tempfile::tempdir().unwrap();
        let at = folder(home.path());
        // A dead socket.
        drop(at.bind("desk.1.sock", None).unwrap());
        let error = at.connect("desk.1.sock").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
        let _first = at.bind("desk.1.sock", None).unwrap();
        at.connect("desk.1.sock").unwrap();
        // A link to something dear.
        let dear = home.path().join("dear");
        std::os::unix::fs::symlink(&dear, home.path().join("desk.2.sock")).unwrap();
        let _second = at.bind("desk.2.sock", None).unwrap();
        at.connect("desk.2.sock").unwrap();
        assert!(std::fs::symlink_metadata(dear).is_err());
        assert_eq!(at.protocols(), [2, 1]);
        // Only our own is taken away.
        let ours = at.socket("desk.2.sock").unwrap();
        let _third = at.bind("desk.2.sock", None).unwrap();
        at.unbind("desk.2.sock", ours);
        at.connect("desk.2.sock").unwrap();
        at.unbind("desk.2.sock", at.socket("desk.2.sock").unwrap());
        let error = at.connect("desk.2.sock").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_socket_opened_to_everybody_gets_its_rights_back() {
        let home = tempfile::tempdir().unwrap();
        let at = folder(home.path());
        let group = std::fs::metadata(home.path()).unwrap().gid();
        let _listener = at.bind("desk.1.sock", Some(group)).unwrap();
        assert!(at.is_shut("desk.1.sock", group).unwrap());
        let path = home.path().join("desk.1.sock");
        let mode = || std::fs::symlink_metadata(&path).unwrap().mode() & 0o7777;
        assert_eq!(mode(), 0o660);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o666)).unwrap();
        assert!(!at.is_shut("desk.1.sock", group).unwrap());
        assert_eq!(mode(), 0o660);
        assert!(at.is_shut("desk.1.sock", group).unwrap());
        // What has its name and is no socket is never given rights.
        std::fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("elsewhere", &path).unwrap();
        assert!(at.is_shut("desk.1.sock", group).is_err());
    }

    #[test]
    fn a_folder_that_others_write_is_refused_and_so_is_a_link() {
        let home = tempfile::tempdir().unwrap();
        std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
        let words = Folder::open(home.path()).unwrap_err().to_string();
        assert!(words.contains("false desk"), "{words}");
        std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        let link = home.path().join("link");
        std::os::unix::fs::symlink(home.path(), &link).unwrap();
        let words = Folder::open(&link).unwrap_err().to_string();
        assert!(words.contains("link or a file"), "{words}");
        assert!(Folder::open(&home.path().join("none")).unwrap().is_none());
    }
}
