//! What a steward does with a sheet: sends it up, says what its columns are about, looks at what it changes,
//! and takes it in as it was looked at.

use super::staged::{self, Staged};
use super::{Seen, Sheet, Taken, bring};
use crate::accounts::audit::{self, Actor, Deed};
use crate::db::{Conn, Database};
use crate::edits::made_id;
use crate::error::{Error, Result};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Bytes that a sheet may have.
pub const MOST_BYTES: usize = 10 << 20;
/// Letters of a file's name that are kept.
const NAME: usize = 120;

/// A row that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrong {
    /// The row of the sheet.
    pub row: usize,
    /// The heading of the column, or the field.
    pub column: String,
    /// What is wrong, and what to do.
    pub message: String,
}

/// What came of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Services that were new.
    pub added: u64,
    /// Services that changed.
    pub changed: u64,
    /// Services that were there, just so.
    pub unchanged: u64,
    /// Rows that could not be used.
    pub wrong: Vec<Wrong>,
}

/// A sheet as it is looked at.
#[derive(Debug, Clone)]
pub struct Looked {
    /// The sheet.
    pub sheet: Sheet,
    /// What it would change; none if no column has the names, with what is to be done.
    pub taken: Result<Taken, String>,
    /// What tells this look from any other: it is taken in as it was looked at, or not.
    pub mark: String,
}

impl Report {
    /// The report of what was, or would be, taken.
    pub fn of(taken: &Taken) -> Self {
        let summary = &taken.summary;
        let wrong = summary.rejections.iter().map(|one| Wrong {
            row: one
                .place
                .rsplit(' ')
                .next()
                .and_then(|number| number.parse().ok())
                .unwrap_or(0),
            column: one.field.clone(),
            message: one.reason.clone(),
        });
        Self {
            added: summary.added,
            changed: summary.changed,
            unchanged: summary.unchanged,
            wrong: wrong.collect(),
        }
    }
}

/// The name of a file as it is kept: its last part, without what is no letter.
pub fn name_of(file: &str) -> String {
    let last = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last
        .chars()
        .filter(|c| !c.is_control())
        .take(NAME)
        .collect();
    match name.trim() {
        "" => "sheet".to_owned(),
        name => name.to_owned(),
    }
}

/// The sheet that was sent up, with what was said of its columns.
///
/// # Errors
/// It is no sheet, which was found when it was sent up.
pub fn sheet(staged: &Staged) -> Result<Sheet> {
    let mut sheet = Sheet::read(&staged.name, &staged.bytes, Some(&staged.source))?;
    let told: Vec<String> = serde_json::from_str(&staged.told).map_err(Error::internal)?;
    for one in &told {
        sheet.tell(one)?;
    }
    Ok(sheet)
}

/// Looks at a sheet.
///
/// # Errors
/// The database fails.
pub fn look(conn: &mut Conn, staged: &Staged) -> Result<Looked> {
    let sheet = sheet(staged)?;
    let taken = match sheet.columns.suffice() {
        Err(reason) => Err(reason),
        Ok(()) => Ok(bring::look(conn, &sheet)?),
    };
    let mark = taken
        .as_ref()
        .map_or_else(|_| String::new(), |taken| mark(staged, &taken.seen));
    Ok(Looked { sheet, taken, mark })
}

/// What tells one look from another.
fn mark(staged: &Staged, seen: &Seen) -> String {
    made_id(&[
        "look",
        &staged.id,
        &staged.told,
        &staged.source,
        &format!("{:?}", seen.services),
    ])
}

/// What is said of columns by their numbers, as it is kept: only what is not guessed.
///
/// # Errors
/// What is said is nothing that can be said.
pub fn told(staged: &Staged, said: &[(usize, String)]) -> Result<String> {
    let guessed = Sheet::read(&staged.name, &staged.bytes, Some(&staged.source))?;
    let mut told = Vec::new();
    for (number, target) in said {
        let guess = number
            .checked_sub(1)
            .and_then(|at| guessed.columns.all.get(at));
        let guess = guess
            .and_then(|column| column.target)
            .map_or("", |target| target.key());
        if target != guess {
            told.push(format!(
                "#{number}={}",
                if target.is_empty() { "-" } else { target }
            ));
        }
    }
    let mut tried = guessed;
    for one in &told {
        tried
            .tell(one)
            .map_err(|e| Error::bad("columns", e.to_string()))?;
    }
    serde_json::to_string(&told).map_err(Error::internal)
}

