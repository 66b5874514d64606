//! One award: who pays, how much, from when to when.

use crate::error::FieldError;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One grant or contract that pays for a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Award {
    /// Who pays.
    pub funder: String,
    /// How much, as a decimal number in text.
    pub amount: Option<String>,
    /// ISO 4217, such as `GBP`.
    pub currency: Option<String>,
    /// First day, `YYYY-MM-DD`.
    pub starts_on: Option<String>,
    /// Last day, `YYYY-MM-DD`.
    pub ends_on: Option<String>,
    /// Where this is known from.
    pub source: Option<String>,
}

impl Award {
    /// What is wrong with it, field by field.
    pub fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let mut wrong = |field: &str, message: &str| faults.push(FieldError::new(field, message));
        if self.funder.trim().is_empty() {
            wrong("funder", "is empty: name who pays");
        }
        for (field, text) in [
            ("funder", Some(&self.funder)),
            ("source", self.source.as_ref()),
        ] {
            if text.is_some_and(|text| {
                text.chars().count() > 300 || text.chars().any(char::is_control)
            }) {
                wrong(
                    field,
                    "is longer than 300 letters, or holds control characters",
                );
            }
        }
        if self
            .amount
            .as_deref()
            .is_some_and(|amount| !is_money(amount))
        {
            wrong(
                "amount",
                "must be a decimal number in text, such as \"12500.00\"",
            );
        }
        if self
            .currency
            .as_deref()
            .is_some_and(|code| !is_currency(code))
        {
            wrong(
                "currency",
                "must be three capital letters of ISO 4217, such as GBP",
            );
        }
        let day = |text: &Option<String>| text.as_deref().map(str::parse::<Date>).transpose();
        match (day(&self.starts_on), day(&self.ends_on)) {
            (Err(_), _) => wrong("starts_on", "must be a day such as 2026-04-01"),
            (_, Err(_)) => wrong("ends_on", "must be a day such as 2027-03-31"),
            (Ok(Some(start)), Ok(Some(end))) if end < start => {
                wrong("ends_on", "is before starts_on")
            }
            _ => {}
        }
        faults
    }
}

fn is_money(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    digits(whole, 15) && digits(part, 4)
}

fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
