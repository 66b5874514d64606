//! What is typed wrongly is said, with status 2; what fails, with status 1.

use super::*;

#[test]
fn what_is_typed_wrongly_ends_with_status_2() {
    for arguments in [
        &[][..],
        &["frobnicate"],
        &["serve", "--port", "80"],
        &["import"],
        &["import", "sausages", "file.json"],
        &["export", "hsds"],
        &["key", "create", "--role", "steward"],
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn a_database_that_is_no_address_ends_with_status_2() {
    for url in ["mysql://x/y", "sqlite:", "headroom.db", "", "postgres:/x"] {
        refused(
            &run(&["--database", url, "reindex"]),
            2,
            "is not understood",
        );
    }
}

#[test]
fn a_postcodes_io_that_is_no_address_ends_with_status_2() {
    for url in [
        "",
        "quay",
        "ftp://secret@quay",
        "http://",
        "http://secret@quay?x=1",
    ] {
        let output = run(&["serve", "--postcodes-io", url]);
        refused(&output, 2, "the address of postcodes.io is not understood");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("secret"));
    }
}

#[test]
fn a_database_that_cannot_be_reached_ends_with_status_1() {
    let url = "postgres://nobody:secret@127.0.0.1:1/nothing";
    let output = run(&["--database", url, "import", "hsds", "/nowhere.json"]);
    refused(&output, 1, "headroom: ");
    assert!(
        !String::from_utf8_lossy(&output.stderr).contains("secret"),
        "the password is not shown"
    );
}

#[test]
fn help_and_version_end_well() {
    assert!(done(&run(&["--help"])).contains("Usage"));
    assert!(done(&run(&["--version"])).starts_with("headroom "));
    assert!(done(&run(&["import", "--help"])).contains("--dry-run"));
}

on_both_databases! {
    /// An address that is taken is said, and the server ends with status 1.
    fn an_address_that_is_taken_ends_with_status_1(db: &TestDatabase) {
        let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = taken.local_addr().expect("its address").to_string();
        let folder = temporary_folder();
        let data = folder.path().display().to_string();
        let output = command(db.url(), &["--data", &data, "serve", "--listen", &address]);
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stderr).contains(&address));
    }
}
