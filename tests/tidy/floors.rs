//! Which module stands on which floor. A module uses its own floor and those
//! below it; `main.rs` and `lib.rs` stand outside and use anything.

/// The floors, lowest first. A new module under `src` is added here.
const FLOORS: [(&str, &[&str]); 6] = [
    ("ground", &["error", "config", "domain", "db", "lists"]),
    ("engines", &["geography", "needs", "safety", "search"]),
    (
        "core",
        &[
            "directory",
            "capacity",
            "gathered",
            "links",
            "notes",
            "signposts",
            "funding",
            "accounts",
            "edits",
            "matching",
        ],
    ),
    ("app", &["app"]),
    (
        "work",
        &[
            "eval",
            "exchange",
            "feeds",
            "reminders",
            "tasks",
            "subscriptions",
            "upkeep",
            "registers",
            "coverage",
        ],
    ),
    ("faces", &["gate", "api", "oruk", "fhir", "web", "cli"]),
];

/// Modules that stand on nothing but themselves.
const ALONE: [&str; 2] = ["domain", "error"];

/// Who may not use whom, though they are on one floor.
const APART: [(&str, &str); 5] = [
    ("api", "cli"),
    ("web", "cli"),
    ("gate", "api"),
    ("gate", "web"),
    ("gate", "cli"),
];

pub fn known_modules() -> impl Iterator<Item = &'static str> {
    FLOORS
        .iter()
        .flat_map(|(_, modules)| modules.iter().copied())
}

/// What is wrong when `module` uses `used`, if anything is.
pub fn complaint_about(module: &str, used: &str) -> Option<String> {
    if module == used {
        return None;
    }
    let Some(used_floor) = floor_of(used) else {
        return Some(format!(
            "crate::{used} is on no floor: see tests/tidy/floors.rs"
        ));
    };
    if ALONE.contains(&module) {
        return Some(format!("{module} uses {used}, but may use only itself"));
    }
    if APART.contains(&(module, used)) {
        return Some(format!("{module} may not use {used}"));
    }
    // A module on no floor is the matter of another test.
    let floor = floor_of(module)?;
    let names = [floor, used_floor].map(|floor| FLOORS[floor].0);
    let [name, used_name] = names;
    (floor < used_floor).then(|| format!("{module} ({name}) uses {used} ({used_name})"))
}

fn floor_of(module: &str) -> Option<usize> {
    FLOORS
        .iter()
        .position(|(_, modules)| modules.contains(&module))
}

#[test]
fn a_floor_may_use_itself_and_what_is_below() {
    assert_eq!(complaint_about("search", "db"), None);
    assert_eq!(complaint_about("search", "geography"), None);
    assert_eq!(complaint_about("cli", "api"), None);
    assert!(complaint_about("search", "capacity").is_some());
    assert!(complaint_about("domain", "error").is_some());
    assert!(complaint_about("web", "cli").is_some());
    assert!(complaint_about("web", "cellar").is_some());
}
