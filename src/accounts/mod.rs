//! Who may do what: API keys with roles.

pub mod store;

use crate::domain::availability::Source;
use crate::error::{Error, Result};
use sha2::{Digest, Sha256};

/// What a key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Looks services up with somebody beside them, and signposts.
    Navigator,
    /// Speaks for an organisation and its children.
    Provider,
    /// Looks at what areas have and lack.
    Commissioner,
    /// Curates the directory; may do everything.
    Steward,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 4] = [
        Role::Navigator,
        Role::Provider,
        Role::Commissioner,
        Role::Steward,
    ];

    /// The word on the command line and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Navigator => "navigator",
            Role::Provider => "provider",
            Role::Commissioner => "commissioner",
            Role::Steward => "steward",
        }
    }

    /// The role for a word.
    ///
    /// # Errors
    /// The word is not a role; the text lists them.
    pub fn parse(word: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == word);
        found.ok_or_else(|| {
            Error::Usage(format!(
                "\"{word}\" is not a role: use navigator, provider, commissioner or steward"
            ))
        })
    }
}

/// Somebody who has shown a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The id of the key.
    pub key_id: String,
    /// What the key is called.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// For a provider: the organisation it speaks for.
    pub organization_id: Option<String>,
}

impl Principal {
    /// How what this principal says about room is marked.
    pub fn source(&self) -> Source {
        match self.role {
            Role::Provider => Source::Provider,
            Role::Navigator => Source::Navigator,
            Role::Commissioner | Role::Steward => Source::Steward,
        }
    }

    /// Refuses everybody but these roles and stewards.
    ///
    /// # Errors
    /// The role is another.
    pub fn must_be(&self, roles: &[Role]) -> Result<()> {
        if self.role == Role::Steward || roles.contains(&self.role) {
            return Ok(());
        }
        let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
        Err(Error::Forbidden(format!(
            "a key of role {} may not do this: it takes a steward{}{}",
            self.role.as_str(),
            if names.is_empty() { "" } else { " or " },
            names.join(" or ")
        )))
    }

    /// Refuses a provider of another organisation. `owners` is the organisation of the thing and
    /// its parents.
    ///
    /// # Errors
    /// The organisation is another.
    pub fn must_speak_for(&self, owners: &[String]) -> Result<()> {
        let own = self.organization_id.as_ref();
        if self.role != Role::Provider || own.is_some_and(|own| owners.contains(own)) {
            return Ok(());
        }
        Err(Error::Forbidden(
            "this service belongs to another organisation than the key does".into(),
        ))
    }
}

/// What is kept of a key: never the key itself.
pub fn hash(key: &str) -> String {
    let digest = Sha256::digest(key.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
