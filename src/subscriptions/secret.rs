//! Secrets and signatures of webhooks, as the Standard Webhooks specification has them.

use crate::error::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// Bytes of chance in a secret.
const BYTES: usize = 32;

/// A new secret.
///
/// # Errors
/// The system has no chance to give.
pub fn new() -> Result<String> {
    let mut chance = [0u8; BYTES];
    getrandom::fill(&mut chance).map_err(Error::internal)?;
    Ok(format!("{PREFIX}{}", STANDARD.encode(chance)))
}

/// The header `webhook-signature` of a message with this id, sent at this time (seconds since 1970): one
/// signature for each secret. Whoever knows any of them can check it.
///
/// # Errors
/// A secret is none, which only another hand can have done.
pub fn signatures(secrets: &[String], id: &str, timestamp: i64, body: &str) -> Result<String> {
    let each = secrets
        .iter()
        .map(|secret| signature(secret, id, timestamp, body));
    Ok(each.collect::<Result<Vec<_>>>()?.join(" "))
}

fn signature(secret: &str, id: &str, timestamp: i64, body: &str) -> Result<String> {
    let broken = || Error::internal("the secret of a webhook is damaged");
    let key = secret.strip_prefix(PREFIX).ok_or_else(broken)?;
    let key = STANDARD.decode(key).map_err(|_| broken())?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| broken())?;
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    Ok(format!(
        "v1,{}",
        STANDARD.encode(mac.finalize().into_bytes())
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification.
    #[test]
    fn a_signature_is_that_of_the_specification() {
        let signed = signature(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(
            signed.unwrap(),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }

    #[test]
    fn several_secrets_make_several_signatures() {
        let secrets = [new().unwrap(), new().unwrap()];
        let header = signatures(&secrets, "a", 1, "{}").unwrap();
        let each = secrets
            .each_ref()
            .map(|secret| signature(secret, "a", 1, "{}").unwrap());
        assert_eq!(header, each.join(" "));
        assert!(signatures(&["nonsense".to_owned()], "a", 1, "{}").is_err());
    }

    #[test]
    fn secrets_differ_and_sign() {
        let (one, other) = (new().unwrap(), new().unwrap());
        assert_ne!(one, other);
        assert!(signature(&one, "a", 1, "{}").is_ok());
        assert!(signature("nonsense", "a", 1, "{}").is_err());
    }
}
