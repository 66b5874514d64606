//! The command line. What was typed is read here; each command has a file of its own.

mod accounts;
mod backup;
mod deliver;
mod demo;
mod eval;
mod exchange;
mod feeds;
mod keys;
mod maps;
mod nudges;
mod openid;
mod register;
mod reindex;
mod serve;
mod sheets;
mod tasks;

use crate::config::{Config, USUAL_PACE};
use crate::error::Result;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::process::ExitCode;

/// A directory of community services that knows which of them have room.
#[derive(Debug, Parser)]
#[command(name = "headroom", version, about)]
struct Cli {
    #[command(flatten)]
    places: Places,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Args)]
struct Places {
    /// The data folder: the index, and the embedded database
    #[arg(
        long,
        global = true,
        env = "HEADROOM_DATA",
        value_name = "DIR",
        default_value = "./headroom-data"
    )]
    data: PathBuf,
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME; by default SQLite in the data folder
    #[arg(
        long,
        global = true,
        env = "HEADROOM_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    database: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve a sample borough from a fresh data folder, to try things out
    Demo(Listen),
    /// Serve the directory
    Serve(Box<Serve>),
    /// Import from a file, a folder or an address
    Import(Import),
    /// Export to a file
    Export(Export),
    /// Fetch every registered feed once; a server does so by itself
    Sync(feeds::Sync),
    /// Manage feeds: addresses from which services come in
    Feed {
        #[command(subcommand)]
        command: feeds::Feeds,
    },
    /// Rebuild the search index from the database; a running server changes over by itself
    Reindex,
    /// Ask a file of judged questions, or look for duplicates in one of judged listings, and print how good
    /// the answers are; docs/judged.md describes both
    Eval {
        /// One JSON object a line
        file: PathBuf,
    },
    /// Ask providers once whether their room is still right, and send what waits; a server does so by itself
    Nudge(Nudge),
    /// Tell once what subscriptions are to be told, by webhook and mail; a server does so by itself
    Deliver(deliver::Deliver),
    /// Print whom stewards should ring, most urgent first
    Tasks,
    /// Manage keys for the API
    Key {
        #[command(subcommand)]
        command: KeyCommand,
    },
    /// Manage people who sign in
    Account {
        #[command(subcommand)]
        command: accounts::Accounts,
    },
    /// Copy the database to a file, also while a server runs
    Backup {
        /// Where to
        file: PathBuf,
    },
    /// Replace the database by a copy, also while a server runs
    Restore {
        /// Where from
        file: PathBuf,
    },
    /// Print the OpenAPI document
    Openapi,
}

#[derive(Debug, Args)]
struct Listen {
    /// The address to listen on; port 0 takes any that is free
    #[arg(
        long,
        env = "HEADROOM_LISTEN",
        value_name = "ADDR",
        default_value = "127.0.0.1:8080"
    )]
    listen: String,
}

#[derive(Debug, Args)]
struct Serve {
    #[command(flatten)]
    listen: Listen,
    /// A postcodes.io to ask for postcodes that are not held: what it knows is kept. Nobody is asked if left out
    #[arg(
        long,
        env = "HEADROOM_POSTCODES_IO",
        value_name = "URL",
        hide_env_values = true
    )]
    postcodes_io: Option<String>,
    /// How long a place is kept for somebody who was sent; 72h if left out
    #[arg(long, env = "HEADROOM_HOLD_FOR", value_name = "TIME")]
    hold_for: Option<String>,
    /// Where people reach this server, for links that are sent to them; where it listens if left out
    #[arg(long, env = "HEADROOM_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    #[command(flatten)]
    webhooks: deliver::Webhooks,
    /// A proxy stands before this server and writes into X-Forwarded-For for whom it asks
    #[arg(long, env = "HEADROOM_BEHIND_PROXY")]
    behind_proxy: bool,
    /// Requests a minute that one address, or one key, may make; this machine itself may make any number
    #[arg(
        long,
        env = "HEADROOM_REQUESTS_A_MINUTE",
        value_name = "N",
        default_value_t = USUAL_PACE,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    requests_a_minute: u32,
    #[command(flatten)]
    nudges: nudges::Nudges,
    #[command(flatten)]
    maps: maps::Maps,
    #[command(flatten)]
    sign_in: openid::SignIn,
    #[command(flatten)]
    register: register::RegisterOption,
}

#[derive(Debug, Args)]
struct Nudge {
    /// Where people reach the server, for links that are sent to them
    #[arg(long, env = "HEADROOM_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    #[command(flatten)]
    nudges: nudges::Nudges,
}

#[derive(Debug, Args)]
struct Export {
    /// What to write
    kind: ExportKind,
    /// Where to: a .gz name compresses, .ndjson writes a record a line; tables want a .zip or a new folder
    file: PathBuf,
    /// With what is not for everybody, and the marks that say for whom it is. Keep such a file to yourself
    #[arg(long)]
    with_withheld: bool,
}

