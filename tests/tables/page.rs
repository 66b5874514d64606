//! The page for sheets: sent up, looked at, corrected, taken in, by one node or another.

use super::*;
use crate::support::{Person, Town, on_both_databases};
use headroom::exchange::sheet::staged;
use headroom::upkeep::tidy;
use jiff::{Timestamp, ToSpan};

/// Sends a file as a browser would.
fn send(person: &Person, name: &str, file: &[u8]) -> crate::support::Reply {
    let head = format!(
        "--xyz\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n{}\r\n--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/csv\r\n\r\n",
        person.form
    );
    let body = [head.as_bytes(), file, b"\r\n--xyz--\r\n"].concat();
    person.send_as("/import", "multipart/form-data; boundary=xyz", body)
}

/// What the page of a sheet carries so that it is taken in as it was looked at.
fn look_of(page: &str) -> &str {
    let (_, rest) = page.split_once("name=\"looked\" value=\"").expect("a look");
    rest.split('"').next().unwrap()
}

fn services(town: &Town) -> usize {
    let db = Database::open(&town.database.parse().unwrap()).unwrap();
    usize::try_from(
        db.read(headroom::directory::store::counts)
            .unwrap()
            .services,
    )
    .unwrap()
}

const SHEET: &str = "Name,What we do,Phone,Post code,When\nBowls,On the green,01632 960001,QH1 4UZ,Mondays 10-12\nDarts,In the pub,01632 960002,QH1 4UZ,Mondays 7-9\n";

on_both_databases! {
    /// It is looked at, and nothing changes; then it is taken in, once, and the rows at fault go back.
    fn a_sheet_is_looked_at_and_taken_in(db: &TestDatabase) {
        let town = Town::start(db, &[]);
        let stella = Person::new(&town, "steward");
        let sent = send(&stella, "groups.csv", SHEET.as_bytes()).expect(303);
        let path = sent.header("location").unwrap().to_owned();
        let page = stella.get(&path).expect(200).text;
        assert!(page.contains("Bowls") && page.contains("may be the morning or the evening"), "{page}");
        assert!(page.contains("<option value=\"phone\" selected>"), "{page}");
        assert_eq!(services(&town), 0);
        let wrong = stella.get(&format!("{path}/wrong.csv")).expect(200).text;
        let mut rows = csv::Reader::from_reader(wrong.as_bytes());
        let row = rows.records().next().unwrap().unwrap();
        assert_eq!((&row[0], &row[1], &row[3]), ("3", "When", "Darts"));
        stella.post(&format!("{path}/take"), "looked=another").expect(409);
        assert_eq!(services(&town), 0);
        stella.post(&format!("{path}/take"), &format!("looked={}", look_of(&page))).expect(303);
        assert_eq!(services(&town), 1);
        let page = stella.get(&path).expect(200).text;
        assert!(page.contains("This sheet was taken in.") && !page.contains("name=\"looked\""), "{page}");
        stella.post(&format!("{path}/take"), "looked=again").expect(409);
        assert!(stella.get("/audit").expect(200).text.contains("sheet.taken"));
        assert!(stella.get("/import").expect(200).text.contains("taken in"));
    }

    /// What is said of columns counts, on any node, and an older look does not.
    fn columns_are_corrected_and_any_node_takes_it(db: &TestDatabase) {
        let town = Town::start(db, &[]);
        let stella = Person::new(&town, "steward");
        let sent = send(&stella, "odd.csv", b"Called,Ring\nBowls,01632 960001\n").expect(303);
        let path = sent.header("location").unwrap().to_owned();
        let page = stella.get(&path).expect(200).text;
        assert!(page.contains("No column has the names of the services"), "{page}");
        stella.post(&format!("{path}/columns"), "c1=name&c2=phone&source=Odd+groups").expect(303);
        let first = stella.get(&path).expect(200).text;
        stella.post(&format!("{path}/columns"), "c1=name&c2=&source=Odd+groups").expect(303);
        stella.post(&format!("{path}/take"), &format!("looked={}", look_of(&first))).expect(409);
        stella.post(&format!("{path}/columns"), "c1=hat").expect(400);
        let now = stella.get(&path).expect(200).text;
        assert!(now.contains("value=\"odd groups\""), "{now}");
        stella.post(&format!("{path}/columns"), "c1=name&c2=phone&source=Odd+groups").expect(303);
        let now = stella.get(&path).expect(200).text;
        stella.post(&format!("{path}/take"), &format!("looked={}", look_of(&now))).expect(303);
        assert_eq!(services(&town), 1);
    }

    /// What is no sheet, too large or nothing at all is told on the page; a day later all sheets are gone.
    fn what_is_no_sheet_is_told_and_sheets_go(db: &TestDatabase) {
        let town = Town::start(db, &[]);
        let stella = Person::new(&town, "steward");
        assert!(send(&stella, "empty.csv", b"").expect(422).text.contains("says nothing"));
        assert!(send(&stella, "book.xlsx", b"PK\x03\x04nothing").expect(422).text.contains("save it as CSV"));
        assert!(send(&stella, "", b"").expect(422).text.contains("No file was chosen"));
        assert!(send(&stella, "big.csv", &vec![b'a'; (10 << 20) + 1]).expect(422).text.contains("over 10 MB"));
        stella.get("/import/00000000-0000-4000-8000-000000000000").expect(404);
        let sent = send(&stella, "groups.csv", SHEET.as_bytes()).expect(303);
        let path = sent.header("location").unwrap().to_owned();
        let direct = Database::open(&town.database.parse().unwrap()).unwrap();
        assert_eq!(tidy(&direct, Timestamp::now() + 23.hours()).unwrap().sheets, 0);
        assert_eq!(tidy(&direct, Timestamp::now() + 25.hours()).unwrap().sheets, 1);
        let id = path.rsplit('/').next().unwrap().to_owned();
        assert!(direct.read(|conn| staged::find(conn, &id)).is_err());
    }

    /// Only stewards send sheets, and only from our own page; the sheet to fill in is for everybody.
    fn only_stewards_send_sheets(db: &TestDatabase) {
        let town = Town::start(db, &[]);
        let pat = Person::new(&town, "navigator");
        send(&pat, "groups.csv", SHEET.as_bytes()).expect(403);
        let mut stella = Person::new(&town, "steward");
        stella.form = "from elsewhere".into();
        send(&stella, "groups.csv", SHEET.as_bytes()).expect(403);
        let template = town.anyone().get("/import/template.csv").expect(200);
        let sheet = headroom::exchange::sheet::Sheet::read("t.csv", template.text.as_bytes(), None).unwrap();
        assert!(sheet.columns.all.iter().all(|column| column.target.is_some()), "{:?}", sheet.columns);
        let read = sheet.entries().unwrap();
        assert_eq!((read.entries.len(), read.rejections.len(), read.notes.len()), (1, 0, 0), "{read:?}");
    }
}
