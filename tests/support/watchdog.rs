//! Cleaning up after a test process that ended in any way at all.
//!
//! `Drop` does not run when a process is killed, and statics are never
//! dropped. A watchdog is a small shell that waits on a pipe which this process
//! holds: the kernel closes the pipe when the process ends, however it ends,
//! and then the shell runs its script.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

/// A user to run a program as, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct User {
    pub uid: u32,
    pub gid: u32,
}

/// A shell script that runs when this value is dropped or this process dies.
#[derive(Debug)]
pub struct Watchdog {
    shell: Child,
}

impl Watchdog {
    /// Starts a shell that will run `script` with `arguments` as `$1`, `$2`, …
    /// It has a process group of its own, so that an interrupt typed at the
    /// terminal does not reach it.
    pub fn set(script: &str, arguments: &[&str], user: Option<User>) -> Watchdog {
        let mut command = Command::new("sh");
        command
            .args(["-c", &format!("read -r _ || :\n{script}"), "watchdog"])
            .args(arguments)
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        become_user(&mut command, user);
        let shell = command.spawn().expect("a POSIX shell `sh` is needed");
        Watchdog { shell }
    }

    /// Ends the watchdog without running its script: there is nothing left to
    /// clean up.
    pub fn disarm(mut self) {
        let _ = self.shell.kill();
        let _ = self.shell.wait();
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

/// Makes `command` run as `user`, where one is given.
pub fn become_user(command: &mut Command, user: Option<User>) {
    if let Some(User { uid, gid }) = user {
        command.gid(gid).uid(uid);
    }
}
