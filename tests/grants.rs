//! Grants as funders publish them: what is usable comes in, what breaks the standard is told, and they lead
//! to the organisations of the directory.

use headroom::db::Database;
use headroom::exchange::progress::Progress;
use headroom::exchange::threesixty::{self, Report};
use headroom::funding::grants::store::to_organization;
use serde_json::{Value, json};
use std::path::Path;

use crate::support::listing::organization_id;
use crate::support::town::{command, done};
use crate::support::{
    Listing, Person, TestDatabase, Town, on_both_databases, service, shared_folder,
    temporary_folder,
};

fn open(db: &TestDatabase) -> Database {
    Database::open(&db.url().parse().unwrap()).unwrap()
}

fn import(db: &Database, from: &Path) -> Report {
    let from = from.display().to_string();
    threesixty::import(db, &from, false, &Progress::quiet()).unwrap()
}

/// Added, changed, unchanged.
fn became(report: &Report) -> (u64, u64, u64) {
    let summary = &report.summary;
    (summary.added, summary.changed, summary.unchanged)
}

fn lunch() -> Listing {
    let numbers = json!([{ "id": "00000099-0000-4000-8000-000000000001", "identifier_type": "Charity number", "identifier": "1164883" }]);
    let organization = json!({ "id": organization_id(1), "name": "Mill Trust", "description": "A trust.", "organization_identifiers": numbers });
    service(1, "Lunch club")
        .at(1, 53.941, -3.751)
        .with("organization", organization)
}

fn grant(id: &str, end: &str, modified: &str) -> Value {
    json!({
        "id": id, "title": "Lunches", "description": "Lunch for all", "currency": "GBP", "amountAwarded": 12500,
        "awardDate": "2026-01-10", "dateModified": modified, "plannedDates": [{ "startDate": "2026-04", "endDate": end }],
        "fundingOrganization": [{ "id": "GB-CHC-1015648", "name": "Quay Foundation" }],
        "recipientOrganization": [{ "id": "GB-CHC-01164883", "name": "Mill Trust" }],
    })
}

