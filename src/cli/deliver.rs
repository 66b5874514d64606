//! `headroom deliver`: tells once what subscriptions are to be told.

use super::nudges::Nudges;
use crate::config::{Config, PublicUrl};
use crate::db::{Conn, Database};
use crate::error::{Error, Result};
use crate::geography::Gazetteer;
use crate::reminders::service::{Reminders, Stop};
use crate::subscriptions::follow::Here;
use crate::subscriptions::service::Telling;
use clap::Args;
use std::sync::Arc;

#[derive(Debug, Args)]
pub struct Deliver {
    /// Where people reach the server, for links that are sent to them
    #[arg(long, env = "HEADROOM_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    #[command(flatten)]
    webhooks: Webhooks,
    #[command(flatten)]
    nudges: Nudges,
}

#[derive(Debug, Args)]
pub struct Webhooks {
    /// Lets webhooks and feeds lead to addresses that are not on the open internet, such as those of this machine
    #[arg(long, env = "HEADROOM_ALLOW_PRIVATE_WEBHOOKS")]
    pub allow_private_webhooks: bool,
}

/// Tells what is to be told, sends what waits, and says what was done.
///
/// # Errors
/// Links could lead nowhere, a setting is wrong, or the database fails.
pub fn run(config: &Config, deliver: &Deliver) -> Result<()> {
    super::serve::log_to_stderr();
    let missing = "--public-url is needed to tell anybody: the address under which people reach this Headroom, for the links";
    let public: &PublicUrl = config
        .public_url
        .as_ref()
        .ok_or_else(|| Error::Usage(missing.into()))?;
    let db = Database::open(&config.database)?;
    let here = Here {
        gazetteer: Arc::new(db.read(|conn: &mut Conn| Gazetteer::load(conn))?),
        public_url: public.to_string(),
    };
    let setup = deliver.nudges.setup(Some(public));
    let private = deliver.webhooks.allow_private_webhooks;
    actix_web::rt::System::new().block_on(async move {
        let telling = Telling::new(db.clone(), move || here.clone(), private)?;
        let mut outbox = Reminders::new(db, &setup)?;
        let done = telling.once().await?;
        let sent = outbox.send(&Stop::default()).await?;
        println!(
            "{} told; webhooks: {} delivered, {} delayed, {} dead; e-mail: {} sent, {} delayed, {} failed",
            done.told,
            done.posted.delivered,
            done.posted.delayed,
            done.posted.dead,
            sent.sent,
            sent.delayed,
            sent.failed,
        );
        Ok(())
    })
}
