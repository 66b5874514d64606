//! Brings areas with their shapes in: GeoJSON FeatureCollections or TopoJSON of polygons with codes and
//! names, from a file, a folder or an address, gzipped or not. Everything is read before anything is
//! written, and then written in one transaction.

mod properties;
mod topojson;

use super::input;
use super::progress::Progress;
use super::summary::{Rejection, Summary};
use crate::db::{Database, Tx};
use crate::error::{Error, Result};
use crate::geography::Catchment;
use crate::geography::areas::{self, AreaPlan, AreaRow};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::path::Path;

/// The endings of the files that are taken from a folder.
const ENDINGS: [&str; 6] = [
    ".geojson",
    ".topojson",
    ".json",
    ".geojson.gz",
    ".topojson.gz",
    ".json.gz",
];
/// Letters of a kind at most.
const LONGEST_KIND: usize = 30;

/// Reads the areas of a file, every such file of a folder, or an address. `kind` says what they are
/// where their properties and codes do not. With `dry_run` it only tells what would happen. What is
/// not mentioned stays.
///
/// # Errors
/// The input cannot be read to its end or is neither GeoJSON nor TopoJSON, or the database fails: nothing is changed.
/// A single bad feature is only counted, among the rejections of the summary.
pub fn import(
    db: &Database,
    from: &str,
    kind: Option<&str>,
    dry_run: bool,
    progress: &Progress,
) -> Result<Summary> {
    let kind = kind.map(checked).transpose()?;
    let mut gathered = Gathered::default();
    for source in sources(from)? {
        read(&source, kind, &mut gathered, progress)?;
    }
    let Gathered {
        rows, rejections, ..
    } = gathered;
    progress.begin("writing areas", Some(rows.len() as u64));
    let told = progress.clone();
    let plan = match dry_run {
        true => db.read(|conn| areas::plan(conn, rows)),
        false => db.write(move |tx| apply(tx, rows, &told)),
    };
    progress.end();
    let plan = plan?;
    Ok(Summary {
        added: plan.new.len() as u64,
        changed: plan.changed.len() as u64,
        unchanged: plan.unchanged,
        withdrawn: 0,
        rejections,
    })
}

fn apply(tx: &mut Tx, rows: Vec<AreaRow>, progress: &Progress) -> Result<AreaPlan> {
    let plan = areas::plan(tx, rows)?;
    areas::carry_out(tx, &plan, || progress.step(1))?;
    Ok(plan)
}

/// A kind as it is kept.
fn checked(kind: &str) -> Result<&str> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    match !kind.is_empty() && kind.len() <= LONGEST_KIND && kind.chars().all(allowed) {
        true => Ok(kind),
        false => Err(Error::Usage(format!(
            "--kind must be 1 to {LONGEST_KIND} small letters, digits or \"-\", such as ward"
        ))),
    }
}

/// The address or file itself, or the files of a folder by name.
fn sources(from: &str) -> Result<Vec<String>> {
    let path = Path::new(from);
    if !path.is_dir() {
        return Ok(vec![from.to_owned()]);
    }
    let what = || format!("cannot read the folder {from}");
    let mut files = Vec::new();
    for entry in path.read_dir().map_err(Error::io(what()))? {
        let file = entry.map_err(Error::io(what()))?.path();
        let name = name_of(&file.to_string_lossy()).to_lowercase();
        let wanted = ENDINGS.iter().any(|ending| name.ends_with(ending));
        if file.is_file() && wanted && !name.starts_with('.') {
            files.push(file.to_string_lossy().into_owned());
        }
    }
    files.sort();
    match files.is_empty() {
        false => Ok(files),
        true => Err(Error::Usage(format!(
            "the folder {from} has no file that ends in {}",
            ENDINGS.join(", ")
        ))),
    }
}

fn name_of(source: &str) -> &str {
    source.rsplit(['/', '\\']).next().unwrap_or(source)
}

/// What has been read so far.
#[derive(Default)]
struct Gathered {
    rows: Vec<AreaRow>,
    /// Where each kind and code stood.
    places: HashMap<(String, String), String>,
    rejections: Vec<Rejection>,
}

fn read(source: &str, kind: Option<&str>, into: &mut Gathered, progress: &Progress) -> Result<()> {
    let mut values = Vec::new();
    input::read(source, progress, &mut |found| {
        values.extend(found.record.ok())
    })?;
    let name = name_of(source);
    let mut number = 0;
    let mut add = |feature| {
        number += 1;
        into.add(format!("{name}, feature {number}"), feature, kind);
    };
    for value in values {
        if topojson::is_topology(&value) {
            topojson::each(value, &mut add).map_err(|why| {
                Error::Usage(format!(
                    "{source} is no TopoJSON that can be read: {why}. Nothing was imported"
                ))
            })?;
            continue;
        }
        let features = features(value).ok_or_else(|| {
            Error::Usage(format!(
                "{source} holds no GeoJSON features and no TopoJSON. Nothing was imported: give a \
                 FeatureCollection or a Topology of polygons"
            ))
        })?;
        features.into_iter().map(Feature::of).for_each(&mut add);
    }
    Ok(())
}

/// One area as it stands in a file.
struct Feature {
    /// What is said of it.
    properties: Option<Map<String, Value>>,
    /// Its shape as GeoJSON, or what is wrong with it.
    geometry: std::result::Result<Value, String>,
}

impl Feature {
    /// Of a feature of GeoJSON.
    fn of(mut feature: Value) -> Self {
        let geometry = feature.get_mut("geometry").map(Value::take);
        let properties = match feature.get_mut("properties").map(Value::take) {
            Some(Value::Object(properties)) => Some(properties),
            _ => None,
        };
        Self {
            properties,
            geometry: Ok(geometry.unwrap_or_default()),
        }
    }
}

/// The features of a collection, or the one that it is.
fn features(mut value: Value) -> Option<Vec<Value>> {
    if value.get("type")?.as_str()? == "Feature" {
        return Some(vec![value]);
    }
    match value.get_mut("features")?.take() {
        Value::Array(features) => Some(features),
        _ => None,
    }
}

impl Gathered {
    fn add(&mut self, place: String, feature: Feature, kind: Option<&str>) {
        let called = feature.properties.as_ref().map_or_else(
            || {
                Err((
                    "properties",
                    "it has none: give a code and a name".to_owned(),
                ))
            },
            |properties| properties::called(properties, kind),
        );
        let called = match called {
            Ok(called) => called,
            Err((field, reason)) => return self.reject(place, None, field, reason),
        };
        let (key, id) = (
            (called.kind.clone(), called.code.clone()),
            called.code.clone(),
        );
        let shape = feature.geometry.and_then(Catchment::from_value);
        let row = shape.and_then(|shape| {
            AreaRow::new(called, &shape).ok_or_else(|| "it has no middle".to_owned())
        });
        match (row, self.places.get(&key)) {
            (Err(reason), _) => self.reject(place, Some(id), "geometry", reason),
            (Ok(_), Some(first)) => {
                let reason = format!("{first} has the same code: the first is kept");
                self.reject(place, Some(id), "code", reason);
            }
            (Ok(row), None) => {
                self.rows.push(row);
                self.places.insert(key, place);
            }
        }
    }

    fn reject(&mut self, place: String, id: Option<String>, field: &str, reason: String) {
        self.rejections.push(Rejection {
            place,
            id,
            field: field.to_owned(),
            reason,
        });
    }
}
