//! What somebody asks to be told, as it is sent, and what is wrong with it. Pure.

use super::{Around, NewSubscription, SubscriptionChannel, SubscriptionKind, reach};
use crate::domain::id;
use crate::domain::point::Point;
use crate::error::FieldError;
use crate::geography::Outcode;
use crate::needs::vocabulary;
use crate::reminders::contact::Contact;
use reqwest::Url;
use serde::Deserialize;
use utoipa::ToSchema;

/// Letters of the address of a webhook at most.
const LONGEST_URL: usize = 2000;
/// How far around, in kilometres: the least, the most, and where nothing is said.
const NEAREST_KM: f64 = 1.0;
const FARTHEST_KM: f64 = 200.0;
const USUAL_KM: f64 = 10.0;

/// What somebody asks to be told.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// What of.
    pub kind: SubscriptionKind,
    /// Of which service: for `room_again`; for `funding_ends` of all services, if left out.
    pub service_id: Option<String>,
    /// For `new_service`: for which need, by its id, such as `food`.
    pub need: Option<String>,
    /// For `new_service`: an outcode such as `QH1`, or `lat,lon`, which is kept to two decimals (about
    /// a kilometre): no home. Anywhere, if left out.
    pub near: Option<String>,
    /// From 1 to 200; 10 if left out.
    pub within_km: Option<f64>,
    /// How.
    pub channel: SubscriptionChannel,
    /// The address of a webhook (http or https), or an e-mail address.
    pub address: String,
}

impl Wish {
    /// The same, checked; `locate` knows where an outcode is, and `private` says whether webhooks may
    /// lead to addresses behind the wall.
    ///
    /// # Errors
    /// Every fault, field by field.
    pub fn checked(
        self,
        locate: impl Fn(Outcode) -> Option<Point>,
        private: bool,
    ) -> Result<NewSubscription, Vec<FieldError>> {
        let mut faults = self.misplaced();
        let mut note = |fault: FieldError| faults.push(fault);
        let service_id = self.service().map_err(&mut note).ok().flatten();
        let around = self.around(locate).map_err(&mut note).ok().flatten();
        let need = self.known_need().map_err(&mut note).ok().flatten();
        let address = self.tidy_address(private).map_err(&mut note).ok();
        match address.filter(|_| faults.is_empty()) {
            None => Err(faults),
            Some(address) => Ok(NewSubscription {
                kind: self.kind,
                service_id,
                need,
                around,
                channel: self.channel,
                address,
            }),
        }
    }

    /// Fields that are missing for what is to be told, or have no meaning for it.
    fn misplaced(&self) -> Vec<FieldError> {
        let word = self.kind.as_str();
        let mut faults = Vec::new();
        let mut check = |field: &str, there: bool, wanted: Option<bool>| {
            if there && wanted == Some(false) {
                let message = format!("means nothing for {word}: leave it out");
                faults.push(FieldError::new(field, message));
            } else if !there && wanted == Some(true) {
                faults.push(FieldError::new(field, format!("is needed for {word}")));
            }
        };
        let is_new = self.kind == SubscriptionKind::NewService;
        let service = match self.kind {
            SubscriptionKind::RoomAgain => Some(true),
            SubscriptionKind::NewService => Some(false),
            SubscriptionKind::FundingEnds => None,
        };
        check("service_id", self.service_id.is_some(), service);
        check("need", self.need.is_some(), Some(is_new));
        let place = if is_new { None } else { Some(false) };
        check("near", self.near.is_some(), place);
        let within = if self.near.is_some() {
            place
        } else {
            Some(false)
        };
        check("within_km", self.within_km.is_some(), within);
        faults
    }

    fn service(&self) -> Result<Option<String>, FieldError> {
        let Some(text) = &self.service_id else {
            return Ok(None);
        };
        let id = id::parse(text).map_err(|why| FieldError::new("service_id", why))?;
        Ok(Some(id.to_string()))
    }

