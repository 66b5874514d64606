//! The sheet as a letter, and as a text for a telephone.

use super::HandoutPage;
use crate::reminders::contact::Channel;
use crate::reminders::straight::Words;
use askama::Template;

/// Says nothing of what it is about: others see what stands on a locked screen.
const SUBJECT: &str = "The place we talked about";

#[derive(Template)]
#[template(path = "messages/handout.txt", escape = "none")]
struct Plain<'a> {
    sheet: &'a HandoutPage,
}

#[derive(Template)]
#[template(path = "messages/handout.html")]
struct Html<'a> {
    sheet: &'a HandoutPage,
}

impl HandoutPage {
    /// What is sent by this channel.
    ///
    /// # Errors
    /// A template cannot be filled.
    pub fn words(&self, channel: Channel) -> askama::Result<Words> {
        Ok(match channel {
            Channel::Text => Words {
                subject: String::new(),
                body: self.short(),
                html: String::new(),
            },
            Channel::Email => Words {
                subject: SUBJECT.into(),
                body: Plain { sheet: self }.render()?,
                html: Html { sheet: self }.render()?,
            },
        })
    }

    /// A few lines: what, where, when, the code, and the page with the rest.
    fn short(&self) -> String {
        let name: String = self.name.chars().take(100).collect();
        let place: String = self.place.join(", ").chars().take(200).collect();
        let next = self.upcoming.first().map(|next| format!("Next: {next}"));
        let ring = self
            .phone
            .as_ref()
            .map(|phone| format!("Ring {}", phone.number));
        let code = self.code.as_ref().map(|code| format!("Your code: {code}"));
        let kept = self
            .kept
            .as_ref()
            .map(|kept| format!("A place is kept until {kept}"));
        let first = [name, place].into_iter().filter(|line| !line.is_empty());
        let lines = first.chain([next, ring, code, kept].into_iter().flatten());
        let lines: Vec<String> = lines.chain([self.address.clone()]).collect();
        lines.join("\n")
    }
}
