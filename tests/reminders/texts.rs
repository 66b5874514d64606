//! Texts go to a server that speaks as GOV.UK Notify does and checks who is asking.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use actix_web::HttpRequest;
use actix_web::HttpResponse;
use actix_web::web::Bytes;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use headroom::reminders::contact::Channel;
use headroom::reminders::outbox::{NewMessage, store};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::Sha256;

use super::{be_tried_again, nudge, open, outbox};
use crate::support::feed::Feed;
use crate::support::{TestDatabase, on_both_databases};

const SERVICE: &str = "26785a09-ab16-4eb0-8407-a37497a57506";
const SECRET: &str = "3d844edf-8d35-48ac-975b-e847b4f122b0";
const TEMPLATE: &str = "f33517ff-2a88-4f6e-b855-c550268ce08a";

/// Whether the bearer's token is one that Notify would take.
fn is_signed(request: &HttpRequest) -> bool {
    let header = request
        .headers()
        .get("authorization")
        .and_then(|value| value.to_str().ok());
    let Some((signed, signature)) =
        header.and_then(|header| header.strip_prefix("Bearer ")?.rsplit_once('.'))
    else {
        return false;
    };
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("a key");
    mac.update(signed.as_bytes());
    let right = mac
        .verify_slice(&URL_SAFE_NO_PAD.decode(signature).expect("base64"))
        .is_ok();
    let part = |index: usize| -> Value {
        let part = signed.split('.').nth(index).expect("a part");
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64")).expect("JSON")
    };
    let age = Timestamp::now().as_second() - part(1)["iat"].as_i64().expect("a time");
    right
        && part(0) == json!({ "typ": "JWT", "alg": "HS256" })
        && part(1)["iss"] == SERVICE
        && (-30..=30).contains(&age)
}

/// A Notify that answers the texts it is sent in turn, and knows those it took.
struct Notify {
    feed: Feed,
    taken: Arc<Mutex<Vec<Value>>>,
}

impl Notify {
    /// `answer` is given the number of the text, from 1; a status of 201 takes it. 299 takes it and
    /// answers with a failure all the same.
    fn start(answer: impl Fn(usize) -> u16 + Send + Sync + 'static) -> Notify {
        let taken: Arc<Mutex<Vec<Value>>> = Arc::default();
        let (kept, sent) = (Arc::clone(&taken), AtomicUsize::default());
        let feed = Feed::with_bodies(move |request: &HttpRequest, body: &Bytes| {
            if !is_signed(request) {
                return error(403, "AuthError");
            }
            let mut kept = kept.lock().unwrap();
            if request.method() == "GET" {
                let known: Vec<_> = kept
                    .iter()
                    .filter(|text| {
                        request
                            .query_string()
                            .contains(text["reference"].as_str().unwrap())
                    })
                    .collect();
                return HttpResponse::Ok().json(json!({ "notifications": known }));
            }
            let text: Value = serde_json::from_slice(body).expect("JSON");
            match answer(sent.fetch_add(1, Ordering::AcqRel) + 1) {
                201 => {
                    kept.push(text);
                    HttpResponse::Created()
                        .json(json!({ "id": "740e5834-3a29-46b4-9a6f-16142fde533a" }))
                }
                299 => {
                    kept.push(text);
                    error(503, "Exception")
                }
                429 => error(429, "RateLimitError"),
                status => error(status, "BadRequestError"),
            }
        });
        Notify { feed, taken }
    }

    fn options(&self) -> Vec<String> {
        let key = format!("a-key-{SERVICE}-{SECRET}");
        let options = [
            "--notify-url",
            &self.feed.address,
            "--notify-key",
            &key,
            "--notify-template",
            TEMPLATE,
            "--public-url",
            "https://room.example",
        ];
        options.map(str::to_owned).into()
    }

    fn taken(&self) -> Vec<Value> {
        self.taken.lock().unwrap().clone()
    }
}

fn error(status: u16, kind: &str) -> HttpResponse {
    let status = actix_web::http::StatusCode::from_u16(status).expect("a status");
    HttpResponse::build(status).json(
        json!({ "status_code": status.as_u16(), "errors": [{ "error": kind, "message": "…" }] }),
    )
}

