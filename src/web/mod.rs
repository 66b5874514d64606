//! The pages: search, one service, one-tap links, the documents of the API. They work without a script, and say
//! in words whatever they say in colour.

mod account;
mod address;
mod assets;
mod audit;
mod calendar;
mod compare;
pub mod csv;
mod docs;
pub mod door;
mod duplicates;
mod edit;
mod error;
mod feed;
mod feeds;
pub mod frame;
mod handout;
mod import;
mod keys;
mod letters;
mod map;
mod moderation;
mod my;
mod openid;
mod overview;
pub mod page;
mod people;
mod post;
mod search;
mod service;
mod sign_in;
mod signposts;
mod sitemap;
mod tasks;
pub mod tongue;
mod update;
mod view;
mod vocabulary;
mod wider;
pub mod widget;

pub use error::{not_found, problem};

use actix_web::web::{self, ServiceConfig};
use actix_web::{Handler, Resource, Responder};

/// Adds the pages, and the page for every address that leads nowhere. They need the
/// [`App`](crate::app::App),
/// [`Renewals`](crate::reminders::renewal::Renewals) and [`Straight`](crate::reminders::straight::Straight) as
/// shared data.
pub fn configure(config: &mut ServiceConfig) {
    config
        .app_data(web::QueryConfig::default().error_handler(error::unreadable))
        .service(page_at("/", search::page))
        .service(page_at("/services/{id}", service::page))
        .service(
            web::resource("/services/{id}/signposts")
                .route(web::post().to(signposts::making::make)),
        )
        .service(page_at(
            "/services/{id}/elsewhere",
            signposts::elsewhere::show,
        ))
        .service(web::resource("/services/{id}/wrong").route(web::post().to(service::wrong::say)))
        .service(web::resource("/services/{id}/notes").route(web::post().to(service::remarks::add)))
        .service(
            web::resource("/services/{id}/notes/{note}/remove")
                .route(web::post().to(service::remarks::remove)),
        )
        .service(
            page_at("/services/{id}/money", service::money::show)
                .route(web::post().to(service::money::pays)),
        )
        .service(page_at("/services/{id}/handout", handout::of_service))
        .service(page_at("/services/{id}/calendar.ics", calendar::send))
        .service(page_at("/signposts", signposts::list))
        .service(page_at("/signposts/{code}", signposts::show))
        .service(
            web::resource("/signposts/{code}/outcome")
                .route(web::post().to(signposts::telling::tell)),
        )
        .service(
            web::resource("/signposts/{code}/release")
                .route(web::post().to(signposts::telling::release)),
        )
        .service(
            page_at("/signposts/{code}/handout", handout::of_signpost)
                .route(web::post().to(handout::sending::send)),
        )
        .service(page_at("/compare", compare::page))
        .service(page_at("/docs", docs::page))
        .service(page_at("/language/{tongue}", tongue::choice::choose))
        .service(page_at("/u/{token}", update::show).route(web::post().to(update::say)))
        .service(web::resource("/u/{token}/new").route(web::post().to(update::renew::ask)))
        .service(web::resource("/u/{token}/told").route(web::post().to(update::told::tell)))
        .service(page_at("/s/{token}", letters::show).route(web::post().to(letters::say)))
        .service(page_at("/sign-in", sign_in::ask).route(web::post().to(sign_in::send)))
        .service(page_at("/sign-in/openid", openid::begin))
        .service(page_at("/sign-in/openid/back", openid::finish))
        .service(page_at("/sign-in/{token}", sign_in::show).route(web::post().to(sign_in::take)))
        .service(web::resource("/sign-out").route(web::post().to(account::sign_out)))
        .service(page_at("/account", account::show))
        .service(web::resource("/account/elsewhere").route(web::post().to(account::elsewhere)))
        .configure(desks)
        .service(page_at("/widget/{id}", widget::show))
        .service(page_at("/robots.txt", sitemap::robots))
        .service(page_at("/sitemap.xml", sitemap::index))
        .service(page_at("/sitemap/{number}.xml", sitemap::list))
        .service(page_at("/changes.atom", feed::send))
        .service(page_at("/map/{level}/{x}/{y}.svg", map::draw))
        .service(page_at("/assets/{path}", assets::serve))
        .default_service(web::to(|| async { not_found() }));
}

