//! The keys that a provider signs with.

use super::token::Fault;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaParameters,
    RsaPublicKeyComponents, UnparsedPublicKey,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

/// How a token may be signed. There is no other way, and none without a signature: what a token says of
/// itself only chooses among these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// RSA, as most sign.
    Rs256,
    /// RSA with chance in it.
    Ps256,
    /// An elliptic curve.
    Es256,
}

impl Algorithm {
    /// The one of this name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "PS256" => Some(Self::Ps256),
            "ES256" => Some(Self::Es256),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Rsa { n: Vec<u8>, e: Vec<u8> },
    P256(Vec<u8>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    id: Option<String>,
    algorithm: Option<String>,
    kind: Kind,
}

/// All keys of a provider that can be used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys(Vec<Key>);

impl Keys {
    /// Reads a JSON Web Key Set. What is not understood is passed over, as the standard has it.
    pub fn read(set: &Value) -> Self {
        let keys = set.get("keys").and_then(Value::as_array);
        Self(keys.into_iter().flatten().filter_map(Key::read).collect())
    }

    /// Whether one of them has signed this.
    ///
    /// # Errors
    /// No key fits, or the signature is wrong.
    pub fn verify(
        &self,
        algorithm: Algorithm,
        id: Option<&str>,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), Fault> {
        let mut fitting = self
            .0
            .iter()
            .filter(|key| key.fits(algorithm, id))
            .peekable();
        if fitting.peek().is_none() {
            return Err(Fault::UnknownKey);
        }
        match fitting.any(|key| key.verifies(algorithm, message, signature)) {
            true => Ok(()),
            false => Err(Fault::Signature),
        }
    }
}

impl Key {
    fn read(key: &Value) -> Option<Self> {
        let text = |field: &str| key.get(field).and_then(Value::as_str);
        let bytes = |field: &str| {
            URL_SAFE_NO_PAD
                .decode(text(field)?.trim_end_matches('='))
                .ok()
        };
        if text("use").is_some_and(|used| used != "sig") {
            return None;
        }
        let kind = match (text("kty")?, text("crv")) {
            ("RSA", _) => Kind::Rsa {
                n: bytes("n")?,
                e: bytes("e")?,
            },
            ("EC", Some("P-256")) => {
                let (x, y) = (bytes("x")?, bytes("y")?);
                let whole = x.len() == 32 && y.len() == 32;
                Kind::P256(whole.then(|| [vec![4], x, y].concat())?)
            }
            _ => return None,
        };
        Some(Self {
            id: text("kid").map(str::to_owned),
            algorithm: text("alg").map(str::to_owned),
            kind,
        })
    }

    fn fits(&self, algorithm: Algorithm, id: Option<&str>) -> bool {
        let named = id.is_none_or(|id| self.id.as_deref() == Some(id));
        let said = self.algorithm.as_deref();
        let meant = said.is_none_or(|said| Algorithm::parse(said) == Some(algorithm));
        let is_curve = matches!(self.kind, Kind::P256(_));
        named && meant && is_curve == (algorithm == Algorithm::Es256)
    }

    fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        match &self.kind {
            Kind::Rsa { n, e } => {
                let how: &RsaParameters = match algorithm {
                    Algorithm::Ps256 => &RSA_PSS_2048_8192_SHA256,
                    _ => &RSA_PKCS1_2048_8192_SHA256,
                };
                let key = RsaPublicKeyComponents { n, e };
                key.verify(how, message, signature).is_ok()
            }
            Kind::P256(point) => {
                let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
                key.verify(message, signature).is_ok()
            }
        }
    }
}
