//! Where a request comes from.

use crate::app::App;
use actix_web::HttpRequest;
use actix_web::web::Data;
use std::net::{IpAddr, SocketAddr};

/// The address that a request comes from: behind a proxy the one that the proxy was asked from, which it
/// puts last into `X-Forwarded-For`; what stands before that anybody may have written.
pub fn of(request: &HttpRequest) -> Option<IpAddr> {
    let app = request.app_data::<Data<App>>();
    let peer = request.peer_addr().map(|peer| peer.ip());
    match app.is_some_and(|app| app.behind_proxy) {
        true => forwarded(request).or(peer),
        false => peer,
    }
}

fn forwarded(request: &HttpRequest) -> Option<IpAddr> {
    let header = request.headers().get_all("X-Forwarded-For").last()?;
    let last = header.to_str().ok()?.rsplit(',').next()?.trim();
    let address = last.parse::<IpAddr>().ok();
    address.or_else(|| last.parse::<SocketAddr>().ok().map(|address| address.ip()))
}
