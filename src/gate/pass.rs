//! Who gets a pass to what is not for everybody, and how far.

use crate::accounts::{Principal, Role};
use crate::directory::withheld::Pass;
use crate::domain::visibility::Level;

/// The pass of somebody who has shown who they are, for a service that these organisations run: the one
/// itself and those above it. Whoever may only say how much room there is gets none.
pub fn of(who: &Principal, owners: &[String]) -> Option<Pass> {
    if who.room_only {
        return None;
    }
    let runs_it = || {
        let own = who.organization_id.as_ref();
        own.is_some_and(|own| owners.contains(own))
    };
    let level = match who.role {
        Role::Steward => Level::Steward,
        Role::Provider if runs_it() => Level::Provider,
        Role::Navigator | Role::Commissioner | Role::Provider => Level::Professional,
    };
    Some(Pass::up_to(level))
}

/// The pass of whoever runs the program, and holds the database anyway.
pub fn of_operator() -> Pass {
    Pass::up_to(Level::Steward)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::Via;

    #[test]
    fn everybody_sees_as_far_as_their_work_needs() {
        let level = |role, organization: Option<&str>, room_only| {
            let who = Principal {
                id: "a".into(),
                via: Via::Session,
                name: "somebody".into(),
                role,
                organization_id: organization.map(str::to_owned),
                room_only,
            };
            of(&who, &["own".to_owned(), "above".to_owned()]).map(Pass::level)
        };
        assert_eq!(
            level(Role::Navigator, None, false),
            Some(Level::Professional)
        );
        assert_eq!(
            level(Role::Commissioner, None, false),
            Some(Level::Professional)
        );
        assert_eq!(
            level(Role::Provider, Some("above"), false),
            Some(Level::Provider)
        );
        assert_eq!(
            level(Role::Provider, Some("other"), false),
            Some(Level::Professional)
        );
        assert_eq!(
            level(Role::Provider, None, false),
            Some(Level::Professional)
        );
        assert_eq!(level(Role::Steward, None, false), Some(Level::Steward));
        assert_eq!(level(Role::Provider, Some("own"), true), None);
    }
}
