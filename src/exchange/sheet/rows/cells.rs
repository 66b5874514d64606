//! The cells of one row.

use super::super::documents::{Beside, Place, Room, Sessions};
use super::super::figures;
use super::super::target::Target;
use super::super::when::{date, recur};
use super::{Fault, Row};
use crate::domain::org_id::{OrgId, Register};
use crate::domain::schedule::london;
use crate::edits::check::checked;
use crate::edits::field::Part;
use crate::edits::{Field, one_line};
use crate::funding::Award;
use crate::geography::postcode::Written;
use jiff::Timestamp;
use jiff::civil::Date;

/// Fields of a form that a cell fills as it is.
const PLAIN: [(Target, Field); 6] = [
    (Target::Description, Field::Description),
    (Target::Email, Field::Email),
    (Target::Website, Field::Website),
    (Target::Process, Field::Process),
    (Target::MinimumAge, Field::MinimumAge),
    (Target::MaximumAge, Field::MaximumAge),
];

impl Row<'_> {
    /// The fields that a form has too, each as it is kept.
    pub(super) fn fields(&mut self, name: &str) -> Result<Vec<(Field, String)>, Fault> {
        let mut fields = vec![(Field::Name, self.checked(Target::Name, &Field::Name, name)?)];
        for (target, field) in PLAIN {
            let cell = self.get(target);
            if !cell.is_empty() {
                let value = self.checked(target, &field, cell)?;
                fields.push((field, value));
            }
        }
        if let Some(phone) = self.phone()? {
            fields.push((Field::Phone, phone));
        }
        self.languages(&mut fields)?;
        self.cost(&mut fields)?;
        self.ages(&mut fields)?;
        Ok(fields)
    }

    fn checked(&self, target: Target, field: &Field, cell: &str) -> Result<String, Fault> {
        checked(field, cell).map_err(|message| {
            let shown: String = cell.chars().take(60).collect();
            self.fault(target, format!("{message}, not \"{shown}\""))
        })
    }

    fn languages(&self, fields: &mut Vec<(Field, String)>) -> Result<(), Fault> {
        let cell = self.get(Target::Languages).replace([';', '\n', '/'], ",");
        if !cell.is_empty() {
            fields.push((
                Field::Languages,
                self.checked(Target::Languages, &Field::Languages, &cell)?,
            ));
        }
        Ok(())
    }

    /// The first telephone number of a cell, without whatever else stands there: names are not kept.
    fn phone(&mut self) -> Result<Option<String>, Fault> {
        let cell = self.get(Target::Phone).to_owned();
        if cell.is_empty() {
            return Ok(None);
        }
        let pieces = cell
            .split([',', ';', '\n', '/'])
            .flat_map(|piece| piece.split(" or "));
        let numbers: Vec<String> = pieces
            .map(number_in)
            .filter(|number| is_number(number))
            .collect();
        let Some(first) = numbers.first() else {
            return Err(self.fault(
                Target::Phone,
                format!("must be a telephone number, such as 01234 567 890, not \"{cell}\""),
            ));
        };
        if numbers.len() > 1 {
            self.note(
                Target::Phone,
                format!("{first} was taken, the first of {} numbers", numbers.len()),
            );
        }
        let digits = first.chars().filter(char::is_ascii_digit).count();
        let lost =
            digits == 10 && digits == first.len() && first.starts_with(['1', '2', '3', '7', '8']);
        if lost {
            self.note(
                Target::Phone,
                format!("the 0 before {first} was put back, which spreadsheets take away"),
            );
            return Ok(Some(format!("0{first}")));
        }
        self.checked(Target::Phone, &Field::Phone, first).map(Some)
    }

    fn cost(&self, fields: &mut Vec<(Field, String)>) -> Result<(), Fault> {
        let cell = self.get(Target::Cost);
        match cell {
            "" => {}
            free if figures::is_free(free) => fields.push((Field::Free, "yes".into())),
            cell => fields.push((
                Field::Fees,
                self.checked(Target::Cost, &Field::Fees, &figures::cost(cell))?,
            )),
        }
        Ok(())
    }

    /// Ages go into numbers; what is no age says for whom it is.
    fn ages(&self, fields: &mut Vec<(Field, String)>) -> Result<(), Fault> {
        let (cell, mut whom) = (
            self.get(Target::Ages),
            self.get(Target::Eligibility).to_owned(),
        );
        let read = figures::ages(cell).map_err(|message| self.fault(Target::Ages, message))?;
        match read {
            Some((from, to)) => {
                for (field, age) in [(Field::MinimumAge, from), (Field::MaximumAge, to)] {
                    let said = fields.iter().any(|(known, _)| *known == field);
                    fields.extend(age.filter(|_| !said).map(|age| (field, age.to_string())));
                }
            }
            None if whom.is_empty() => cell.clone_into(&mut whom),
            None => whom = format!("{cell}. {whom}"),
        }
        if !whom.is_empty() {
            fields.push((
                Field::Eligibility,
                self.checked(Target::Eligibility, &Field::Eligibility, &whom)?,
            ));
        }
        Ok(())
    }

    /// Where it is; none if the row says nothing of it.
    pub(super) fn place(&self) -> Result<Option<Place>, Fault> {
        let line = |target| one_line(self.get(target));
        let (mut street, mut postcode) = (line(Target::Address), line(Target::Postcode));
        if postcode.is_empty() {
            (street, postcode) = postcode_at_end(&street);
        }
        if !postcode.is_empty() {
            let field = Field::At(String::new(), Part::Postcode);
            postcode = self.checked(Target::Postcode, &field, &postcode)?;
        }
        let name = line(Target::Venue);
        if name.is_empty() && street.is_empty() && postcode.is_empty() {
            return Ok(None);
        }
        let place = Place {
            name,
            street,
            second: line(Target::Address2),
            town: line(Target::Town),
            postcode,
            access: self.access(),
        };
        for (target, text) in [
            (Target::Venue, &place.name),
            (Target::Address, &place.street),
            (Target::Town, &place.town),
        ] {
            self.checked(target, &Field::At(String::new(), Part::Street), text)?;
        }
        Ok(Some(place))
    }

    /// What is said of access. A yes says what its heading says.
    fn access(&self) -> Vec<String> {
        let cell = self.get(Target::Access);
        match cell.to_lowercase().trim_end_matches('.') {
            "yes" | "y" => vec![self.sheet.heading(Target::Access)],
            "" | "no" | "n" | "none" | "n/a" | "?" => Vec::new(),
            _ => cell
                .split([',', ';', '\n'])
                .map(one_line)
                .filter(|said| !said.is_empty())
                .collect(),
        }
    }

    /// When it is.
    pub(super) fn sessions(&mut self) -> Result<Sessions, Fault> {
        let from = self.day(Target::From, date::read)?;
        let until = self.day(Target::Until, date::read_last)?;
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            return Err(self.fault(
                Target::Until,
                "is before the first day: correct one of the two",
            ));
        }
        let [when, day, start, end] = [Target::When, Target::Day, Target::Start, Target::End]
            .map(|target| one_line(self.get(target)));
        let hours = match end.is_empty() {
            true => start,
            false => format!("{start} - {end}"),
        };
        let (target, text) = match (when.is_empty(), day.is_empty()) {
            (false, _) => (Target::When, when),
            (true, false) => (Target::Day, format!("{day} {hours}").trim().to_owned()),
            (true, true) if hours.is_empty() => (Target::When, String::new()),
            // Hours of the one day that the row names.
            (true, true) => (
                Target::Start,
                from.map(|from| format!("{from} {hours}")).unwrap_or(hours),
            ),
        };
        let times = recur::read(&text)
            .map_err(|message| self.fault(target, format!("{message} (it says \"{text}\")")))?;
        if times.slots.iter().any(|slot| slot.weeks > 1) && from.is_none() {
            return Err(self.fault(target, format!("\"{text}\" does not say from which week on: give a first day, in a column Start date")));
        }
        if times.slots.is_empty() && !text.is_empty() {
            self.note(
                target,
                format!("\"{text}\" stays as it is: people read it, but no search by day finds it"),
            );
        }
        if let Some(note) = times.note {
            self.note(target, note);
        }
        let mut sessions = Sessions {
            slots: times.slots,
            text,
            from,
            until,
        };
        if sessions.slots.is_empty()
            && sessions.text.is_empty()
            && until.is_none()
            && from.is_some()
        {
            sessions.slots = vec![recur::Slot {
                date: from,
                weeks: 1,
                ..recur::Slot::default()
            }];
        }
        Ok(sessions)
    }

    fn day(
        &self,
        target: Target,
        read: fn(&str) -> Result<Date, String>,
    ) -> Result<Option<Date>, Fault> {
        let cell = self.get(target);
        match cell {
            "" => Ok(None),
            cell => read(cell)
                .map(Some)
                .map_err(|message| self.fault(target, message)),
        }
    }

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

