//! What the register says of the charity that runs a service, for those who may look behind its listing.

use super::words::{short_day, thousands};
use crate::registers::{Area, Charity};
use jiff::civil::Date;

/// Names of a kind of area that are written out; the rest is counted.
const NAMES_SHOWN: usize = 12;
/// Where the register shows a charity to everybody, before its organisation number.
const PAGE: &str =
    "https://register-of-charities.charitycommission.gov.uk/charity-search/-/charity-details/";

/// One charity of the register.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name in the register.
    pub name: String,
    /// Its charity number.
    pub number: String,
    /// Whether it is in the register, and since when.
    pub status: String,
    /// Why it was removed, as the register says.
    pub reason: String,
    /// Whether it was.
    pub is_removed: bool,
    /// What else should give pause.
    pub warnings: Vec<&'static str>,
    /// Its income.
    pub income: String,
    /// What it spent.
    pub spent: String,
    /// The end of the year that both are of.
    pub year: String,
    /// Whether its accounts have come in, in the register's words.
    pub accounts: String,
    /// Its number at Companies House.
    pub company: String,
    /// Other names.
    pub other_names: String,
    /// Its area of benefit: the kind, names, and how many more there are.
    pub areas: Vec<(String, String, usize)>,
    /// The day of which this is true.
    pub as_of: String,
    /// Its page in the register.
    pub link: String,
}

impl Entry {
    /// What is shown today.
    pub fn view(charity: &Charity, today: Date) -> Self {
        let day = |text: Option<&String>| Some(short_day(text?.parse().ok()?, today));
        let pounds = |sum: Option<i64>| sum.map(|sum| format!("£{}", thousands(sum)));
        let warnings = [
            (charity.insolvent, "It is insolvent."),
            (charity.in_administration, "It is in administration."),
        ];
        let shown = warnings.into_iter().filter(|(holds, _)| *holds);
        Self {
            name: charity.name.clone(),
            number: charity.number.replace("GB-CHC-", ""),
            status: status(charity, day),
            reason: charity.removal_reason.clone().unwrap_or_default(),
            is_removed: charity.is_removed(),
            warnings: shown.map(|(_, words)| words).collect(),
            income: pounds(charity.income).unwrap_or_default(),
            spent: pounds(charity.expenditure).unwrap_or_default(),
            year: day(charity.accounts_to.as_ref()).unwrap_or_default(),
            accounts: charity.reporting_status.clone().unwrap_or_default(),
            company: charity.company_number.clone().unwrap_or_default(),
            other_names: charity.names().join(", "),
            areas: areas(&charity.benefits()),
            as_of: day(Some(&charity.as_of)).unwrap_or_default(),
            link: format!("{PAGE}{}", charity.organisation_number),
        }
    }
}

fn status(charity: &Charity, day: impl Fn(Option<&String>) -> Option<String>) -> String {
    let (word, since) = match charity.is_removed() {
        true => (
            "Removed from the register",
            day(charity.removed_on.as_ref()).map(|day| format!(" on {day}")),
        ),
        false => (
            "Registered",
            day(charity.registered_on.as_ref()).map(|day| format!(" since {day}")),
        ),
    };
    format!("{word}{}", since.unwrap_or_default())
}

/// The names of each kind, those of the smallest areas first, as the kinds are in order.
fn areas(all: &[Area]) -> Vec<(String, String, usize)> {
    let kinds = all.chunk_by(|one, other| one.kind == other.kind);
    let row = |some: &[Area]| {
        let names: Vec<&str> = some.iter().map(|area| area.name.as_str()).collect();
        let shown = names.iter().take(NAMES_SHOWN).copied().collect::<Vec<_>>();
        let kind = some.first().map_or(String::new(), |area| area.kind.clone());
        (kind, shown.join(", "), names.len() - shown.len())
    };
    let mut rows: Vec<_> = kinds.map(row).collect();
    rows.sort_by_key(|(kind, ..)| match kind.as_str() {
        "Local Authority" => 0,
        "Region" => 1,
        _ => 2,
    });
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn charity(status: &str, day: Option<&str>) -> Charity {
        Charity {
            organisation_number: 5,
            number: "GB-CHC-1164883".into(),
            name: "MILL TRUST".into(),
            status: status.into(),
            registered_on: Some("2015-12-01".into()),
            removed_on: day.map(Into::into),
            removal_reason: None,
            reporting_status: None,
            accounts_to: Some("2025-03-31".into()),
            income: Some(12_500),
            expenditure: None,
            company_number: None,
            insolvent: true,
            in_administration: false,
            other_names: "[]".into(),
            areas: "[]".into(),
            as_of: "2026-11-20".into(),
            source: "extract".into(),
            heard_at: 0,
        }
    }

    fn view(charity: &Charity) -> Entry {
        Entry::view(charity, date(2026, 11, 22))
    }

    #[test]
    fn it_is_said_whether_it_is_registered_and_since_when() {
        let here = view(&charity("registered", None));
        assert_eq!(
            (here.status.as_str(), here.is_removed),
            ("Registered since 1 December 2015", false)
        );
        assert_eq!(
            (
                here.income.as_str(),
                here.spent.as_str(),
                here.year.as_str()
            ),
            ("£12,500", "", "31 March 2025")
        );
        assert_eq!(
            (here.as_of.as_str(), &here.warnings[..]),
            ("20 November", &["It is insolvent."][..])
        );
        assert!(here.link.ends_with("/charity-details/5"));
        let gone = view(&charity("removed", Some("2026-11-05")));
        assert_eq!(gone.status, "Removed from the register on 5 November");
        assert_eq!(
            view(&charity("removed", None)).status,
            "Removed from the register"
        );
    }

    #[test]
    fn many_areas_are_counted_and_the_smallest_come_first() {
        let area = |kind: &str, name: String| Area {
            kind: kind.into(),
            name,
        };
        let mut all = vec![area("Country", "Wales".into())];
        all.extend((0..14).map(|number| area("Local Authority", format!("A{number}"))));
        let rows = areas(&all);
        assert_eq!((rows[0].0.as_str(), rows[0].2), ("Local Authority", 2));
        assert_eq!(rows[1], ("Country".into(), "Wales".into(), 0));
    }
}
