//! The official examples of the standards: whatever of them is of a kind that comes in goes out again whole.

use super::*;
use crate::support::shared_folder;

/// Where a tree may differ, and why.
const PERMITTED: [(&str, &str); 2] = [
    (
        "organization_id",
        "names the organisation beside it: filled in where an example leaves it out",
    ),
    (
        "location_id",
        "names the location beside it: filled in where an example leaves it out",
    ),
];

/// Everything in which `after` differs from `before`, by the path.
fn differences(path: &str, before: &Value, after: &Value, told: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for (field, value) in before {
                match after.get(field) {
                    Some(other) => differences(&format!("{path}.{field}"), value, other, told),
                    None => told.push(format!("{path}.{field} is lost")),
                }
            }
            let new = after.keys().filter(|field| !before.contains_key(*field));
            let new = new.filter(|field| PERMITTED.iter().all(|(name, _)| name != field));
            told.extend(new.map(|field| format!("{path}.{field} is new")));
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (at, (before, after)) in before.iter().zip(after).enumerate() {
                differences(&format!("{path}[{at}]"), before, after, told);
            }
        }
        _ if before == after => {}
        _ => told.push(format!("{path} was {before} and is {after}")),
    }
}

/// What comes out of an empty directory after this came in, by nested JSON and by tables and then nested JSON.
fn out(example: &Path) -> Vec<Value> {
    let folder = TempDir::with_prefix("headroom-examples-").unwrap();
    let (first, second) = (TestDatabase::sqlite(), TestDatabase::sqlite());
    let (first, second) = (open(&first), open(&second));
    let summary = import(&first, example);
    assert_eq!(
        (became(&summary), &summary.rejections),
        ((1, 0, 0), &Vec::new()),
        "{}",
        example.display()
    );
    let package = folder.path().join("package.zip");
    tabular::export::export(&first, &package, None, &Progress::quiet()).unwrap();
    import(&second, &package);
    let services = [first, second].map(|db| {
        let path = folder.path().join("out.json");
        export::export_hsds(&db, &path, &Progress::quiet()).unwrap();
        let mut all: Vec<Value> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        all.remove(0)
    });
    services.into()
}

/// Each folder of examples, by the standard.
fn folders() -> Vec<PathBuf> {
    let folders = [
        "hsds/3.2.3/examples",
        "hsds/3.1.1/examples-vendored",
        "oruk/3.0/examples",
    ];
    let shared = shared_folder("standards").into_iter();
    shared
        .flat_map(|shared| folders.map(|folder| shared.join(folder)))
        .collect()
}

fn read(path: &Path) -> Option<Value> {
    Some(serde_json::from_slice(&std::fs::read(path).ok()?).unwrap())
}

#[track_caller]
fn nothing_is_lost(before: &Value, after: &Value, example: &Path) {
    let mut told = Vec::new();
    differences("", before, after, &mut told);
    assert_eq!(told, [""; 0], "{}", example.display());
}

#[test]
fn a_whole_service_loses_nothing() {
    for folder in folders() {
        for name in ["service_full.json", "service_list.json"] {
            let example = folder.join(name);
            let Some(whole) = read(&example) else {
                continue;
            };
            let whole = whole
                .get("contents")
                .map_or(&whole, |contents| &contents[0]);
            for after in out(&example) {
                nothing_is_lost(whole, &after, &example);
            }
        }
    }
}

#[test]
fn a_whole_organisation_loses_nothing() {
    for folder in folders() {
        let example = folder.join("organization_full.json");
        let mut whole = read(&example).unwrap();
        let services = whole
            .as_object_mut()
            .unwrap()
            .shift_remove("services")
            .unwrap();
        for after in out(&example) {
            nothing_is_lost(&whole, &after["organization"], &example);
            let mut after = after;
            after.as_object_mut().unwrap().shift_remove("organization");
            nothing_is_lost(&services[0], &after, &example);
        }
    }
}

#[test]
fn a_whole_service_at_a_location_loses_nothing() {
    for folder in folders() {
        for name in [
            "service_at_location_full.json",
            "service_at_location_list.json",
        ] {
            let example = folder.join(name);
            let Some(whole) = read(&example) else {
                continue;
            };
            let whole = whole
                .get("contents")
                .map_or(&whole, |contents| &contents[0]);
            let mut whole = whole.clone();
            let service = whole
                .as_object_mut()
                .unwrap()
                .shift_remove("service")
                .unwrap();
            for mut after in out(&example) {
                nothing_is_lost(&whole, &after["service_at_locations"][0], &example);
                after
                    .as_object_mut()
                    .unwrap()
                    .shift_remove("service_at_locations");
                nothing_is_lost(&service, &after, &example);
            }
        }
    }
}

/// What stands by itself and is no service is refused, with the reason: it is taken along inside of services.
#[test]
fn what_is_no_service_is_refused_with_the_reason() {
    for folder in folders() {
        let db = TestDatabase::sqlite();
        let db = open(&db);
        for name in [
            "location.json",
            "taxonomy.json",
            "taxonomy_list.json",
            "taxonomy_term.json",
            "taxonomy_term_list.json",
            "base.json",
        ] {
            if folder.join(name).exists() {
                let summary = import(&db, folder.join(name));
                assert_eq!(
                    (became(&summary), summary.rejections.len()),
                    ((0, 0, 0), 1),
                    "{name}"
                );
            }
        }
    }
}
