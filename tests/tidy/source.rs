//! Reading Rust source as these rules need it: line by line, knowing code from
//! comments and tests. It relies on the code being formatted.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::paths::first_names;
use super::repository::root;

/// One source file.
#[derive(Debug)]
pub struct Source {
    /// Its path in the repository.
    pub name: String,
    pub lines: Vec<String>,
    /// Whether the whole file is a test module, declared in another file.
    is_test: bool,
}

/// All Rust files of the product: those of the program and those of the package beside it.
pub fn sources() -> Vec<Source> {
    let mut sources = sources_under("src");
    sources.extend(sources_under("language/src"));
    sources
}

/// All Rust files under a folder of the repository, in order of name.
pub fn sources_under(folder: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    collect(&root().join(folder), &mut paths);
    paths.sort();
    let mut sources: Vec<Source> = paths.iter().map(|path| Source::read(path)).collect();
    let tests: BTreeSet<String> = sources.iter().flat_map(Source::declared_tests).collect();
    for source in &mut sources {
        source.is_test = tests.iter().any(|test| {
            source.name == format!("{test}.rs") || source.name.starts_with(&format!("{test}/"))
        });
    }
    sources
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder);
    for entry in entries.unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("an entry of a folder").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

impl Source {
    fn read(path: &Path) -> Source {
        let text = std::fs::read_to_string(path).expect("a source file in UTF-8");
        let name = path.strip_prefix(root()).expect("a file of the repository");
        Source::new(&name.to_string_lossy(), &text)
    }

    pub fn new(name: &str, text: &str) -> Source {
        let lines = text.lines().map(str::to_owned).collect();
        Source {
            name: name.to_owned(),
            lines,
            is_test: false,
        }
    }

    /// The module right under `src` that it belongs to; none for `main.rs` and `lib.rs`.
    pub fn module(&self) -> Option<String> {
        let path = self
            .name
            .trim_start_matches("language/")
            .strip_prefix("src/")?;
        let module = path.split('/').next()?.trim_end_matches(".rs");
        (!["main", "lib"].contains(&module)).then(|| module.to_owned())
    }

    pub fn opens_with_a_doc_comment(&self) -> bool {
        self.lines
            .first()
            .is_some_and(|line| line.starts_with("//! "))
    }

    /// Where any of `marks` is in code that is not a test's: `file:line: text`.
    pub fn code_with(&self, marks: &[&str]) -> Vec<String> {
        self.found(marks)
            .map(|(number, line)| self.place(number, line))
            .collect()
    }

    /// The same, but for what a comment `// Proven:` on the line or in the two
    /// above accounts for.
    pub fn unproven(&self, marks: &[&str]) -> Vec<String> {
        let unproven = self
            .found(marks)
            .filter(|(number, _)| !self.is_proven(*number));
        unproven
            .map(|(number, line)| self.place(number, line))
            .collect()
    }

    fn is_proven(&self, number: usize) -> bool {
        let near = number.saturating_sub(3)..number;
        self.lines[near]
            .iter()
            .any(|line| line.contains("// Proven:"))
    }

    fn place(&self, number: usize, line: &str) -> String {
        format!("{}:{number}: {}", self.name, line.trim())
    }

    fn found<'a>(&'a self, marks: &'a [&str]) -> impl Iterator<Item = (usize, &'a str)> {
        let code = self.code().into_iter();
        code.filter(|(_, line)| marks.iter().any(|mark| line.contains(mark)))
    }

    /// The lines that are neither comments nor tests, with their numbers.
    fn code(&self) -> Vec<(usize, &str)> {
        let mut code = Vec::new();
        let mut lines = (1..).zip(self.lines.iter().map(String::as_str));
        while let Some((number, line)) = lines.next() {
            if self.is_test {
                break;
            } else if line.trim() == "#[cfg(test)]" {
                skip_item(line, &mut lines);
            } else if !line.trim_start().starts_with("//") {
                code.push((number, without_comment(line)));
            }
        }
        code
    }

    /// The modules right under the crate that its code uses, with the line.
    pub fn uses(&self) -> Vec<(usize, String)> {
        let code = self.code();
        let text = code
            .iter()
            .map(|(_, line)| *line)
            .collect::<Vec<_>>()
            .join("\n");
        let places = text.match_indices("crate::").map(|(place, _)| place);
        let uses = places.flat_map(|place| {
            let line = code[text[..place].matches('\n').count()].0;
            let after = &text[place + "crate::".len()..];
            first_names(after).into_iter().map(move |name| (line, name))
        });
        uses.collect()
    }

    /// The paths, without an ending, of the test modules that it declares.
    fn declared_tests(&self) -> Vec<String> {
        let pairs = self.lines.iter().zip(self.lines.iter().skip(1));
        let declared = pairs.filter(|(attribute, _)| attribute.trim() == "#[cfg(test)]");
        let names = declared.filter_map(|(_, line)| {
            line.trim()
                .strip_suffix(';')?
                .rsplit_once("mod ")
                .map(|(_, name)| name)
        });
        names
            .map(|name| format!("{}/{name}", self.folder_of_children()))
            .collect()
    }

    fn folder_of_children(&self) -> &str {
        let stem = self.name.trim_end_matches(".rs");
        let outer = ["/mod", "/lib", "/main"]
            .iter()
            .find_map(|end| stem.strip_suffix(end));
        outer.unwrap_or(stem)
    }
}

/// Passes over an item: to its `;` or to the brace that closes it, which stands
/// as far in as the item itself.
fn skip_item<'a>(attribute: &str, lines: &mut impl Iterator<Item = (usize, &'a str)>) {
    let indent = &attribute[..attribute.len() - attribute.trim_start().len()];
    let closing = format!("{indent}}}");
    for (_, line) in lines {
        let outermost = line.trim_start().len() + indent.len() == line.len();
        if outermost && (line.ends_with([';', '}']) || line.starts_with(&closing)) {
            return;
        }
    }
}

fn without_comment(line: &str) -> &str {
    line.split_once(" // ").map_or(line, |(code, _)| code)
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn every_way_to_use_a_module_is_seen() {
        let text = "use crate::{\n    db::{self, x},\n    error::Error, // crate::web\n};\n\
                    /// [`crate::api`]\nfn f() -> crate::app::App {}\n\
                    #[cfg(test)]\nmod tests {\n    use crate::cli;\n}\nuse crate::domain;\n";
        let uses = Source::new("src/search/mod.rs", text).uses();
        let expected = [(1, "db"), (1, "error"), (6, "app"), (11, "domain")];
        assert_eq!(uses, expected.map(|(line, name)| (line, name.to_owned())));
    }

    #[test]
    fn what_may_fail_needs_its_proof_near() {
        let text = "a.unwrap();\n\n// Proven: it is there.\nb\n    .unwrap();\nc.unwrap();\n";
        let unproven = Source::new("src/db.rs", text).unproven(&[".unwrap()"]);
        assert_eq!(
            unproven,
            ["src/db.rs:1: a.unwrap();", "src/db.rs:6: c.unwrap();"]
        );
    }
}
