//! What the values of a claim stand for.

use crate::accounts::Role;
use crate::error::{Error, Result};

/// What somebody may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Their role.
    pub role: Role,
    /// For a provider: the organisation it speaks for.
    pub organization_id: Option<String>,
    /// For a commissioner: its areas as `kind/code`.
    pub areas: Vec<String>,
}

/// All of them, in the order in which they were given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grants(Vec<(String, Grant)>);

impl Grants {
    /// Reads what was configured: `nurses=navigator`, `shelter=provider:ID`, `board=commissioner:lad/E1,lad/E2`.
    ///
    /// # Errors
    /// One of them is not understood, or there is none.
    pub fn parse(lines: &[String]) -> Result<Self> {
        if lines.is_empty() {
            let why = "nobody could sign in: say with --oidc-role VALUE=ROLE what the values of the claim stand for";
            return Err(Error::Usage(why.into()));
        }
        let read = lines.iter().map(|line| {
            one(line).ok_or_else(|| {
                Error::Usage(format!(
                    "--oidc-role cannot be \"{line}\": write VALUE=navigator, VALUE=steward, VALUE=provider:ORGANISATION-ID, or VALUE=commissioner, with :AREA,AREA if need be"
                ))
            })
        });
        read.collect::<Result<_>>().map(Self)
    }

    /// What somebody with these values may do: the first that fits. None, if none does.
    pub fn of(&self, values: &[&str]) -> Option<Grant> {
        let mut fitting = self.0.iter();
        let found = fitting.find(|(value, _)| values.contains(&value.as_str()));
        found.map(|(_, grant)| grant.clone())
    }
}

fn one(line: &str) -> Option<(String, Grant)> {
    // A value may be an address with an equals sign in it; a role has none.
    let (value, rest) = line.rsplit_once('=')?;
    let (role, more) = match rest.split_once(':') {
        Some((role, more)) => (role, Some(more.trim()).filter(|more| !more.is_empty())),
        None => (rest, None),
    };
    let role = Role::parse(role.trim()).ok()?;
    let fits = match role {
        Role::Provider => more.is_some(),
        Role::Commissioner => true,
        Role::Navigator | Role::Steward => more.is_none(),
    };
    let areas = more.filter(|_| role == Role::Commissioner);
    let areas = areas.into_iter().flat_map(|areas| areas.split(','));
    let areas = areas.map(|area| area.trim().to_owned()).collect();
    let organization_id = more.filter(|_| role == Role::Provider).map(str::to_owned);
    let grant = Grant {
        role,
        organization_id,
        areas,
    };
    let value = value.trim();
    (fits && !value.is_empty()).then(|| (value.to_owned(), grant))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(lines: &[&str]) -> Result<Grants> {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        Grants::parse(&lines)
    }

    #[test]
    fn the_first_value_that_fits_decides() {
        let grants = parse(&[
            "cn=a,dc=b=steward",
            "staff=provider:o-1",
            "board=commissioner:lad/E1, lad/E2",
            "nurse=navigator",
        ]);
        let grants = grants.unwrap();
        let role = |values: &[&str]| grants.of(values).map(|grant| grant.role);
        assert_eq!(role(&["nurse", "cn=a,dc=b"]), Some(Role::Steward));
        assert_eq!(role(&["Nurse", "", "steward"]), None);
        assert_eq!(
            grants.of(&["staff"]).unwrap().organization_id.as_deref(),
            Some("o-1")
        );
        assert_eq!(grants.of(&["board"]).unwrap().areas, ["lad/E1", "lad/E2"]);
    }

    #[test]
    fn what_is_not_understood_is_refused_at_the_start() {
        for bad in [
            "",
            "nurse",
            "=navigator",
            "a=nurse",
            "a=provider",
            "a=provider:",
            "a=steward:all",
        ] {
            assert!(parse(&[bad]).is_err(), "{bad}");
        }
        assert!(parse(&[]).is_err());
    }
}
