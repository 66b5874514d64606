//! A real HTTP server on loopback that answers as a test tells it to.

use actix_web::web::Bytes;
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use futures_util::stream::{self, StreamExt};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What is asked of the feed.
pub struct Asked {
    pub path: String,
    pub query: HashMap<String, String>,
}

impl Asked {
    /// The page that is asked for.
    pub fn page(&self) -> usize {
        self.query
            .get("page")
            .map_or(1, |page| page.parse().unwrap())
    }
}

/// A running feed, stopped when dropped.
pub struct Feed {
    /// As `http://127.0.0.1:PORT`.
    pub address: String,
    asked: Arc<Mutex<Vec<String>>>,
    handle: actix_web::dev::ServerHandle,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Feed {
    /// Starts a feed that gives these answers.
    pub fn start(answer: impl Fn(Asked) -> HttpResponse + Send + Sync + 'static) -> Feed {
        Feed::with_bodies(move |request, _| answer(read(request)))
    }

    /// Starts one that looks at headers and bodies too.
    pub fn with_bodies(
        answer: impl Fn(&HttpRequest, &Bytes) -> HttpResponse + Send + Sync + 'static,
    ) -> Feed {
        let answer = Arc::new(answer);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (tell, told) = channel();
        let log = asked.clone();
        let thread = std::thread::spawn(move || {
            let serve = async move {
                let server = HttpServer::new(move || {
                    let (answer, log) = (answer.clone(), log.clone());
                    let handler = move |request: HttpRequest, body: Bytes| {
                        log.lock().unwrap().push(request.uri().to_string());
                        let answer = answer(&request, &body);
                        async move { answer }
                    };
                    App::new().default_service(web::to(handler))
                });
                let server = server
                    .workers(1)
                    .disable_signals()
                    .bind("127.0.0.1:0")
                    .unwrap();
                let address = server.addrs()[0];
                let server = server.run();
                tell.send((address, server.handle())).unwrap();
                server.await.unwrap();
            };
            actix_web::rt::System::new().block_on(serve);
        });
        let (address, handle) = told.recv().unwrap();
        Feed {
            address: format!("http://{address}"),
            asked,
            handle,
            thread: Some(thread),
        }
    }

    /// What was asked, in order.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn read(request: &HttpRequest) -> Asked {
    let query = web::Query::<HashMap<String, String>>::from_query(request.query_string()).unwrap();
    Asked {
        path: request.path().to_owned(),
        query: query.into_inner(),
    }
}

/// A page of a list of this many pages.
pub fn page(number: usize, pages: usize, contents: Vec<Value>) -> HttpResponse {
    HttpResponse::Ok().json(json!({
        "total_items": 0, "total_pages": pages, "page_number": number, "size": contents.len(),
        "first_page": number == 1, "last_page": number == pages, "empty": contents.is_empty(),
        "contents": contents,
    }))
}

/// An answer that breaks off before the length it announced.
pub fn cut_off(body: &Value) -> HttpResponse {
    let body = body.to_string();
    let length = body.len() as u64;
    let half = Bytes::from(body).slice(..length as usize / 2);
    let broken = std::io::Error::other("cut off on purpose");
    // With a pause before it, so that the first half is on its way when the end comes.
    let pieces = stream::iter([Ok(half), Err(broken)]).then(|piece| async {
        actix_web::rt::time::sleep(Duration::from_millis(50)).await;
        piece
    });
    HttpResponse::Ok()
        .content_type("application/json")
        .no_chunking(length)
        .streaming(pieces)
}
