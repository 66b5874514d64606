//! A real receiver of webhooks on loopback. It keeps what comes and answers as a test tells it to.

use std::sync::{Arc, Mutex};

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::feed::Feed;

/// One message that came, whatever was answered.
#[derive(Clone, Debug)]
pub struct Post {
    pub id: String,
    pub timestamp: String,
    pub signature: String,
    pub body: String,
    /// What was answered.
    pub answer: u16,
}

impl Post {
    /// Whether it is signed with this secret, as the Standard Webhooks specification has it.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let key = secret.strip_prefix("whsec_").expect("a secret's prefix");
        let key = STANDARD.decode(key).expect("Base64");
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any length is a key");
        mac.update(format!("{}.{}.{}", self.id, self.timestamp, self.body).as_bytes());
        let right = STANDARD.encode(mac.finalize().into_bytes());
        self.signature
            .split(' ')
            .any(|one| one == format!("v1,{right}"))
    }

    /// What it says.
    pub fn event(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    /// The names of the services it tells of.
    pub fn names(&self) -> Vec<String> {
        let event = self.event();
        let services = event["data"]["services"].as_array().expect("services");
        let name = |service: &Value| service["name"].as_str().expect("a name").to_owned();
        services.iter().map(name).collect()
    }
}

/// A running receiver, stopped when dropped.
pub struct Receiver {
    feed: Feed,
    posts: Arc<Mutex<Vec<Post>>>,
}

impl Receiver {
    /// Starts one that answers the messages, counted from 1, with these codes.
    pub fn start(script: impl Fn(usize) -> u16 + Send + Sync + 'static) -> Receiver {
        let posts: Arc<Mutex<Vec<Post>>> = Arc::default();
        let kept = Arc::clone(&posts);
        let feed = Feed::with_bodies(move |request, body| {
            let mut kept = kept.lock().expect("no thread panics here");
            let answer = script(kept.len() + 1);
            kept.push(Post {
                id: header(request, "webhook-id"),
                timestamp: header(request, "webhook-timestamp"),
                signature: header(request, "webhook-signature"),
                body: String::from_utf8(body.to_vec()).expect("UTF-8"),
                answer,
            });
            let status = StatusCode::from_u16(answer).expect("a status");
            let mut response = HttpResponse::build(status);
            if status.is_redirection() {
                response.insert_header(("location", "/elsewhere"));
            }
            response.finish()
        });
        Receiver { feed, posts }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("{}/hook", self.feed.address)
    }

    /// What came so far.
    pub fn posts(&self) -> Vec<Post> {
        self.posts.lock().expect("no thread panics here").clone()
    }

    /// What it took.
    pub fn taken(&self) -> Vec<Post> {
        let mut posts = self.posts();
        posts.retain(|post| post.answer == 200);
        posts
    }
}

fn header(request: &HttpRequest, name: &str) -> String {
    let value = request.headers().get(name);
    let value = value.unwrap_or_else(|| panic!("no {name}"));
    value.to_str().expect("a header is text").to_owned()
}
