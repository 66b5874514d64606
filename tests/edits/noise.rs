//! Whatever is typed into the form, nothing breaks.

use super::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Forms that are sent.
const FORMS: u32 = 60;

fn some_value() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,60}",
        Just("\0".to_owned()),
        Just("é".repeat(9000)),
        Just("{}".to_owned()),
        "[0-9:.-]{0,8}",
        "(MO|SU|self|defunct|QH1 1AA|-1|1e400|<ins>|javascript:x)",
    ]
}

/// Random fields, of the form and of none: they are taken or refused.
#[test]
fn nothing_that_is_typed_breaks_the_form() {
    let db = TestDatabase::sqlite();
    let town = Town::start(&db, &[lunch()]);
    let pat = Person::provider(&town, 1);
    let names = form(&pat, &lunch()).names();
    let change = (proptest::sample::select(names), some_value());
    let steps = proptest::sample::select(vec!["preview", "send", "edit", "", "x"]);
    let forms = (proptest::collection::vec(change, 1..4), steps);
    let mut runner = TestRunner::new(Config {
        cases: FORMS,
        failure_persistence: None,
        ..Config::default()
    });
    let sent = runner.run(&forms, |(changes, step)| {
        let sheet = changes
            .iter()
            .fold(form(&pat, &lunch()), |form, (name, value)| {
                form.with(name, value)
            });
        let reply = press(&pat, &lunch(), &sheet, step);
        prop_assert!(
            matches!(reply.status, 200 | 303 | 400 | 409 | 413 | 422),
            "{}",
            reply.status
        );
        pat.get(&page_of(&lunch())).expect(200);
        town.anyone()
            .get(&format!("/services/{}", lunch().id()))
            .expect(200);
        Ok(())
    });
    sent.expect("nothing breaks");
}
