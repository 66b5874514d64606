//! The token that GOV.UK Notify wants with every request: a JWT signed with the secret of the key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Letters of a UUID.
const UUID: usize = 36;

/// A key of GOV.UK Notify: a name, the service's id and a secret, joined by hyphens.
pub struct Key {
    service: String,
    secret: String,
}

impl Key {
    /// Reads a key as Notify shows it; none if it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (rest, secret) = text.split_at_checked(text.len().checked_sub(UUID)?)?;
        let rest = rest.strip_suffix('-')?;
        let (_, service) = rest.split_at_checked(rest.len().checked_sub(UUID)?)?;
        let is_id = |id: &str| id.len() == UUID && uuid::Uuid::try_parse(id).is_ok();
        (is_id(service) && is_id(secret)).then(|| Self {
            service: service.to_owned(),
            secret: secret.to_owned(),
        })
    }

    /// A token made at this time, in seconds since 1970; Notify takes it for half a minute.
    pub fn token(&self, issued_at: i64) -> String {
        let header = r#"{"typ":"JWT","alg":"HS256"}"#;
        let claims = format!(r#"{{"iss":"{}","iat":{issued_at}}}"#, self.service);
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(header),
            URL_SAFE_NO_PAD.encode(claims)
        );
        let signature = sign(self.secret.as_bytes(), signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// HMAC with SHA-256.
fn sign(secret: &[u8], text: &[u8]) -> Vec<u8> {
    // Proven: HMAC takes keys of any length, longer and shorter than a block.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("a key of any length");
    mac.update(text);
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The second test case of RFC 4231.
    #[test]
    fn signatures_are_those_of_the_standard() {
        let signature = sign(b"Jefe", b"what do ya want for nothing?");
        let hex: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_key_holds_a_service_and_a_secret() {
        let (service, secret) = (
            "26785a09-ab16-4eb0-8407-a37497a57506",
            "3d844edf-8d35-48ac-975b-e847b4f122b0",
        );
        let key = Key::parse(&format!("a-name-{service}-{secret}\n")).unwrap();
        assert_eq!(
            (key.service.as_str(), key.secret.as_str()),
            (service, secret)
        );
        assert!(Key::parse(secret).is_none() && Key::parse("").is_none());
        assert!(Key::parse(&format!("name-{service}{secret}")).is_none());
    }
}
