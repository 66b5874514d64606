//! Times as the interfaces have them: RFC 3339 in UTC with milliseconds.

use jiff::Timestamp;

/// The time as `2026-03-01T09:30:00.000Z`.
pub fn rfc3339(time: Timestamp) -> String {
    format!("{time:.3}")
}

/// The time that a number of milliseconds since 1970 stands for. What is kept in the database came
/// from a `Timestamp`; a number out of range, put there by another hand, becomes the nearest one.
pub fn from_millis(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(if millis < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// The same time without what is finer than a millisecond, as the database keeps it.
pub fn to_millisecond(time: Timestamp) -> Timestamp {
    from_millis(time.as_millisecond())
}

/// Serde for a time that may be absent.
pub mod optional {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes RFC 3339 with milliseconds, or null.
    pub fn serialize<S: Serializer>(time: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
        match time {
            Some(time) => to.collect_str(&format_args!("{time:.3}")),
            None => to.serialize_none(),
        }
    }

    /// Reads RFC 3339, or null.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
        Option::<Timestamp>::deserialize(from)
    }
}

/// Serde for a time that is always there.
pub mod required {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes RFC 3339 with milliseconds.
    pub fn serialize<S: Serializer>(time: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{time:.3}"))
    }

    /// Reads RFC 3339.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        Timestamp::deserialize(from)
    }
}
