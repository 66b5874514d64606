//! A minimal service over SQLite: each thread has its own connection, and answers where it is asked.

use super::ask::{Asked, Found, Searcher};
use super::weigh::Tally;
use crate::support::questions::escaped;
use actix_web::dev::ServerHandle;
use actix_web::web::{Data, Query, get};
use actix_web::{App, HttpResponse, HttpServer};
use headroom::domain::availability::State;
use headroom::search::entry::{Tag, TagKind};
use serde::Serialize;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

/// A running service, stopped when this value is dropped.
pub struct Service {
    handle: ServerHandle,
    thread: Option<JoinHandle<std::io::Result<()>>>,
    /// Where it listens.
    pub address: SocketAddr,
}

/// What each thread has.
struct Worker {
    searcher: RefCell<Searcher>,
    tags: Arc<Vec<Tag>>,
}

#[derive(Serialize)]
struct Answer<'a> {
    total_items: usize,
    size: usize,
    facets: BTreeMap<&'static str, Vec<Facet<'a>>>,
    contents: Vec<Found>,
}

#[derive(Serialize)]
struct Facet<'a> {
    id: &'a str,
    label: &'a str,
    count: u32,
}

impl Service {
    /// Starts it over a file.
    pub fn start(file: &Path, tags: Vec<Tag>) -> Self {
        let (file, tags) = (file.to_owned(), Arc::new(tags));
        let (tell, told) = mpsc::channel();
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let app = move || {
                    let worker = Data::new(Worker {
                        searcher: RefCell::new(Searcher::open(&file)),
                        tags: Arc::clone(&tags),
                    });
                    App::new()
                        .app_data(worker)
                        .route("/search", get().to(search))
                };
                let server = HttpServer::new(app).workers(threads).disable_signals();
                let server = server.bind("127.0.0.1:0")?;
                let address = server.addrs()[0];
                let running = server.run();
                tell.send((running.handle(), address))
                    .map_err(std::io::Error::other)?;
                running.await
            })
        });
        let (handle, address) = told.recv().expect("the service starts");
        Self {
            handle,
            thread: Some(thread),
            address,
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Sent at once; the future only waits for it to be done.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn search(asked: Query<Asked>, worker: Data<Worker>) -> HttpResponse {
    let mut searcher = worker.searcher.borrow_mut();
    let (tally, contents) = searcher.search(&asked, worker.tags.len());
    HttpResponse::Ok().json(Answer {
        total_items: tally.hits.len(),
        size: contents.len(),
        facets: facets(&tally, &worker.tags),
        contents,
    })
}

fn facets<'a>(tally: &Tally, tags: &'a [Tag]) -> BTreeMap<&'static str, Vec<Facet<'a>>> {
    let mut facets: BTreeMap<&'static str, Vec<Facet>> = BTreeMap::new();
    let shown = tags.iter().zip(&tally.tags);
    let shown = shown.filter(|(tag, count)| **count > 0 && tag.kind != TagKind::Term);
    for (tag, count) in shown {
        facets.entry(tag.kind.as_str()).or_default().push(Facet {
            id: &tag.id,
            label: &tag.label,
            count: *count,
        });
    }
    for list in facets.values_mut() {
        list.sort_by_key(|facet| std::cmp::Reverse(facet.count));
        list.truncate(30);
    }
    let states = State::ALL
        .iter()
        .zip(tally.states)
        .filter(|(_, count)| *count > 0);
    let state = |(state, count): (&State, u32)| Facet {
        id: state.as_str(),
        label: state.label(),
        count,
    };
    facets.insert("availability", states.map(state).collect());
    let free = Facet {
        id: "free",
        label: "Free of charge",
        count: tally.free,
    };
    facets.insert("cost", vec![free]);
    facets
}

/// The path under which a question is asked.
pub fn path(asked: &Asked) -> String {
    let mut path = format!(
        "/search?cells={}&words={}&keys={}&latitude={}&longitude={}&within_m={}&room={}&tags={}&free={}",
        asked.cells,
        escaped(&asked.words),
        escaped(&asked.keys),
        asked.latitude,
        asked.longitude,
        asked.within_m,
        asked.room,
        escaped(&asked.tags),
        asked.free
    );
    if let Some(age) = asked.age {
        path.push_str(&format!("&age={age}"));
    }
    if let Some(times) = asked.times {
        path.push_str(&format!("&times={times}"));
    }
    path
}
