//! Reading an answer, of which nobody knows how long it will be.

use reqwest::Response;

/// Why an answer was not read to its end.
pub enum Fault {
    /// It has more bytes than are taken.
    TooLarge,
    /// It broke off, or took too long.
    Broken(reqwest::Error),
}

/// The whole answer. Pieces come unpacked, so that what counts is what it becomes, not what was sent.
pub async fn read(mut answer: Response, most: u64) -> Result<Vec<u8>, Fault> {
    let mut body = Vec::new();
    while let Some(piece) = answer.chunk().await.map_err(Fault::Broken)? {
        if (body.len() + piece.len()) as u64 > most {
            return Err(Fault::TooLarge);
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}
