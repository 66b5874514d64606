//! `headroom serve`: the server, from opening the database to a graceful end.

use crate::api::{self, metrics::Counters};
use crate::app::App;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::web;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::Data;
use actix_web::{HttpServer, dev::Server};
use std::net::SocketAddr;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

/// Seconds that requests under way are given when the server is told to end.
const GRACE_SECONDS: u64 = 3;
/// How long an idle connection is kept.
const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// Serves until it is told to end.
///
/// # Errors
/// The address is taken, or database or index cannot be opened.
pub fn run(config: &Config, listen: &str) -> Result<()> {
    log_to_stderr();
    let app = App::open(config)?;
    tracing::info!(database = %config.database, listings = app.engine.listings(), "open");
    serve(app, listen, |address| {
        println!("listening on http://{address}")
    })
}

/// Serves an open Headroom, and says where once it does.
///
/// # Errors
/// The address is taken.
pub fn serve(app: App, listen: &str, ready: impl FnOnce(SocketAddr)) -> Result<()> {
    actix_web::rt::System::new().block_on(async move {
        let public = app.address.clone();
        let (server, address) = bind(app, listen)?;
        public.listening(address);
        ready(address);
        server.await.map_err(Error::io("the server ended"))
    })
}

fn bind(app: App, listen: &str) -> Result<(Server, SocketAddr)> {
    let app = Data::new(app);
    let counters = Data::new(Counters::default());
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(Data::clone(&app))
            .app_data(Data::clone(&counters))
            .wrap(Compress::default())
            .wrap(from_fn(api::metrics::count))
            .configure(api::configure)
            .configure(web::configure)
    });
    let server = server
        .keep_alive(KEEP_ALIVE)
        .shutdown_timeout(GRACE_SECONDS)
        .bind(listen)
        .map_err(Error::io(format!("cannot listen on {listen}")))?;
    let address = server.addrs().first().copied();
    let address = address.ok_or_else(|| Error::internal("the server listens nowhere"))?;
    Ok((server.run(), address))
}

/// Starts logging to standard error; `RUST_LOG` says how much.
pub fn log_to_stderr() {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,headroom=info"));
    let logger = tracing_subscriber::fmt().with_env_filter(filter);
    // A second start in one process, as in tests, keeps the first logger.
    let _ = logger.with_writer(std::io::stderr).try_init();
}
