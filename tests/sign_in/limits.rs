//! Nobody can have many letters sent, or try many addresses.

use headroom::accounts::guard::MOST_FROM_ONE;

use crate::support::TestDatabase;

use super::*;

/// After many requests from one address, the next has to wait, and is told for how long.
#[test]
fn many_requests_from_one_address_have_to_wait() {
    let db = TestDatabase::sqlite();
    let town = town(&db);
    let ask = |number: usize| {
        town.anyone()
            .post_form("/sign-in", &format!("email=a{number}%40b.example"))
    };
    for number in 0..MOST_FROM_ONE {
        ask(number).expect(200);
    }
    let refused = ask(99).expect(429);
    let wait: u64 = refused
        .header("retry-after")
        .expect("a time")
        .parse()
        .expect("seconds");
    assert!((1..=900).contains(&wait), "{wait}");
}
