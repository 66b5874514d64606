//! What templates say words by: `{{ "Sign in"|t }}`, and with something put into them
//! `{{ "Hello {name}"|put(name) }}`. What a group wrote is `{{ name|theirs }}`.

use super::Tongue;
use crate::web::frame::Frame;
use askama::filters::{Html, Safe, escape};
use askama::{Values, get_value};
use std::fmt::Display;

/// The language of the page that is made.
fn tongue(values: &dyn Values) -> Tongue {
    get_value::<Frame>(values, "frame").map_or(Tongue::English, |frame| frame.tongue)
}

fn escaped(text: &str) -> askama::Result<String> {
    Ok(escape(text, Html)?.to_string())
}

/// What is not in the language of the page, said to be English.
fn foreign(text: &str) -> askama::Result<String> {
    let text = escaped(text)?;
    Ok(match text.is_empty() {
        true => text,
        false => format!("<span lang=\"en\">{text}</span>"),
    })
}

/// Words of ours in the language of the page.
///
/// # Errors
/// None.
#[askama::filter_fn]
pub fn t<T: Display>(words: T, values: &dyn Values) -> askama::Result<String> {
    Ok(tongue(values).words(&words.to_string()))
}

/// A phrase of ours with something put into its gap.
///
/// # Errors
/// None.
#[askama::filter_fn]
pub fn put<T: Display, A: Display>(
    phrase: T,
    values: &dyn Values,
    one: A,
) -> askama::Result<String> {
    Ok(tongue(values).filled(&phrase.to_string(), &[&one.to_string()]))
}

/// A phrase of ours with something put into its two gaps.
///
/// # Errors
/// None.
#[askama::filter_fn]
pub fn put2<T: Display, A: Display, B: Display>(
    phrase: T,
    values: &dyn Values,
    one: A,
    other: B,
) -> askama::Result<String> {
    let put = [one.to_string(), other.to_string()];
    Ok(tongue(values).filled(&phrase.to_string(), &[&put[0], &put[1]]))
}

/// A phrase of ours with something put into its three gaps.
///
/// # Errors
/// None.
#[askama::filter_fn]
pub fn put3<T: Display, A: Display, B: Display, C: Display>(
    phrase: T,
    values: &dyn Values,
    one: A,
    other: B,
    third: C,
) -> askama::Result<String> {
    let put = [one.to_string(), other.to_string(), third.to_string()];
    let put = [put[0].as_str(), put[1].as_str(), put[2].as_str()];
    Ok(tongue(values).filled(&phrase.to_string(), &put))
}

/// A phrase of ours that has markup in it. It stands in the template itself: nothing else is trusted.
///
/// # Errors
/// None.
#[askama::filter_fn]
pub fn html(phrase: &'static str, values: &dyn Values) -> askama::Result<Safe<String>> {
    Ok(Safe(tongue(values).words(phrase)))
}

/// The same with something put into its gap, which is escaped.
///
/// # Errors
/// None.
#[askama::filter_fn]
pub fn html_put<A: Display>(
    phrase: &'static str,
    values: &dyn Values,
    one: A,
) -> askama::Result<Safe<String>> {
    let one = escaped(&one.to_string())?;
    Ok(Safe(tongue(values).filled(phrase, &[&one])))
}

/// The same with two gaps.
///
/// # Errors
/// None.
#[askama::filter_fn]
pub fn html_put2<A: Display, B: Display>(
    phrase: &'static str,
    values: &dyn Values,
    one: A,
    other: B,
) -> askama::Result<Safe<String>> {
    let (one, other) = (escaped(&one.to_string())?, escaped(&other.to_string())?);
    Ok(Safe(tongue(values).filled(phrase, &[&one, &other])))
}

/// Words that may be ours or those of a group: in the language of the page if they are ours, else marked
/// as English.
///
/// # Errors
/// None.
#[askama::filter_fn]
pub fn says<T: Display>(words: T, values: &dyn Values) -> askama::Result<Safe<String>> {
    let words = words.to_string();
    Ok(Safe(match tongue(values).known(&words) {
        Some(said) => escaped(&said)?,
        None => foreign(&words)?,
    }))
}

/// What a group wrote, or a name, marked as English on a page that is not.
///
/// # Errors
/// None.
#[askama::filter_fn]
pub fn theirs<T: Display>(words: T, values: &dyn Values) -> askama::Result<Safe<String>> {
    let words = words.to_string();
    Ok(Safe(match tongue(values) {
        Tongue::English => escaped(&words)?,
        Tongue::Welsh => foreign(&words)?,
    }))
}
