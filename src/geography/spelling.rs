//! How far apart two names are, as a hurried hand or a bad ear makes them: letters changed, put in,
//! left out, or two neighbours swapped.

/// How many letters may be wrong in a name of this length.
pub fn most_slips(length: usize) -> usize {
    if length < 6 { 1 } else { 2 }
}

/// Which letters a text has, a bit each: two texts with few slips between them differ in few bits.
pub fn letters(text: &str) -> u32 {
    let bit = |byte: u8| match byte {
        b'a'..=b'z' => 1 << (byte - b'a'),
        b'0'..=b'9' => 1 << 26,
        // How many spaces there are says little: "new port" is "newport".
        b' ' => 0,
        _ => 1 << 27,
    };
    text.bytes().fold(0, |all, byte| all | bit(byte))
}

/// Whether texts with these letters can be so few slips apart; a quick look before [`slips`]. Each
/// slip takes away one letter and brings one in, at most.
pub fn may_be_near(a: u32, b: u32, most: usize) -> bool {
    (a ^ b).count_ones() as usize <= 2 * most
}

/// How many letters must be changed, put in, left out or swapped with their neighbour to make one
/// text the other, if no more than `most`. No part is changed twice (optimal string alignment).
pub fn slips(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for j in 0..b.len() {
            let changed = last[j] + usize::from(a[i] != b[j]);
            let mut best = changed.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        if row.iter().all(|slips| *slips > most) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|slips| *slips <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slips_are_counted_up_to_a_limit() {
        assert_eq!(slips("stretford", "stretford", 2), Some(0));
        assert_eq!(slips("strtford", "stretford", 2), Some(1));
        assert_eq!(slips("stretfrod", "stretford", 2), Some(1));
        assert_eq!(slips("stertfrod", "stretford", 2), Some(2));
        assert_eq!(slips("altringham", "altrincham", 2), Some(1));
        assert_eq!(slips("hale", "bury", 2), None);
        assert_eq!(slips("", "ab", 2), Some(2));
    }

    proptest! {
        #[test]
        fn it_is_the_same_in_both_directions(a in "[a-d ]{0,8}", b in "[a-d ]{0,8}") {
            prop_assert_eq!(slips(&a, &b, 3), slips(&b, &a, 3));
            prop_assert_eq!(slips(&a, &b, 8) == Some(0), a == b);
        }

        #[test]
        fn the_quick_look_never_turns_away_what_is_near(a in "[a-d 0é]{0,8}", b in "[a-d 0é]{0,8}", most in 0..4usize) {
            if slips(&a, &b, most).is_some() {
                prop_assert!(may_be_near(letters(&a), letters(&b), most));
            }
        }
    }
}
