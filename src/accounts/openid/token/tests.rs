//! What is believed, and each way in which it is not.

use super::*;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use proptest::prelude::*;
use serde_json::json;

const NOW: i64 = 1_800_000_000;

struct Signer(EcdsaKeyPair);

impl Signer {
    fn new() -> Self {
        Self(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap())
    }

    fn keys(&self, id: &str) -> Keys {
        let point = self.0.public_key().as_ref();
        let part = |range: std::ops::Range<usize>| URL_SAFE_NO_PAD.encode(&point[range]);
        let key = json!({ "kty": "EC", "crv": "P-256", "use": "sig", "kid": id, "x": part(1..33), "y": part(33..65) });
        Keys::read(&json!({ "keys": [{ "kty": "oct", "k": "AA" }, key] }))
    }

    fn sign(&self, header: &Value, body: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(body));
        let signature = self
            .0
            .sign(&SystemRandom::new(), signed.as_bytes())
            .unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }
}

fn expected() -> Expected<'static> {
    Expected {
        issuer: "https://quay.example",
        client_id: "headroom",
        nonce: "n-1",
        now: Timestamp::from_second(NOW).unwrap(),
    }
}

fn header() -> Value {
    json!({ "alg": "ES256", "kid": "k" })
}

/// A good body with one field changed.
fn body(field: &str, value: Value) -> Value {
    let mut body = json!({ "iss": "https://quay.example", "aud": "headroom", "exp": NOW + 300, "iat": NOW, "nonce": "n-1",
        "sub": "s-1", "email": "Sam@Quay.example", "email_verified": true, "roles": ["a", "b"], "deep": { "roles": "c" } });
    body[field] = value;
    body
}

#[test]
fn a_good_token_says_who_somebody_is() {
    let signer = Signer::new();
    let token = signer.sign(&header(), &body("x", json!(1)));
    let claims = claims(&token, &signer.keys("k"), &expected()).unwrap();
    assert_eq!(claims.subject, "s-1");
    assert_eq!(claims.verified_email().as_deref(), Some("sam@quay.example"));
    assert_eq!(claims.values("roles"), ["a", "b"]);
    assert_eq!(claims.values("deep.roles"), ["c"]);
    assert!(claims.values("none").is_empty());
}

#[test]
fn each_fault_is_noticed() {
    let signer = Signer::new();
    let keys = signer.keys("k");
    let fault = |field: &str, value: Value| {
        claims(
            &signer.sign(&header(), &body(field, value)),
            &keys,
            &expected(),
        )
        .err()
    };
    assert_eq!(
        fault("iss", json!("https://quay.example/")),
        Some(Fault::Issuer)
    );
    assert_eq!(fault("aud", json!("other")), Some(Fault::Audience));
    assert_eq!(
        fault("aud", json!(["headroom", "other"])),
        Some(Fault::Audience)
    );
    assert_eq!(fault("azp", json!("other")), Some(Fault::Audience));
    assert_eq!(fault("exp", json!(NOW - 61)), Some(Fault::Time));
    assert_eq!(fault("exp", Value::Null), Some(Fault::Time));
    assert_eq!(fault("iat", json!(NOW + 120)), Some(Fault::Time));
    assert_eq!(fault("nonce", json!("n-2")), Some(Fault::Nonce));
    assert_eq!(fault("nonce", Value::Null), Some(Fault::Nonce));
    assert_eq!(fault("sub", json!("")), Some(Fault::Subject));
    assert_eq!(fault("exp", json!(NOW - 30)), None);
    assert_eq!(fault("aud", json!(["headroom"])), None);
    let headers = [
        (json!({ "alg": "none" }), Fault::Algorithm),
        (json!({ "alg": "HS256", "kid": "k" }), Fault::Algorithm),
        (
            json!({ "alg": "ES256", "kid": "k", "crit": ["x"] }),
            Fault::Algorithm,
        ),
        (json!({ "alg": "ES256", "kid": "other" }), Fault::UnknownKey),
        (json!({ "alg": "RS256", "kid": "k" }), Fault::UnknownKey),
    ];
    for (header, fault) in headers {
        let token = signer.sign(&header, &body("x", json!(1)));
        assert_eq!(
            claims(&token, &keys, &expected()).err(),
            Some(fault),
            "{header}"
        );
    }
    let other = Signer::new().sign(&header(), &body("x", json!(1)));
    assert_eq!(
        claims(&other, &keys, &expected()).err(),
        Some(Fault::Signature)
    );
}

#[test]
fn an_address_that_nobody_made_sure_of_is_none() {
    let signer = Signer::new();
    for said in [json!(false), json!("false"), Value::Null, json!(1)] {
        let token = signer.sign(&header(), &body("email_verified", said.clone()));
        let claims = claims(&token, &signer.keys("k"), &expected()).unwrap();
        assert_eq!(claims.verified_email(), None, "{said}");
    }
}

#[test]
fn a_role_that_was_written_in_afterwards_is_noticed() {
    let signer = Signer::new();
    let token = signer.sign(&header(), &body("roles", json!(["nurse"])));
    let other = signer.sign(&header(), &body("roles", json!(["steward"])));
    let parts: Vec<&str> = token.split('.').collect();
    let forged: Vec<&str> = other.split('.').collect();
    let mixed = format!("{}.{}.{}", parts[0], forged[1], parts[2]);
    assert_eq!(
        claims(&mixed, &signer.keys("k"), &expected()).err(),
        Some(Fault::Signature)
    );
}

proptest! {
    #[test]
    fn no_text_is_believed_or_panics(text in "[A-Za-z0-9_.=-]{0,80}") {
        prop_assert!(claims(&text, &Signer::new().keys("k"), &expected()).is_err());
    }
}
