//! A blocking HTTP client for tests: JSON in, JSON out, every status an answer.

use std::future::Future;
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

const TIMEOUT: Duration = Duration::from_secs(30);

/// Waits for what `future` brings, on a runtime that all tests share.
pub fn wait<F: Future>(future: F) -> F::Output {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME
        .get_or_init(|| {
            let mut builder = Builder::new_multi_thread();
            builder
                .worker_threads(1)
                .enable_all()
                .build()
                .expect("an asynchronous runtime")
        })
        .block_on(future)
}

/// Talks to one server, with or without a key.
#[derive(Clone, Debug)]
pub struct Client {
    base: String,
    key: Option<String>,
}

/// What the server answered.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
    /// The text as JSON; `Null` when it is not.
    pub body: Value,
}

impl Client {
    /// A client without a key. `base` is like `http://127.0.0.1:8080`.
    pub fn new(base: &str) -> Client {
        Client {
            base: base.trim_end_matches('/').to_owned(),
            key: None,
        }
    }

    /// The same client with a bearer key.
    pub fn with_key(&self, key: &str) -> Client {
        Client {
            base: self.base.clone(),
            key: Some(key.to_owned()),
        }
    }

    pub fn get(&self, path: &str) -> Reply {
        self.request(Method::GET, path).send_and_read()
    }

    pub fn delete(&self, path: &str) -> Reply {
        self.request(Method::DELETE, path).send_and_read()
    }

    pub fn post(&self, path: &str, body: &Value) -> Reply {
        self.request(Method::POST, path)
            .json_body(body)
            .send_and_read()
    }

    pub fn put(&self, path: &str, body: &Value) -> Reply {
        self.request(Method::PUT, path)
            .json_body(body)
            .send_and_read()
    }

    pub fn patch(&self, path: &str, body: &Value) -> Reply {
        self.request(Method::PATCH, path)
            .json_body(body)
            .send_and_read()
    }

    /// A form as a browser sends it: `application/x-www-form-urlencoded`.
    pub fn post_form(&self, path: &str, body: &str) -> Reply {
        let kind = "application/x-www-form-urlencoded";
        self.request(Method::POST, path)
            .header("content-type", kind)
            .body(body.to_owned())
            .send_and_read()
    }

    /// Any other request: add to it, then [`Exchange::send_and_read`].
    ///
    /// Each one has a connection of its own, so that a server which was killed
    /// and started again is not met with connections to the old one. Redirects
    /// are answers like any other.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = shared_client().request(method, format!("{}{path}", self.base));
        match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }
}

fn shared_client() -> &'static reqwest::Client {
    static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();
    CLIENT.get_or_init(|| {
        reqwest::Client::builder()
            .no_proxy()
            .timeout(TIMEOUT)
            .pool_max_idle_per_host(0)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("an HTTP client")
    })
}

/// Finishing and sending a request.
pub trait Exchange {
    /// Puts JSON in the body.
    fn json_body(self, body: &Value) -> Self;

    /// Sends it and reads the whole answer.
    ///
    /// # Panics
    ///
    /// When there is no answer: a refused connection, a timeout.
    fn send_and_read(self) -> Reply;

    /// Like [`Exchange::send_and_read`], for a server that may not be there.
    ///
    /// # Errors
    ///
    /// When there is no whole answer.
    fn try_send(self) -> reqwest::Result<Reply>;
}

impl Exchange for RequestBuilder {
    fn json_body(self, body: &Value) -> Self {
        self.header("content-type", "application/json")
            .body(body.to_string())
    }

    fn send_and_read(self) -> Reply {
        self.try_send().expect("an answer from the server")
    }

    fn try_send(self) -> reqwest::Result<Reply> {
        wait(async {
            let response = self.send().await?;
            let status = response.status().as_u16();
            let headers = response.headers().clone();
            let text = response.text().await?;
            let body = serde_json::from_str(&text).unwrap_or(Value::Null);
            Ok(Reply {
                status,
                headers,
                text,
                body,
            })
        })
    }
}

impl Reply {
    /// A header's value, or nothing.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The same reply, once its status is the one expected.
    ///
    /// # Panics
    ///
    /// When it is another, with what the server said.
    #[track_caller]
    pub fn expect(self, status: u16) -> Reply {
        assert_eq!(self.status, status, "the server said: {}", self.text);
        self
    }
}
