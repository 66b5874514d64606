//! The rule by which awards and statements become a status.

use super::FundingStatus::*;
use super::*;
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 21);

fn on(day: i32) -> Date {
    TODAY.saturating_add(day.days())
}

fn award(first: i32, last: i32) -> Dates {
    (Some(on(first)), Some(on(last)))
}

fn derived(awards: &[Dates]) -> FundingStatus {
    FundingFacts::new(None, awards.iter().copied()).derived(TODAY, NOTICE_DAYS)
}

#[test]
fn the_awards_tell_how_sure_the_money_is() {
    assert_eq!(derived(&[]), Unknown);
    assert_eq!(derived(&[award(-300, 181)]), Secured);
    assert_eq!(derived(&[award(-300, 180)]), Ending);
    assert_eq!(derived(&[award(-300, 0)]), Ending, "the last day counts");
    assert_eq!(derived(&[award(-300, -1)]), Ended);
    assert_eq!(
        derived(&[(None, Some(on(200)))]),
        Secured,
        "begun some time ago"
    );
}

#[test]
fn an_award_that_follows_at_once_carries_on_and_one_after_a_gap_does_not() {
    assert_eq!(derived(&[award(-300, 10), award(11, 400)]), Secured);
    assert_eq!(derived(&[award(-300, 10), award(12, 400)]), AtRisk);
    assert_eq!(derived(&[award(1, 400)]), AtRisk, "nothing runs today");
    assert_eq!(derived(&[award(-300, 200), award(300, 400)]), Secured);
}

#[test]
fn an_award_without_an_end_says_nothing_about_the_end() {
    let endless = |first: i32| (Some(on(first)), None);
    assert_eq!(derived(&[endless(-10)]), Unknown);
    assert_eq!(derived(&[(None, None), award(-9, 10)]), Unknown);
    assert_eq!(derived(&[(None, None), award(-9, 400)]), Secured);
    assert_eq!(derived(&[award(-9, 10), endless(11)]), Unknown);
    assert_eq!(derived(&[award(-9, 10), endless(12)]), AtRisk);
    assert_eq!(derived(&[award(-9, -2), endless(5)]), AtRisk);
}

#[test]
fn a_statement_is_believed_until_the_money_has_ended_and_nobody_confirmed() {
    let stated = |status, day: i32| FundingFacts::new(Some((status, on(day))), [award(-300, -10)]);
    assert_eq!(stated(Secured, -200).status(TODAY), Ended);
    assert_eq!(stated(Secured, -10).status(TODAY), Ended, "on its last day");
    assert_eq!(stated(Secured, -9).status(TODAY), Secured);
    assert!(stated(Secured, -10).has_lapsed(TODAY) && !stated(Ended, -9).has_lapsed(TODAY));
    let alone = FundingFacts::new(Some((AtRisk, on(-3000))), []);
    assert_eq!(alone.status(TODAY), AtRisk);
    assert!(!alone.has_lapsed(TODAY));
}

#[test]
fn words_come_back() {
    for status in FundingStatus::ALL {
        assert_eq!(FundingStatus::parse(status.as_str()), status);
    }
    assert_eq!(FundingStatus::parse("rich"), Unknown);
}

fn awards() -> impl Strategy<Value = Vec<Dates>> {
    let first = proptest::option::weighted(0.9, -900i32..900);
    let length = proptest::option::weighted(0.9, 0i32..700);
    let award = (first, length).prop_map(|(first, length)| {
        let last = length.map(|length| on(first.unwrap_or(0) + length));
        (first.map(on), last)
    });
    proptest::collection::vec(award, 0..5)
}

proptest! {
    #[test]
    fn the_order_of_awards_does_not_matter(awards in awards(), turn in 0usize..5) {
        let mut turned = awards.clone();
        turned.rotate_left(turn.min(awards.len()));
        prop_assert_eq!(FundingFacts::new(None, awards), FundingFacts::new(None, turned));
    }

    #[test]
    fn an_award_cut_in_two_is_the_same_award(first in -900i32..0, kept in 0i32..300, more in 1i32..600) {
        let whole = [award(first, first + kept + more)];
        let halves = [award(first, first + kept), award(first + kept + 1, first + kept + more)];
        prop_assert_eq!(derived(&whole), derived(&halves));
    }

    /// With no new award time makes nothing better: what runs ends, and what has ended stays so.
    #[test]
    fn one_award_goes_from_secured_to_ending_to_ended(last in -400i32..400, later in 0i32..400) {
        let facts = FundingFacts::new(None, [award(-900, last)]);
        let worse = |day: i32| match facts.derived(on(day), NOTICE_DAYS) {
            Secured => 0,
            Ending => 1,
            Ended => 2,
            other => panic!("{other:?}"),
        };
        prop_assert!(worse(0) <= worse(later));
    }

    #[test]
    fn money_that_runs_today_has_not_ended(awards in awards()) {
        let runs = |(first, last): &Dates| first.is_none_or(|day| day <= TODAY) && last.is_none_or(|day| day >= TODAY);
        let status = derived(&awards);
        prop_assert!(status != Ended || !awards.iter().any(runs));
        prop_assert_eq!(status == Secured, FundingFacts::new(None, awards).periods.iter().any(|period| {
            period.first <= TODAY && period.last > on(NOTICE_DAYS)
        }));
    }

    #[test]
    fn what_is_shown_is_what_was_stated_or_what_the_awards_say(
        awards in awards(), status in proptest::sample::select(FundingStatus::ALL.to_vec()), said in -900i32..0,
    ) {
        let facts = FundingFacts::new(Some((status, on(said))), awards);
        let shown = facts.status(TODAY);
        prop_assert_eq!(shown, if facts.has_lapsed(TODAY) { Ended } else { status });
    }
}
