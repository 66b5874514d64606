//! Places and addresses as somebody writes them.

use crate::domain::point::Point;
use crate::geography::Outcode;
use crate::subscriptions::reach;
use reqwest::Url;

/// Letters of the address of a webhook at most.
const LONGEST_URL: usize = 2000;

/// A place that is nobody's home, and where it is.
///
/// # Errors
/// In words: it is none, or not known.
pub fn place(
    text: &str,
    locate: impl Fn(Outcode) -> Option<Point>,
) -> Result<(String, Point), &'static str> {
    if let Some((latitude, longitude)) = text.split_once(',') {
        let round = |text: &str| {
            let degrees: f64 = text.trim().parse().ok()?;
            Some((degrees * 100.0).round() / 100.0)
        };
        let point = round(latitude).zip(round(longitude));
        let point = point.and_then(|(latitude, longitude)| Point::new(latitude, longitude));
        let point =
            point.ok_or("must be latitude and longitude in degrees, such as 53.94,-3.75")?;
        let near = format!("{:.2},{:.2}", point.latitude, point.longitude);
        return Ok((near, point));
    }
    let outcode = Outcode::exact(text.to_ascii_uppercase().as_bytes());
    let outcode = outcode.ok_or(
        "must be the first half of a postcode, such as QH1, or latitude and longitude: a whole postcode is somebody's street",
    )?;
    let point = locate(outcode)
        .ok_or("is an outcode that is not known here: write latitude and longitude")?;
    Ok((outcode.to_string(), point))
}

/// The address of a webhook, in one form.
///
/// # Errors
/// In words: it will not do.
pub fn webhook(text: &str, private: bool) -> Result<String, &'static str> {
    let text = text.trim();
    if text.len() > LONGEST_URL {
        return Err("is longer than 2000 letters");
    }
    let url: Url = text
        .parse()
        .map_err(|_| "must be an address such as https://quay.example/hook")?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err("must begin with https:// or http:// and name a host");
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err("must have no name, password or fragment: who sends it, the signature tells");
    }
    if !private && reach::is_known_private(&url) {
        return Err(
            "leads to an address that is not on the open internet: a receiver must be reachable from there",
        );
    }
    Ok(url.to_string())
}