/// Puts texts into the outbox.
fn queue(db: &TestDatabase, texts: usize) {
    let done = open(db).write(move |tx| {
        for number in 1..=texts {
            let message = NewMessage {
                dedupe_key: format!("test/{number}"),
                channel: Channel::Text,
                address: format!("+4477009001{number:02}"),
                subject: String::new(),
                body: format!("text {number}"),
                html: String::new(),
                unsubscribe: None,
                // Whatever the hour at which this is tested.
                any_hour: true,
            };
            store::queue(tx, &message, number as i64)?;
        }
        Ok(())
    });
    done.expect("the outbox");
}

on_both_databases! {
    /// What Notify takes is sent, what it refuses is given up, and what it has no time for waits.
    fn texts_go_out_signed_and_one_by_one(db: &TestDatabase) {
        let notify = Notify::start(|number| match number { 2 => 400, 4 => 429, _ => 201 });
        queue(db, 5);
        let said = nudge(db, &notify.options());
        assert!(said.contains(" 2 sent, 1 delayed, 1 failed") && said.contains("2 wait"), "{said}");
        let first = &notify.taken()[0];
        assert_eq!(first["phone_number"], "+447700900101");
        assert_eq!(first["template_id"], TEMPLATE);
        assert_eq!(first["personalisation"], json!({ "message": "text 1" }));
        let database = open(db);
        let refused: Vec<_> = outbox(&database).into_iter().filter(|message| message.state == "failed").collect();
        assert_eq!(refused[0].last_error.as_deref(), Some("GOV.UK Notify answered 400: BadRequestError"));
        be_tried_again(&database);
        let said = nudge(db, &notify.options());
        assert!(said.contains(" 2 sent, 0 delayed, 0 failed"), "{said}");
        assert_eq!(notify.taken().len(), 4);
    }

    /// What was left over by an outage waits for the morning, but for what somebody has just asked for.
    fn no_text_goes_out_at_night(db: &TestDatabase) {
        let database = open(db);
        let message = |channel: Channel, any_hour: bool| NewMessage {
            dedupe_key: format!("test/{channel:?}/{any_hour}"),
            channel,
            address: String::new(),
            subject: String::new(),
            body: String::new(),
            html: String::new(),
            unsubscribe: None,
            any_hour,
        };
        database.write(move |tx| {
            for (channel, any_hour) in [(Channel::Text, false), (Channel::Text, true), (Channel::Email, false)] {
                store::queue(tx, &message(channel, any_hour), 0)?;
            }
            Ok(())
        }).expect("the outbox");
        let taken = |channels: [Channel; 2], time: &str| {
            let now = time.parse::<Timestamp>().unwrap().as_millisecond();
            let taken = database.write(move |tx| store::take(tx, &channels, now)).expect("the outbox");
            taken.map(|taken| (taken.message.channel, taken.message.any_hour))
        };
        let both = [Channel::Email, Channel::Text];
        let night = [taken(both, "2026-07-01T19:00:00Z"), taken(both, "2026-07-01T19:00:00Z")];
        assert!(night.contains(&Some((Channel::Text, true))) && night.contains(&Some((Channel::Email, false))));
        assert_eq!(taken([Channel::Text; 2], "2026-07-02T06:59:59Z").filter(|taken| !taken.1), None);
        let morning = [taken(both, "2026-07-02T07:00:00Z"), taken(both, "2026-07-02T07:00:00Z"), taken(both, "2026-07-02T07:00:00Z")];
        assert!(morning.contains(&Some((Channel::Text, false))), "{morning:?}");
    }

    /// A text that Notify took though its answer was lost is not sent again: its reference is known.
    fn a_text_whose_answer_was_lost_is_not_sent_twice(db: &TestDatabase) {
        let notify = Notify::start(|_| 299);
        queue(db, 1);
        let said = nudge(db, &notify.options());
        assert!(said.contains(" 0 sent, 1 delayed, 0 failed"), "{said}");
        be_tried_again(&open(db));
        let said = nudge(db, &notify.options());
        assert!(said.contains(" 1 sent, 0 delayed, 0 failed"), "{said}");
        assert_eq!(notify.taken().len(), 1);
    }
}
