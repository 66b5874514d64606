//! What may be typed into each field, in the form in which it is kept.

use super::field::{Field, Part};
use super::read::{ROUTES, order};
use super::{one_line, tidy, times};
use crate::accounts::people::tidy_email;
use crate::directory::check::STATUSES;
use crate::geography::postcode::Written;

/// Letters of a name at most.
const NAME: usize = 200;
/// Letters of one line at most.
const LINE: usize = 300;
/// Letters of a text at most.
const TEXT: usize = 8000;
/// Years that anybody lives.
const OLDEST: f64 = 130.0;

/// What was typed, as it is kept.
///
/// # Errors
/// What is wrong, in words that say what to do.
pub fn checked(field: &Field, typed: &str) -> Result<String, String> {
    let typed = match field.has_lines() {
        true => tidy(typed),
        false => one_line(typed),
    };
    letters(field, &typed)?;
    match field {
        Field::Name if typed.is_empty() => Err("is empty: every service needs a name".into()),
        Field::Running => status(typed),
        Field::MinimumAge | Field::MaximumAge => age(typed),
        Field::Routes => Ok(routes(&typed)),
        Field::Free => Ok(if typed.is_empty() {
            typed
        } else {
            "yes".into()
        }),
        Field::Phone => phone(typed),
        Field::Email => email(typed),
        Field::Website => website(typed),
        Field::Languages => Ok(languages(&typed)),
        Field::Times | Field::At(_, Part::Times) => {
            let rows = times::parse(&typed)?;
            Ok(rows
                .iter()
                .map(times::Row::line)
                .collect::<Vec<_>>()
                .join("\n"))
        }
        Field::At(_, Part::Access) => Ok(access(&typed)),
        Field::At(_, Part::Postcode) => postcode(typed),
        _ => Ok(typed),
    }
}

fn letters(field: &Field, typed: &str) -> Result<(), String> {
    let most = match (field, field.has_lines()) {
        (Field::Name, _) => NAME,
        (_, false) => LINE,
        (_, true) => TEXT,
    };
    let count = typed.chars().count();
    if count > most {
        return Err(format!(
            "has {count} letters, and may have {most}: say it more shortly"
        ));
    }
    let odd = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    match typed.chars().any(odd) {
        true => Err("holds control characters: type it anew".into()),
        false => Ok(()),
    }
}

fn status(typed: String) -> Result<String, String> {
    match STATUSES.contains(&typed.as_str()) {
        true => Ok(typed),
        false => Err("must be one of those that are listed".into()),
    }
}

fn age(typed: String) -> Result<String, String> {
    if typed.is_empty() {
        return Ok(typed);
    }
    let wrong = "must be an age in years, such as 18; leave it empty if there is no limit";
    let age: f64 = typed.parse().map_err(|_| wrong)?;
    match (0.0..=OLDEST).contains(&age) {
        true => Ok(age.abs().to_string()),
        false => Err(wrong.into()),
    }
}

fn routes(typed: &str) -> String {
    let said: Vec<&str> = typed.split(',').map(str::trim).collect();
    let known = ROUTES.into_iter().filter(|route| said.contains(route));
    known.collect::<Vec<_>>().join(",")
}

fn phone(typed: String) -> Result<String, String> {
    let digits = typed.chars().filter(char::is_ascii_digit).count();
    match typed.is_empty() || (3..=20).contains(&digits) {
        true => Ok(typed),
        false => Err("must be a telephone number, such as 01234 567 890".into()),
    }
}

fn email(typed: String) -> Result<String, String> {
    match typed.is_empty() || tidy_email(&typed).is_some() {
        true => Ok(typed),
        false => Err("must be an e-mail address, such as hello@example.org".into()),
    }
}

fn website(typed: String) -> Result<String, String> {
    let lower = typed.to_ascii_lowercase();
    let is_web = lower.starts_with("https://") || lower.starts_with("http://");
    let whole = match is_web || typed.is_empty() {
        true => typed,
        false => format!("https://{typed}"),
    };
    let host = whole
        .split_once("://")
        .map(|(_, rest)| rest.split(['/', '?', '#']).next());
    let host = host.flatten().unwrap_or_default();
    let fits =
        host.contains('.') && !host.contains([':', '@']) && !whole.contains(char::is_whitespace);
    match whole.is_empty() || fits {
        true => Ok(whole),
        false => Err("must be an address of the web, such as https://example.org".into()),
    }
}

fn languages(typed: &str) -> String {
    let mut once: Vec<String> = Vec::new();
    for name in typed
        .split(',')
        .map(one_line)
        .filter(|name| !name.is_empty())
    {
        if !once
            .iter()
            .any(|known| known.to_lowercase() == name.to_lowercase())
        {
            once.push(name);
        }
    }
    once.join(", ")
}

fn access(typed: &str) -> String {
    let mut said: Vec<String> = typed.lines().map(one_line).collect();
    said.retain(|name| !name.is_empty());
    said.sort_by_key(|name| order(name));
    said.dedup();
    said.join("\n")
}

fn postcode(typed: String) -> Result<String, String> {
    if typed.is_empty() {
        return Ok(typed);
    }
    match typed.parse::<Written>() {
        Ok(Written::Full(postcode)) => Ok(postcode.to_string()),
        _ => Err("must be a whole postcode, such as QH1 4UZ".into()),
    }
}
