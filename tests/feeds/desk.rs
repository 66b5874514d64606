//! Feeds from the command line, and on the desk of a steward.

use crate::support::server::Launch;
use crate::support::town::{command, done, soon};
use crate::support::{Person, Town, run as program};

use super::*;

/// The last line that a command printed.
fn last(text: &str) -> &str {
    text.trim().lines().next_back().unwrap_or_default()
}

#[test]
fn feeds_are_registered_fetched_and_paused_from_the_command_line() {
    let db = TestDatabase::sqlite();
    let feed = Feed::start(|asked| HttpResponse::Ok().json(paged(&asked, &records(1..6))));
    let address = format!("{}/services", feed.address);
    let private = "--allow-private-webhooks";
    let id = done(&command(
        db.url(),
        &["feed", "add", &address, "--name", "Quay", private],
    ));
    let id = id.trim();
    let printed = done(&command(db.url(), &["sync", private]));
    assert_eq!(
        last(&printed),
        "added 5, changed 0, unchanged 0, withdrawn 0, rejected 0"
    );
    assert!(printed.contains("Quay: added 5"), "{printed}");
    let listed = done(&command(db.url(), &["feed", "list"]));
    assert!(
        listed.contains(&address) && listed.contains("Quay"),
        "{listed}"
    );
    done(&command(db.url(), &["feed", "pause", id]));
    let asked = feed.asked().len();
    done(&command(db.url(), &["sync", private]));
    assert_eq!(
        feed.asked().len(),
        asked,
        "a feed that is paused is not asked"
    );
    done(&command(db.url(), &["feed", "resume", id]));
    drop(feed);
    let failed = program(&["sync", private, "--database", db.url()]);
    let said = String::from_utf8_lossy(&failed.stdout).into_owned();
    assert_eq!(failed.status.code(), Some(1));
    assert!(said.contains("no connection"), "{said}");
    done(&command(db.url(), &["feed", "remove", id]));
    assert_eq!(done(&command(db.url(), &["feed", "list"])), "");
    let refused = program(&[
        "feed",
        "add",
        "http://127.0.0.1/services",
        "--database",
        db.url(),
    ]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("not on the open internet"));
}

#[test]
fn records_of_1_x_are_imported_from_a_file() {
    let db = TestDatabase::sqlite();
    let folder = crate::support::temporary_folder();
    let file = folder.path().join("old.json");
    let old = json!({ "content": [
        { "id": "17", "name": "Tea", "organization": { "id": "9", "name": "Quay", "url": "https://quay.example" },
          "pc_metadata": { "assured_by": "a@b.example" } },
        { "id": "18", "name": "" },
    ] });
    std::fs::write(&file, old.to_string()).unwrap();
    let import = |summary: &str| {
        let printed = done(&command(
            db.url(),
            &["import", "oruk1", &file.display().to_string()],
        ));
        assert_eq!(last(&printed), summary);
    };
    import("added 1, changed 0, unchanged 0, withdrawn 0, rejected 1");
    import("added 0, changed 0, unchanged 1, withdrawn 0, rejected 1");
    let kept = everything(&open(&db));
    assert_eq!(kept[0]["organization"]["website"], "https://quay.example");
    assert!(
        !Value::Object(kept[0].clone())
            .to_string()
            .contains("a@b.example")
    );
}

#[test]
fn a_steward_registers_a_feed_sees_what_came_and_decides() {
    let db = TestDatabase::sqlite();
    let few = Arc::new(AtomicUsize::new(5));
    let shown = Arc::clone(&few);
    let feed = Feed::start(move |asked| {
        let mut all = records(1..1 + shown.load(Ordering::SeqCst) as u32);
        all[0]["status"] = json!("odd");
        HttpResponse::Ok().json(paged(&asked, &all))
    });
    let town = Town::with(&db, &[], |launch: Launch| {
        launch.argument("--allow-private-webhooks")
    });
    let steward = Person::new(&town, "steward");
    let wrong = steward
        .post("/feeds", "address=nowhere&every_hours=0")
        .expect(422);
    assert!(
        wrong.text.contains("is no address on the web"),
        "{}",
        wrong.text
    );
    let address = format!("{}/services", feed.address)
        .replace(':', "%3A")
        .replace('/', "%2F");
    let made = steward
        .post(
            "/feeds",
            &format!("address={address}&name=Quay&every_hours=24"),
        )
        .expect(303);
    let path = made
        .header("location")
        .unwrap()
        .split('?')
        .next()
        .unwrap()
        .to_owned();
    let page = soon("it was asked", || {
        let page = steward.get(&path).expect(200).text;
        page.contains("All well").then_some(page)
    });
    assert!(
        page.contains("5 services") && page.contains("is no status"),
        "{page}"
    );
    assert!(steward.get("/feeds").expect(200).text.contains("Quay"));
    let sources = steward
        .get(&format!("/services/{}/sources", service_id(2)))
        .expect(200)
        .text;
    assert!(
        sources.contains("Quay") && sources.contains("organization id"),
        "{sources}"
    );
    few.store(1, Ordering::SeqCst);
    anew(&open(&db), path.rsplit('/').next().unwrap());
    let page = soon("it waits", || {
        let page = steward.get(&path).expect(200).text;
        page.contains("Take it all the same").then_some(page)
    });
    let form = page
        .split("action=\"")
        .find(|form| form.contains("/accept\""));
    let accept = form.unwrap().split('"').next().unwrap().to_owned();
    steward.post(&accept, "").expect(303);
    soon("it is taken", || {
        steward
            .get(&path)
            .expect(200)
            .text
            .contains("All well")
            .then_some(())
    });
    steward.post(&format!("{path}/pause"), "").expect(303);
    assert!(steward.get(&path).expect(200).text.contains("It is paused"));
    steward.post(&format!("{path}/remove"), "").expect(303);
    steward.get(&path).expect(404);
}
