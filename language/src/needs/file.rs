//! Reading the files of the vocabulary. A broken file is refused, with the line of each fault.

use super::choices::spread;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::fmt::{self, Display};
use toml::Spanned;

/// One need as the file has it. `index/needs/README.md` says what the fields are for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    pub id: String,
    pub label: String,
    pub parent: Option<String>,
    #[serde(default)]
    pub related: Vec<String>,
    #[serde(default)]
    pub words: Vec<String>,
    #[serde(default)]
    pub says: Vec<String>,
    #[serde(default)]
    pub listing: Vec<String>,
    #[serde(default)]
    pub not: Vec<String>,
    #[serde(default)]
    pub open_eligibility: Vec<String>,
    #[serde(default)]
    pub ukcat: Vec<String>,
    #[serde(default)]
    pub esd: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    need: Vec<Spanned<Record>>,
}

/// Something wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which file.
    pub file: String,
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}, line {}: {}", self.file, self.line, self.message)
    }
}

/// Faults, one a line.
pub fn list(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(Fault::to_string).collect();
    lines.join("\n")
}

/// A record, and where it stands.
struct Placed {
    file: String,
    line: usize,
    record: Record,
}

/// All records of all files.
///
/// # Errors
/// Everything that is wrong.
pub fn records<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Vec<Record>, Vec<Fault>> {
    let (mut placed, mut faults) = (Vec::new(), Vec::new());
    for (name, text) in files {
        match read(name, text) {
            Ok(records) => placed.extend(records),
            Err(fault) => faults.push(fault),
        }
    }
    faults.extend(check(&placed));
    match faults.is_empty() {
        true => Ok(placed.into_iter().map(|placed| placed.record).collect()),
        false => Err(faults),
    }
}

/// Reads a TOML file.
///
/// # Errors
/// It is not TOML, or not of this shape.
pub fn toml<T: serde::de::DeserializeOwned>(name: &str, text: &str) -> Result<T, Fault> {
    toml::from_str(text).map_err(|error| Fault {
        file: name.to_owned(),
        line: line(text, error.span().map_or(0, |span| span.start)),
        message: error.message().to_owned(),
    })
}

fn read(name: &str, text: &str) -> Result<Vec<Placed>, Fault> {
    let file: File = toml(name, text)?;
    let placed = file.need.into_iter().map(|record| Placed {
        file: name.to_owned(),
        line: line(text, record.span().start),
        record: record.into_inner(),
    });
    Ok(placed.collect())
}

/// The line of a byte, from 1.
pub fn line(text: &str, byte: usize) -> usize {
    text.bytes()
        .take(byte)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

fn check(placed: &[Placed]) -> Vec<Fault> {
    let mut ids: HashMap<&str, &Placed> = HashMap::new();
    let mut faults = Vec::new();
    for one in placed {
        if let Some(other) = ids.insert(&one.record.id, one) {
            let message = format!(
                "the id \"{}\" stands in {}, line {} already: choose another",
                one.record.id, other.file, other.line
            );
            faults.push(one.fault(message));
        }
    }
    for one in placed {
        faults.extend(
            one.messages(&ids)
                .into_iter()
                .map(|message| one.fault(message)),
        );
    }
    faults
}

impl Placed {
    fn fault(&self, message: String) -> Fault {
        Fault {
            file: self.file.clone(),
            line: self.line,
            message,
        }
    }

    fn messages(&self, ids: &HashMap<&str, &Placed>) -> Vec<String> {
        let record = &self.record;
        let mut messages = Vec::new();
        let proper = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if record.id.is_empty() || !record.id.chars().all(proper) {
            messages.push(format!(
                "the id \"{}\" must be of small letters, digits and -",
                record.id
            ));
        }
        if record.label.trim().is_empty() {
            messages.push(format!("\"{}\" has no label", record.id));
        }
        for other in record.parent.iter().chain(&record.related) {
            if !ids.contains_key(other.as_str()) {
                messages.push(format!(
                    "\"{}\" names \"{other}\", which is no id of a need",
                    record.id
                ));
            } else if *other == record.id {
                messages.push(format!("\"{}\" names itself", record.id));
            }
        }
        if in_a_circle(record, ids) {
            messages.push(format!(
                "the parents of \"{}\" go round in a circle",
                record.id
            ));
        }
        messages.extend(self.phrases());
        messages
    }

    fn phrases(&self) -> Vec<String> {
        let record = &self.record;
        let lists = [
            ("words", &record.words),
            ("says", &record.says),
            ("listing", &record.listing),
            ("not", &record.not),
        ];
        let mut messages = Vec::new();
        for (name, list) in lists {
            let mut seen = HashSet::new();
            for phrase in list {
                if let Err(message) = spread(phrase) {
                    messages.push(message);
                } else if !phrase.contains(char::is_alphanumeric) {
                    messages.push(format!("\"{}\" has an empty phrase in {name}", record.id));
                } else if !seen.insert(phrase.to_lowercase()) {
                    messages.push(format!(
                        "\"{}\" has \"{phrase}\" twice in {name}",
                        record.id
                    ));
                }
            }
        }
        messages
    }
}

/// Whether the parents of a need lead back to it.
fn in_a_circle(record: &Record, ids: &HashMap<&str, &Placed>) -> bool {
    let parent = |id: &&str| ids.get(id)?.record.parent.as_deref();
    let chain = std::iter::successors(record.parent.as_deref(), parent);
    chain.take(ids.len() + 1).any(|id| id == record.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> String {
        list(&records([("food.toml", text)]).unwrap_err())
    }

    #[test]
    fn a_broken_file_is_refused_with_its_line() {
        let broken = "[[need]]\nid = \"food\"\nlabel = \"Food\"\nword = [\"x\"]\n";
        assert!(
            faults(broken).starts_with("food.toml, line 4: unknown field `word`"),
            "{}",
            faults(broken)
        );
        let torn = "[[need]]\nid = \"food\nlabel = \"Food\"\n";
        assert!(
            faults(torn).starts_with("food.toml, line 2: "),
            "{}",
            faults(torn)
        );
    }

    #[test]
    fn what_does_not_hang_together_is_refused() {
        let text = "[[need]]\nid = \"food\"\nlabel = \"Food\"\nparent = \"money\"\nwords = [\"a\", \"A\", \"?\"]\n\
            [[need]]\nid = \"food\"\nlabel = \"\"\nrelated = [\"food\"]\n";
        let said = faults(text);
        for part in [
            "line 6: the id \"food\" stands in food.toml, line 1 already",
            "line 1: \"food\" names \"money\", which is no id of a need",
            "line 1: \"food\" has \"A\" twice in words",
            "line 1: \"food\" has an empty phrase in words",
            "line 6: \"food\" has no label",
            "line 6: \"food\" names itself",
        ] {
            assert!(said.contains(part), "{part} is not in\n{said}");
        }
        let round = "[[need]]\nid = \"a\"\nlabel = \"A\"\nparent = \"b\"\n[[need]]\nid = \"b\"\nlabel = \"B\"\nparent = \"a\"\n";
        assert!(faults(round).contains("go round in a circle"));
    }
}
