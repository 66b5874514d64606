//! `headroom serve`: the server, from opening the database to a graceful end.

use crate::api::{self, metrics::Counters};
use crate::app::App;
use crate::config::{Config, RegisterApi};
use crate::coverage::past::keep::keep_counting;
use crate::db::Database;
use crate::error::{Error, Result};
use crate::feeds::fetch::Limits;
use crate::feeds::round::keep_asking;
use crate::fhir;
use crate::gate::elsewhere;
use crate::gate::moved::{self, Moves};
use crate::gate::visitor::recognise;
use crate::gathered::{Gathered, WRITE_EVERY};
use crate::oruk;
use crate::registers::asking::{self, Manner};
use crate::reminders::renewal::Renewals;
use crate::reminders::service::{Reminders, Setup, Stop};
use crate::reminders::straight::Straight;
use crate::subscriptions::follow::Here;
use crate::subscriptions::service::Telling;
use crate::web;
use crate::web::door::Paces;
use actix_web::middleware::{Compress, from_fn};
use actix_web::rt::task::JoinHandle;
use actix_web::web::Data;
use actix_web::{HttpServer, dev::Server};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

/// Seconds that requests under way are given when the server is told to end.
const GRACE_SECONDS: u64 = 3;
/// How long the message at hand is given then.
const LAST_MESSAGE: Duration = Duration::from_secs(10);
/// How long an idle connection is kept.
const KEEP_ALIVE: Duration = Duration::from_secs(75);

/// Serves until it is told to end.
///
/// # Errors
/// The address is taken, or database or index cannot be opened.
pub fn run(config: &Config, listen: &str, setup: &Setup) -> Result<()> {
    log_to_stderr();
    let app = App::open(config)?;
    tracing::info!(database = %config.database, listings = app.engine.listings(), "open");
    serve(app, listen, setup, |address| {
        println!("listening on http://{address}")
    })
}

/// Serves an open Headroom, and says where once it does.
///
/// # Errors
/// The address is taken.
pub fn serve(app: App, listen: &str, setup: &Setup, ready: impl FnOnce(SocketAddr)) -> Result<()> {
    actix_web::rt::System::new().block_on(async move {
        let public = app.address.clone();
        let reminders = Reminders::new(app.db.clone(), setup)?;
        let gathered = (Arc::clone(&app.gathered), app.db.clone());
        let telling = telling(&app)?;
        let feeds = (app.db.clone(), Limits::usual(app.private_webhooks));
        let register = (app.db.clone(), app.register.clone());
        let counting = app.clone();
        let (server, address) = bind(
            app,
            reminders.renewals(),
            Straight::new(&setup.settings),
            listen,
        )?;
        public.listening(address);
        ready(address);
        let background =
            Background::start(reminders, telling, gathered, (feeds, register), counting);
        let ended = server.await.map_err(Error::io("the server ended"));
        background.end().await;
        ended
    })
}

/// What tells subscriptions what there is to tell.
fn telling(app: &App) -> Result<Telling> {
    let (engine, address) = (Arc::clone(&app.engine), app.address.clone());
    let here = move || Here {
        gazetteer: engine.gazetteer(),
        public_url: address.of(""),
    };
    Telling::new(app.db.clone(), here, app.private_webhooks)
}

/// Writes down what is gathered, each minute and at the end.
async fn write_down((gathered, db): (Arc<Gathered>, Database), stop: Arc<Stop>) {
    while !stop.is_told() {
        gathered.write(&db).await;
        stop.pause(WRITE_EVERY).await;
    }
    gathered.write(&db).await;
}

/// Asks the register about charities, if there is one to ask.
async fn ask_register((db, api): (Database, Option<RegisterApi>), stop: Arc<Stop>) {
    if let Some(api) = api {
        asking::keep_asking(db, api, Manner::usual(), stop).await;
    }
}

/// Reminders, subscriptions, feeds and the register beside the server, what writes down what is gathered, and
/// what counts the days that have ended.
struct Background {
    stops: [Arc<Stop>; 6],
    work: [JoinHandle<()>; 6],
}

impl Background {
    fn start(
        reminders: Reminders,
        telling: Telling,
        gathered: (Arc<Gathered>, Database),
        ((db, limits), register): ((Database, Limits), (Database, Option<RegisterApi>)),
        app: App,
    ) -> Self {
        match reminders.is_on() {
            true => tracing::info!("providers are asked whether their room is still right"),
            false => tracing::info!(
                "nobody is asked whether room is still right: nudges are off, or neither --smtp nor --notify-key is given"
            ),
        }
        let stops: [Arc<Stop>; 6] = Default::default();
        let [asking, told, written, asked, registered, counted] = stops.each_ref().map(Arc::clone);
        let work = [
            actix_web::rt::spawn(reminders.run(asking)),
            actix_web::rt::spawn(telling.run(told)),
            actix_web::rt::spawn(write_down(gathered, written)),
            actix_web::rt::spawn(keep_asking(db, limits, asked)),
            actix_web::rt::spawn(ask_register(register, registered)),
            actix_web::rt::spawn(keep_counting(app, counted)),
        ];
        Self { stops, work }
    }

    /// Lets them finish the messages at hand: one that is taken and not recorded would go again.
    async fn end(self) {
        self.stops.iter().for_each(|stop| stop.stop());
        let ended = futures_util::future::join_all(self.work);
        let _ = tokio::time::timeout(LAST_MESSAGE, ended).await;
    }
}

fn bind(
    app: App,
    renewals: Renewals,
    straight: Straight,
    listen: &str,
) -> Result<(Server, SocketAddr)> {
    let app = Data::new(app);
    let counters = Data::new(Counters::default());
    let renewals = Data::new(renewals);
    let straight = Data::new(straight);
    let moves = Data::new(Moves::default());
    let catalogue = Data::new(oruk::catalogue::Kept::default());
    let paces = Data::new(Paces::new(app.requests_a_minute));
    let server = HttpServer::new(move || {
        actix_web::App::new()
            .app_data(Data::clone(&app))
            .app_data(Data::clone(&counters))
            .app_data(Data::clone(&renewals))
            .app_data(Data::clone(&straight))
            .app_data(Data::clone(&paces))
            .app_data(Data::clone(&moves))
            .app_data(Data::clone(&catalogue))
            .wrap(Compress::default())
            .wrap(from_fn(moved::follow))
            .wrap(from_fn(recognise))
            .wrap(from_fn(web::door::keep))
            .wrap(from_fn(elsewhere::open))
            .wrap(from_fn(api::metrics::count))
            .configure(api::configure)
            .configure(oruk::configure)
            .configure(fhir::configure)
            .configure(web::configure)
    });
    let server = server
        .keep_alive(KEEP_ALIVE)
        // A packed answer goes out in chunks: without this the second waits until the first is
        // acknowledged, which browsers put off by 40 ms.
        .tcp_nodelay(true)
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
