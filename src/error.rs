//! The one error type below the faces. Each face renders it its own way: the API as a problem
//! document, a page as a page, the command line as a sentence.

use std::fmt;

/// The result of anything that can go wrong in Headroom.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One thing wrong with one field of the input, in words that say what to do.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct FieldError {
    /// Where: the name of the field, or a path such as `schedules[0].byday`.
    pub field: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl FieldError {
    /// Names the field and what is wrong with it.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}

/// Everything that can go wrong, by what the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request itself cannot be read: a bad parameter, broken JSON, bytes that are not UTF-8.
    #[error("{}", list(.0))]
    BadRequest(Vec<FieldError>),
    /// The request was read but says something that cannot be: a field unknown or out of range.
    #[error("{}", list(.0))]
    Invalid(Vec<FieldError>),
    /// No key, or one that is not known.
    #[error("{0}")]
    Unauthorized(String),
    /// A known key without the right to do this.
    #[error("{0}")]
    Forbidden(String),
    /// No such thing; the text names it.
    #[error("{0}")]
    NotFound(String),
    /// The world has moved on: what was sent is older than what is held.
    #[error("{0}")]
    Conflict(String),
    /// Nobody can be sent there: there is no room.
    #[error("{0}")]
    NoRoom(String),
    /// `If-Match` named another version than the current one.
    #[error(
        "version {expected} was expected, but the current version is {current}: read it again, then repeat the change"
    )]
    VersionMismatch {
        /// What the client believed to be current.
        expected: String,
        /// What is current.
        current: i64,
    },
    /// A body is larger than any that makes sense.
    #[error("{0}")]
    TooLarge(String),
    /// More work than can be taken on now; asking again soon is right.
    #[error("{0}")]
    Busy(String),
    /// Somebody asks too often; the number is how many seconds to wait.
    #[error("too many requests within a minute: wait {0} s, then go on more slowly")]
    TooOften(u64),
    /// The command line, the configuration or a file is wrong; the text says what to do.
    #[error("{0}")]
    Usage(String),
    /// The database answered with an error.
    #[error("the database: {0}")]
    Database(#[from] diesel::result::Error),
    /// The search index answered with an error.
    #[error("the search index: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// A file or the network failed.
    #[error("{what}: {source}")]
    Io {
        /// What was being done, with the path or address.
        what: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A fault of ours. The text is for the log, not for the client.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// One bad parameter or header of a request.
    pub fn bad(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::BadRequest(vec![FieldError::new(field, message)])
    }

    /// One bad field of a body.
    pub fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }

    /// A fault of ours, with where it happened.
    pub fn internal(what: impl fmt::Display) -> Self {
        Self::Internal(what.to_string())
    }

    /// A closure for `map_err` that says what was being done when the system failed.
    pub fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

fn list(errors: &[FieldError]) -> String {
    let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
    lines.join("; ")
}