#[derive(Debug, Args)]
struct Import {
    /// What it holds
    kind: ImportKind,
    /// A file, a folder or an http(s) address
    from: String,
    /// Only show what would change
    #[arg(long)]
    dry_run: bool,
    /// For services: what the records mark as not for everybody is all that is withheld of them. What was
    /// withheld before stays so if left out
    #[arg(long)]
    with_withheld: bool,
    /// For areas: what they are, such as ward, lsoa, msoa or lad, if their codes do not tell
    #[arg(long = "kind", id = "area_kind", value_name = "KIND")]
    area_kind: Option<String>,
    /// For people: of which year they are, if the table has no column of it
    #[arg(long)]
    year: Option<i32>,
    /// For a sheet: what a column is about, as "Heading=phone", or "Heading=-" to leave it out; may be repeated
    #[arg(long = "map", id = "column_map", value_name = "HEADING=FIELD")]
    column_map: Vec<String>,
    /// For a sheet: by what name its rows are known when it comes again; made of the file's name if left out
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ImportKind {
    /// Services as HSDS 3 has them, in JSON, or as the tables of its data package
    Hsds,
    /// Services as Open Referral UK 1.x has them, in JSON
    Oruk1,
    /// Postcodes: CSV with a header postcode,lat,lon; the ONS Postcode Directory; Code-Point Open.
    /// Or places: CSV with a header name,area,type,lat,lon
    Postcodes,
    /// Areas with their shapes, such as wards, as GeoJSON or TopoJSON
    Areas,
    /// How many people live in which area, by age, and how deprived areas are, as CSV
    Population,
    /// Grants as the 360Giving Data Standard has them, in JSON or CSV
    Threesixty,
    /// Services as small groups send them: a sheet with a row each, in CSV, .xlsx or .ods; docs/tables.md
    Csv,
    /// The public extract of the register of charities of England and Wales: zipped or not, as JSON or text
    Charities,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ExportKind {
    /// Services as HSDS 3 has them, in JSON
    Hsds,
    /// The same as the tables of the HSDS data package, in CSV
    Csv,
}

#[derive(Debug, Subcommand)]
enum KeyCommand {
    /// Make a key and print it, once
    Create(NewKey),
}

#[derive(Debug, Args)]
struct NewKey {
    /// navigator, provider, commissioner or steward
    #[arg(long)]
    role: String,
    /// Whose it is; shown in histories
    #[arg(long)]
    name: String,
    /// For a provider: the id of its organisation
    #[arg(long, value_name = "ID")]
    organization: Option<String>,
    /// May say how much room there is, and nothing else
    #[arg(long)]
    room_only: bool,
    /// For so many days; for ever, if left out
    #[arg(long, value_name = "DAYS")]
    days: Option<u16>,
}

/// Reads the command line and does what it says: status 0 for done, 1 for failed, 2 for bad usage.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let config = match configured(&cli) {
        Ok(config) => config,
        Err(error) => return fail(&error, 2),
    };
    match run(&config, cli.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error, 1),
    }
}

fn configured(cli: &Cli) -> Result<Config> {
    let config = Config::new(&cli.places.data, cli.places.database.as_deref())?;
    match &cli.command {
        Command::Serve(serve) => config
            .asking(serve.postcodes_io.as_deref())?
            .keeping(serve.hold_for.as_deref())?
            .with_private_webhooks(serve.webhooks.allow_private_webhooks)
            .asked(serve.behind_proxy, serve.requests_a_minute)
            .signing_in_with(serve.sign_in.provider()?)
            .drawing_on(serve.maps.tiles()?)
            .looking_up_charities(serve.register.api()?)
            .reached_at(serve.public_url.as_deref()),
        Command::Nudge(nudge) => config.reached_at(nudge.public_url.as_deref()),
        Command::Deliver(deliver) => config.reached_at(deliver.public_url.as_deref()),
        _ => Ok(config),
    }
}

fn fail(error: &crate::error::Error, status: u8) -> ExitCode {
    eprintln!("headroom: {error}");
    ExitCode::from(status)
}

fn run(config: &Config, command: Command) -> Result<()> {
    match command {
        Command::Demo(listen) => demo::run(&listen.listen),
        Command::Serve(serve) => {
            let setup = serve.nudges.setup(config.public_url.as_ref());
            serve::run(config, &serve.listen.listen, &setup)
        }
        Command::Nudge(nudge) => {
            nudges::run(config, &nudge.nudges.setup(config.public_url.as_ref()))
        }
        Command::Deliver(deliver) => deliver::run(config, &deliver),
        Command::Tasks => tasks::run(config),
        Command::Import(import) => exchange::import(config, &import),
        Command::Sync(sync) => feeds::sync(config, &sync),
        Command::Feed { command } => feeds::run(config, command),
        Command::Export(export) => exchange::export(config, &export),
        Command::Reindex => reindex::run(config),
        Command::Eval { file } => eval::run(config, &file),
        Command::Key {
            command: KeyCommand::Create(key),
        } => keys::create(config, key),
        Command::Account { command } => accounts::run(config, command),
        Command::Backup { file } => backup::backup(config, &file),
        Command::Restore { file } => backup::restore(config, &file),
        Command::Openapi => openapi(),
    }
}

fn openapi() -> Result<()> {
    let text = crate::api::openapi::document().to_pretty_json();
    println!("{}", text.map_err(crate::error::Error::internal)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
