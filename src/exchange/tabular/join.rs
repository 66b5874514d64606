//! Rows joined into nested objects by the ids in them: the reverse of [`super::flat`]. A row may be named by
//! several others, or name several, and then stands in each of them.

use super::cells;
use super::flat::LINKS;
use super::read::Part;
use super::rows::{Row, Tables, key};
use super::tables::{self, Kind, TABLES};
use crate::directory::record::Document;
use crate::error::FieldError;
use crate::exchange::input::Found;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

/// The tables whose rows may be there for others to point to.
const TO_POINT_TO: [&str; 5] = [
    "organization",
    "service",
    "taxonomy",
    "taxonomy_term",
    "unit",
];

/// The tables of a package, with what finds their rows.
pub struct Joined {
    tables: Tables,
    /// For each table, its rows by id.
    by_id: Vec<HashMap<String, usize>>,
    /// For each table and column, the rows that name an id.
    naming: HashMap<(usize, &'static str), HashMap<String, Vec<usize>>>,
    /// The locations where a service is, which are kept by themselves.
    sites: HashSet<String>,
    /// The rows that stand in something.
    used: RefCell<Vec<BTreeSet<usize>>>,
    faults: RefCell<Vec<Found>>,
}

impl Joined {
    /// Finds out which rows belong to which.
    pub fn new(tables: Tables) -> Self {
        let mut joined = Self {
            tables,
            by_id: vec![HashMap::new(); TABLES.len()],
            naming: HashMap::new(),
            sites: HashSet::new(),
            used: RefCell::new(vec![BTreeSet::new(); TABLES.len()]),
            faults: RefCell::default(),
        };
        for table in 0..TABLES.len() {
            joined.know(table);
        }
        let sites = joined
            .naming
            .get(&(at("service_at_location"), "location_id"));
        joined.sites = sites.into_iter().flat_map(HashMap::keys).cloned().collect();
        joined
    }

    fn know(&mut self, table: usize) {
        for (place, row) in self.tables.of(table).iter().enumerate() {
            let id = key(&row.cells[0]);
            let fault = match self.by_id[table].get(&id) {
                _ if id.is_empty() => "is missing: give each row an id".to_owned(),
                Some(first) => {
                    let number = self.tables.of(table)[*first].number;
                    format!("is that of row {number} too, which is used instead")
                }
                None => {
                    self.by_id[table].insert(id, place);
                    for (column, cell) in TABLES[table].columns.iter().zip(&row.cells).skip(1) {
                        if column.kind == Kind::Id && !cell.is_empty() {
                            let named = self.naming.entry((table, column.name)).or_default();
                            named.entry(key(cell)).or_default().push(place);
                        }
                    }
                    continue;
                }
            };
            self.used.borrow_mut()[table].insert(place);
            self.fault(table, row, "id", fault);
        }
    }

    /// Gives each service with what is in it, then the organisations that run none, then what is wrong.
    pub fn all(&self, take: &mut dyn FnMut(Part)) {
        let (service, organization) = (at("service"), at("organization"));
        for (place, row) in self.tables.of(service).iter().enumerate() {
            if self.is_known(service, place) {
                take(Part::Found(Found {
                    place: shown(service, row),
                    record: Ok(Value::Object(self.service(place))),
                }));
            }
        }
        for (place, row) in self.tables.of(organization).iter().enumerate() {
            let unused = !self.used.borrow()[organization].contains(&place);
            if unused && self.is_known(organization, place) {
                take(Part::Organization(
                    shown(organization, row),
                    self.object(organization, place),
                ));
            }
        }
        self.complain();
        for fault in self.faults.take() {
            take(Part::Found(fault));
        }
    }

    fn is_known(&self, table: usize, place: usize) -> bool {
        let id = key(&self.tables.of(table)[place].cells[0]);
        self.by_id[table].get(&id) == Some(&place)
    }

    fn service(&self, place: usize) -> Document {
        let mut service = self.object(at("service"), place);
        let organization = id_in(&service, "organization_id");
        if let Some(found) = organization.and_then(|id| self.found("organization", &id)) {
            service.insert("organization".into(), Value::Object(found));
        }
        let entries = service
            .get_mut("service_at_locations")
            .and_then(Value::as_array_mut);
        for entry in entries
            .into_iter()
            .flatten()
            .filter_map(Value::as_object_mut)
        {
            let location = id_in(entry, "location_id").and_then(|id| self.found("location", &id));
            if let Some(location) = location {
                entry.insert("location".into(), Value::Object(location));
            }
        }
        service
    }

    fn found(&self, name: &str, id: &str) -> Option<Document> {
        let table = at(name);
        self.by_id[table]
            .get(&key(id))
            .map(|place| self.object(table, *place))
    }

    /// The object of a row, with all that is in it.
    fn object(&self, table: usize, place: usize) -> Document {
        self.used.borrow_mut()[table].insert(place);
        let (about, row) = (&TABLES[table], &self.tables.of(table)[place]);
        let id = key(&row.cells[0]);
        let mut object = self.plain(table, row);
        for one in about.ones {
            let cell = about
                .column(one.by)
                .map(|at| row.cells[at].as_str())
                .unwrap_or_default();
            if let Some(found) = self.found(one.table, cell).filter(|_| !cell.is_empty()) {
                if let Some(id) = found.get("id").filter(|_| one.beside) {
                    object.insert(one.by.into(), id.clone());
                }
                object.insert(one.field.into(), Value::Object(found));
            }
        }
        for list in about.lists {
            let rows = self.named(at(list.table), list.by, &id);
            let rows = rows.filter(|row| list.field != "locations" || !self.is_site(*row));
            self.put(&mut object, list.field, at(list.table), rows.collect());
        }
        for (field, value) in self.tables.beside(table, &id) {
            match value {
                Some(value) => drop(object.insert(field.clone(), value.clone())),
                None => drop(object.shift_remove(field)),
            }
        }
        for (field, links, by, entity) in LINKS {
            let links = at(links);
            let rows = self.named(links, by, &id);
            let rows =
                rows.filter(|row| about.may_have(field) && self.means(links, *row, entity, table));
            let rows = rows.collect();
            self.put(&mut object, field, links, rows);
        }
        object
    }

