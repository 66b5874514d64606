//! Finding the list of services of a feed that has never answered.

use super::super::address;
use super::super::fetch::{Got, Stopped, Validators};
use super::super::shape::envelope::{self, Read};
use super::{Broken, Download};
use reqwest::Url;

impl Download<'_> {
    /// The list is what was typed, or what stands under it: people type the address of an API as well.
    pub(super) fn find_list(&mut self) -> Result<(), Broken> {
        let typed: Url = self
            .feed
            .address
            .parse()
            .map_err(|_| Stopped::new("the address is damaged: register it again"))?;
        let Err(why) = self.is_list(&typed)? else {
            self.feed.list = typed.to_string();
            return Ok(());
        };
        let under = address::services_under(&typed);
        let Err(other) = self.is_list(&under)? else {
            self.feed.list = under.to_string();
            return Ok(());
        };
        let why = format!(
            "neither address gives a list of services. {}: {why}. {}: {other}",
            address::shown(&typed),
            address::shown(&under)
        );
        Err(Stopped::new(why).into())
    }

    /// Whether an address gives a list, or why it does not.
    fn is_list(&mut self, address: &Url) -> Result<Result<(), String>, Stopped> {
        Ok(match self.fetcher.get(address, &Validators::default())? {
            Got::Body(body, _) => match envelope::read(&body) {
                Ok(Read::Page(_)) => Ok(()),
                Ok(Read::One(_)) => Err("the answer is one thing, and no list".to_owned()),
                Err(why) => Err(why),
            },
            Got::Same => Err("the answer says that nothing has changed".to_owned()),
            Got::Refused(status) => Err(format!("the answer was {status}")),
        })
    }
}
