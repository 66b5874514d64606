//! The tables of the extract that are read, and a row of one.

/// A table of the extract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Table {
    /// The charities.
    Charity,
    /// Other names of them.
    OtherNames,
    /// Where they work: their area of benefit.
    Areas,
}

impl Table {
    /// Every table.
    pub const ALL: [Table; 3] = [Table::Charity, Table::OtherNames, Table::Areas];

    /// Its name in the extract.
    pub fn name(self) -> &'static str {
        match self {
            Table::Charity => "charity",
            Table::OtherNames => "charity_other_names",
            Table::Areas => "charity_area_of_operation",
        }
    }

    /// The columns that are read of it. Nothing else of a row is ever kept, even in memory: addresses,
    /// telephones and trustees are people's own.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Table::Charity => &[
                "date_of_extract",
                "organisation_number",
                "registered_charity_number",
                "linked_charity_number",
                "charity_name",
                "charity_registration_status",
                "date_of_registration",
                "date_of_removal",
                "charity_reporting_status",
                "latest_acc_fin_period_end_date",
                "latest_income",
                "latest_expenditure",
                "charity_company_registration_number",
                "charity_insolvent",
                "charity_in_administration",
            ],
            Table::OtherNames => &[
                "organisation_number",
                "linked_charity_number",
                "charity_name",
            ],
            Table::Areas => &[
                "organisation_number",
                "linked_charity_number",
                "geographic_area_type",
                "geographic_area_description",
            ],
        }
    }

    /// Those without which no row can be used.
    pub fn needed(self) -> &'static [&'static str] {
        match self {
            Table::Charity => &[
                "organisation_number",
                "registered_charity_number",
                "charity_name",
                "charity_registration_status",
            ],
            Table::OtherNames => &["organisation_number", "charity_name"],
            Table::Areas => &["organisation_number", "geographic_area_description"],
        }
    }

    /// The table whose file has this name, such as `publicextract.charity.json`.
    pub fn of_file(name: &str) -> Option<Self> {
        let name = name
            .rsplit(['/', '\\'])
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let (stem, ending) = name.rsplit_once('.')?;
        let table = stem.strip_prefix("publicextract.").unwrap_or(stem);
        let known = ["json", "txt", "tsv", "zip"].contains(&ending);
        Self::ALL
            .into_iter()
            .find(|one| known && one.name() == table)
    }
}

/// A row: what stands in the columns of its table, in their order.
#[derive(Debug, Clone)]
pub struct Row {
    columns: &'static [&'static str],
    values: Vec<Option<String>>,
    /// What is wrong with the row as such: the column, and why.
    pub fault: Option<(&'static str, String)>,
}

impl Row {
    /// One in which nothing stands yet.
    pub fn of(table: Table) -> Self {
        let columns = table.columns();
        Self {
            columns,
            values: vec![None; columns.len()],
            fault: None,
        }
    }

    /// Takes out whatever stands in it.
    pub fn clear(&mut self) {
        self.values.fill(None);
        self.fault = None;
    }

    /// Puts something into a column.
    pub fn put(&mut self, column: usize, value: &str) {
        let value = value.trim();
        if let Some(place) = self.values.get_mut(column) {
            *place = (!value.is_empty()).then(|| value.to_owned());
        }
    }

    /// What stands in a column; none if that is empty.
    pub fn get(&self, column: &str) -> Option<&str> {
        let at = self.columns.iter().position(|one| *one == column)?;
        self.values.get(at)?.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_known_by_the_name_of_its_file() {
        for (name, table) in [
            ("publicextract.charity.json", Some(Table::Charity)),
            (
                "data/PublicExtract.Charity_Other_Names.TXT",
                Some(Table::OtherNames),
            ),
            ("charity_area_of_operation.tsv", Some(Table::Areas)),
            ("publicextract.charity_trustee.json", None),
            ("charity", None),
            ("charity.xlsx", None),
        ] {
            assert_eq!(Table::of_file(name), table, "{name}");
        }
    }
}
