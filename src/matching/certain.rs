//! Which pairs are certain enough to become one without anybody's looking.

use super::likeness::{Likeness, Reason};
use super::profile::Profile;

/// Whether two listings are certainly one service. One rule, all of it:
///
/// - each has a record of its own of who runs it;
/// - these are one organisation: by the same official number, or by the same telephone and a name that is alike;
/// - they can be reached in the same way: by one telephone, address for e-mail or web site at least;
/// - the names are the same, but for the order of words and who runs it;
/// - it is at the same place, and runs as far as both know;
/// - and nothing speaks against it: neither times nor ages, days, numbers or people that the names name.
pub fn is_certain(a: &Profile, b: &Profile, likeness: &Likeness) -> bool {
    let has = |reason| likeness.reasons.contains(&reason);
    let has_own_record = !a.organization.is_empty()
        && !b.organization.is_empty()
        && a.organization != b.organization;
    let is_one_body =
        has(Reason::SameNumber) || has(Reason::LikeOrganization) && has(Reason::SamePhone);
    let reached_alike = [Reason::SamePhone, Reason::SameEmail, Reason::SameWebsite]
        .into_iter()
        .any(has);
    let nothing_against = !likeness.reasons.iter().any(|reason| reason.is_doubt());
    has_own_record
        && a.runs
        && b.runs
        && is_one_body
        && reached_alike
        && has(Reason::SameName)
        && has(Reason::SamePlace)
        && nothing_against
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::likeness;
    use crate::matching::profile::{letters, words};
    use proptest::prelude::*;

    fn lunch(organization: &str) -> Profile {
        Profile {
            id: organization.to_owned(),
            name: words("Lunch Club"),
            letters: letters("Lunch Club"),
            organization: organization.to_owned(),
            run_by: words("Quayside Trust"),
            numbers: vec!["GB-CHC-9900101".into()],
            phones: vec!["614960101".into()],
            postcodes: vec!["QH11AA".into()],
            times: vec!["TU 12:00".into()],
            runs: true,
            ..Profile::default()
        }
    }

    fn certain(a: &Profile, b: &Profile) -> bool {
        is_certain(a, b, &likeness(a, b))
    }

    /// Each part of the rule, taken away from a pair that fulfils it.
    const PARTS: [fn(&mut Profile); 8] = [
        |one| one.organization = "a".into(),
        |one| one.runs = false,
        |one| (one.numbers, one.run_by) = (Vec::new(), words("Somebody Else")),
        |one| one.phones = vec!["614960102".into()],
        |one| {
            (one.name, one.letters) = (words("Lunch and Supper Club"), letters("Lunch and Supper"))
        },
        |one| one.postcodes = vec!["QH92ZZ".into()],
        |one| one.times = vec!["TH 12:00".into()],
        |one| one.ages = Some((0, 17)),
    ];

    #[test]
    fn two_that_agree_in_all_are_certainly_one() {
        let grown = Profile {
            ages: Some((18, 99)),
            ..lunch("a")
        };
        assert!(certain(&grown, &lunch("b")));
        let unnumbered = Profile {
            numbers: Vec::new(),
            ..lunch("b")
        };
        assert!(certain(&grown, &unnumbered), "by telephone and name");
    }

    proptest! {
        #[test]
        fn no_part_of_the_rule_can_be_missing(part in 0..PARTS.len(), more in 0..PARTS.len()) {
            let grown = Profile { ages: Some((18, 99)), ..lunch("a") };
            let mut other = lunch("b");
            PARTS[part](&mut other);
            prop_assert!(!certain(&grown, &other), "{part}");
            PARTS[more](&mut other);
            prop_assert!(!certain(&grown, &other) && !certain(&other, &grown), "{part} {more}");
        }
    }
}
