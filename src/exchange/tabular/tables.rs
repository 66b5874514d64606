//! The tables of the HSDS tabular data package (3.2), and which of them stand inside which object when the
//! same is said as nested JSON. A test compares the columns with the official package.

mod standard;

pub use standard::TABLES;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// The id of a row: a UUID.
    Id,
    /// An address for e-mail.
    Email,
    /// An absolute address.
    Uri,
    /// A number.
    Number,
    /// A day, as `2026-11-03`.
    Date,
    /// A time of day, as `10:00:00`.
    Time,
    /// A moment with its offset (RFC 3339).
    Moment,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What stands in it.
    pub kind: Kind,
    /// Whether the standard wants every row to have it.
    pub required: bool,
}

/// A list in an object of one table: the rows of another that name the object in a column.
#[derive(Debug, Clone, Copy)]
pub struct List {
    /// The field of the nested object.
    pub field: &'static str,
    /// The table of the rows.
    pub table: &'static str,
    /// The column of that table that names the object.
    pub by: &'static str,
}

/// An object in an object: a row of another table, that many may share.
#[derive(Debug, Clone, Copy)]
pub struct One {
    /// The field of the nested object.
    pub field: &'static str,
    /// The table of the row.
    pub table: &'static str,
    /// The column of this table that names it.
    pub by: &'static str,
    /// Whether nested JSON says the id beside the object too.
    pub beside: bool,
}

/// One table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// What the standard calls the thing of a row.
    pub name: &'static str,
    /// The file.
    pub file: &'static str,
    /// The columns, in the order of the standard; the first is the id.
    pub columns: &'static [Column],
    /// The lists in an object of this table.
    pub lists: &'static [List],
    /// The objects in an object of this table.
    pub ones: &'static [One],
    /// Whether its objects may have attributes, which name them by `link_id`.
    pub attributes: bool,
    /// Whether its objects may have metadata, which name them by `resource_id`.
    pub metadata: bool,
}

impl Table {
    /// The place of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

/// The place of a table among all.
pub fn number(name: &str) -> Option<usize> {
    TABLES.iter().position(|table| table.name == name)
}

/// The table that a column points to; none for a column that does not name a row.
pub fn pointed_to(column: &str) -> Option<&'static str> {
    let table = column.strip_suffix("_id")?;
    TABLES
        .iter()
        .map(|table| table.name)
        .find(|name| *name == table)
}

/// Whether nested JSON says by an id of its own what this column points to, because the thing is kept by
/// itself: the organisation of a service, the location of a service there, who runs a location.
pub fn is_kept(table: &str, column: &str) -> bool {
    matches!(
        (table, column),
        ("service" | "location", "organization_id") | ("service_at_location", "location_id")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_in_the_tables_is_that_of_a_table_or_a_column() {
        for table in TABLES {
            assert_eq!(table.columns[0].name, "id", "{}", table.name);
            for list in table.lists {
                let other = number(list.table).map(|number| &TABLES[number]);
                let column = other.and_then(|other| other.column(list.by));
                assert!(column.is_some(), "{}.{}", table.name, list.field);
            }
            for one in table.ones {
                assert!(number(one.table).is_some(), "{}.{}", table.name, one.field);
                assert!(
                    table.column(one.by).is_some(),
                    "{}.{}",
                    table.name,
                    one.field
                );
            }
        }
        for (_, table, by, entity) in super::super::flat::LINKS {
            let table = &TABLES[number(table).unwrap()];
            assert!(table.column(by).is_some() && table.column(entity).is_some());
        }
        assert_eq!(pointed_to("taxonomy_term_id"), Some("taxonomy_term"));
        assert_eq!((pointed_to("link_id"), pointed_to("id")), (None, None));
    }
}
