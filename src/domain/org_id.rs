//! Official numbers of organisations, as org-id.guide names their registers: `GB-CHC-1164883`. One number is
//! written in many ways; here it has one.

use std::fmt;

/// A number in an official register.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OrgId {
    register: Register,
    number: String,
}

/// A register whose numbers are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Register {
    /// The Charity Commission for England and Wales.
    Charity,
    /// The Scottish Charity Register.
    ScottishCharity,
    /// The Charity Commission for Northern Ireland.
    NorthernIrishCharity,
    /// Companies House.
    Company,
    /// The Mutuals Public Register.
    Mutual,
}

impl Register {
    const ALL: [(Register, &'static str); 5] = [
        (Register::Charity, "GB-CHC"),
        (Register::ScottishCharity, "GB-SC"),
        (Register::NorthernIrishCharity, "GB-NIC"),
        (Register::Company, "GB-COH"),
        (Register::Mutual, "GB-MPR"),
    ];

    /// Its code in org-id.guide.
    pub fn code(self) -> &'static str {
        let known = Self::ALL.iter().find(|(register, _)| *register == self);
        known.map_or("", |(_, code)| code)
    }

    /// The register that people mean by this word: its code, or one of the ways in which listings name it.
    pub fn named(word: &str) -> Option<Self> {
        let word = word.trim().to_uppercase();
        let by_code = Self::ALL.iter().find(|(_, code)| *code == word);
        if let Some((register, _)) = by_code {
            return Some(*register);
        }
        let has = |part: &str| word.contains(part);
        match () {
            _ if has("OSCR") || has("CHARIT") && has("SCOT") => Some(Self::ScottishCharity),
            _ if has("CCNI") || has("CHARIT") && has("NORTHERN IRELAND") => {
                Some(Self::NorthernIrishCharity)
            }
            _ if has("CHARIT") => Some(Self::Charity),
            _ if has("COMPAN") => Some(Self::Company),
            _ if has("MUTUAL") => Some(Self::Mutual),
            _ => None,
        }
    }
}

impl OrgId {
    /// Reads a whole identifier, such as `GB-CHC-1164883`; none if the register is not understood, or
    /// has no such numbers.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_uppercase();
        let of = |(register, code): &(Register, &str)| {
            let number = text.strip_prefix(code)?.strip_prefix('-')?;
            Self::new(*register, number)
        };
        Register::ALL.iter().find_map(of)
    }

    /// Reads a number in a register that is named in some way; the number may name the register itself.
    pub fn of(scheme: &str, number: &str) -> Option<Self> {
        let register = || Register::named(scheme);
        Self::parse(number).or_else(|| Self::new(register()?, number))
    }

    /// A number in a register; none if the register has no such numbers.
    pub fn new(register: Register, number: &str) -> Option<Self> {
        let mut number = number.trim().to_uppercase();
        number.retain(|letter| !letter.is_whitespace());
        match register {
            Register::Charity => charity(&number),
            Register::ScottishCharity => scottish(&number),
            Register::NorthernIrishCharity => northern_irish(&number),
            Register::Company => company(&number),
            Register::Mutual => mutual(&number),
        }
    }

    /// Whose register it is in.
    pub fn register(&self) -> Register {
        self.register
    }

    /// The number in it.
    pub fn number(&self) -> &str {
        &self.number
    }

    fn made(register: Register, number: String) -> Self {
        Self { register, number }
    }
}

/// As in org-id.guide.
impl fmt::Display for OrgId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.register.code(), self.number)
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Without zeros before it, and without the number of a linked charity: the main one answers for it.
fn charity(number: &str) -> Option<OrgId> {
    if number.starts_with("SC") {
        return scottish(number);
    }
    if number.starts_with("NI") {
        return northern_irish(number);
    }
    let main = number
        .split_once(['-', '/'])
        .map_or(number, |(main, _)| main);
    let bare = main.trim_start_matches('0');
    let fits = is_digits(bare) && (5..=7).contains(&bare.len());
    fits.then(|| OrgId::made(Register::Charity, bare.to_owned()))
}

/// `SC` and six digits.
fn scottish(number: &str) -> Option<OrgId> {
    let digits = number.strip_prefix("SC").unwrap_or(number);
    let bare = digits.trim_start_matches('0');
    let fits = is_digits(bare) && bare.len() <= 6;
    fits.then(|| OrgId::made(Register::ScottishCharity, format!("SC{bare:0>6}")))
}

