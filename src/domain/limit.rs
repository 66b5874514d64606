//! How often somebody may try: a count for each of them, in memory and of bounded size.

use jiff::{SignedDuration, Timestamp};
use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// At most so many tries within so long a time, for each of at most so many.
#[derive(Debug)]
pub struct Limit {
    most: usize,
    within: SignedDuration,
    remembered: usize,
    tries: HashMap<String, VecDeque<Timestamp>>,
}

impl Limit {
    /// Allows `most` tries in any span of time as long as `within`, and remembers at most
    /// `remembered` of those who try.
    pub fn new(most: usize, within: SignedDuration, remembered: usize) -> Self {
        Self {
            most,
            within,
            remembered,
            tries: HashMap::new(),
        }
    }

    /// Counts a try at `now`.
    ///
    /// # Errors
    /// It is one too many; the error is how long to wait. Such a try is not counted, so that whoever
    /// waits for as long as that is let in.
    pub fn take(&mut self, who: &str, now: Timestamp) -> Result<(), SignedDuration> {
        self.make_space(who, now);
        let tries = self.tries.entry(who.to_owned()).or_default();
        while tries
            .front()
            .is_some_and(|then| is_over(*then, self.within, now))
        {
            tries.pop_front();
        }
        match tries.front() {
            Some(first) if tries.len() >= self.most => {
                // A clock that was set back must not lock anybody out for longer than the span.
                let wait = self.within - now.duration_since(*first);
                Err(wait.min(self.within))
            }
            _ => {
                tries.push_back(now);
                Ok(())
            }
        }
    }

    /// How many are remembered.
    pub fn len(&self) -> usize {
        self.tries.len()
    }

    /// Whether nobody is remembered.
    pub fn is_empty(&self) -> bool {
        self.tries.is_empty()
    }

    /// Forgets whose tries are over, and if that is not enough, who tried longest ago.
    fn make_space(&mut self, who: &str, now: Timestamp) {
        if self.tries.len() < self.remembered || self.tries.contains_key(who) {
            return;
        }
        let within = self.within;
        self.tries.retain(|_, tries| {
            tries
                .back()
                .is_some_and(|then| !is_over(*then, within, now))
        });
        if self.tries.len() < self.remembered {
            return;
        }
        let oldest = self.tries.iter().min_by_key(|(_, tries)| tries.back());
        if let Some(oldest) = oldest.map(|(who, _)| who.clone()) {
            self.tries.remove(&oldest);
        }
    }
}

fn is_over(then: Timestamp, within: SignedDuration, now: Timestamp) -> bool {
    now.duration_since(then) >= within
}

/// The same for many threads.
#[derive(Debug)]
pub struct Shared(Mutex<Limit>);

impl Shared {
    /// See [`Limit::new`].
    pub fn new(most: usize, within: SignedDuration, remembered: usize) -> Self {
        Self(Mutex::new(Limit::new(most, within, remembered)))
    }

    /// Counts a try at `now`.
    ///
    /// # Errors
    /// As of [`Limit::take`].
    pub fn take(&self, who: &str, now: Timestamp) -> Result<(), SignedDuration> {
        let mut limit = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        limit.take(who, now)
    }
}

/// Whom an address belongs to: with IPv6, one customer has as many addresses as he likes within a
/// network of 64 bits.
pub fn household(from: Option<IpAddr>) -> String {
    match from.map(|from| from.to_canonical()) {
        None => String::new(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let network = u128::from(address) >> 64;
            format!("{network:x}/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn limit(most: usize, remembered: usize) -> Limit {
        Limit::new(most, SignedDuration::from_secs(600), remembered)
    }

    #[test]
    fn one_network_of_ipv6_is_one_household() {
        let of = |text: &str| household(Some(text.parse().unwrap()));
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }

    #[test]
    fn one_too_many_has_to_wait_and_is_let_in_after_that() {
        let mut limit = limit(3, 10);
        for second in [0, 100, 200] {
            assert_eq!(limit.take("a", at(second)), Ok(()));
        }
        assert_eq!(
            limit.take("a", at(300)),
            Err(SignedDuration::from_secs(300))
        );
        assert_eq!(limit.take("b", at(300)), Ok(()));
        assert_eq!(limit.take("a", at(600)), Ok(()));
        assert_eq!(
            limit.take("a", at(600)),
            Err(SignedDuration::from_secs(100))
        );
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out_for_long() {
        let mut limit = limit(1, 10);
        assert_eq!(limit.take("a", at(100_000)), Ok(()));
        assert_eq!(limit.take("a", at(0)), Err(SignedDuration::from_secs(600)));
    }

    #[test]
    fn when_there_is_no_space_the_one_of_longest_ago_is_forgotten() {
        let mut limit = limit(1, 2);
        for (second, who) in [(0, "a"), (1, "b"), (2, "c")] {
            assert_eq!(limit.take(who, at(second)), Ok(()));
        }
        assert!(limit.take("c", at(3)).is_err() && limit.take("b", at(3)).is_err());
        assert_eq!((limit.take("a", at(3)), limit.len()), (Ok(()), 2));
    }

    proptest! {
        #[test]
        fn nobody_gets_more_than_the_limit_in_any_span(
            steps in proptest::collection::vec((0..4usize, 0..200i64), 1..300),
        ) {
            let mut limit = limit(5, 10);
            let (mut second, mut taken) = (0, vec![Vec::new(); 4]);
            for (who, step) in steps {
                second += step;
                if limit.take(&who.to_string(), at(second)).is_ok() {
                    taken[who].push(second);
                }
                prop_assert!(limit.len() <= 10);
            }
            for taken in taken {
                prop_assert!(taken.windows(6).all(|six| six[5] - six[0] >= 600));
            }
        }
    }
}
