//! The files of the repository.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The names of the folders in a folder of the repository.
pub fn folders_in(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(root().join(folder));
    let entries = entries.unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| entry.expect("an entry of a folder"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// Every text file that is in the repository or about to be: name and text.
pub fn text_files() -> Vec<(String, String)> {
    let listed = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root())
        .output()
        .expect("git lists the files");
    assert!(
        listed.status.success(),
        "{}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let names = String::from_utf8(listed.stdout).expect("file names in UTF-8");
    let names = names.split_terminator('\0').map(str::to_owned);
    // What is not UTF-8 is no text; what is listed but gone has just been deleted.
    names
        .filter_map(|name| Some((std::fs::read_to_string(root().join(&name)).ok()?, name)))
        .map(|(text, name)| (name, text))
        .collect()
}

/// Hosts of package registries, put together here so as not to be named.
pub fn registry_hosts() -> Vec<String> {
    let parts = [
        ["crates", "io"],
        ["npmjs", "org"],
        ["npmjs", "com"],
        ["pypi", "org"],
        ["pythonhosted", "org"],
        ["debian", "org"],
    ];
    parts.map(|part| part.join(".")).to_vec()
}
