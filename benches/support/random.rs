//! Chance from a seed, the same on every machine: SplitMix64.

/// A stream of numbers.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A stream of its own for one of many things of a kind.
    pub fn of(kind: u64, number: u64) -> Self {
        let mut mixed = Self(kind.wrapping_mul(0xd134_2543_de82_ef95) ^ number);
        Self(mixed.number())
    }

    /// The next 64 bits.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to below 1.
    pub fn part(&mut self) -> f64 {
        (self.number() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// From 0 to below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.part() * end as f64) as usize
    }

    /// From `first` to `last`, both possible.
    pub fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    /// Whether something of this probability happens.
    pub fn happens(&mut self, probability: f64) -> bool {
        self.part() < probability
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// One of these words.
    pub fn word<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    /// Around 0 with a deviation of 1, near enough to a bell curve.
    pub fn bell(&mut self) -> f64 {
        let sum: f64 = (0..12).map(|_| self.part()).sum();
        sum - 6.0
    }

    /// An id in the form of a random UUID.
    pub fn id(&mut self) -> String {
        let bits = u128::from(self.number()) << 64 | u128::from(self.number());
        uuid::Builder::from_random_bytes(bits.to_be_bytes())
            .into_uuid()
            .to_string()
    }
}