on_both_databases! {
    /// Published by five funders and checked by others with the schema: of two funders every grant is valid, of
    /// a third none, for it says "Y" where the standard says "Yes". Lloyds gives the last day of every grant,
    /// another months of 468, the third nothing at all.
    fn grants_of_real_funders_come_in_whatever_is_wrong_with_them(db: &TestDatabase) {
        let Some(samples) = shared_folder("standards/360giving/samples") else {
            return;
        };
        let db = open(db);
        for (file, count, valid, dated) in [
            ("a003W000001B7PzQAK.json", 475, 475, 468),
            ("a001p00000zgyHZAAY.json", 783, 783, 0),
            ("a002400000OiDBQAA3.json", 4116, 0, 4116),
        ] {
            let report = import(&db, &samples.join(file));
            assert_eq!((report.valid, report.faulty), (valid, count - valid), "{file}: {report}");
            assert_eq!(report.dated, dated, "{file}");
            assert_eq!((became(&report), report.summary.rejections.len()), ((count, 0, 0), 0), "{file}");
            let again = import(&db, &samples.join(file));
            assert_eq!(became(&again), (0, 0, count), "{file}");
        }
        let lloyds = import(&db, &samples.join("a002400000OiDBQAA3.json")).to_string();
        assert!(lloyds.contains("fromOpenCall: ") && lloyds.contains("4116 grants, the first is 360G-LBFEW-"), "{lloyds}");
    }

    /// Nulls, words for numbers, missing ids: those are told one by one, and the rest comes in.
    fn faulty_grants_do_not_stop_the_rest(db: &TestDatabase) {
        let Some(samples) = shared_folder("standards/360giving/samples") else {
            return;
        };
        let db = open(db);
        let of = |file: &str| {
            let report = import(&db, &samples.join(file));
            (report.valid, report.faulty, report.summary.added, report.summary.rejections.len())
        };
        assert_eq!(of("fixture-nulls.json"), (0, 2, 0, 2));
        assert_eq!(of("fixture-badfile_all_validation_errors.json"), (0, 1, 0, 1));
        assert_eq!(of("fixture-fundingproviders-grants_fixed_2_grants.json"), (0, 4, 2, 0));
    }

    fn a_grant_that_was_changed_later_counts_whoever_publishes_it(db: &TestDatabase) {
        let (db, folder) = (open(db), temporary_folder());
        let file = folder.path().join("grants.json");
        let bring = |grants: Value| {
            std::fs::write(&file, json!({ "grants": grants }).to_string()).unwrap();
            import(&db, &file)
        };
        bring(json!([grant("360G-Q-1", "2027-03", "2026-02-01"), grant("360G-Q-2", "2027", "2026-02-01")]));
        let older = bring(json!([grant("360G-Q-1", "2030", "2026-01-01")]));
        assert_eq!(became(&older), (0, 0, 1));
        let both = bring(json!([grant("360G-Q-1", "2028-03", "2026-05-01"), grant("360G-Q-1", "2031", "2026-04-01")]));
        assert_eq!((became(&both), both.twice), ((0, 1, 0), 1));
        let same = bring(json!([grant("360G-Q-1", "2028-03", "2026-05-01")]));
        assert_eq!(became(&same), (0, 0, 1));
    }

    /// From a table, by its charity number, to the page of the service, where somebody who knows says that it
    /// pays for the service.
    fn a_grant_leads_to_the_service_that_it_pays_for(db: &TestDatabase) {
        let town = Town::start(db, &[lunch(), service(2, "Choir").by(2, "Others")]);
        let table = town.file("grants.csv");
        let rows = "Identifier,Title,Description,Currency,Amount Awarded,Award Date,Planned Dates:Start Date,Planned Dates:Duration (months),Funding Org:Identifier,Funding Org:Name,Recipient Org:Identifier,Recipient Org:Name,Surname\n\
            360G-Q-1,Lunches & more,Lunch,GBP,\"12,500\",2026-01-10,2026-04-01,24,GB-CHC-1015648,Quay Foundation,GB-CHC-1164883,Mill Trust,Roe\n\
            360G-Q-2,Elsewhere,Tea,GBP,100,2026-01-10,,,GB-CHC-1015648,Quay Foundation,GB-CHC-1090095,Nobody here,Roe\n";
        std::fs::write(&table, rows).unwrap();
        let told = command(&town.database, &["import", "threesixty", &table]);
        let aside = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(aside.contains("2 grants are as the standard wants them, 0 are not; the last day of 1 is known; 1 organisations"), "{aside}");
        assert_eq!(done(&told).trim(), "added 2, changed 0, unchanged 0, withdrawn 0, rejected 0");

        let (pat, page) = (Person::provider(&town, 1), format!("/services/{}/money", lunch().id()));
        let shown = pat.get(&page).expect(200).text;
        assert!(shown.contains("Lunches &#38; more") && shown.contains("£12,500"), "{shown}");
        assert!(shown.contains("31 March 2028") && shown.contains("worked out from its months"), "{shown}");
        assert!(!shown.contains("Elsewhere"), "{shown}");
        pat.post(&page, "grant=360G-Q-2").expect(404);
        for _ in 0..2 {
            pat.post(&page, "grant=360G-Q-1").expect(303);
        }
        let funding = town.provider(1).get(&format!("/api/v1/services/{}/funding", lunch().id())).expect(200).body;
        assert_eq!(funding["awards"].as_array().map(Vec::len), Some(1), "{funding}");
        assert_eq!(funding["ends_on"], "2028-03-31");
        assert_eq!(funding["awards"][0]["source"], "360Giving, grant 360G-Q-1");
        Person::provider(&town, 2).get(&page).expect(403);
        assert!(!pat.get(&format!("/services/{}/money", service(2, "Choir").id())).text.contains("Choir"));
        let db = open(db);
        let paid = db.read(|conn| to_organization(conn, &organization_id(1))).unwrap();
        assert_eq!(paid.len(), 1);
    }
}
