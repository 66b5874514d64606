//! What is given once: a link that signs somebody in, or a key. It cannot be read again later.

use crate::web::tongue::filters;
use askama::Template;

/// The page.
#[derive(Debug, Template)]
#[template(path = "given.html")]
pub struct GivenPage {
    title: String,
    lines: Vec<String>,
    /// The link or the key.
    secret: Option<String>,
    /// Where one came from.
    back: &'static str,
}

impl GivenPage {
    /// With these words, and what is shown this one time.
    pub fn new(
        title: String,
        lines: Vec<String>,
        secret: Option<String>,
        back: &'static str,
    ) -> Self {
        Self {
            title,
            lines,
            secret,
            back,
        }
    }
}