/// What of a text is a telephone number: from its first digit to its last.
fn number_in(piece: &str) -> String {
    let is_begin = |c: char| c.is_ascii_digit() || matches!(c, '+' | '(');
    let begin = piece.find(is_begin).unwrap_or(piece.len());
    let end = piece
        .rfind(|c: char| c.is_ascii_digit())
        .map_or(begin, |at| at + 1);
    let rest = piece.get(begin..end).unwrap_or_default();
    one_line(
        rest.split(|c: char| c.is_alphabetic())
            .next()
            .unwrap_or_default(),
    )
}

fn is_number(text: &str) -> bool {
    (3..=20).contains(&text.chars().filter(char::is_ascii_digit).count())
}

/// A postcode at the end of an address, taken off it.
fn postcode_at_end(street: &str) -> (String, String) {
    let parts: Vec<&str> = street.split(' ').collect();
    for count in [2, 1] {
        let Some((before, last)) = parts.len().checked_sub(count).map(|at| parts.split_at(at))
        else {
            continue;
        };
        let last = last.join(" ");
        if let Ok(Written::Full(postcode)) = last.trim_matches([',', '.']).parse() {
            let before = before.join(" ");
            return (
                before.trim_end_matches([',', ' ']).to_owned(),
                postcode.to_string(),
            );
        }
    }
    (street.to_owned(), String::new())
}
