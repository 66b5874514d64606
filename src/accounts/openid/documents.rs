//! What a provider says of itself.

use super::Failure;
use crate::config::is_trusted;
use reqwest::Url;
use serde_json::Value;

/// Where its pages and answers are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Documents {
    /// Where people are led to.
    pub authorization: Url,
    /// Where codes become tokens.
    pub token: Url,
    /// Where its keys are.
    pub keys: Url,
    /// Whether it takes the secret in the header.
    pub takes_basic: bool,
}

impl Documents {
    /// Reads the document of the issuer, which must name itself just as it is configured.
    ///
    /// # Errors
    /// It is of another, something is missing, or it leads where others could read along.
    pub fn read(document: &Value, issuer: &str) -> Result<Self, Failure> {
        let wrong = |what: &str| Failure::Away(format!("the provider's document {what}"));
        let text = |field: &str| document.get(field).and_then(Value::as_str);
        if text("issuer") != Some(issuer) {
            return Err(wrong("names another issuer than --oidc-issuer"));
        }
        let address = |field: &str| {
            let url: Option<Url> = text(field).and_then(|text| text.parse().ok());
            let url = url.filter(is_trusted);
            url.ok_or_else(|| wrong(&format!("has no {field} that is reached by TLS")))
        };
        let methods = document
            .get("token_endpoint_auth_methods_supported")
            .and_then(Value::as_array);
        let basic = |method: &Value| method.as_str() == Some("client_secret_basic");
        Ok(Self {
            authorization: address("authorization_endpoint")?,
            token: address("token_endpoint")?,
            keys: address("jwks_uri")?,
            // The standard's own default.
            takes_basic: methods.is_none_or(|methods| methods.iter().any(basic)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_its_own_document_with_safe_addresses_is_taken() {
        let issuer = "https://quay.example";
        let document = |issuer: &str, keys: &str| {
            json!({ "issuer": issuer, "authorization_endpoint": "https://quay.example/a",
                "token_endpoint": "https://quay.example/t", "jwks_uri": keys })
        };
        let read =
            |issuer_said: &str, keys: &str| Documents::read(&document(issuer_said, keys), issuer);
        assert!(read(issuer, "https://quay.example/k").unwrap().takes_basic);
        assert!(read("https://quay.example/", "https://quay.example/k").is_err());
        for keys in ["http://quay.example/k", "file:///etc/passwd", "k", ""] {
            assert!(read(issuer, keys).is_err(), "{keys}");
        }
        assert!(Documents::read(&json!([]), issuer).is_err());
    }
}
