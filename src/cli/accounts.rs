//! `headroom account`: people who sign in. The first steward is made here; others can be made on the pages.

use super::keys::as_usage;
use crate::accounts::Role;
use crate::accounts::audit::{self, Actor, Deed};
use crate::accounts::people::{self, NewAccount};
use crate::accounts::sign_in::{self, NewSignIn};
use crate::config::{Config, PublicUrl};
use crate::db::{Database, Tx};
use crate::error::{Error, Result};
use clap::{Args, Subcommand};
use jiff::Timestamp;

/// What can be done with accounts.
#[derive(Debug, Subcommand)]
pub enum Accounts {
    /// Make an account and print a link that signs its owner in, once
    Create(Create),
    /// Print a link that signs somebody in, once: for where no mail is sent
    Link(Link),
    /// Close an account: whoever is signed in with it no longer is
    Close {
        /// Whose it is
        email: String,
    },
    /// Print all accounts
    List,
}

/// An account to be made.
#[derive(Debug, Args)]
pub struct Create {
    /// navigator, provider, commissioner or steward
    #[arg(long)]
    role: String,
    /// Where links that sign in are sent to
    #[arg(long)]
    email: String,
    /// Who it is, as colleagues see it
    #[arg(long)]
    name: String,
    /// For a provider: the id of its organisation
    #[arg(long, value_name = "ID")]
    organization: Option<String>,
    /// For a commissioner: an area as kind/code, such as lad/E08000003; repeat it for several
    #[arg(long = "area", value_name = "KIND/CODE")]
    areas: Vec<String>,
    /// May say how much room there is, and nothing else
    #[arg(long)]
    room_only: bool,
    #[command(flatten)]
    reached: Reached,
}

/// For whom a link is to be made.
#[derive(Debug, Args)]
pub struct Link {
    /// Whose account it is
    email: String,
    #[command(flatten)]
    reached: Reached,
}

#[derive(Debug, Args)]
struct Reached {
    /// Where people reach the server
    #[arg(
        long,
        env = "HEADROOM_PUBLIC_URL",
        value_name = "URL",
        default_value = "http://127.0.0.1:8080"
    )]
    public_url: PublicUrl,
}

/// Does what was asked for.
///
/// # Errors
/// There is no such account, or what was given will not do.
pub fn run(config: &Config, command: Accounts) -> Result<()> {
    let (db, now) = (Database::open(&config.database)?, Timestamp::now());
    match command {
        Accounts::Create(create) => {
            let new = NewAccount {
                email: create.email,
                name: create.name,
                role: Role::parse(&create.role)?,
                organization_id: create.organization,
                areas: create.areas,
                room_only: create.room_only,
            };
            let token = db.write(move |tx| make(tx, &new, now)).map_err(as_usage)?;
            println!("{}{token}", create.reached.public_url);
        }
        Accounts::Link(link) => {
            let token = db.write(move |tx| again(tx, &link.email, now))?;
            println!("{}{token}", link.reached.public_url);
        }
        Accounts::Close { email } => db.write(move |tx| close(tx, &email, now))?,
        Accounts::List => list(&db)?,
    }
    Ok(())
}

/// Makes an account, and the path of a link for it.
fn make(tx: &mut Tx, new: &NewAccount, now: Timestamp) -> Result<String> {
    let account = people::create(tx, new, now)?;
    note(tx, "account.created", (None, Some(&account)), now)?;
    let token = sign_in::issue(tx, &NewSignIn::once(&account.id, "/"), now)?;
    Ok(sign_in::path(&token))
}

fn again(tx: &mut Tx, email: &str, now: Timestamp) -> Result<String> {
    let account = open(tx, email)?;
    note(tx, "account.link_made", (None, Some(&account)), now)?;
    let token = sign_in::issue(tx, &NewSignIn::once(&account.id, "/"), now)?;
    Ok(sign_in::path(&token))
}

fn close(tx: &mut Tx, email: &str, now: Timestamp) -> Result<()> {
    let account = open(tx, email)?;
    people::close(tx, &account.id, true, now)?;
    let after = people::find(tx, &account.id)?;
    note(tx, "account.closed", (Some(&account), after.as_ref()), now)
}

/// The open account with this address.
fn open(tx: &mut Tx, email: &str) -> Result<people::Account> {
    let email = people::tidy_email(email).unwrap_or_default();
    let account = people::by_email(tx, &email)?;
    let open = account.filter(|account| account.closed_at.is_none());
    open.ok_or_else(|| {
        Error::Usage("there is no open account with this address: \"headroom account list\" shows all, \"headroom account create\" makes one".into())
    })
}

fn note(
    tx: &mut Tx,
    action: &str,
    change: (Option<&people::Account>, Option<&people::Account>),
    now: Timestamp,
) -> Result<()> {
    let id = change.0.or(change.1).map_or("", |account| &account.id);
    let deed = Deed {
        action,
        kind: "account",
        id,
    };
    audit::note(tx, &Actor::console(), deed, change, now)
}

fn list(db: &Database) -> Result<()> {
    for account in db.read(people::all)? {
        let state = match (account.closed_at, account.signed_in_at) {
            (Some(at), _) => format!("closed {}", at.strftime("%F")),
            (None, Some(at)) => format!("last signed in {}", at.strftime("%F")),
            (None, None) => "never signed in".into(),
        };
        let (role, email, name) = (account.role.as_str(), account.email, account.name);
        println!("{role:13} {email:36} {name}, {state}");
    }
    Ok(())
}
