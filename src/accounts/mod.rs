//! Who may do what: people with accounts, programs with keys, and what each of them may do.

pub mod audit;
pub mod guard;
pub mod keys;
pub mod openid;
pub mod people;
pub mod sessions;
pub mod sign_in;
pub mod taps;
mod token;

pub use token::Token;

use crate::capacity::Author;
use crate::domain::availability::Source;
use crate::error::{Error, Result};
use sha2::{Digest, Sha256};

/// What an account or a key may do.
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

/// By what somebody showed who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// A key of the API.
    Key,
    /// A session of somebody who signed in.
    Session,
}

/// Somebody who is known: by a key, or because they signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The id of the key, or of the account.
    pub id: String,
    /// Which of the two.
    pub via: Via,
    /// What it is called.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// For a provider: the organisation it speaks for.
    pub organization_id: Option<String>,
    /// Whether it may say how much room there is, and change nothing else.
    pub room_only: bool,
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

    /// Who says what this principal says about room.
    pub fn author(&self) -> Author {
        Author {
            source: self.source(),
            name: self.name.clone(),
        }
    }

    /// Refuses everybody but these roles and stewards, and whoever may only say how much room there is.
    ///
    /// # Errors
    /// The role is another, or it may only speak of room.
    pub fn must_be(&self, roles: &[Role]) -> Result<()> {
        if self.room_only {
            return Err(Error::Forbidden(
                "this one may say how much room there is, and do nothing else: ask whoever gave it to you for more".into(),
            ));
        }
        self.must_have(roles)
    }

    /// Refuses everybody but providers and stewards: who may say how much room there is.
    ///
    /// # Errors
    /// The role is another.
    pub fn must_speak_of_room(&self) -> Result<()> {
        self.must_have(&[Role::Provider])
    }

    fn must_have(&self, roles: &[Role]) -> Result<()> {
        if self.role == Role::Steward || roles.contains(&self.role) {
            return Ok(());
        }
        let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
        Err(Error::Forbidden(format!(
            "a {} may not do this: it takes a steward{}{}",
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
            "this service belongs to another organisation than yours".into(),
        ))
    }
}

/// What is kept of a secret: never the secret itself.
pub fn hash(secret: &str) -> String {
    let digest = Sha256::digest(secret.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A secret that nobody guesses: so many bytes of chance, as hexadecimal digits.
///
/// # Errors
/// The system has no chance to give.
pub fn secret<const BYTES: usize>() -> Result<String> {
    let mut chance = [0u8; BYTES];
    getrandom::fill(&mut chance).map_err(Error::internal)?;
    Ok(chance.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn somebody(role: Role) -> Principal {
        Principal {
            id: "a".into(),
            via: Via::Key,
            name: "somebody".into(),
            role,
            organization_id: Some("own".into()),
            room_only: false,
        }
    }

    #[test]
    fn stewards_may_do_what_others_may() {
        for role in Role::ALL {
            assert!(somebody(Role::Steward).must_be(&[role]).is_ok());
            assert!(somebody(role).must_be(&[role]).is_ok());
            assert_eq!(somebody(role).must_be(&[]).is_ok(), role == Role::Steward);
        }
    }

    #[test]
    fn who_may_speak_of_room_only_may_do_nothing_else() {
        for role in Role::ALL {
            let volunteer = Principal {
                room_only: true,
                ..somebody(role)
            };
            assert!(volunteer.must_be(&Role::ALL).is_err());
            let speaks = matches!(role, Role::Provider | Role::Steward);
            assert_eq!(volunteer.must_speak_of_room().is_ok(), speaks);
        }
    }

    #[test]
    fn a_provider_speaks_for_its_own_only() {
        let own = ["child".to_owned(), "own".to_owned()];
        assert!(somebody(Role::Provider).must_speak_for(&own).is_ok());
        assert!(somebody(Role::Provider).must_speak_for(&own[..1]).is_err());
        assert!(somebody(Role::Provider).must_speak_for(&[]).is_err());
    }

    #[test]
    fn secrets_differ_and_have_the_length_that_was_asked_for() {
        let (one, other) = (secret::<16>().unwrap(), secret::<16>().unwrap());
        assert_ne!(one, other);
        assert_eq!(one.len(), 32);
    }
}
