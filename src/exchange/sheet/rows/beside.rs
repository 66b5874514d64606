//! The cells of a row that say who runs it, how much room there is, and who pays.

use super::super::documents::{Beside, Room};
use super::super::figures;
use super::super::target::Target;
use super::super::when::date;
use super::{Fault, Row};
use crate::domain::org_id::{OrgId, Register};
use crate::domain::schedule::london;
use crate::edits::{Field, one_line};
use crate::funding::Award;
use jiff::Timestamp;

impl Row<'_> {
    /// What is said of the organisation, and what kind of service it is.
    pub(super) fn beside(&self, organization: String) -> Result<Beside, Fault> {
        let mut numbers = Vec::new();
        for (target, register, called) in [
            (Target::Charity, Register::Charity, "Charity number"),
            (Target::Company, Register::Company, "Company number"),
        ] {
            let cell = self.get(target);
            let is_none =
                ["", "-", "n/a", "na", "none", "no"].contains(&cell.to_lowercase().as_str());
            if !is_none {
                let register =
                    match cell.to_uppercase().starts_with("SC") && register == Register::Charity {
                        true => Register::ScottishCharity,
                        false => register,
                    };
                let number = OrgId::new(register, cell).ok_or_else(|| {
                    self.fault(
                        target,
                        format!(
                            "\"{cell}\" is no {}: correct it, or leave it empty",
                            called.to_lowercase()
                        ),
                    )
                })?;
                numbers.push((number, called));
            }
        }
        let list = |target| {
            let cell: &str = self.get(target);
            let all = cell.split([',', ';', '\n', '|']).map(one_line);
            all.filter(|one| !one.is_empty()).collect::<Vec<_>>()
        };
        self.checked(Target::Organization, &Field::Name, &organization)?;
        Ok(Beside {
            organization: one_line(&organization),
            numbers,
            categories: list(Target::Category),
            areas: list(Target::Area),
        })
    }

    /// What is said of room.
    pub(super) fn room(&self) -> Result<Option<Room>, Fault> {
        let [free, places, waiting] =
            [Target::Free, Target::Places, Target::Waiting].map(|target| self.get(target));
        let wrong = |target: Target| move |message: String| self.fault(target, message);
        let said = match free {
            "" | "?" | "-" => None,
            free => Some(figures::room(free).map_err(wrong(Target::Free))?),
        };
        let all = match places.is_empty() {
            true => None,
            false => match figures::room(places) {
                Ok(figures::Said::Places(all, _)) if all > 0 => Some(all),
                _ => {
                    return Err(self.fault(
                        Target::Places,
                        format!("\"{places}\" is no number of places: write a number"),
                    ));
                }
            },
        };
        let waiting = match waiting {
            "" | "?" | "-" => None,
            waiting => figures::waiting(waiting).map_err(wrong(Target::Waiting))?,
        };
        if let (Some(figures::Said::Places(free, _)), Some(all)) = (said, all)
            && free > all
        {
            return Err(self.fault(
                Target::Free,
                format!("says {free} of {all} are free: correct one of the two"),
            ));
        }
        let told = said.is_some() || waiting.is_some();
        Ok(told.then_some(Room {
            said,
            places: all,
            waiting,
        }))
    }

    /// When what the row says was true: the beginning of the day that it names.
    pub(super) fn updated(&self) -> Result<Option<Timestamp>, Fault> {
        let Some(day) = self.day(Target::Updated, date::read)? else {
            return Ok(None);
        };
        let began = day
            .to_zoned(london().clone())
            .map_err(|_| self.fault(Target::Updated, "is no day"))?;
        match began.timestamp() > Timestamp::now() {
            true => Err(self.fault(
                Target::Updated,
                format!("{day} has not come yet: correct the date"),
            )),
            false => Ok(Some(began.timestamp())),
        }
    }

    /// What pays for it.
    pub(super) fn award(&self) -> Result<Option<Award>, Fault> {
        let ends_on = self.day(Target::FundedUntil, date::read_last)?;
        let funder = one_line(self.get(Target::Funder));
        if ends_on.is_none() {
            return Ok(None);
        }
        let award = Award {
            funder: if funder.is_empty() {
                "Not named".into()
            } else {
                funder
            },
            amount: None,
            currency: None,
            starts_on: None,
            ends_on: ends_on.map(|day| day.to_string()),
            source: Some(format!("Sheet \u{201c}{}\u{201d}", self.sheet.source)),
        };
        match award.faults().into_iter().next() {
            Some(fault) => Err(self.fault(Target::Funder, fault.message)),
            None => Ok(Some(award)),
        }
    }
}
