//! The formats that the schemas check: what fits is written in one form, what does not is nothing.

use crate::domain::id;
use crate::domain::time::rfc3339;
use jiff::civil::DateTime;
use jiff::{Timestamp, tz::TimeZone};
use reqwest::Url;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// What ids are made of that nobody gave, so that they are no one else's.
const NAMESPACE: &str = "headroom:";

/// An id for something that has none of its own: the same for the same words, always.
pub fn named(what: &str, words: &str) -> Uuid {
    let mut digest = Sha256::new();
    for part in [NAMESPACE, what, ":", words] {
        digest.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest.finalize()[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// The id that stands for a text: itself where it is a UUID, and otherwise one made from it, so that what
/// names it elsewhere still does.
pub fn id_of(text: &str) -> Uuid {
    id::parse(text).unwrap_or_else(|_| named("id", text.trim()))
}

/// An absolute address. What RFC 3986 does not allow is escaped; `www.` alone is read as an address of the web.
pub fn uri(text: &str) -> Option<String> {
    let text = text.trim();
    let bare = text
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("www."));
    let url = match bare {
        true => Url::parse(&format!("https://{text}")),
        false => Url::parse(text),
    };
    let url = url.ok()?;
    // Others are no address that somebody could open, whatever they parse as: `Note: see below`.
    let opens = ["http", "https", "ftp", "urn", "mailto", "tel"].contains(&url.scheme());
    let bracketed = url.host_str().is_some_and(|host| host.starts_with('['));
    (opens && !bracketed).then(|| escaped(url.as_str()))
}

/// Escapes what may not stand in an address as it is.
fn escaped(address: &str) -> String {
    let mut whole = String::with_capacity(address.len());
    let (before, fragment) = match address.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (address, None),
    };
    escape(before, &mut whole);
    if let Some(fragment) = fragment {
        whole.push('#');
        escape(fragment, &mut whole);
    }
    whole
}

fn escape(part: &str, whole: &mut String) {
    let bytes = part.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let code = || {
            bytes
                .get(at + 1..at + 3)
                .is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit))
        };
        let fits = match byte {
            b'%' => code(),
            byte => byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(byte),
        };
        match fits {
            true => whole.push(char::from(*byte)),
            false => whole.push_str(&format!("%{byte:02X}")),
        }
    }
}

/// An address for e-mail: letters of ASCII, and a domain of at least two parts.
pub fn email(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let (local, domain) = text.split_once('@')?;
    let of_local = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
    let local_fits = local
        .split('.')
        .all(|atom| !atom.is_empty() && atom.chars().all(of_local));
    let label_fits = |label: &str| {
        let inside = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        inside && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
    };
    let domain_fits = domain.contains('.') && domain.split('.').all(label_fits);
    (local_fits && domain_fits).then(|| text.to_owned())
}

/// A moment in UTC with milliseconds; one without an offset is taken to be in UTC.
pub fn moment(text: &str) -> Option<String> {
    let text = text.trim();
    let stated = text.parse::<Timestamp>().ok();
    let moment = stated.or_else(|| {
        let local: DateTime = text.parse().ok()?;
        Some(local.to_zoned(TimeZone::UTC).ok()?.timestamp())
    })?;
    // Years that RFC 3339 cannot write are no times of a service.
    let written = rfc3339(moment);
    (written.len() == "2026-03-01T09:30:00.000Z".len()).then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_of_the_web_come_out_as_the_standard_wants_them() {
        let of = |text| uri(text);
        assert_eq!(
            of("www.example.org"),
            Some("https://www.example.org/".into())
        );
        assert_eq!(
            of(" https://example.org/a b|c?d=é#e#f ").as_deref(),
            Some("https://example.org/a%20b%7Cc?d=%C3%A9#e%23f")
        );
        for wrong in [
            "",
            "none",
            "example.org",
            "Note: see below",
            "http://",
            "javascript:alert(1)",
            "https://[::1]/",
        ] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn addresses_for_mail_are_taken_or_left() {
        assert_eq!(
            email("mailto:a.b+c@example.org"),
            Some("a.b+c@example.org".into())
        );
        for wrong in [
            "",
            "a",
            "a@b",
            "a..b@c.org",
            "a b@c.org",
            "a@-c.org",
            "a@c.org, d@e.org",
            "é@c.org",
        ] {
            assert_eq!(email(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn moments_are_in_utc_with_milliseconds() {
        assert_eq!(
            moment("2026-03-01T10:30:00+01:00").as_deref(),
            Some("2026-03-01T09:30:00.000Z")
        );
        assert_eq!(
            moment("2026-03-01T10:30:00").as_deref(),
            Some("2026-03-01T10:30:00.000Z")
        );
        assert_eq!(
            moment("2026-03-01").as_deref(),
            Some("2026-03-01T00:00:00.000Z")
        );
        assert_eq!(moment("last week"), None);
        assert_eq!(moment("-000044-03-15T00:00:00Z"), None);
    }

    proptest! {
        #[test]
        fn what_was_put_right_stays_as_it_is(text in "\\PC{0,30}", scheme in "(http|https|ftp|urn|tel|mailto):(//)?") {
            if let Some(once) = uri(&format!("{scheme}{text}")) {
                prop_assert_eq!(uri(&once), Some(once.clone()));
                prop_assert!(once.is_ascii() && !once.contains([' ', '"', '<', '|']));
            }
            prop_assert_eq!(id_of(&text), id_of(&text));
        }
    }
}
