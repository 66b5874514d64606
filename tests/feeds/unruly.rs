//! A feed that misbehaves, in every way that feeds do. Each time it has behaved before: whatever it does
//! then, nothing that it gave is harmed, and the report says what it did.

use std::io::Write;
use std::sync::Mutex;

use actix_web::HttpResponseBuilder;
use actix_web::web::Bytes;
use flate2::{Compression, write::GzEncoder};
use futures_util::stream::{self, StreamExt};

use super::*;
use crate::support::feed::cut_off;

/// Services of each way, which all have numbers of their own.
const EACH: u32 = 6;

/// What becomes of a run.
enum Then {
    /// Nothing is taken, and this is said.
    Nothing(&'static str),
    /// All is taken that is usable, and this is said.
    Taken(&'static str),
    /// All is well.
    Well,
    /// A steward is to look, and this is said.
    Waits(&'static str),
}

struct Way {
    name: &'static str,
    then: Then,
    /// What is answered; the records are what it gave while it behaved, the number is how often it was
    /// asked since.
    answer: fn(&Asked, &[Value], usize) -> HttpResponse,
}

fn good(asked: &Asked, all: &[Value]) -> HttpResponse {
    HttpResponse::Ok().json(paged(asked, all))
}

fn json_text(text: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .body(text)
}

/// Pieces that come one after the other, with a pause before each.
fn drip(pause: u64, piece: &'static [u8], pieces: usize) -> HttpResponse {
    let piece = Bytes::from_static(piece);
    let pieces = stream::iter(0..pieces).then(move |_| {
        let piece = piece.clone();
        async move {
            actix_web::rt::time::sleep(Duration::from_millis(pause)).await;
            Ok::<_, std::io::Error>(piece)
        }
    });
    HttpResponse::Ok()
        .content_type("application/json")
        .streaming(pieces)
}

/// Much of nothing, in few bytes.
fn bomb() -> HttpResponse {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(b"{\"contents\": [\"").unwrap();
    (0..64).for_each(|_| packed.write_all(&[b'x'; 1 << 16]).unwrap());
    let packed = packed.finish().unwrap();
    HttpResponse::Ok()
        .insert_header(("content-encoding", "gzip"))
        .content_type("application/json")
        .body(packed)
}

fn later(mut answer: HttpResponseBuilder, seconds: &'static str) -> HttpResponse {
    answer.insert_header(("retry-after", seconds)).finish()
}

fn to(place: &str) -> HttpResponse {
    HttpResponse::Found()
        .insert_header(("location", place))
        .finish()
}

fn ways() -> Vec<Way> {
    use Then::{Nothing, Taken, Waits, Well};
    let way = |name, then, answer| Way { name, then, answer };
    vec![
        way(
            "a connection that is cut",
            Nothing("broke off"),
            |asked, all, _| match asked.page() {
                2 => cut_off(&paged(asked, all)),
                _ => good(asked, all),
            },
        ),
        way(
            "a page without an end",
            Nothing("bytes, unpacked"),
            |_, _, _| drip(0, &[b' '; 1 << 16], usize::MAX),
        ),
        way("a gzip bomb", Nothing("bytes, unpacked"), |_, _, _| bomb()),
        way("a slow drip", Nothing("took too long"), |_, _, _| {
            drip(200, b" ", 100)
        }),
        way("silence", Nothing("took too long"), |_, _, _| {
            drip(4000, b" ", 1)
        }),
        way("errors all the time", Nothing("500"), |_, _, _| {
            HttpResponse::InternalServerError().finish()
        }),
        way("an error now and then", Well, |asked, all, times| {
            match times % 2 {
                0 => HttpResponse::BadGateway().finish(),
                _ => good(asked, all),
            }
        }),
        way(
            "asks for a second's patience",
            Well,
            |asked, all, times| match times {
                0 => later(HttpResponse::TooManyRequests(), "1"),
                _ => good(asked, all),
            },
        ),
        way("asks for a day's patience", Nothing("503"), |_, _, _| {
            later(HttpResponse::ServiceUnavailable(), "86400")
        }),
        way(
            "leads behind the wall",
            Nothing("not on the open internet"),
            |_, _, _| to("http://169.254.169.254/latest/"),
        ),
        way(
            "leads to another door of this machine",
            Nothing("not on the open internet"),
            |_, _, _| to("http://localhost:1/services"),
        ),
        way("leads to a file", Nothing("not on the web"), |_, _, _| {
            to("file:///etc/passwd")
        }),
        way(
            "leads in circles",
            Nothing("leads elsewhere over"),
            |asked, _, _| to(&asked.path),
        ),
        way(
            "leads to where it has moved",
            Well,
            |asked, all, _| match asked.path.ends_with("/moved") {
                true => good(asked, all),
                false => to(&format!("{}/moved?page={}", asked.path, asked.page())),
            },
        ),
        way("a web page", Nothing("web page"), |_, _, _| {
            HttpResponse::Ok()
                .content_type("text/html")
                .body("<!doctype html><p>Sorry")
        }),
        way("half a page", Nothing("not whole"), |asked, all, _| {
            let text = paged(asked, all).to_string();
            json_text(text[..text.len() / 2].to_owned())
        }),
        way("no page at all", Nothing("not a page"), |_, _, _| {
            json_text(json!({ "error": "sorry" }).to_string())
        }),
        way("nothing", Nothing("empty"), |_, _, _| {
            json_text(String::new())
        }),
        way("brackets without an end", Nothing("not JSON"), |_, _, _| {
            json_text("[".repeat(100_000))
        }),
        way(
            "the same page again and again",
            Nothing("repeats"),
            |asked, all, _| {
                let mut same = paged(
                    &Asked {
                        query: HashMap::new(),
                        path: asked.path.clone(),
                    },
                    all,
                );
                same["page_number"] = json!(asked.page());
                HttpResponse::Ok().json(same)
            },
        ),
        way(
            "pages without an end",
            Nothing("no end of them"),
            |asked, _, _| {
                let number = asked.page() as u32;
                HttpResponse::Ok().json(page(
                    number as usize,
                    1000,
                    1000,
                    &records(9000 + number..9001 + number),
                ))
            },
        ),
        way(
            "says that nothing has changed, unasked",
            Nothing("was not asked that"),
            |_, _, _| HttpResponse::NotModified().finish(),
        ),
        way("gone", Nothing("404"), |_, _, _| {
            HttpResponse::NotFound().finish()
        }),
        way(
            "a wrong total",
            Taken("says that there are 60 services, and lists 5"),
            |asked, all, _| {
                let mut page = paged(asked, &all[..5]);
                page["total_items"] = json!(60);
                HttpResponse::Ok().json(page)
            },
        ),
        way(
            "pages that change meanwhile",
            Taken("it changed while it was read"),
            |asked, all, _| match asked.page() {
                1 => good(asked, all),
                _ => HttpResponse::Ok().json(page(
                    asked.page(),
                    3,
                    7,
                    &all[asked.page()..asked.page() + 2],
                )),
            },
        ),
        way(
            "a record twice",
            Taken("is listed twice"),
            |asked, all, _| match asked.page() {
                3 => HttpResponse::Ok().json(page(3, 3, 6, &[all[4].clone(), all[3].clone()])),
                _ => good(asked, all),
            },
        ),
        way(
            "suddenly empty",
            Waits("more than a fifth"),
            |asked, _, _| good(asked, &[]),
        ),
        way(
            "records that are none",
            Taken("the record was left out"),
            |asked, all, _| {
                let mut all = all.to_vec();
                all[0] = json!({ "id": all[0]["id"], "name": "" });
                good(asked, &all)
            },
        ),
        way("two shapes in one", Well, |asked, all, _| {
            let mut all = all.to_vec();
            let id = all[2]["id"].clone();
            let (organization, places) = (
                all[2]["organization"].clone(),
                all[2]["service_at_locations"].clone(),
            );
            all[2] = json!({ "id": id, "name": all[2]["name"], "status": "active", "fees": "", "organization": organization,
                "service_at_locations": places, "pc_metadata": { "date_modified": "2026-01-01T00:00:00.000Z", "assured_by": "a@b.example" } });
            good(asked, &all)
        }),
        way(
            "an outline, and some of it gone",
            Taken("cannot be had"),
            |asked, all, _| {
                let (path, id) = asked.path.rsplit_once('/').unwrap();
                if path.ends_with("/services") {
                    let found = all[1..].iter().find(|one| one["id"] == id);
                    return found.map_or_else(
                        || HttpResponse::NotFound().finish(),
                        |one| HttpResponse::Ok().json(one),
                    );
                }
                let outline = all
                    .iter()
                    .map(|one| json!({ "id": one["id"], "name": one["name"] }));
                good(asked, &outline.collect::<Vec<_>>())
            },
        ),
        way(
            "wrong characters",
            Taken("is no status"),
            |asked, all, _| {
                let mut all = all.to_vec();
                all[0]["status"] = json!("who knows");
                all[0]["alert"] = json!("a\u{0}b");
                let text = paged(asked, &all)
                    .to_string()
                    .replace("Wythmere", "Wythmer?");
                let bytes = text
                    .into_bytes()
                    .into_iter()
                    .map(|byte| if byte == b'?' { 0xe9 } else { byte });
                HttpResponse::Ok()
                    .content_type("application/json")
                    .body(bytes.collect::<Vec<u8>>())
            },
        ),
    ]
}

/// One server for all ways, by the first part of the path.
fn unruly(behaves: &Arc<Mutex<Vec<Option<usize>>>>) -> Feed {
    let (asked_since, ways) = (Arc::clone(behaves), ways());
    Feed::start(move |asked| {
        let way: usize = asked.path.split('/').nth(1).unwrap().parse().unwrap();
        let first = 100 + way as u32 * EACH;
        let all = records(first..first + EACH);
        let times = {
            let mut since = asked_since.lock().unwrap();
            let times = since[way];
            since[way] = times.map(|times| times + 1);
            times
        };
        match times {
            None => good(&asked, &all),
            Some(times) => (ways[way].answer)(&asked, &all, times),
        }
    })
}

fn of_way(way: usize) -> Vec<String> {
    let first = 100 + way as u32 * EACH;
    (first..first + EACH).map(service_id).collect()
}

on_both_databases! {
    /// Whatever a feed does.
    fn whatever_a_feed_does_nothing_is_harmed(db: &TestDatabase) {
        let db = open(db);
        let behaves = Arc::new(Mutex::new(vec![None; ways().len()]));
        let feed = unruly(&behaves);
        for (at, way) in ways().into_iter().enumerate() {
            let id = register(&db, &format!("{}/{at}/services", feed.address), false);
            let first = ask(&db, &id);
            assert_eq!((first.state, first.report.added), (State::Done, u64::from(EACH)), "{}: {:?}", way.name, first.why);
            behaves.lock().unwrap()[at] = Some(0);
            anew(&db, &id);
            let before = everything(&db);
            let run = ask(&db, &id);
            let told = format!("{}: {run:?} {:?}", way.name, wrong(&db, &run));
            match way.then {
                Then::Nothing(words) => {
                    assert!(run.state == State::Failed && says(&db, &run, words), "{told}");
                    assert_eq!(everything(&db), before, "{told}");
                }
                Then::Waits(words) => {
                    assert!(run.state == State::Waiting && says(&db, &run, words), "{told}");
                    assert_eq!(everything(&db), before, "{told}");
                }
                Then::Taken(words) => assert!(run.state == State::Done && says(&db, &run, words), "{told}"),
                Then::Well => {
                    assert!(run.state == State::Done && run.report.unchanged > 0, "{told}");
                    assert!(run.report.complete && wrong(&db, &run).is_empty(), "{told}");
                }
            }
            assert_eq!((run.report.missing, run.report.withdrawn), (0, 0), "{told}");
            assert!(of_way(at).iter().all(|id| held(&db, id).unwrap()["status"] == "active"), "{told}");
        }
        assert_eq!(counts(&db).services, i64::from(EACH) * ways().len() as i64);
        let told = everything(&db).iter().map(|one| Value::Object(one.clone()).to_string()).collect::<String>();
        assert!(!told.contains("a@b.example"));
    }
}