/// Six digits.
fn northern_irish(number: &str) -> Option<OrgId> {
    let digits = number
        .strip_prefix("NIC")
        .or_else(|| number.strip_prefix("NI"));
    let digits = digits.unwrap_or(number);
    let fits = is_digits(digits) && digits.len() == 6;
    fits.then(|| OrgId::made(Register::NorthernIrishCharity, digits.to_owned()))
}

/// Eight characters: digits, or two letters and six digits, where the last may be a letter.
fn company(number: &str) -> Option<OrgId> {
    let letters = number.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (prefix, rest) = number.split_at(letters);
    let digits = rest
        .strip_suffix('R')
        .filter(|_| letters > 0)
        .unwrap_or(rest);
    let fits = is_digits(digits) && matches!((letters, rest.len()), (0, 1..=8) | (2, 1..=6));
    let width = 8 - letters;
    (fits && letters <= 2)
        .then(|| OrgId::made(Register::Company, format!("{prefix}{rest:0>width$}")))
}

/// Digits, with letters before or after them.
fn mutual(number: &str) -> Option<OrgId> {
    let digits = number.trim_matches(|letter: char| letter.is_ascii_uppercase());
    let fits = is_digits(digits) && number.len() <= 10;
    fits.then(|| OrgId::made(Register::Mutual, number.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_number_is_the_same_however_it_is_written() {
        for (text, id) in [
            ("GB-CHC-1164883", "GB-CHC-1164883"),
            (" gb-chc-01164883", "GB-CHC-1164883"),
            ("GB-CHC-1164883-1", "GB-CHC-1164883"),
            ("GB-CHC-SC042386", "GB-SC-SC042386"),
            ("GB-SC-042386", "GB-SC-SC042386"),
            ("GB-SC-SC42386", "GB-SC-SC042386"),
            ("GB-NIC-NIC100019", "GB-NIC-100019"),
            ("GB-COH-9506232", "GB-COH-09506232"),
            ("GB-COH-sc 12345", "GB-COH-SC012345"),
            ("GB-COH-IP31455R", "GB-COH-IP31455R"),
            ("GB-MPR-IP031455", "GB-MPR-IP031455"),
        ] {
            assert_eq!(
                OrgId::parse(text).map(|id| id.to_string()).as_deref(),
                Some(id),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_number_of_a_register_is_none() {
        for text in [
            "",
            "GB-CHC-",
            "GB-CHC-12",
            "GB-CHC-abc",
            "GB-CHC-12345678",
            "GB-COH-123456789",
            "GB-COH-ABC12345",
            "GB-XYZ-12345",
            "360G-ABCT-1164883",
            "1164883",
            "GB-SC-SC1234567",
            "GB-NIC-1",
        ] {
            assert_eq!(OrgId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn registers_are_known_by_what_listings_call_them() {
        let of = |scheme, number| OrgId::of(scheme, number).map(|id| id.to_string());
        assert_eq!(
            of("Charity number", "1164883").as_deref(),
            Some("GB-CHC-1164883")
        );
        assert_eq!(
            of("Companies House", "123").as_deref(),
            Some("GB-COH-00000123")
        );
        assert_eq!(of("OSCR", "sc042386").as_deref(), Some("GB-SC-SC042386"));
        assert_eq!(
            of("Charity Commission for Northern Ireland", "100019").as_deref(),
            Some("GB-NIC-100019")
        );
        assert_eq!(
            of("anything", "GB-CHC-1164883").as_deref(),
            Some("GB-CHC-1164883")
        );
        assert_eq!(of("VAT", "1164883"), None);
    }

    proptest! {
        #[test]
        fn reading_what_was_written_changes_nothing(text in "(GB-(CHC|SC|NIC|COH|MPR)-)?[A-Z]{0,3}[0-9]{0,9}[A-Z]?(-1)?") {
            if let Some(id) = OrgId::parse(&text) {
                prop_assert_eq!(OrgId::parse(&id.to_string()), Some(id));
            }
        }

        #[test]
        fn nothing_that_is_written_breaks_it(scheme in ".{0,20}", number in ".{0,20}") {
            let _ = OrgId::of(&scheme, &number);
        }
    }
}
