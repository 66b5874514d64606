//! Records from an address on the web: page by page where it answers with pages, and service by
//! service where its list leaves out what a whole service has.

pub(in crate::exchange) mod http;

use super::json;
use super::page::Page;
use super::{Found, Sink};
use crate::error::{Error, FieldError, Result};
use futures_util::stream::{StreamExt, TryStreamExt, iter};
use http::{Answer, Http};
use reqwest::Url;
use serde_json::Value;

/// More than any directory has; an address that goes on and on has lost its way.
const MOST_PAGES: usize = 10_000;
/// Records a page that are asked for, the most that Open Referral lists commonly give.
const PER_PAGE: &str = "100";
/// Requests for single services that are under way at once.
const AT_ONCE: usize = 8;

/// Reads all records of an address.
///
/// # Errors
/// Any page cannot be had whole; the text names its address.
pub fn read(address: &str, sink: Sink) -> Result<()> {
    let feed = Feed::new(address)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::io("cannot prepare to fetch"))?;
    runtime.block_on(feed.read(sink))
}

/// All that an address answers, and the last part of its path.
///
/// # Errors
/// It cannot be had whole.
pub fn bytes(address: &str) -> Result<(String, Vec<u8>)> {
    let address: Url = address
        .parse()
        .map_err(|e| Error::Usage(format!("\"{address}\" is not an address on the web: {e}")))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Error::io("cannot prepare to fetch"))?;
    let http = Http::new()?;
    let body = runtime.block_on(http.page(&address))?;
    let name = address.path().rsplit('/').find(|part| !part.is_empty());
    Ok((name.unwrap_or("sheet").to_owned(), body))
}

struct Feed {
    http: Http,
    list: Url,
    first: u64,
}

/// A record of a list with where it stood.
type Item = (String, Value);

impl Feed {
    fn new(address: &str) -> Result<Self> {
        let mut list: Url = address.parse().map_err(|e| {
            Error::Usage(format!("\"{address}\" is not an address on the web: {e}"))
        })?;
        let first = parameter(&list, "page").and_then(|page| page.parse().ok());
        if parameter(&list, "per_page").is_none() {
            list.query_pairs_mut().append_pair("per_page", PER_PAGE);
        }
        Ok(Self {
            http: Http::new()?,
            list,
            first: first.unwrap_or(1),
        })
    }

    async fn read(&self, sink: Sink<'_>) -> Result<()> {
        let address = self.page_address(self.first);
        let body = self.http.page(&address).await?;
        match json::page(&body).map_err(|reason| unusable(&address, &reason))? {
            Some(page) => self.read_pages(page, sink).await,
            None => read_whole(&address, &body, sink),
        }
    }

    async fn read_pages(&self, first: Page, sink: Sink<'_>) -> Result<()> {
        let items = self.all_pages(first).await?;
        if self.is_slim(&items) {
            return self.read_each(items, sink).await;
        }
        for (place, record) in items {
            let record = Ok(record);
            sink(Found { place, record });
        }
        Ok(())
    }

    async fn all_pages(&self, mut page: Page) -> Result<Vec<Item>> {
        let mut items: Vec<Item> = Vec::new();
        let mut number = self.first;
        for _ in 0..MOST_PAGES {
            let address = self.page_address(number);
            if repeats(&items, &page) {
                return self.end_of_repetition(&address, &page, items);
            }
            let last = page.is_last(number);
            let places = 1..;
            let named = places
                .zip(page.items)
                .map(|(at, item)| (format!("page {number} record {at}"), item));
            items.extend(named);
            if last {
                return Ok(items);
            }
            number += 1;
            page = self.next_page(number).await?;
        }
        let address = http::shown(&self.page_address(number));
        Err(Error::Usage(format!(
            "{address}: there are over {MOST_PAGES} pages. Nothing was imported: check the address, or ask for more records a page with per_page="
        )))
    }