/// The desks of those who are signed in.
fn desks(config: &mut ServiceConfig) {
    config
        .service(page_at("/tasks", tasks::list))
        .service(page_at("/tasks/{id}", tasks::show))
        .service(form_at("/tasks/{id}/claim", tasks::moves::claim))
        .service(form_at("/tasks/{id}/release", tasks::moves::release))
        .service(form_at("/tasks/{id}/later", tasks::moves::later))
        .service(form_at("/tasks/{id}/done", tasks::moves::done))
        .service(page_at("/my", my::show))
        .service(form_at("/my/room", my::room::say))
        .service(form_at("/my/told", my::told::tell))
        .service(page_at("/my/poster/{id}", my::poster::show))
        .service(page_at("/my/widget", my::widget::show))
        .service(page_at("/my/services/{id}/edit", edit::show).route(web::post().to(edit::send)))
        .service(form_at(
            "/my/services/{id}/proposals/{proposal}/withdraw",
            edit::withdraw,
        ))
        .service(page_at("/moderation", moderation::show))
        .service(form_at("/moderation/all", moderation::approve_all))
        .service(form_at("/moderation/{id}", moderation::one))
        .service(page_at("/duplicates", duplicates::list))
        .service(form_at("/duplicates/look", duplicates::look))
        .service(form_at("/duplicates/merges/{id}/undo", duplicates::undo))
        .service(form_at(
            "/duplicates/{one}/{other}/apart",
            duplicates::apart,
        ))
        .service(
            page_at("/duplicates/{one}/{other}", duplicates::compare)
                .route(web::post().to(duplicates::merge)),
        )
        .service(page_at("/vocabulary", vocabulary::show))
        .service(page_at("/feeds", feeds::list).route(web::post().to(feeds::add)))
        .service(page_at("/feeds/{id}", feeds::show))
        .service(form_at("/feeds/{id}/run", feeds::acts::run))
        .service(form_at("/feeds/{id}/pause", feeds::acts::pause))
        .service(form_at("/feeds/{id}/resume", feeds::acts::resume))
        .service(form_at("/feeds/{id}/remove", feeds::acts::remove))
        .service(form_at(
            "/feeds/{id}/runs/{run}/accept",
            feeds::acts::accept,
        ))
        .service(page_at("/services/{id}/sources", feeds::sources::show))
        .configure(sheets)
        .service(page_at("/overview", overview::show))
        .service(page_at("/overview/flow", overview::flow::show))
        .service(page_at("/overview/access", overview::access::show))
        .service(page_at("/overview/gaps", overview::gaps::show))
        .service(page_at("/overview/report", overview::report::show))
        .service(page_at("/overview/what-if", overview::gaps::what_if_page))
        .service(page_at("/overview/overlap", overview::overlap::show))
        .service(page_at("/overview/{table}.csv", overview::table::send))
        .configure(accounts);
}

/// Sheets of groups.
fn sheets(config: &mut ServiceConfig) {
    config
        .service(page_at("/import", import::list).route(web::post().to(import::send)))
        .service(page_at("/import/template.csv", import::template))
        .service(page_at("/import/{id}", import::show))
        .service(form_at("/import/{id}/columns", import::tell))
        .service(form_at("/import/{id}/take", import::take))
        .service(page_at("/import/{id}/wrong.csv", import::wrong));
}

/// Who may do what, and who did.
fn accounts(config: &mut ServiceConfig) {
    config
        .service(page_at("/people", people::list).route(web::post().to(people::make)))
        .service(form_at("/people/{id}/close", people::acts::close))
        .service(form_at("/people/{id}/open", people::acts::open))
        .service(form_at("/people/{id}/link", people::acts::link))
        .service(page_at("/my/people", people::own::list).route(web::post().to(people::own::make)))
        .service(form_at("/my/people/{id}/close", people::own::close))
        .service(form_at("/my/people/{id}/open", people::own::open))
        .service(form_at("/my/people/{id}/link", people::own::link))
        .service(page_at("/keys", keys::list).route(web::post().to(keys::make)))
        .service(form_at("/keys/{id}/revoke", keys::revoke))
        .service(page_at("/audit", audit::show))
        .service(page_at("/audit.csv", audit::table::changes))
        .service(page_at("/audit/room.csv", audit::table::room));
}

/// What is only posted to.
fn form_at<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::resource(path).route(web::post().to(handler))
}

/// What is only read, whole or by its headers.
fn page_at<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::resource(path)
        .route(web::get().to(handler.clone()))
        .route(web::head().to(handler))
}
