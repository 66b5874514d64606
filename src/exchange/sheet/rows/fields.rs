//! The cells of a row that fill a field of a form.

use super::super::figures;
use super::super::target::Target;
use super::{Fault, Row};
use crate::edits::check::checked;
use crate::edits::{Field, one_line};

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

    pub(super) fn checked(
        &self,
        target: Target,
        field: &Field,
        cell: &str,
    ) -> Result<String, Fault> {
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
