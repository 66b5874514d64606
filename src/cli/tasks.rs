//! `headroom tasks`.

use crate::config::Config;
use crate::db::Database;
use crate::domain::schedule::local_day;
use crate::error::Result;
use crate::tasks::sync::in_step;
use crate::tasks::view::{Filter, Task, list};
use jiff::Timestamp;

/// Prints the work list of the stewards, without what is put off.
///
/// # Errors
/// The database fails.
pub fn run(config: &Config) -> Result<()> {
    let db = Database::open(&config.database)?;
    let now = Timestamp::now();
    let causes = in_step(&db, now)?;
    let tasks = db.read(|conn| list(conn, &causes, &Filter::default(), "", now))?;
    for (number, task) in (1..).zip(&tasks) {
        println!("{}", line(number, task));
    }
    println!(
        "{} {} to look into",
        tasks.len(),
        if tasks.len() == 1 {
            "service"
        } else {
            "services"
        }
    );
    Ok(())
}

/// One task on one line: whom to ring, why, since when, and who is at it.
fn line(number: usize, task: &Task) -> String {
    let since = local_day(task.opened_at, 0);
    // Names come from feeds: what would break the line is left out.
    let name: String = task
        .service_name
        .chars()
        .filter(|letter| !letter.is_control())
        .collect();
    let because = task.because.join("; ");
    let claimed = task.claimed_by.as_ref();
    let claimed = claimed.map_or(String::new(), |by| format!("; {by} is at it"));
    format!(
        "{number}. {name} ({}): {because}; since {since}{claimed}",
        task.service_id
    )
}
