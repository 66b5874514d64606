//! The commands, as they are typed.

use super::*;
use crate::support::feed::Feed;
use crate::support::town::{command, done};
use actix_web::HttpResponse;

/// A sheet is shown before it is taken in, and goes out again as a package.
#[test]
fn a_sheet_comes_in_and_a_package_goes_out() {
    let db = TestDatabase::sqlite();
    let (folder, sheet) = file(
        "groups.csv",
        "Name,Ring,Post code\nBowls,01632 960001,QH1 4UZ\nDarts,ask Jean,QH1 4UZ\n",
    );
    let sheet = sheet.display().to_string();
    let dry = command(
        db.url(),
        &["import", "csv", &sheet, "--map", "Ring=phone", "--dry-run"],
    );
    let (said, printed) = (
        String::from_utf8_lossy(&dry.stderr).into_owned(),
        done(&dry),
    );
    assert!(
        said.contains("Ring") && said.contains("-> phone") && said.contains("as you said"),
        "{said}"
    );
    assert!(
        said.contains("groups.csv row 3") && said.contains("must be a telephone number"),
        "{said}"
    );
    assert!(
        printed.contains("phones: 01632 960001")
            && printed.contains("added 1, changed 0, unchanged 0, withdrawn 0, rejected 1"),
        "{printed}"
    );
    assert!(
        done(&command(
            db.url(),
            &["import", "csv", &sheet, "--map", "Ring=phone"]
        ))
        .contains("added 1")
    );
    let package = folder.path().join("out.zip").display().to_string();
    assert!(done(&command(db.url(), &["export", "csv", &package])).contains("exported 1 services"));
    assert!(done(&command(db.url(), &["import", "hsds", &package])).contains("unchanged 1"));
    let wrong = command(db.url(), &["import", "hsds", &sheet, "--map", "Ring=phone"]);
    assert!(
        !wrong.status.success() && String::from_utf8_lossy(&wrong.stderr).contains("import csv")
    );
}

/// A sheet that lies on the web.
#[test]
fn a_sheet_comes_from_an_address() {
    let db = TestDatabase::sqlite();
    let feed = Feed::start(|_| HttpResponse::Ok().body("Name,Phone\nBowls,01632 960001\n"));
    let from = format!("{}/lists/groups.csv?sheet=1", feed.address);
    let taken = command(db.url(), &["import", "csv", &from]);
    assert!(done(&taken).contains("added 1"));
    assert!(String::from_utf8_lossy(&taken.stderr).contains("known as \"groups\""));
    assert_eq!(feed.asked(), ["/lists/groups.csv?sheet=1"]);
}
