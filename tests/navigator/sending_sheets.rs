//! The sheet by e-mail: to an address that is kept nowhere.

use super::*;
use crate::support::{Fault, Smtp};

const TO: &str = "ada.patient@home.example";

fn with_mail(db: &TestDatabase, smtp: &Smtp) -> Town {
    let options = [
        "--smtp",
        &smtp.url(),
        "--smtp-ca",
        &smtp.authority(),
        "--mail-from",
        "Headroom <headroom@quay.example>",
    ]
    .map(str::to_owned);
    let town = Town::with(db, &[lunch(), supper()], |launch| {
        options
            .iter()
            .fold(launch, |launch, option| launch.argument(option))
    });
    free(&town, &lunch(), 4);
    town
}

/// A signpost, and what tells its form from others.
fn signpost(sam: &Person) -> (String, String) {
    let path = format!("/signposts/{}/handout", code(&press(sam, &lunch(), "yes")));
    let sheet = sam.get(&path).expect(200).text;
    assert!(sheet.contains("we do not keep this address"), "{sheet}");
    (path, hidden(&sheet, "once"))
}

/// Every text that the database holds, as far as it is one file.
fn held(town: &Town) -> String {
    let Some(path) = town.database.strip_prefix("sqlite:") else {
        return String::new();
    };
    let read = |end: &str| std::fs::read(format!("{path}{end}")).unwrap_or_default();
    let bytes: Vec<u8> = ["", "-wal"].into_iter().flat_map(read).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

on_both_databases! {
    /// It arrives once, with the code, says nothing on the outside, and the address is nowhere.
    fn a_sheet_is_sent_and_the_address_is_not_kept(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        let town = with_mail(db, &smtp);
        let sam = Person::new(&town, "navigator");
        let (path, once) = signpost(&sam);
        let body = format!("once={once}&to=+{}", TO.replace('@', "%40"));
        let led = sam.post(&path, &body).expect(303);
        assert_eq!(led.header("location"), Some(&*format!("{path}?sent")));
        assert!(sam.get(&format!("{path}?sent")).expect(200).text.contains("We have not kept the address"));
        sam.post(&path, &body).expect(303);
        let letters = smtp.letters();
        assert_eq!(letters.iter().map(|letter| letter.to.as_str()).collect::<Vec<_>>(), [TO]);
        let code = path.split('/').nth(2).unwrap();
        assert!(letters[0].data.contains(code) && letters[0].data.contains("1 Example Street"), "{}", letters[0].data);
        assert_eq!(letters[0].header("Subject"), "The place we talked about");
        assert!(!held(&town).contains("ada.patient") && !town.server.said().contains("ada.patient"));
        assert!(db.url().starts_with("postgres") || held(&town).contains("Tuesday lunch club"));
    }

    /// Where it cannot be sent, the page says so and the sheet is still there to be printed.
    fn what_was_not_sent_is_said(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        let town = with_mail(db, &smtp);
        let sam = Person::new(&town, "navigator");
        let (path, once) = signpost(&sam);
        for to in ["nobody", "07700+900123", "", "a%0Ab%40c.example"] {
            let said = sam.post(&path, &format!("once={once}&to={to}")).expect(422).text;
            assert!(said.contains("Nothing was sent") && said.contains("1 Example Street"), "{to}: {said}");
        }
        drop(smtp);
        let said = sam.post(&path, &format!("once={once}&to={TO}")).expect(502).text;
        assert!(said.contains("does not answer") && !said.contains("ada.patient"), "{said}");
        assert!(!held(&town).contains("ada.patient") && !town.server.said().contains("ada.patient"));
    }

    /// Only those who send people send it, from their own page; and nothing else goes along.
    fn not_everybody_may_send_it(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        let town = with_mail(db, &smtp);
        let sam = Person::new(&town, "navigator");
        let (path, _) = signpost(&sam);
        let body = format!("once=a&to={TO}");
        town.anyone().post_form(&path, &body).expect(401);
        sam.post_from_elsewhere(&path, &body).expect(403);
        let theirs = Person::provider(&town, 1);
        theirs.post(&path, &body).expect(403);
        assert!(!theirs.get(&path).expect(200).text.contains("Send it to them"));
        Person::new(&town, "commissioner").post(&path, &body).expect(403);
        sam.post(&path, &format!("{body}&name=Ada")).expect(422);
        sam.post(&path, &format!("to={TO}")).expect(422);
        sam.post("/signposts/nonsense/handout", &body).expect(404);
        assert_eq!(smtp.letters().len(), 0);
    }
}

/// Where nothing can be sent, nothing is offered.
#[test]
fn without_a_gateway_nothing_is_offered() {
    let db = TestDatabase::sqlite();
    let town = town(&db, 2);
    let sam = Person::new(&town, "navigator");
    let path = format!("/signposts/{}/handout", code(&press(&sam, &lunch(), "yes")));
    assert!(!sam.get(&path).expect(200).text.contains("Send it to them"));
    sam.post(&path, &format!("once=a&to={TO}")).expect(422);
}
