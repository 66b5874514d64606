//! The token that says who somebody is: whether it is to be believed, and what it says.

use super::keys::{Algorithm, Keys};
use crate::accounts::people::tidy_email;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Map, Value};
use subtle::ConstantTimeEq;

/// Seconds that the clocks of the provider and of this server may differ.
const SKEW: i64 = 60;
/// Letters of a subject at most: the standard's own bound.
const LONGEST_SUBJECT: usize = 255;

/// Why a token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It cannot be read.
    #[error("the token cannot be read")]
    Unreadable,
    /// It is signed in another way than any that is taken.
    #[error("the token is signed in a way that is not taken: RS256, PS256 and ES256 are")]
    Algorithm,
    /// It is signed with a key that the provider does not show.
    #[error("the token is signed with a key that is not known")]
    UnknownKey,
    /// The signature is wrong.
    #[error("the token's signature is wrong")]
    Signature,
    /// It is from another.
    #[error("the token is from another issuer")]
    Issuer,
    /// It is for another.
    #[error("the token is for another client")]
    Audience,
    /// Its time is over, or has not come.
    #[error("the token's time is over, or has not come: compare the clocks")]
    Time,
    /// It was made for another sign-in.
    #[error("the token was made for another sign-in")]
    Nonce,
    /// It does not say whom it means.
    #[error("the token does not say whom it means")]
    Subject,
}

/// What a token must say.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Who it is from.
    pub issuer: &'a str,
    /// For whom it is.
    pub client_id: &'a str,
    /// For which sign-in.
    pub nonce: &'a str,
    /// The time.
    pub now: Timestamp,
}

/// What a token says that is believed.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims {
    /// Whom it means.
    pub subject: String,
    all: Map<String, Value>,
}

/// Checks a token and reads what it says.
///
/// # Errors
/// It is not to be believed.
pub fn claims(token: &str, keys: &Keys, expected: &Expected) -> Result<Claims, Fault> {
    let (signed, signature) = token.rsplit_once('.').ok_or(Fault::Unreadable)?;
    let (header, body) = signed.split_once('.').ok_or(Fault::Unreadable)?;
    let header = object(header)?;
    let text = |field: &str| header.get(field).and_then(Value::as_str);
    // Whoever marks something as critical wants it understood: nothing is.
    if header.contains_key("crit") {
        return Err(Fault::Algorithm);
    }
    let algorithm = text("alg").and_then(Algorithm::parse);
    let algorithm = algorithm.ok_or(Fault::Algorithm)?;
    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| Fault::Unreadable)?;
    keys.verify(algorithm, text("kid"), signed.as_bytes(), &signature)?;
    believed(object(body)?, expected)
}

fn object(part: &str) -> Result<Map<String, Value>, Fault> {
    let json = URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| Fault::Unreadable)?;
    serde_json::from_slice(&json).map_err(|_| Fault::Unreadable)
}

fn believed(all: Map<String, Value>, expected: &Expected) -> Result<Claims, Fault> {
    let text = |field: &str| all.get(field).and_then(Value::as_str);
    if text("iss") != Some(expected.issuer) {
        return Err(Fault::Issuer);
    }
    must_be_for(&all, expected.client_id)?;
    let now = expected.now.as_second();
    // Seconds may have a fraction.
    let second = |field: &str| all.get(field).and_then(Value::as_f64);
    let end = second("exp").ok_or(Fault::Time)?;
    let too_early = ["nbf", "iat"]
        .iter()
        .any(|field| second(field).is_some_and(|time| time > (now + SKEW) as f64));
    if end <= (now - SKEW) as f64 || too_early {
        return Err(Fault::Time);
    }
    let nonce = text("nonce").unwrap_or_default().as_bytes();
    if !bool::from(nonce.ct_eq(expected.nonce.as_bytes())) {
        return Err(Fault::Nonce);
    }
    let subject = text("sub").filter(|sub| (1..=LONGEST_SUBJECT).contains(&sub.len()));
    let subject = subject.filter(|sub| !sub.contains('\0'));
    let subject = subject.ok_or(Fault::Subject)?.to_owned();
    Ok(Claims { subject, all })
}

fn must_be_for(all: &Map<String, Value>, client_id: &str) -> Result<(), Fault> {
    let is_us = |value: &Value| value.as_str() == Some(client_id);
    let (for_us, many) = match all.get("aud") {
        Some(Value::Array(list)) => (list.iter().any(is_us), list.len() > 1),
        Some(one) => (is_us(one), false),
        None => (false, false),
    };
    // Of several, one must be who asked for it.
    let asked = all.get("azp").map_or(!many, is_us);
    match for_us && asked {
        true => Ok(()),
        false => Err(Fault::Audience),
    }
}

impl Claims {
    /// A text.
    pub fn text(&self, field: &str) -> Option<&str> {
        let text = self.all.get(field)?.as_str()?.trim();
        (!text.is_empty()).then_some(text)
    }

    /// The values of a claim that may be one text or a list of them; its name may lead inside, as
    /// `realm_access.roles` does, if no claim has the whole name.
    pub fn values(&self, name: &str) -> Vec<&str> {
        let inside = || {
            let mut names = name.split('.');
            let first = self.all.get(names.next()?)?;
            names.try_fold(first, |value, name| value.get(name))
        };
        match self.all.get(name).or_else(inside) {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The address, if the provider says that it has made sure of it.
    pub fn verified_email(&self) -> Option<String> {
        let sure = match self.all.get("email_verified") {
            Some(Value::Bool(sure)) => *sure,
            // Some write it as a text.
            Some(Value::String(word)) => word == "true",
            _ => false,
        };
        tidy_email(self.text("email")?).filter(|_| sure)
    }
}

#[cfg(test)]
mod tests;
