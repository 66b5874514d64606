//! Days, months and hours: words that stand in any order between figures.

use super::grammar::softened;

/// Each word of the calendar, in English and in Welsh.
const WORDS: [(&str, &str); 62] = [
    ("Monday", "dydd Llun"),
    ("Tuesday", "dydd Mawrth"),
    ("Wednesday", "dydd Mercher"),
    ("Thursday", "dydd Iau"),
    ("Friday", "dydd Gwener"),
    ("Saturday", "dydd Sadwrn"),
    ("Sunday", "dydd Sul"),
    ("Mondays", "dydd Llun"),
    ("Tuesdays", "dydd Mawrth"),
    ("Wednesdays", "dydd Mercher"),
    ("Thursdays", "dydd Iau"),
    ("Fridays", "dydd Gwener"),
    ("Saturdays", "dydd Sadwrn"),
    ("Sundays", "dydd Sul"),
    ("Mon", "Llun"),
    ("Tue", "Mawrth"),
    ("Wed", "Mercher"),
    ("Thu", "Iau"),
    ("Fri", "Gwener"),
    ("Sat", "Sadwrn"),
    ("Sun", "Sul"),
    ("Mo", "Ll"),
    ("Tu", "Ma"),
    ("We", "Me"),
    ("Th", "Ia"),
    ("Fr", "Gw"),
    ("Sa", "Sa"),
    ("Su", "Su"),
    ("January", "Ionawr"),
    ("February", "Chwefror"),
    ("March", "Mawrth"),
    ("April", "Ebrill"),
    ("May", "Mai"),
    ("June", "Mehefin"),
    ("July", "Gorffennaf"),
    ("August", "Awst"),
    ("September", "Medi"),
    ("October", "Hydref"),
    ("November", "Tachwedd"),
    ("December", "Rhagfyr"),
    ("Jan", "Ion"),
    ("Feb", "Chwef"),
    ("Apr", "Ebr"),
    ("Jun", "Meh"),
    ("Jul", "Gorff"),
    ("Aug", "Awst"),
    ("Sep", "Medi"),
    ("Oct", "Hyd"),
    ("Nov", "Tach"),
    ("Dec", "Rhag"),
    ("today", "heddiw"),
    ("tomorrow", "yfory"),
    ("yesterday", "ddoe"),
    ("midnight", "hanner nos"),
    ("to", "i"),
    ("until", "tan"),
    ("from", "o"),
    ("on", "ar"),
    ("all", "drwy’r"),
    ("day", "dydd"),
    ("every", "bob"),
    ("Every", "Bob"),
];

/// A date or a time in Welsh, if nothing but that is said.
pub fn speak(english: &str) -> Option<String> {
    let mut said = String::with_capacity(english.len() + 8);
    let mut rest = english;
    while let Some(letter) = rest.chars().next() {
        let ends = |c: char| c.is_alphabetic() != letter.is_alphabetic();
        let (piece, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
        match letter.is_alphabetic() {
            true => said += word(piece)?,
            false => said += piece,
        }
        rest = after;
    }
    Some(softened(&said))
}

fn word(english: &str) -> Option<&'static str> {
    let mut words = WORDS.iter();
    let found = words.find(|(known, _)| *known == english);
    found.map(|(_, welsh)| *welsh)
}

#[cfg(test)]
mod tests {
    use super::speak;

    #[test]
    fn dates_are_said() {
        let said = speak("Monday 4 May, 10:30");
        assert_eq!(said.as_deref(), Some("dydd Llun 4 Mai, 10:30"));
        assert_eq!(speak("2027-03-31").as_deref(), Some("2027-03-31"));
        let said = speak("Mondays to Fridays 10:00 to 12:00");
        assert_eq!(
            said.as_deref(),
            Some("dydd Llun i ddydd Gwener 10:00 i 12:00")
        );
        assert_eq!(speak("on Mondays").as_deref(), Some("ar ddydd Llun"));
        assert_eq!(speak("Monday Club"), None);
    }
}
