//! Rows of a table in JSON: one list of objects, read one by one. Of each, only what stands in the columns of
//! the table is kept.

use super::bounds::Bounds;
use super::columns::{Row, Table};
use serde::de::{
    DeserializeSeed, Deserializer as _, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Deserializer;
use std::fmt;
use std::io::BufRead;

/// Reads the rows, until one is not taken any more.
///
/// # Errors
/// Why they cannot be read to their end.
pub fn rows(
    input: impl BufRead,
    table: Table,
    bounds: &Bounds,
    take: &mut dyn FnMut(&Row) -> bool,
) -> Result<(), String> {
    let mut json = Deserializer::from_reader(input);
    let list = List {
        row: Row::of(table),
        table,
        bounds,
        take,
    };
    json.deserialize_seq(list)
        .and_then(|()| json.end())
        .map_err(|error| match error.is_io() {
            true => format!("cannot be read to its end: {error}"),
            false => format!("is not whole or not JSON: {error}"),
        })
}

struct List<'a> {
    row: Row,
    table: Table,
    bounds: &'a Bounds,
    take: &'a mut dyn FnMut(&Row) -> bool,
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut rows: A) -> Result<(), A::Error> {
        let columns = self.table.columns();
        loop {
            self.row.clear();
            let filled = rows.next_element_seed(Fill {
                row: &mut self.row,
                columns,
            })?;
            if filled.is_none() {
                return Ok(());
            }
            self.bounds.row();
            if !(self.take)(&self.row) {
                return Err(A::Error::custom("it is not read on"));
            }
        }
    }
}

/// Fills a row from an object.
struct Fill<'a> {
    row: &'a mut Row,
    columns: &'static [&'static str],
}

impl Fill<'_> {
    fn no_object<E>(self) -> Result<(), E> {
        let why = "the row is no object".to_owned();
        self.row.fault = Some(("organisation_number", why));
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Fill<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

/// The ways in which something can be a single value, all dealt with alike.
macro_rules! each_scalar {
    ($($method:ident: $kind:ty),+) => {
        $(fn $method<E: serde::de::Error>(self, value: $kind) -> Result<(), E> {
            self.scalar(&value)
        })+
    };
}

impl<'de> Visitor<'de> for Fill<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a row")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while let Some(column) = fields.next_key_seed(Key(self.columns))? {
            match column {
                Some(column) => fields.next_value_seed(Value {
                    row: &mut *self.row,
                    column,
                    name: self.columns[column],
                })?,
                None => drop(fields.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        self.no_object()
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.no_object()
    }

    each_scalar!(visit_str: &str, visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);
}

impl Fill<'_> {
    fn scalar<E>(self, _: &dyn fmt::Display) -> Result<(), E> {
        self.no_object()
    }
}

/// Which column a field is, if it is read.
struct Key(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Option<usize>;

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<Self::Value, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().position(|column| *column == name))
    }
}

/// What stands in a column.
struct Value<'a> {
    row: &'a mut Row,
    column: usize,
    name: &'static str,
}

impl Value<'_> {
    fn scalar<E>(self, value: &dyn fmt::Display) -> Result<(), E> {
        self.row.put(self.column, &value.to_string());
        Ok(())
    }

    fn odd<E>(self) -> Result<(), E> {
        let why = "it is neither a text nor a number".to_owned();
        self.row.fault = Some((self.name, why));
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        self.odd()
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        while fields.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        self.odd()
    }

    each_scalar!(visit_str: &str, visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, Result<(), String>) {
        let mut said = Vec::new();
        let done = rows(
            text.as_bytes(),
            Table::OtherNames,
            &Bounds::default(),
            &mut |row| {
                said.push(format!(
                    "{:?} {:?} {:?}",
                    row.get("organisation_number"),
                    row.get("charity_name"),
                    row.fault
                ));
                said.len() < 5
            },
        );
        (said, done)
    }

    #[test]
    fn of_each_row_what_is_read_is_kept_whatever_else_stands_there() {
        let (said, done) = read(
            r#"[{"organisation_number": 5, "other": [{"a": 1}], "charity_name": " A \"B\" "},
            {"charity_name": null, "organisation_number": "6"}, 7, {"charity_name": {"a": 1}}]"#,
        );
        assert_eq!(done, Ok(()));
        assert_eq!(said[0], r#"Some("5") Some("A \"B\"") None"#);
        assert_eq!(said[1], r#"Some("6") None None"#);
        assert!(
            said[2].contains("no object") && said[3].contains("neither a text"),
            "{said:?}"
        );
    }

    #[test]
    fn what_is_cut_off_or_goes_on_after_its_end_is_not_taken_for_whole() {
        for text in [
            "[",
            r#"[{"charity_name": "A"}"#,
            r#"[{"charity_name": "A"}, {"cha"#,
            "[] []",
            "[}",
        ] {
            assert!(
                read(text).1.unwrap_err().contains("not whole or not JSON"),
                "{text}"
            );
        }
        assert!(read("[{}, {}, {}, {}, {}, {}]").1.is_err());
    }
}