    fn known_need(&self) -> Result<Option<String>, FieldError> {
        let Some(need) = &self.need else {
            return Ok(None);
        };
        match vocabulary().number(need) {
            Some(_) => Ok(Some(need.clone())),
            None => Err(FieldError::new(
                "need",
                "is not the id of a need: GET /api/v1/suggest?q= finds them by their words",
            )),
        }
    }

    fn around(
        &self,
        locate: impl Fn(Outcode) -> Option<Point>,
    ) -> Result<Option<Around>, FieldError> {
        let km = self.within_km.unwrap_or(USUAL_KM);
        if !(NEAREST_KM..=FARTHEST_KM).contains(&km) {
            let message = format!("must be from {NEAREST_KM} to {FARTHEST_KM}");
            return Err(FieldError::new("within_km", message));
        }
        let Some(text) = &self.near else {
            return Ok(None);
        };
        let (near, point) =
            place(text.trim(), locate).map_err(|message| FieldError::new("near", message))?;
        let within_m = km * 1000.0;
        Ok(Some(Around {
            near,
            point,
            within_m,
        }))
    }

    fn tidy_address(&self, private: bool) -> Result<String, FieldError> {
        let fault = |message: &str| FieldError::new("address", message);
        match self.channel {
            SubscriptionChannel::Email => Contact::email(&self.address)
                .map(|contact| contact.address)
                .ok_or_else(|| fault("must be an e-mail address such as desk@quay.example")),
            SubscriptionChannel::Webhook => webhook(&self.address, private).map_err(fault),
        }
    }
}

/// A place that is nobody's home, and where it is.
fn place(
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

fn webhook(text: &str, private: bool) -> Result<String, &'static str> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn checked(body: Value) -> Result<NewSubscription, Vec<String>> {
        let wish: Wish = serde_json::from_value(body).unwrap();
        let middle = |_| Point::new(53.94, -3.75);
        wish.checked(middle, false)
            .map_err(|faults| faults.into_iter().map(|fault| fault.field).collect())
    }

    fn need() -> String {
        vocabulary().needs()[0].id.clone()
    }

    #[test]
    fn each_kind_has_its_own_fields() {
        let id = "0000005e-0000-4000-8000-000000000001";
        let hook = "https://quay.example/hook";
        let room = json!({ "kind": "room_again", "service_id": id, "channel": "webhook", "address": hook });
        assert_eq!(checked(room).unwrap().service_id.as_deref(), Some(id));
        let new = json!({ "kind": "new_service", "need": need(), "near": "qh1", "channel": "email", "address": "Desk@Quay.example" });
        let new = checked(new).unwrap();
        assert_eq!(
            (new.address.as_str(), new.around.unwrap().near.as_str()),
            ("desk@quay.example", "QH1")
        );
        let all = json!({ "kind": "funding_ends", "channel": "webhook", "address": hook });
        assert_eq!(checked(all).unwrap().service_id, None);
        let wrong = json!({ "kind": "room_again", "need": "x", "within_km": 0.1, "channel": "webhook", "address": "ftp://x" });
        let mut faults = checked(wrong).unwrap_err();
        faults.sort();
        faults.dedup();
        assert_eq!(faults, ["address", "need", "service_id", "within_km"]);
    }

    #[test]
    fn no_home_is_kept() {
        let near = |text: &str| {
            let body = json!({ "kind": "new_service", "need": need(), "near": text, "channel": "email", "address": "a@b.example" });
            checked(body).map(|new| new.around.unwrap().near)
        };
        assert_eq!(near("53.94321, -3.75987").unwrap(), "53.94,-3.76");
        for text in ["QH1 1AA", "Wythmere", "91,0", "NaN,1", "inf,1", "", ","] {
            assert_eq!(near(text), Err(vec!["near".to_owned()]), "{text}");
        }
    }

    #[test]
    fn a_webhook_may_not_lead_behind_the_wall() {
        for text in [
            "http://localhost/x",
            "http://10.0.0.1",
            "https://u:p@quay.example",
            "http://",
            "quay.example",
        ] {
            assert!(webhook(text, false).is_err(), "{text}");
        }
        assert!(webhook("http://127.0.0.1:1/x", true).is_ok());
    }
}
