//! What follows from what the register says: on the work list, and on the page of the money.

use super::extract::{self, DAY, Extract, as_json, removed, with};
use super::*;
use crate::support::town::{command, done};
use crate::support::{Client, Exchange, Person, Town};
use headroom::directory::numbers;
use headroom::funding::grants::store::to_organization;
use headroom::registers::store;
use reqwest::Method;

/// Imports a charity as an extract has it.
fn say(town: &Town, row: &Value) {
    let file = town.file("publicextract.charity.json");
    std::fs::write(&file, as_json(std::slice::from_ref(row))).unwrap();
    done(&command(&town.database, &["import", "charities", &file]));
}

fn reasons(client: &Client) -> Vec<Value> {
    let page = client.get("/api/v1/tasks").expect(200).body;
    let tasks = page["contents"].as_array().expect("contents").clone();
    tasks
        .into_iter()
        .map(|task| json!([task["reasons"], task["because"]]))
        .collect()
}

on_both_databases! {
    /// And another registration closes it, by itself.
    fn a_removal_opens_a_task_and_a_registration_closes_it(db: &TestDatabase) {
        let town = Town::start(db, &[lunch_of(&extract::number(1).to_string()), service(2, "Choir").by(2, "Others")]);
        let steward = town.steward();
        say(&town, &charity(1, DAY));
        assert_eq!(reasons(&steward), [] as [Value; 0]);
        say(&town, &removed(charity(1, "2026-11-08"), "2026-11-05"));
        let because = json!(["nobody has ever said how much room there is", "its charity was removed from the register on 5 November 2026"]);
        assert_eq!(reasons(&steward), [json!([["charity_removed"], because])]);
        assert!(done(&command(db.url(), &["tasks"])).contains("its charity was removed from the register on 5 November 2026"));
        let page = Person::new(&town, "steward").get("/tasks").expect(200).text;
        assert!(page.contains("Its charity was removed from the register on 5 November 2026"), "{page}");
        let only = steward.get("/api/v1/tasks?reason=charity_removed").expect(200).body;
        assert_eq!(only["total_items"], 1);
        say(&town, &charity(1, "2026-11-15"));
        assert_eq!(reasons(&steward), [] as [Value; 0]);
    }

    /// One that became another charity, with another number, has not gone.
    fn an_organisation_that_is_registered_under_another_number_is_nobodys_work(db: &TestDatabase) {
        let town = Town::start(db, &[lunch_of(&extract::number(1).to_string())]);
        let steward = town.steward();
        say(&town, &removed(charity(1, DAY), "2026-10-05"));
        assert_eq!(reasons(&steward).len(), 1);
        say(&town, &charity(2, DAY));
        town.import(&[lunch_of(&extract::number(2).to_string())]);
        assert_eq!(reasons(&steward), [] as [Value; 0]);
        town.import(&[lunch_of(&extract::number(1).to_string()).with("status", "defunct")]);
        assert_eq!(reasons(&steward), [] as [Value; 0]);
    }

    /// Under one number somebody may have been removed and registered anew.
    fn of_two_with_one_number_the_one_that_is_registered_counts(db: &TestDatabase) {
        let town = Town::start(db, &[lunch_of(&extract::number(1).to_string())]);
        let again = with(removed(charity(7, DAY), "2001-02-03"), json!({ "registered_charity_number": extract::number(1) }));
        say(&town, &again);
        say(&town, &charity(1, DAY));
        assert_eq!(reasons(&town.steward()), [] as [Value; 0]);
        let found = open(db).read(|conn| store::of_organization(conn, &organization_id(1))).unwrap();
        assert_eq!(found.iter().map(|one| one.organisation_number).collect::<Vec<_>>(), [1, 7]);
    }

    /// For those who may look behind the listing; in Welsh, too.
    fn the_page_of_money_says_what_the_register_says(db: &TestDatabase) {
        let listing = lunch_of(&extract::number(1).to_string());
        let town = Town::start(db, std::slice::from_ref(&listing));
        let page = format!("/services/{}/money", listing.id());
        let commissioner = Person::with(&town, "commissioner", &["--area", "ward/E00000001"]);
        assert!(commissioner.get(&page).expect(200).text.contains("Nothing is known. A charity number"));
        let folder = town.file("extract");
        std::fs::create_dir(&folder).unwrap();
        let mut made = Extract::seeded(0, 1);
        made.charities.push(with(charity(1, DAY), json!({ "charity_in_administration": true })));
        made.add_name(1, "OLD MILL");
        made.add_area(1, "Local Authority", "Leeds");
        for (table, rows) in made.tables() {
            std::fs::write(format!("{folder}/{table}.json"), as_json(rows)).unwrap();
        }
        done(&command(&town.database, &["import", "charities", &folder]));
        let shown = commissioner.get(&page).expect(200).text;
        for words in ["CHARITY 1", "Registered since 3 February 2010", "£12,500", "31 March 2025", "Local Authority: Leeds",
            "OLD MILL", "It is in administration.", "Open Government Licence v3.0",
            "https://register-of-charities.charitycommission.gov.uk/charity-search/-/charity-details/1"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        assert!(!shown.contains(extract::PRIVATE));
        let cookies = format!("tongue=cy; {}", commissioner.cookie());
        let welsh = town.anyone().request(Method::GET, &page).header("cookie", cookies).send_and_read().text;
        for words in ["3 Chwefror 2010", "Awdurdod lleol", "31 Mawrth 2025", "Drwydded Llywodraeth Agored"] {
            assert!(welsh.contains(words), "{words}: {welsh}");
        }
        Person::new(&town, "navigator").get(&page).expect(403);
    }

    /// By a number that it got after the grants came, and by one that an older program did not write down.
    fn grants_are_found_by_the_numbers_that_an_organisation_has_now(db: &TestDatabase) {
        let (others, own) = (lunch_of("1090095"), lunch_of("1164883"));
        let town = Town::start(db, &[others]);
        let grant = json!({ "grants": [{ "id": "360G-Q-1", "title": "Lunches", "description": "Lunch", "currency": "GBP", "amountAwarded": 100,
            "awardDate": "2026-01-10", "fundingOrganization": [{ "id": "GB-CHC-1015648", "name": "Quay" }],
            "recipientOrganization": [{ "id": "GB-CHC-1164883", "name": "Mill" }] }] });
        let file = town.file("grants.json");
        std::fs::write(&file, grant.to_string()).unwrap();
        done(&command(&town.database, &["import", "threesixty", &file]));
        let db = open(db);
        let paid = || db.read(|conn| to_organization(conn, &organization_id(1))).unwrap().len();
        assert_eq!(paid(), 0);
        town.import(&[own]);
        assert_eq!(paid(), 1);
        db.write(|tx| {
            use headroom::db::schema::organization_numbers;
            Ok(diesel::delete(organization_numbers::table).execute(tx as &mut headroom::db::Conn)?)
        })
        .unwrap();
        assert_eq!(paid(), 0);
        numbers::store::bring_up(&db).unwrap();
        assert_eq!(paid(), 1);
    }
}
