//! The official numbers that an organisation says of itself.

pub mod store;

use super::record::{Document, objects, text};
use crate::domain::org_id::OrgId;

/// Each number as it is written, with what it is called, and what it is understood as.
pub fn of(organization: &Document) -> impl Iterator<Item = (String, Option<OrgId>)> {
    objects(organization, "organization_identifiers").filter_map(|one| {
        let scheme = text(one, "identifier_scheme").or_else(|| text(one, "identifier_type"));
        let (scheme, number) = (scheme.unwrap_or_default(), text(one, "identifier")?);
        Some((format!("{scheme} {number}"), OrgId::of(scheme, number)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_number_is_understood_by_its_scheme_or_else_by_its_kind() {
        let organization = json!({ "organization_identifiers": [
            { "identifier_scheme": "GB-CHC", "identifier": "01164883" },
            { "identifier_type": "Company number", "identifier": "123" },
            { "identifier_type": "VAT", "identifier": "GB 1" },
        ] });
        let found: Vec<_> = of(organization.as_object().unwrap())
            .map(|(written, id)| (written, id.map(|id| id.to_string())))
            .collect();
        assert_eq!(found[0].1.as_deref(), Some("GB-CHC-1164883"));
        assert_eq!(found[1].1.as_deref(), Some("GB-COH-00000123"));
        assert_eq!(found[2], ("VAT GB 1".into(), None));
    }
}
