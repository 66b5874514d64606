//! Import and export, as they are typed.

use super::*;
use crate::support::town::{import, key};

fn two() -> [Listing; 2] {
    [
        service(1, "Lunch").at(1, 53.94, -3.75),
        service(2, "Supper").by(2, "Harbour Kitchen"),
    ]
}

/// Everything that is in a database, as it is exported.
fn everything(db: &TestDatabase) -> String {
    let folder = temporary_folder();
    let file = folder.path().join("all.json");
    done(&command(
        db.url(),
        &["export", "hsds", &file.display().to_string()],
    ));
    std::fs::read_to_string(&file).expect("the export")
}

on_both_databases! {
    /// An import ends with what became of the records; the same again changes nothing.
    fn an_import_says_what_it_did(db: &TestDatabase) {
        let summary = |listings: &[Listing]| import(db.url(), listings).trim().to_owned();
        assert_eq!(summary(&two()), "added 2, changed 0, unchanged 0, withdrawn 0, rejected 0");
        assert_eq!(summary(&two()), "added 0, changed 0, unchanged 2, withdrawn 0, rejected 0");
        let changed = [service(1, "Late lunch").at(1, 53.94, -3.75), service(3, "Breakfast")];
        assert_eq!(summary(&changed), "added 1, changed 1, unchanged 0, withdrawn 0, rejected 0");
    }

    /// What cannot be used is named with its reason, and the rest comes in.
    fn what_cannot_be_used_is_named(db: &TestDatabase) {
        let (_folder, file) = file_of(&[service(1, "Lunch"), service(2, " ")]);
        let output = command(db.url(), &["import", "hsds", &file]);
        assert!(done(&output).ends_with("added 1, changed 0, unchanged 0, withdrawn 0, rejected 1\n"));
        let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(complaints.contains(&service(2, "").id()) && complaints.contains("name"), "{complaints}");
    }

    /// A dry run tells what would happen, and nothing has.
    fn a_dry_run_changes_nothing(db: &TestDatabase) {
        import(db.url(), &[service(1, "Lunch")]);
        let before = everything(db);
        let (_folder, file) = file_of(&[service(1, "Late lunch"), service(2, "Supper")]);
        let told = done(&command(db.url(), &["import", "hsds", &file, "--dry-run"]));
        assert!(told.ends_with("added 1, changed 1, unchanged 0, withdrawn 0, rejected 0\n"), "{told}");
        assert!(told.contains("Late lunch") && told.contains("Supper"), "{told}");
        assert_eq!(everything(db), before);
    }

    /// What goes out comes in again just so, here and elsewhere.
    fn what_goes_out_comes_in_again(db: &TestDatabase) {
        import(db.url(), &two());
        let folder = temporary_folder();
        let file = folder.path().join("all.json").display().to_string();
        let told = done(&command(db.url(), &["export", "hsds", &file]));
        assert!(told.contains("exported 2 services"), "{told}");
        let again = done(&command(db.url(), &["import", "hsds", &file]));
        assert_eq!(again, "added 0, changed 0, unchanged 2, withdrawn 0, rejected 0\n");
        let elsewhere = TestDatabase::sqlite();
        done(&command(elsewhere.url(), &["import", "hsds", &file]));
        assert_eq!(everything(&elsewhere), everything(db));
    }

    /// A file that is not there, or breaks off, ends with status 1 and changes nothing.
    fn a_file_that_cannot_be_read_changes_nothing(db: &TestDatabase) {
        import(db.url(), &two());
        let before = everything(db);
        refused(&command(db.url(), &["import", "hsds", "/no/such/file.json"]), 1, "/no/such/file.json");
        let (folder, file) = file_of(&[service(3, "Breakfast"), service(4, "Tea")]);
        let whole = std::fs::read_to_string(&file).expect("the file");
        std::fs::write(&file, &whole[..whole.len() - 20]).expect("the file");
        refused(&command(db.url(), &["import", "hsds", &file]), 1, "headroom: ");
        drop(folder);
        assert_eq!(everything(db), before);
    }

    /// A database that was never used is made ready by whichever command comes first.
    fn the_first_command_makes_the_database_ready(db: &TestDatabase) {
        assert!(key(db.url(), "steward", None).starts_with("hr_"));
        assert_eq!(everything(db), "[]\n");
    }
}
