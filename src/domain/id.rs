//! Identifiers as HSDS has them: UUIDs, whatever their version digit.

use uuid::Uuid;

/// Reads any 128-bit hexadecimal UUID, with or without hyphens, in either case.
///
/// # Errors
/// The text is not a UUID; the message is fit for a person.
pub fn parse(text: &str) -> Result<Uuid, String> {
    Uuid::try_parse(text.trim()).map_err(|_| {
        let shown: String = text.chars().take(60).collect();
        format!("must be a UUID such as 790bc225-3be8-54c3-9496-78fab3fe842a, not \"{shown}\"")
    })
}
