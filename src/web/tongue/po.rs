//! Reads a catalogue in the format of gettext, which the tools of translators write.

/// One entry: what is said in English, and in the other language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The English, for one where there is a number in it.
    pub english: String,
    /// The English for several.
    pub several: Option<String>,
    /// The other language: one text, or one for each of its plural forms.
    pub said: Vec<String>,
}

/// Where a line that only goes on belongs.
enum Part {
    English,
    Several,
    Said,
}

/// All entries that have a translation; the heading of the file is not among them.
pub fn read(text: &str) -> Vec<Entry> {
    let entries = text.split("\n\n").map(entry);
    let is_said = |entry: &Entry| entry.said.iter().all(|said| !said.is_empty());
    let whole = entries.filter(|entry| !entry.english.is_empty() && !entry.said.is_empty());
    whole.filter(is_said).collect()
}

/// The entry of some lines.
fn entry(lines: &str) -> Entry {
    let mut entry = Entry::default();
    let mut part = Part::English;
    let told = lines.lines().filter(|line| !line.starts_with('#'));
    for (keyword, quoted) in told.filter_map(|line| line.split_once('"')) {
        match keyword.trim() {
            "" => {}
            "msgid" => part = Part::English,
            "msgid_plural" => {
                part = Part::Several;
                entry.several = Some(String::new());
            }
            _ => {
                part = Part::Said;
                entry.said.push(String::new());
            }
        }
        let text = unquoted(quoted);
        match part {
            Part::English => entry.english += &text,
            Part::Several => entry.several.get_or_insert_default().push_str(&text),
            Part::Said => {
                if let Some(last) = entry.said.last_mut() {
                    *last += &text;
                }
            }
        }
    }
    entry
}

/// What stands between quotation marks, the first of which is gone.
fn unquoted(quoted: &str) -> String {
    let quoted = quoted.trim_end();
    let inner = quoted.strip_suffix('"').unwrap_or(quoted);
    let inner = inner.replace("\\\"", "\"").replace("\\n", "\n");
    inner.replace("\\\\", "\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Words.\nmsgid \"\"\nmsgstr \"\"\n\"Language: cy\\n\"\n\n\
        # A note.\nmsgid \"Say “Hello” \"\n\"to \\\"them\\\"\"\nmsgstr \"Dywedwch\"\n\n\
        msgid \"Not yet\"\nmsgstr \"\"\n\n\
        msgid \"{n} day\"\nmsgid_plural \"{n} days\"\nmsgstr[0] \"{n} diwrnod\"\nmsgstr[1] \"{n} ddiwrnod\"\n";

    #[test]
    fn what_is_translated_is_read() {
        let entries = read(FILE);
        assert_eq!(entries.len(), 2);
        assert_eq!(entries[0].english, "Say “Hello” to \"them\"");
        assert_eq!(entries[0].said, ["Dywedwch"]);
        assert_eq!(entries[1].several.as_deref(), Some("{n} days"));
        assert_eq!(entries[1].said, ["{n} diwrnod", "{n} ddiwrnod"]);
    }
}
