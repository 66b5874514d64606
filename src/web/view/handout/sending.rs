//! The form that sends the sheet.

use crate::accounts::secret;
use crate::error::Result;
use crate::gate::Visitor;
use crate::reminders::contact::Channel;
use crate::reminders::straight::Straight;
use crate::signposts::Signpost;
use crate::web::view::service::Desk;

/// Bytes of chance that tell one form from all others.
const ONCE_BYTES: usize = 16;

/// What the form needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    /// Where it is sent to.
    pub action: String,
    /// What each form of the session carries.
    pub form: String,
    /// What tells this form from all others.
    pub once: String,
    /// What can be typed.
    pub label: &'static str,
    /// What became of what was sent.
    pub said: Option<&'static str>,
}

impl Sending {
    /// The form for whoever sends people; none for all others, and where nothing can be sent.
    ///
    /// # Errors
    /// The system has no chance to give.
    pub fn of(
        visitor: &Visitor,
        straight: &Straight,
        signpost: &Signpost,
        said: Option<&'static str>,
    ) -> Result<Option<Self>> {
        let session = visitor
            .session()
            .filter(|session| Desk::is_for(session.account.role));
        let Some((session, label)) = session.zip(label(straight.channels())) else {
            return Ok(None);
        };
        Ok(Some(Self {
            action: format!("/signposts/{}/handout", signpost.code),
            form: session.form.clone(),
            once: secret::<ONCE_BYTES>()?,
            label,
            said,
        }))
    }
}

fn label(channels: &[Channel]) -> Option<&'static str> {
    let has = |channel| channels.contains(&channel);
    match (has(Channel::Email), has(Channel::Text)) {
        (true, true) => Some("E-mail address or mobile number"),
        (true, false) => Some("E-mail address"),
        (false, true) => Some("Mobile number"),
        (false, false) => None,
    }
}