/// The rows of a sheet that could not be used, or could not if it were taken in now, to send back.
///
/// # Errors
/// The database fails.
pub fn wrong_rows(conn: &mut Conn, staged: &Staged) -> Result<Vec<Vec<String>>> {
    let looked = look(conn, staged)?;
    let report = match report(staged)? {
        Some(report) => report,
        None => looked
            .taken
            .as_ref()
            .map_or_else(|_| Report::default(), Report::of),
    };
    Ok(to_send_back(&looked.sheet, &report))
}

/// What came of a sheet; none if it was not taken in.
///
/// # Errors
/// What was kept of it cannot be read.
pub fn report(staged: &Staged) -> Result<Option<Report>> {
    let text = staged.report.as_deref();
    text.map(|text| serde_json::from_str(text).map_err(Error::internal))
        .transpose()
}

/// Takes a sheet in as it was looked at, all of it in one transaction with its entry in the audit.
///
/// # Errors
/// It was taken in, or would change something else than what was looked at; nothing was written.
pub fn take(db: &Database, id: &str, looked: &str, who: Actor) -> Result<Report> {
    let staged = db.read(|conn| staged::find(conn, id))?;
    let sheet = sheet(&staged)?;
    let whole = sheet.columns.suffice();
    whole.map_err(|reason| Error::invalid("columns", reason))?;
    let read = sheet.entries()?;
    let looked = looked.to_owned();
    db.write(move |tx| {
        let now = Timestamp::now();
        staged::begin(tx, &staged, now.as_millisecond())?;
        let taken = bring::apply(tx, &read, &sheet.source)?;
        if mark(&staged, &taken.seen) != looked {
            return Err(Error::Conflict("what this sheet would change is not what you looked at: somebody changed the directory meanwhile. Look at it again".into()));
        }
        let report = Report::of(&taken);
        let text = serde_json::to_string(&report).map_err(Error::internal)?;
        staged::report(tx, &staged.id, &text)?;
        let deed = Deed { action: "sheet.taken", kind: "sheet", id: &staged.id };
        let trace = Trace { name: &staged.name, source: &staged.source, added: report.added, changed: report.changed, wrong: report.wrong.len() };
        audit::note(tx, &who, deed, (None::<&Trace>, Some(&trace)), now)?;
        Ok(report)
    })
}

/// What the audit keeps of a sheet.
#[derive(Serialize)]
struct Trace<'a> {
    name: &'a str,
    source: &'a str,
    added: u64,
    changed: u64,
    wrong: usize,
}

/// The rows that could not be used, each as it stands in the sheet, with what is wrong before it: to send back
/// to whoever made it.
fn to_send_back(sheet: &Sheet, report: &Report) -> Vec<Vec<String>> {
    let headings = sheet.columns.all.iter().map(|column| column.name.clone());
    let first = ["Row", "Column", "What is wrong"].map(str::to_owned);
    let mut rows = vec![first.into_iter().chain(headings).collect::<Vec<_>>()];
    let width = rows[0].len();
    for wrong in &report.wrong {
        let mut row = vec![
            wrong.row.to_string(),
            wrong.column.clone(),
            wrong.message.clone(),
        ];
        row.extend(sheet.row(wrong.row).iter().cloned());
        row.resize(width, String::new());
        rows.push(row);
    }
    rows
}

/// The headings of a sheet to give to groups, with one row as an example.
pub fn template() -> Vec<Vec<String>> {
    use super::target::Target;
    let example = |target| match target {
        Target::Organization => "Quay Community Trust",
        Target::Charity => "1164883",
        Target::Name => "Homework club",
        Target::Description => "Help with homework, and a snack",
        Target::Phone => "01632 960601",
        Target::Email => "homework@example.org",
        Target::Website => "https://example.org",
        Target::Venue => "Quay Library",
        Target::Address => "2 Quay Street",
        Target::Town => "Wythmere",
        Target::Postcode => "QH1 4UZ",
        Target::When => "Mondays and Wednesdays 4pm-6pm",
        Target::Cost => "Free",
        Target::Ages => "8-14",
        Target::Process => "Just come, or ring first",
        Target::Access => "Step-free entrance, Hearing loop",
        Target::Languages => "English, Urdu",
        Target::Free => "4",
        Target::Places => "12",
        Target::Waiting => "no",
        Target::Updated => "20/11/2024",
        Target::FundedUntil => "31/03/2027",
        _ => "",
    };
    let asked: Vec<Target> = Target::all()
        .filter(|target| !example(*target).is_empty())
        .collect();
    let headings = asked.iter().map(|target| {
        let mut letters = target.header().chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect()
    });
    vec![
        headings.collect(),
        asked
            .iter()
            .map(|target| example(*target).to_owned())
            .collect(),
    ]
}
