//! What came with a request to show who is asking.

use super::{cookie, form};
use crate::accounts::{Principal, keys, sessions};
use crate::app::App;
use crate::db::Conn;
use crate::error::{Error, Result};
use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use jiff::Timestamp;

/// What may stand before a key: `Token` is what clients of the NHS Directory of Services send.
const SCHEMES: [&str; 2] = ["bearer", "token"];
/// Letters in a key at most.
const LONGEST: usize = 200;
/// The header by which a script of our own pages shows that it is one.
const FORM_HEADER: &str = "X-Headroom-Form";

/// A key, or the session of a browser; whose it is, the database knows.
#[derive(Clone)]
pub enum Credential {
    /// A key of the API.
    Key {
        /// The key.
        key: String,
        /// Where it is noted that it was used.
        app: Option<Data<App>>,
    },
    /// The token of a session, and what came with it to show that one of our own pages asks; none is
    /// needed where nothing is changed.
    Session {
        /// The token.
        token: String,
        /// Whether the request may change something.
        changes: bool,
        /// What stood in the header of our own scripts.
        form: Option<String>,
    },
}

impl Credential {
    /// What came with a request, if anything did. A key counts before a cookie, which a browser sends by
    /// itself.
    pub fn of(request: &HttpRequest) -> Option<Self> {
        if request.headers().contains_key(AUTHORIZATION) {
            let app = request.app_data().cloned();
            return key(request).map(|key| Self::Key { key, app });
        }
        let form = request.headers().get(FORM_HEADER);
        Some(Self::Session {
            token: cookie::token(request)?,
            changes: !request.method().is_safe(),
            form: form.and_then(|form| form.to_str().ok()).map(str::to_owned),
        })
    }

    /// Whose it is.
    ///
    /// # Errors
    /// It is nobody's, or another site may have sent the request.
    pub fn principal(&self, conn: &mut Conn) -> Result<Principal> {
        let now = Timestamp::now();
        match self {
            Self::Key { key, app } => {
                let who = keys::principal(conn, key, now)?.ok_or_else(refused)?;
                app.iter().for_each(|app| app.gathered.keys.note(&who.id));
                Ok(who)
            }
            Self::Session {
                token,
                changes,
                form,
            } => {
                let session = sessions::find(conn, token, now)?.ok_or_else(refused)?;
                if *changes {
                    form::check(&session.form, form.as_deref().unwrap_or_default())?;
                }
                Ok(session.account.principal())
            }
        }
    }
}

fn key(request: &HttpRequest) -> Option<String> {
    let header = request.headers().get(AUTHORIZATION)?;
    let (scheme, key) = header.to_str().ok()?.split_once(' ')?;
    let is_known = SCHEMES
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    (is_known && key.len() <= LONGEST).then(|| key.trim().to_owned())
}

/// What is said to somebody who is not known.
pub fn refused() -> Error {
    Error::Unauthorized("send a key that is known here, as \"Authorization: Bearer KEY\"; make one with \"headroom key create\"".into())
}
