//! Asking providers whether room is still right: its options, and `headroom nudge`.

use crate::config::{Config, PublicUrl};
use crate::db::{Conn, Database};
use crate::error::{Error, Result};
use crate::reminders::gateways::Settings;
use crate::reminders::outbox::store::counts;
use crate::reminders::service::{Reminders, Setup};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Whether something is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Switch {
    Off,
    On,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Asking providers by mail or text")]
pub struct Nudges {
    /// Whether providers are asked if their room is still right; nobody is without a mail server or GOV.UK Notify
    #[arg(long, env = "HEADROOM_NUDGES", default_value = "on")]
    nudges: Switch,
    /// Messages a minute at most, all servers of one database together
    #[arg(long, env = "HEADROOM_NUDGE_PACE", value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    nudge_pace: u32,
    /// The mail server: smtp://USER:PASSWORD@HOST:PORT?tls=required, or smtps://USER:PASSWORD@HOST
    #[arg(
        long,
        env = "HEADROOM_SMTP",
        value_name = "URL",
        hide_env_values = true
    )]
    smtp: Option<String>,
    /// Whom mail is from, such as "Headroom <headroom@quay.example>"
    #[arg(long, env = "HEADROOM_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// The certificate of an authority that the mail server's may be from as well, in PEM form
    #[arg(long, env = "HEADROOM_SMTP_CA", value_name = "FILE")]
    smtp_ca: Option<PathBuf>,
    /// GOV.UK Notify, if it is not at its usual address
    #[arg(long, env = "HEADROOM_NOTIFY_URL", value_name = "URL")]
    notify_url: Option<String>,
    /// The key of GOV.UK Notify that texts are sent with
    #[arg(
        long,
        env = "HEADROOM_NOTIFY_KEY",
        value_name = "KEY",
        hide_env_values = true
    )]
    notify_key: Option<String>,
    /// The id of the template there, whose text is ((message))
    #[arg(long, env = "HEADROOM_NOTIFY_TEMPLATE", value_name = "ID")]
    notify_template: Option<String>,
}

impl Nudges {
    /// How reminders are set up, with links to this address.
    pub fn setup(&self, public_url: Option<&PublicUrl>) -> Setup {
        Setup {
            on: self.nudges == Switch::On,
            settings: Settings {
                smtp: self.smtp.clone(),
                mail_from: self.mail_from.clone(),
                smtp_ca: self.smtp_ca.clone(),
                notify_url: self.notify_url.clone(),
                notify_key: self.notify_key.clone(),
                notify_template: self.notify_template.clone(),
            },
            public_url: public_url.map(ToString::to_string),
            pace: self.nudge_pace,
        }
    }
}

/// Asks who is to be asked, sends what waits, and says what was done.
///
/// # Errors
/// Nothing is set up to send by, or the database fails.
pub fn run(config: &Config, setup: &Setup) -> Result<()> {
    super::serve::log_to_stderr();
    let db = Database::open(&config.database)?;
    let kept = db.clone();
    let done = actix_web::rt::System::new().block_on(async move {
        let mut reminders = Reminders::new(db, setup)?;
        if !reminders.is_on() {
            let nothing = "nobody can be asked: give --smtp and --mail-from, or --notify-key and --notify-template, and leave --nudges on";
            return Err(Error::Usage(nothing.into()));
        }
        reminders.once().await
    })?;
    let now = kept.read(|conn: &mut Conn| counts(conn))?;
    println!(
        "asked about {} lines: {} queued, {} sent, {} delayed, {} failed, {} handed to the stewards; {} wait, {} failed in all",
        done.asked.asked,
        done.asked.queued,
        done.sent.sent,
        done.sent.delayed,
        done.sent.failed,
        done.asked.handed,
        now.waiting,
        now.failed,
    );
    Ok(())
}
