//! Every form of every page, filled in badly: nothing that is sent makes the server stumble.

mod noise;
mod sheets;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::support::chance::Chance;
use crate::support::{Client, Demo, Person, temporary_folder};
use noise::filled_in;
use sheets::{Sheet, links_of, sheets_of};

/// Times that each form is sent.
const TIMES: usize = 8;
/// Pages that are looked at for forms, for each kind of people.
const PAGES: usize = 40;
/// Addresses of one kind that are looked at.
const ALIKE: usize = 2;
/// What would end the walk: signing out, and closing one's own account.
const LEFT_ALONE: [&str; 3] = ["/sign-out", "/account/elsewhere", "/people/*/close"];

/// An address without what tells one listing from another.
fn kind_of(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let is_one = |part: &&str| part.len() > 8 && part.bytes().any(|byte| byte.is_ascii_digit());
    let parts = path.split('/');
    let parts: Vec<&str> = parts
        .map(|part| if is_one(&part) { "*" } else { part })
        .collect();
    parts.join("/")
}

/// The forms of all pages that somebody comes by, each kind once.
fn forms_met_by(person: &Person, from: &[&str]) -> BTreeMap<String, Sheet> {
    let mut ahead: VecDeque<String> = from.iter().map(|path| (*path).to_owned()).collect();
    let (mut seen, mut found) = (BTreeMap::<String, usize>::new(), BTreeMap::new());
    let mut met = BTreeSet::new();
    while let Some(path) = ahead.pop_front() {
        let times = seen.entry(kind_of(&path)).or_default();
        if *times >= ALIKE || met.len() >= PAGES || !met.insert(path.clone()) {
            continue;
        }
        *times += 1;
        let page = person.get(&path);
        assert!(page.status < 500, "{path}: {}", page.text);
        ahead.extend(links_of(&page.text));
        for sheet in sheets_of(&page.text, &path) {
            let name = format!(
                "{} {} {:?}",
                sheet.method,
                kind_of(&sheet.action),
                sheet.names()
            );
            found.entry(name).or_insert(sheet);
        }
    }
    found.retain(|_, sheet| !LEFT_ALONE.contains(&kind_of(&sheet.action).as_str()));
    found
}

/// Sends a form often, filled in some bad way, and tells how often it was taken.
fn pester(person: &Person, sheet: &Sheet, chance: &mut Chance) -> usize {
    let answers = (0..TIMES).map(|_| {
        let body = filled_in(sheet, &person.form, chance);
        let reply = match sheet.method {
            "get" => person.get(&format!("{}?{body}", sheet.action)),
            _ => person.post_from_elsewhere(&sheet.action, &body),
        };
        assert!(
            reply.status < 500,
            "{} {body}: {}",
            sheet.action,
            reply.text
        );
        usize::from(reply.status < 400)
    });
    answers.sum()
}

#[test]
fn no_form_makes_the_server_stumble_however_it_is_filled_in() {
    let temporary = temporary_folder();
    let demo = Demo::start(temporary.path());
    let base = demo.after("listening on ").to_owned();
    let client = Client::new(&base);
    let tapped = demo.after("3. Say so without a key, as a group does on a telephone: ");
    let tapped = tapped.strip_prefix(&base).expect("a path").to_owned();
    let mut chance = Chance::of_this_run();
    let (mut forms, mut taken) = (0, 0);
    for name in ["Nasreen Khan", "Pat Whelan", "Callum Reid", "Stella Marsh"] {
        let link = demo.link_of(name);
        let path = link.strip_prefix(&base).expect("a path");
        let person = Person::by_link(&client, path, String::new());
        let starts = [
            "/",
            "/?q=lunch&near=QH1+1AA",
            "/account",
            "/sign-in",
            &tapped,
        ];
        let found = forms_met_by(&person, &starts);
        forms += found.len();
        for sheet in found.values() {
            taken += pester(&person, sheet, &mut chance);
        }
        person.get("/account").expect(200);
    }
    println!("{forms} forms, {TIMES} times each; {taken} were taken");
    assert!(forms > 40, "only {forms} forms were found");
    assert!(
        taken > forms,
        "nearly all of them were refused: nothing was tried"
    );
    client.get("/health/ready").expect(200);
}