    /// What the cells of a row say by themselves.
    fn plain(&self, table: usize, row: &Row) -> Document {
        let mut object = Document::new();
        for (column, cell) in TABLES[table].columns.iter().zip(&row.cells) {
            let points = tables::pointed_to(column.name).is_some() || column.name == "resource_id";
            if points && !tables::is_kept(TABLES[table].name, column.name)
                || column.name == "link_id"
            {
                continue;
            }
            match cells::value(column.kind, cell) {
                Ok(Some(value)) => drop(object.insert(column.name.into(), value)),
                Ok(None) => {}
                Err(reason) => self.fault(
                    table,
                    row,
                    column.name,
                    format!("{reason}, not \"{cell}\": it was left out"),
                ),
            }
        }
        let others = row
            .others
            .iter()
            .map(|(name, cell)| (name.clone(), Value::from(cell.as_str())));
        object.extend(others);
        object
    }

    /// Puts objects into a list, each with what it says of where it stands.
    fn put(&self, object: &mut Document, field: &str, table: usize, rows: Vec<usize>) {
        if rows.is_empty() {
            return;
        }
        let whose = object.get("id").cloned();
        let items = rows.into_iter().map(|place| {
            let mut item = self.object(table, place);
            let row = &self.tables.of(table)[place];
            let beside = self.tables.beside(table, &key(&row.cells[0]));
            let says = |field: &str| beside.iter().any(|(name, _)| name == field);
            if field == "locations" && !says("organization_id") {
                item.shift_remove("organization_id");
            }
            if let Some(id) = whose
                .clone()
                .filter(|_| field == "attributes" && !says("link_id"))
            {
                item.insert("link_id".into(), id);
            }
            Value::Object(item)
        });
        object.insert(field.to_owned(), items.collect());
    }

    fn named<'a>(
        &'a self,
        table: usize,
        column: &'static str,
        id: &str,
    ) -> impl Iterator<Item = usize> + use<'a> {
        let rows = self
            .naming
            .get(&(table, column))
            .and_then(|naming| naming.get(id));
        rows.into_iter().flatten().copied()
    }

    fn is_site(&self, location: usize) -> bool {
        let row = &self.tables.of(at("location"))[location];
        self.sites.contains(&key(&row.cells[0]))
    }

    /// Whether a row that may belong to any table belongs to this one, by the name it gives.
    fn means(&self, table: usize, place: usize, column: &str, of: usize) -> bool {
        let cells = &self.tables.of(table)[place].cells;
        let name = TABLES[table]
            .column(column)
            .map(|at| cells[at].to_lowercase())
            .unwrap_or_default();
        let named = TABLES.iter().position(|table| {
            table.name == name || table.file.strip_suffix(".csv") == Some(name.as_str())
        });
        named.is_none_or(|named| named == of)
    }

    /// Notes every row that is in nothing, and every id that no row has.
    fn complain(&self) {
        let used = self.used.take();
        for (table, about) in TABLES.iter().enumerate() {
            let unused = self.tables.of(table).iter().enumerate();
            let unused: Vec<&Row> = unused
                .filter(|(place, _)| !used[table].contains(place))
                .map(|(_, row)| row)
                .collect();
            match (TO_POINT_TO.contains(&about.name), unused.first()) {
                (true, Some(first)) => {
                    let message = format!(
                        "{} rows, from this on, are named by nothing that comes in: they were left out",
                        unused.len()
                    );
                    self.fault(table, first, "id", message);
                }
                (false, _) => unused.iter().for_each(|row| {
                    self.fault(
                        table,
                        row,
                        "id",
                        "names nothing that comes in: it was left out".to_owned(),
                    );
                }),
                (true, None) => {}
            }
            self.dangling(table);
        }
    }

    fn dangling(&self, table: usize) {
        for row in self.tables.of(table) {
            for (column, cell) in TABLES[table].columns.iter().zip(&row.cells) {
                let to = tables::pointed_to(column.name).filter(|_| !cell.is_empty());
                if let Some(to) = to.map(at)
                    && !self.by_id[to].contains_key(&key(cell))
                {
                    let message = format!("no row of {} has the id {cell}", TABLES[to].file);
                    self.fault(table, row, column.name, message);
                }
            }
        }
    }

    fn fault(&self, table: usize, row: &Row, field: &str, message: String) {
        self.faults.borrow_mut().push(Found {
            place: shown(table, row),
            record: Err(FieldError::new(field, message)),
        });
    }
}

fn id_in(object: &Document, field: &str) -> Option<String> {
    object.get(field)?.as_str().map(str::to_owned)
}

fn shown(table: usize, row: &Row) -> String {
    format!("{} row {}", TABLES[table].file, row.number)
}

fn at(name: &str) -> usize {
    // Every name that is asked for is in the tables, which a test makes sure of.
    tables::number(name).unwrap_or_default()
}
