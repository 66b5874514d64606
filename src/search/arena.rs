//! Many short pieces of bytes in one block of memory, each known by its number.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

/// Pieces, one after another.
#[derive(Debug, Default)]
pub struct Arena {
    bytes: Vec<u8>,
    /// Where each piece ends.
    ends: Vec<u64>,
}

impl Arena {
    /// Adds a piece; its number.
    pub fn push(&mut self, piece: &[u8]) -> u32 {
        self.bytes.extend(piece);
        self.ends.push(self.bytes.len() as u64);
        (self.ends.len() - 1) as u32
    }

    /// The piece of this number; nothing for a number that was never given.
    pub fn get(&self, number: u32) -> &[u8] {
        let number = number as usize;
        let Some(end) = self.ends.get(number) else {
            return &[];
        };
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.bytes[start as usize..*end as usize]
    }

    /// How many pieces there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Gives back the memory that more pieces would have taken.
    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// An arena being filled, in which equal pieces have one number.
#[derive(Default)]
pub struct Interned {
    /// The pieces so far.
    pub arena: Arena,
    hasher: RandomState,
    known: HashMap<u64, u32, BuildHasherDefault<AsItIs>>,
}

/// Takes a hash for a hash.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        let folded = bytes.iter().map(|byte| u64::from(*byte));
        self.0 = folded.fold(self.0, |all, byte| all.rotate_left(8) ^ byte);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

impl Interned {
    /// The number of a piece. Two that differ and share a hash, which hardly happens, are kept
    /// side by side, and only the first is found again.
    pub fn number(&mut self, piece: &[u8]) -> u32 {
        let hash = self.hasher.hash_one(piece);
        match self.known.get(&hash) {
            Some(number) if self.arena.get(*number) == piece => *number,
            Some(_) => self.arena.push(piece),
            None => {
                let number = self.arena.push(piece);
                self.known.insert(hash, number);
                number
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_pieces_have_one_number() {
        let mut names = Interned::default();
        let numbers = ["hall", "", "library", "hall", ""].map(|name| names.number(name.as_bytes()));
        assert_eq!(numbers, [0, 1, 2, 0, 1]);
        assert_eq!(names.arena.get(2), b"library");
        assert_eq!(names.arena.get(1), b"");
        assert_eq!(names.arena.get(3), b"", "a number that was never given");
    }
}
