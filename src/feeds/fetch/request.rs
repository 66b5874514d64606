//! How a feed is asked: by what client, and with which headers.

use super::Limits;
use crate::error::{Error, Result};
use crate::subscriptions::reach::PublicOnly;
use reqwest::header::{
    ACCEPT, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use std::sync::Arc;

/// What tells whether a page has changed since it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// The `ETag` that it had.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub modified: Option<String>,
}

/// A proxy, or a redirect that nobody looked at, would lead past the check of addresses.
pub(super) fn client(limits: &Limits, private: bool) -> Result<Client> {
    let mut client = Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .connect_timeout(limits.piece)
        .read_timeout(limits.piece)
        .timeout(limits.answer)
        .user_agent(concat!("headroom/", env!("CARGO_PKG_VERSION")));
    if !private {
        client = client.dns_resolver(Arc::new(PublicOnly));
    }
    client
        .build()
        .map_err(|e| Error::internal(format!("cannot prepare to fetch: {e}")))
}

/// A request that asks for JSON, and for it only if it has changed.
pub(super) fn with(request: RequestBuilder, known: &Validators) -> RequestBuilder {
    let mut request = request.header(ACCEPT, "application/json, */*;q=0.5");
    if let Some(etag) = &known.etag {
        request = request.header(IF_NONE_MATCH, etag);
    }
    if let Some(modified) = &known.modified {
        request = request.header(IF_MODIFIED_SINCE, modified);
    }
    request
}

/// What will tell whether an answer has changed.
pub(super) fn validators(headers: &HeaderMap) -> Validators {
    let text = |name: HeaderName| {
        let value = headers.get(name)?.to_str().ok()?;
        Some(value.to_owned())
    };
    Validators {
        etag: text(ETAG),
        modified: text(LAST_MODIFIED),
    }
}
