//! The API of a register that is asked about charities.

use super::openid::is_trusted;
use crate::error::{Error, Result};
use reqwest::Url;
use std::fmt;

/// The variable that holds the key. It is no option: whoever looks at the processes of a machine reads
/// command lines.
pub const REGISTER_KEY: &str = "HEADROOM_REGISTER_KEY";

/// Where the register answers, and the key that it knows this server by.
#[derive(Clone, PartialEq, Eq)]
pub struct RegisterApi {
    base: Url,
    /// The subscription key.
    pub key: String,
}

/// Without the key.
impl fmt::Debug for RegisterApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RegisterApi({})", self.base)
    }
}

impl RegisterApi {
    /// The API below this address.
    ///
    /// # Errors
    /// The address is not one of TLS, nor on this machine; or there is no key.
    pub fn new(base: &str, key: Option<&str>) -> Result<Self> {
        // The address itself is not repeated in the error: somebody may have put the key into it.
        let refused = |why: &str| {
            Error::Usage(format!(
                "--register-api cannot be used ({why}): write https://HOST/PATH, the address that /allcharitydetailsV2 stands below"
            ))
        };
        let base: Url = base.parse().map_err(|_| refused("it is no address"))?;
        if base.query().is_some() || base.fragment().is_some() {
            return Err(refused("it goes on after the path"));
        }
        if !base.username().is_empty() || base.password().is_some() {
            return Err(refused("it has a name or password in it"));
        }
        if !is_trusted(&base) {
            return Err(refused("it is not reached by TLS"));
        }
        let key = key.map(str::trim).filter(|key| !key.is_empty());
        let key = key.ok_or_else(|| {
            Error::Usage(format!(
                "--register-api needs a key: put the subscription key that the register gave you into {REGISTER_KEY}"
            ))
        })?;
        let key = key.to_owned();
        Ok(Self { base, key })
    }

    /// The address of all that is known of a charity that is not linked to another.
    pub fn charity(&self, number: &str) -> Url {
        let mut url = self.base.clone();
        // Fails only for addresses that have no host.
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty()
                .extend(["allcharitydetailsV2", number, "0"]);
        }
        url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_charity_is_asked_for_below_the_base_address() {
        let api = RegisterApi::new("https://register.example/api/", Some(" quillonzz\n")).unwrap();
        let address = "https://register.example/api/allcharitydetailsV2/1164883/0";
        assert_eq!(api.charity("1164883").as_str(), address);
        assert_eq!(api.key, "quillonzz");
        assert!(!format!("{api:?}").contains("quillonzz"));
    }

    #[test]
    fn what_would_show_the_key_to_others_is_refused_and_not_repeated() {
        for base in [
            "register",
            "http://register.example/",
            "https://register.example/?key=quillonzz",
            "https://quillonzz@register.example/",
            "ftp://localhost",
        ] {
            let said = RegisterApi::new(base, Some("k")).unwrap_err().to_string();
            assert!(
                said.contains("write https://HOST") && !said.contains("quillonzz"),
                "{said}"
            );
        }
        let said = RegisterApi::new("http://127.0.0.1:9", Some(" ")).unwrap_err();
        assert!(said.to_string().contains(REGISTER_KEY), "{said}");
    }
}
