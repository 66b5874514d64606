//! What somebody asks to be told, as it is sent, and what is wrong with it. Pure.

mod written;

use super::{Around, NewSubscription, SubscriptionChannel, SubscriptionKind};
use crate::domain::id;
use crate::domain::point::Point;
use crate::error::FieldError;
use crate::geography::Outcode;
use crate::needs::vocabulary;
use crate::reminders::contact::Contact;
use serde::Deserialize;
use utoipa::ToSchema;
use written::{place, webhook};

/// How far around, in kilometres: the least, the most, and where nothing is said.
const NEAREST_KM: f64 = 1.0;
const FARTHEST_KM: f64 = 200.0;
const USUAL_KM: f64 = 10.0;

/// What somebody asks to be told.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SubscriptionWish)]
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

#[cfg(test)]
mod tests;
