//! Whose word is taken for who somebody is, where people sign in with their own organisation.

use crate::error::{Error, Result};
use reqwest::Url;
use std::fmt;

/// A provider of OpenID Connect, as the operator names it.
#[derive(Clone, PartialEq, Eq)]
pub struct OpenId {
    /// Its address, just as it writes it itself.
    pub issuer: String,
    /// What this server is called there.
    pub client_id: String,
    /// By what it shows that it is; none for a client that has no secret.
    pub secret: Option<String>,
    /// The claim whose values say what somebody may do.
    pub role_claim: String,
    /// What each value stands for, as `VALUE=ROLE` or `VALUE=ROLE:MORE`.
    pub roles: Vec<String>,
    /// What is asked for beside `openid email profile`.
    pub scopes: Vec<String>,
    /// What people know it by.
    pub name: String,
}

/// Without the secret.
impl fmt::Debug for OpenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenId({} at {})", self.client_id, self.issuer)
    }
}

impl OpenId {
    /// Refuses what could not work, before anybody wants to sign in.
    ///
    /// # Errors
    /// The address is not one of TLS, nor on this machine; or the client has no name.
    pub fn checked(self) -> Result<Self> {
        let refused = |why: &str| {
            Error::Usage(format!(
                "--oidc-issuer cannot be \"{}\" ({why}): write https://HOST/PATH, just as the provider names itself",
                self.issuer
            ))
        };
        let url: Url = self
            .issuer
            .parse()
            .map_err(|_| refused("it is no address"))?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refused("it goes on after the path"));
        }
        if !is_trusted(&url) {
            return Err(refused("it is not reached by TLS"));
        }
        if self.client_id.trim().is_empty() {
            let why = "--oidc-client-id is missing: the provider gives it to this server";
            return Err(Error::Usage(why.into()));
        }
        Ok(self)
    }
}

/// Whether nobody on the way can read or change what is said: TLS, or this machine itself.
pub fn is_trusted(url: &Url) -> bool {
    let here = ["localhost", "127.0.0.1", "[::1]"];
    match url.scheme() {
        "https" => true,
        "http" => url.host_str().is_some_and(|host| here.contains(&host)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(issuer: &str) -> Result<OpenId> {
        let openid = OpenId {
            issuer: issuer.into(),
            client_id: "headroom".into(),
            secret: Some("quillonzz".into()),
            role_claim: "roles".into(),
            roles: Vec::new(),
            scopes: Vec::new(),
            name: "Quay".into(),
        };
        openid.checked()
    }

    #[test]
    fn only_what_is_safe_on_the_way_is_taken() {
        for good in [
            "https://quay.example/realms/a",
            "http://127.0.0.1:9/",
            "http://localhost",
        ] {
            assert!(at(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "quay.example",
            "http://quay.example",
            "https://quay.example/?x",
            "ftp://localhost",
        ] {
            assert!(at(bad).is_err(), "{bad}");
        }
        assert!(!format!("{:?}", at("https://quay.example").unwrap()).contains("quillonzz"));
    }
}
