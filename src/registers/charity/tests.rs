//! What becomes of a charity when the register speaks again.

use super::*;
use jiff::civil::date;

fn told(status: Status, day: Date) -> Told {
    Told {
        organisation_number: 5,
        number: "GB-CHC-1164883".into(),
        name: "MILL TRUST".into(),
        status,
        registered_on: Some(date(2015, 12, 1)),
        removed_on: None,
        removal_reason: None,
        reporting_status: None,
        accounts_to: Some(date(2025, 3, 31)),
        income: Some(12_500),
        expenditure: None,
        company_number: None,
        insolvent: None,
        in_administration: Some(true),
        other_names: Some(vec!["Mill".into(), "MILL FRIENDS".into(), "Mill".into()]),
        areas: None,
        as_of: day,
        source: Source::Extract,
    }
}

fn registered() -> Told {
    told(Status::Registered, date(2026, 11, 1))
}

fn removed() -> Told {
    Told {
        removed_on: Some(date(2026, 11, 5)),
        removal_reason: Some("Ceased to exist".into()),
        ..told(Status::Removed, date(2026, 11, 8))
    }
}

#[test]
fn lists_are_in_order_and_have_each_entry_once() {
    let charity = registered().after(None, 7);
    assert_eq!(charity.names(), ["MILL FRIENDS", "Mill"]);
    assert_eq!((charity.benefits(), charity.heard_at), (vec![], 7));
}

#[test]
fn what_is_not_said_stays_as_it_was_said() {
    let held = registered().after(None, 1);
    let short = Told {
        income: None,
        in_administration: None,
        other_names: None,
        areas: Some(vec![]),
        expenditure: Some(9),
        ..registered()
    };
    let after = short.after(Some(&held), 2);
    let expected = Charity {
        expenditure: Some(9),
        ..held
    };
    assert_eq!(after, expected);
}

#[test]
fn a_removal_is_news_once_and_ends_with_another_registration() {
    let first = registered().after(None, 1);
    let gone = removed().after(Some(&first), 2);
    assert!(gone.is_removed() && gone.heard_at == 2);
    let still = Told {
        removed_on: None,
        removal_reason: None,
        as_of: date(2026, 11, 9),
        ..removed()
    };
    let still = still.after(Some(&gone), 3);
    assert_eq!((still.heard_at, &still.removed_on), (2, &gone.removed_on));
    assert!(still.says_as(&gone));
    let back = registered().after(Some(&still), 4);
    assert_eq!((back.heard_at, &back.removed_on), (4, &None));
    assert_eq!(back.removal_reason, None);
}

#[test]
fn what_was_said_later_counts_and_of_one_day_what_the_register_answered() {
    let day = |day| told(Status::Registered, date(2026, 11, day));
    let api = |day| Told {
        source: Source::Api,
        ..told(Status::Registered, date(2026, 11, day))
    };
    let held = day(8).after(None, 0);
    assert!(held.is_newer_than(&day(7)) && held.is_newer_than(&api(7)));
    assert!(!held.is_newer_than(&day(8)) && !held.is_newer_than(&api(8)));
    let held = api(8).after(None, 0);
    assert!(held.is_newer_than(&day(8)) && !held.is_newer_than(&day(9)));
    assert!(!held.is_newer_than(&api(8)));
}
