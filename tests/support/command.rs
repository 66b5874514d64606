//! Running a program to its end.

use std::fs::File;
use std::io::{Read, Seek};
use std::process::{Command, Stdio};

/// Runs a program to its end, and returns what it printed.
///
/// A server that it leaves behind inherits its output, so that goes to a file
/// and not to a pipe, which would never close.
///
/// # Errors
///
/// When the program cannot be started or fails, with what it printed.
pub fn run_to_end(mut command: Command) -> Result<String, String> {
    let said = tempfile::tempfile().expect("a temporary file");
    let copies = [said.try_clone(), said.try_clone()].map(|copy| copy.expect("a file handle"));
    let [stdout, stderr] = copies;
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command
        .stdin(Stdio::null())
        .stdout(stdout)
        .stderr(stderr)
        .status();
    let said = read_from_start(said);
    match status {
        Ok(status) if status.success() => Ok(said),
        Ok(status) => Err(format!("{program}: {status}\n{said}")),
        Err(error) => Err(format!("{program}: {error}")),
    }
}

fn read_from_start(mut file: File) -> String {
    let mut text = String::new();
    file.rewind()
        .and_then(|()| file.read_to_string(&mut text))
        .expect("what a program printed");
    text
}
