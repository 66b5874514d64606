//! Keys: printed once, alone, and only for those who may have them.

use super::*;
use crate::support::Town;
use crate::support::listing::organization_id;
use crate::support::town::import;

on_both_databases! {
    /// The key stands alone on standard output, and opens what its role opens.
    fn a_key_is_printed_alone(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch")]);
        let printed = done(&command(db.url(), &["key", "create", "--role", "steward", "--name", "Ann"]));
        let key = printed.trim_end();
        assert_eq!(printed, format!("{key}\n"));
        assert!(!key.contains(char::is_whitespace) && key.len() > 20, "{key}");
        let path = format!("{}/history", crate::support::town::room_of(&service(1, "Lunch")));
        town.anyone().with_key(key).get(&path).expect(200);
    }

    /// No two keys are the same.
    fn keys_are_never_the_same(db: &TestDatabase) {
        let make = || done(&command(db.url(), &["key", "create", "--role", "navigator", "--name", "Ann"]));
        assert_ne!(make(), make());
    }

    /// A provider's key is for an organisation that is there; a role is one of those there are.
    fn a_key_that_would_open_nothing_is_refused(db: &TestDatabase) {
        import(db.url(), &[service(1, "Lunch")]);
        let make = |role: &str, more: &[&str]| {
            command(db.url(), &[&["key", "create", "--role", role, "--name", "Ann"], more].concat())
        };
        refused(&make("provider", &[]), 1, "--organization");
        refused(&make("provider", &["--organization", &organization_id(9)]), 1, "there is no organisation");
        refused(&make("provider", &["--organization", "nine"]), 1, "must be a UUID");
        refused(&make("king", &[]), 1, "is not a role");
        done(&make("provider", &["--organization", &organization_id(1)]));
    }
}
