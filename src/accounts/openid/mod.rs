//! Signing in with one's own organisation, by OpenID Connect: the code flow with PKCE. The provider is
//! the operator's choice; what it says is believed when it is signed by its keys, for us, and for the
//! very sign-in that was begun.

mod documents;
mod flight;
mod grants;
mod keys;
pub mod store;
mod talk;
mod token;

pub use flight::Flight;
pub use grants::Grant;

use self::documents::Documents;
use self::grants::Grants;
use self::keys::Keys;
use self::talk::Talk;
use self::token::{Claims, Expected, Fault};
use crate::config::OpenId;
use crate::error::Result;
use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex, PoisonError};

/// How long what a provider says of itself is taken as it was.
const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(1);

/// Why nobody could be signed in. The text is for the log and never holds what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The provider does not answer, or not as one does.
    Away(String),
    /// What came is not to be believed.
    Refused(String),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault.to_string())
    }
}

/// Whom a provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Who vouches.
    pub issuer: String,
    /// Whom it means; for ever the same.
    pub subject: String,
    /// Their address, if the provider has made sure that it is theirs.
    pub email: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// What they may do here; none if their claims give no role.
    pub grant: Option<Grant>,
}

/// What is known of the provider.
#[derive(Clone)]
struct Known {
    documents: Arc<Documents>,
    keys: Arc<Keys>,
    at: Timestamp,
}

/// The provider.
pub struct Provider {
    settings: OpenId,
    grants: Grants,
    talk: Talk,
    known: Mutex<Option<Known>>,
}

impl Provider {
    /// As it is configured; it is not asked before somebody wants to sign in.
    ///
    /// # Errors
    /// What the values of the claim stand for is not understood.
    pub fn new(settings: OpenId) -> Result<Self> {
        Ok(Self {
            grants: Grants::parse(&settings.roles)?,
            talk: Talk::new()?,
            known: Mutex::default(),
            settings,
        })
    }

    /// What people know it by.
    pub fn name(&self) -> &str {
        &self.settings.name
    }

    /// The page of the provider that somebody is led to, who comes back to the address `back`; and what is
    /// remembered until then.
    ///
    /// # Errors
    /// The provider does not answer.
    pub async fn begin(
        &self,
        to: &str,
        back: &str,
        now: Timestamp,
    ) -> Result<(String, Flight), Failure> {
        let documents = self.known(now).await?.documents;
        let flight = Flight::new(to).map_err(|_| Failure::Away("no chance is left".into()))?;
        let mut page = documents.authorization.clone();
        let mut scopes = vec!["openid", "email", "profile"];
        scopes.extend(self.settings.scopes.iter().map(String::as_str));
        page.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", back)
            .append_pair("scope", &scopes.join(" "))
            .append_pair("state", &flight.state)
            .append_pair("nonce", &flight.nonce)
            .append_pair("code_challenge", &flight.challenge())
            .append_pair("code_challenge_method", "S256");
        Ok((page.into(), flight))
    }

    /// Whom a code stands for, which somebody came back with.
    ///
    /// # Errors
    /// The provider does not answer, or what it says is not to be believed.
    pub async fn finish(
        &self,
        flight: &Flight,
        code: &str,
        back: &str,
        now: Timestamp,
    ) -> Result<Identity, Failure> {
        let known = self.known(now).await?;
        let token = self
            .talk
            .exchange(
                &known.documents,
                &self.settings,
                code,
                &flight.verifier,
                back,
            )
            .await?;
        let expected = Expected {
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            nonce: &flight.nonce,
            now,
        };
        let claims = match token::claims(&token, &known.keys, &expected) {
            // The provider may have changed its keys since. The token is from itself, so nobody else can
            // have it asked for them over and over.
            Err(Fault::UnknownKey) => {
                let keys = self.fresh_keys(&known, now).await?;
                token::claims(&token, &keys, &expected)?
            }
            claims => claims?,
        };
        Ok(self.identity(&claims))
    }

    /// Whether an answer names another issuer than ours (RFC 9207).
    pub fn is_other(&self, issuer: &str) -> bool {
        issuer != self.settings.issuer
    }

    fn identity(&self, claims: &Claims) -> Identity {
        Identity {
            issuer: self.settings.issuer.clone(),
            subject: claims.subject.clone(),
            email: claims.verified_email(),
            name: claims.text("name").map(str::to_owned),
            grant: self.grants.of(&claims.values(&self.settings.role_claim)),
        }
    }

    async fn known(&self, now: Timestamp) -> Result<Known, Failure> {
        let held = self.held();
        if let Some(known) = held.filter(|known| now.duration_since(known.at) < KNOWN_FOR) {
            return Ok(known);
        }
        let documents = Arc::new(self.talk.documents(&self.settings.issuer).await?);
        let keys = Arc::new(self.talk.keys(&documents).await?);
        Ok(self.hold(Known {
            documents,
            keys,
            at: now,
        }))
    }

    async fn fresh_keys(&self, known: &Known, now: Timestamp) -> Result<Arc<Keys>, Failure> {
        let keys = Arc::new(self.talk.keys(&known.documents).await?);
        let documents = Arc::clone(&known.documents);
        let known = Known {
            documents,
            keys,
            at: now,
        };
        Ok(self.hold(known).keys)
    }

    fn held(&self) -> Option<Known> {
        let held = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        held.clone()
    }

    fn hold(&self, known: Known) -> Known {
        let mut held = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *held = Some(known.clone());
        known
    }
}
