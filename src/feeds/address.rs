//! The address of a feed, as it is typed, kept and shown.

use super::fetch::refusal;
use reqwest::Url;

/// Records a page that are asked for, the most that Open Referral lists commonly give.
const PER_PAGE: &str = "100";
/// What this program writes into the query itself.
const OURS: [&str; 4] = ["page", "per_page", "full", "modified_after"];
/// Letters that an address may have.
const LONGEST: usize = 1000;

/// How much of what the standard knows a feed is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Whole services, a hundred a page.
    Full,
    /// Nothing but the number of the page: some servers know no more.
    Plain,
}

/// The address that somebody typed.
///
/// # Errors
/// It is none, or leads where nothing may be asked; the text says what to do.
pub fn read(typed: &str, private: bool) -> Result<Url, String> {
    let typed = typed.trim();
    if typed.len() > LONGEST {
        return Err(format!("has over {LONGEST} letters: it must be shorter"));
    }
    let example = "write one such as https://directory.example/api/services";
    let url: Url = typed
        .parse()
        .map_err(|_| format!("is no address on the web: {example}"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("has a name or password in it: anybody who sees this page would see it".into());
    }
    match refusal(&url, private) {
        Some(why) => Err(format!("cannot be asked: {why}. Instead, {example}")),
        None if !url.has_host() => Err(format!("names no server: {example}")),
        None => Ok(url),
    }
}

/// An address without a name and password.
pub fn shown(address: &Url) -> String {
    let mut address = address.clone();
    // Both fail only for addresses that cannot have them.
    let _ = address.set_username("");
    let _ = address.set_password(None);
    address.to_string()
}

/// A page of a list, or only of what has changed since.
pub fn page(list: &Url, number: u64, manner: Manner, since: Option<&str>) -> Url {
    let mut query = others(list, &OURS);
    if manner == Manner::Full {
        query.push(("per_page".into(), PER_PAGE.into()));
        query.push(("full".into(), "true".into()));
    }
    if let Some(since) = since {
        query.push(("modified_after".into(), since.into()));
    }
    query.push(("page".into(), number.to_string()));
    asking(list.clone(), query)
}

/// One service of a list.
pub fn one(list: &Url, id: &str) -> Url {
    let mut address = list.clone();
    if let Ok(mut path) = address.path_segments_mut() {
        path.pop_if_empty().push(id);
    }
    asking(address, others(list, &OURS))
}

/// The list of services under an address that is not the list itself.
pub fn services_under(base: &Url) -> Url {
    let mut address = base.clone();
    if let Ok(mut path) = address.path_segments_mut() {
        path.pop_if_empty().push("services");
    }
    address
}

fn others(list: &Url, names: &[&str]) -> Vec<(String, String)> {
    let pairs = list.query_pairs().into_owned();
    pairs
        .filter(|(key, _)| !names.contains(&key.as_str()))
        .collect()
}

fn asking(mut address: Url, query: Vec<(String, String)>) -> Url {
    address.set_query(None);
    if !query.is_empty() {
        address.query_pairs_mut().extend_pairs(query);
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_read_or_refused_with_advice() {
        assert!(read(" https://quay.example/services?key=1 ", false).is_ok());
        for wrong in [
            "services",
            "ftp://quay.example",
            "http://10.0.0.1/",
            "http://a:b@quay.example/",
        ] {
            assert!(read(wrong, false).is_err(), "{wrong}");
        }
    }

    #[test]
    fn pages_and_services_keep_what_the_address_asks_for() {
        let list: Url = "https://quay.example/v3/services/?key=1&page=9"
            .parse()
            .unwrap();
        let page = page(&list, 2, Manner::Full, Some("2026-03-01T00:00:00.000Z"));
        assert_eq!(
            page.query(),
            Some("key=1&per_page=100&full=true&modified_after=2026-03-01T00%3A00%3A00.000Z&page=2")
        );
        assert_eq!(
            one(&list, "a/b").as_str(),
            "https://quay.example/v3/services/a%2Fb?key=1"
        );
        let base = "https://quay.example/v3/".parse().unwrap();
        assert_eq!(
            services_under(&base).as_str(),
            "https://quay.example/v3/services"
        );
    }
}