    async fn next_page(&self, number: u64) -> Result<Page> {
        let address = self.page_address(number);
        let body = self.http.page(&address).await?;
        let page = json::page(&body).map_err(|reason| unusable(&address, &reason))?;
        page.ok_or_else(|| {
            unusable(
                &address,
                "is not a page of a list, as the pages before it were",
            )
        })
    }

    /// An address that does not know about pages gives the same again and again. That is all it
    /// has, unless it says that there is more.
    fn end_of_repetition(&self, address: &Url, page: &Page, items: Vec<Item>) -> Result<Vec<Item>> {
        match page.promises_more() {
            true => Err(unusable(
                address,
                "repeats the page before it, and says that there are others",
            )),
            false => Ok(items),
        }
    }

    fn page_address(&self, number: u64) -> Url {
        let mut address = self.list.clone();
        let others = without(&address, &["page"]);
        let mut query = address.query_pairs_mut();
        query.clear().extend_pairs(others);
        query.append_pair("page", &number.to_string());
        drop(query);
        address
    }

    /// Whether the list leaves out what its services have: standards allow a list to leave out the
    /// nested lists. It then gives no location for any service.
    fn is_slim(&self, items: &[Item]) -> bool {
        let services = self
            .list
            .path()
            .trim_end_matches('/')
            .ends_with("/services");
        let mut whole = items
            .iter()
            .map(|(_, item)| item.get("service_at_locations").is_some());
        services && !whole.any(|whole| whole)
    }

    async fn read_each(&self, items: Vec<Item>, sink: Sink<'_>) -> Result<()> {
        let fetched = iter(items).map(|item| self.whole(item)).buffered(AT_ONCE);
        fetched
            .try_for_each(|found| {
                sink(found);
                std::future::ready(Ok(()))
            })
            .await
    }

    /// The whole service that a list names.
    async fn whole(&self, (place, item): Item) -> Result<Found> {
        let Some(address) = item
            .get("id")
            .and_then(Value::as_str)
            .map(|id| self.service_address(id))
        else {
            // Without an id there is nothing to ask for; the record is refused for that.
            let record = Ok(item);
            return Ok(Found { place, record });
        };
        let record = match self.http.get(&address).await? {
            Answer::Gone(status) => Err(FieldError::new("id", gone(&address, status))),
            Answer::Body(body) => {
                Ok(json::one(&body).map_err(|reason| unusable(&address, &reason))?)
            }
        };
        Ok(Found { place, record })
    }

    fn service_address(&self, id: &str) -> Url {
        let mut address = self.list.clone();
        let others = without(&address, &["page", "per_page"]);
        if let Ok(mut path) = address.path_segments_mut() {
            path.pop_if_empty().push(id);
        }
        address.set_query(None);
        if !others.is_empty() {
            address.query_pairs_mut().extend_pairs(others);
        }
        address
    }
}

/// What is no page is a file: a list, or one service a line.
fn read_whole(address: &Url, body: &[u8], sink: Sink) -> Result<()> {
    let mut number = 0;
    let outcome = json::records(body, &mut |value| {
        number += 1;
        sink(Found {
            place: format!("record {number}"),
            record: Ok(value),
        });
    });
    outcome.map_err(|reason| unusable(address, &reason))
}

fn repeats(items: &[Item], page: &Page) -> bool {
    let before = items.len().checked_sub(page.items.len());
    let before = before.filter(|_| !page.items.is_empty());
    let same = |start: usize| items[start..].iter().map(|(_, item)| item).eq(&page.items);
    before.is_some_and(same)
}

fn parameter(address: &Url, name: &str) -> Option<String> {
    let mut pairs = address.query_pairs();
    pairs
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

fn without(address: &Url, names: &[&str]) -> Vec<(String, String)> {
    let pairs = address.query_pairs().into_owned();
    pairs
        .filter(|(key, _)| !names.contains(&key.as_str()))
        .collect()
}

fn gone(address: &Url, status: u16) -> String {
    format!(
        "is listed, but {} answers {status}: tell whoever runs the feed",
        http::shown(address)
    )
}

fn unusable(address: &Url, reason: &str) -> Error {
    http::failed(address, &format!("the answer {reason}"))
}
