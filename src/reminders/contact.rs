//! Whom to ask about a service, and how.

use crate::error::FieldError;
use lettre::Address;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Contacts that a service can have.
pub const MOST: usize = 2;
/// Letters in a name or an address at most.
const LONGEST: usize = 200;
/// Digits of a telephone number, as E.164 has them.
const DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// How a message travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// E-mail.
    Email,
    /// A text message to a telephone.
    Text,
}

impl Channel {
    /// The word in JSON and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Text => "text",
        }
    }

    /// The channel for a word in the database; a word of a newer program is none.
    pub fn parse(word: &str) -> Option<Self> {
        let mut all = [Self::Email, Self::Text].into_iter();
        all.find(|channel| channel.as_str() == word)
    }
}

/// Somebody to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Who it is, if it was said.
    pub name: Option<String>,
    /// How to reach them.
    pub channel: Channel,
    /// An e-mail address, or the number of a mobile telephone.
    pub address: String,
}

impl Contact {
    /// An e-mail address of which nothing more is known; none if it is no address.
    pub fn email(address: &str) -> Option<Self> {
        let address = tidy_email(address)?;
        Some(Self {
            name: None,
            channel: Channel::Email,
            address,
        })
    }

    /// The same with its address in the form that is kept: one address is one text, so that nobody
    /// is asked twice because of a capital letter or a space.
    ///
    /// # Errors
    /// The address or the name will not do.
    pub fn tidied(self) -> Result<Self, FieldError> {
        let name = self.name.map(|name| name.trim().to_owned());
        let name = name.filter(|name| !name.is_empty());
        let too_long =
            |name: &String| name.chars().count() > LONGEST || name.chars().any(char::is_control);
        if name.as_ref().is_some_and(too_long) {
            let message = format!("is longer than {LONGEST} letters, or holds control characters");
            return Err(FieldError::new("name", message));
        }
        let (address, example) = match self.channel {
            Channel::Email => (
                tidy_email(&self.address),
                "an e-mail address such as lunch@quay.example",
            ),
            Channel::Text => (
                tidy_number(&self.address),
                "the number of a mobile telephone such as 07700 900123",
            ),
        };
        let wrong = || FieldError::new("address", format!("must be {example}"));
        Ok(Self {
            name,
            channel: self.channel,
            address: address.ok_or_else(wrong)?,
        })
    }
}

/// What is wrong with a list of contacts, or the list as it is kept.
///
/// # Errors
/// Every fault, field by field.
pub fn tidied(contacts: Vec<Contact>) -> Result<Vec<Contact>, Vec<FieldError>> {
    if contacts.len() > MOST {
        let message =
            format!("holds more than {MOST}: name who is asked first, and who is asked next");
        return Err(vec![FieldError::new("contacts", message)]);
    }
    let (mut kept, mut faults) = (Vec::new(), Vec::new());
    for (index, contact) in contacts.into_iter().enumerate() {
        match contact.tidied() {
            Ok(contact) => kept.push(contact),
            Err(fault) => faults.push(FieldError::new(
                format!("contacts[{index}].{}", fault.field),
                fault.message,
            )),
        }
    }
    if faults.is_empty() {
        Ok(kept)
    } else {
        Err(faults)
    }
}

/// The host of an address is the same in any case; so is, everywhere in practice, the rest.
fn tidy_email(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix("mailto:").unwrap_or(text).to_lowercase();
    let address: Address = text.parse().ok()?;
    let short = text.chars().count() <= LONGEST;
    // An address without a dot in its host is one on the machine itself.
    (short && address.domain().contains('.')).then(|| address.to_string())
}

/// A number as E.164 has it; one that begins with 0 is one of the United Kingdom.
fn tidy_number(text: &str) -> Option<String> {
    let bare: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '-' | '(' | ')'))
        .collect();
    let (international, digits) = match bare.strip_prefix('+') {
        Some(digits) => (true, digits),
        None => (false, bare.strip_prefix('0')?),
    };
    let good = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = if international {
        digits.to_owned()
    } else {
        format!("44{digits}")
    };
    (good && DIGITS.contains(&number.len())).then(|| format!("+{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_in_one_form() {
        assert_eq!(
            tidy_email(" Lunch@Quay.Example "),
            Some("lunch@quay.example".into())
        );
        assert_eq!(tidy_email("mailto:a@b.example"), Some("a@b.example".into()));
        for number in ["07700 900123", "+44 7700 900123", "(07700) 900-123"] {
            assert_eq!(tidy_number(number), Some("+447700900123".into()));
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "lunch",
            "a@b",
            "a@b.example\r\nBcc: x@y.example",
            "a b@c.example",
            "a@b.example,c@d.example",
        ] {
            assert_eq!(tidy_email(text), None, "{text:?}");
        }
        for text in [
            "",
            "900123",
            "+44",
            "07700 9oo123",
            "0",
            "+123456789012345678",
        ] {
            assert_eq!(tidy_number(text), None, "{text:?}");
        }
    }
}
