//! Links that are asked for on the page and come by mail.

use crate::support::person::account;
use crate::support::town::soon;
use crate::support::{
    Browser, Exchange, Fault, Letter, Screen, Smtp, TestDatabase, on_both_databases,
};
use reqwest::Method;

use super::*;

const NASREEN: &str = "nasreen@practice.example";
const WORDS: &str = "Please look at your e-mail";

fn with_mail(db: &TestDatabase, smtp: &Smtp) -> Town {
    let options = [
        "--smtp",
        &smtp.url(),
        "--smtp-ca",
        &smtp.authority(),
        "--mail-from",
        "Headroom <headroom@quay.example>",
        "--public-url",
        "http://room.example",
    ]
    .map(str::to_owned);
    Town::with(db, &[lunch().at(1, 53.949, -3.75)], |launch| {
        options
            .iter()
            .fold(launch, |launch, option| launch.argument(option))
    })
}

fn path_in(letter: &Letter) -> String {
    let text = letter.data.replace("=\r\n", "").replace("=\n", "");
    let start = "http://room.example";
    let at = text.find(&format!("{start}/sign-in/")).expect("a link") + start.len();
    text[at..at + "/sign-in/".len() + 26].to_owned()
}

on_both_databases! {
    /// Whoever has an account gets a letter whose link signs in, and leads to where they were.
    fn a_letter_brings_a_link(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        let town = with_mail(db, &smtp);
        account(&town.database, "navigator", NASREEN, &[]);
        let here = format!("/services/{}", lunch().id());
        let page = town.anyone().get(&here).expect(200).text;
        let asked = format!("/sign-in?to={}", here.replace('/', "%2F").replace('-', "%2D"));
        assert!(page.contains(&asked), "{page}");
        let form = town.anyone().get(&asked).expect(200).text;
        assert!(form.contains(&format!("name=\"to\" value=\"{here}\"")), "{form}");
        let sent = town.anyone().post_form("/sign-in", &format!("email=+Nasreen%40Practice.example&to={here}"));
        assert!(sent.expect(200).text.contains(WORDS));
        let letter = soon("a letter", || smtp.letters().first().cloned());
        assert_eq!(letter.to, NASREEN);
        let done = town.anyone().post_form(&path_in(&letter), "").expect(303);
        assert_eq!(done.header("location"), Some(here.as_str()));
    }

    /// Nobody learns who has an account, and nobody without one gets a letter.
    fn whether_there_is_an_account_is_not_told(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        let town = with_mail(db, &smtp);
        account(&town.database, "navigator", NASREEN, &[]);
        let ask = |email: &str| town.anyone().post_form("/sign-in", &format!("email={email}")).expect(200).text;
        assert_eq!(ask(NASREEN), ask("nobody@practice.example"));
        soon("a letter", || smtp.letters().first().cloned());
        std::thread::sleep(std::time::Duration::from_millis(1500));
        assert_eq!(smtp.letters().len(), 1);
    }

    /// A letter leads to no other server, whatever is asked for.
    fn a_letter_leads_nowhere_else(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        let town = with_mail(db, &smtp);
        account(&town.database, "navigator", NASREEN, &[]);
        for to in ["//evil.example", "https://evil.example", "/%5Cevil.example"] {
            let page = town.anyone().get(&format!("/sign-in?to={to}")).expect(200).text;
            assert!(!page.contains("evil"), "{page}");
        }
        town.anyone().post_form("/sign-in", &format!("email={NASREEN}&to=//evil.example")).expect(200);
        let letter = soon("a letter", || smtp.letters().first().cloned());
        let done = town.anyone().post_form(&path_in(&letter), "").expect(303);
        assert_eq!(done.header("location"), Some("/"));
    }
}

/// What is no address is said beside the field; another site cannot send the form.
#[test]
fn what_is_wrong_is_said_beside_the_field() {
    let db = TestDatabase::sqlite();
    let smtp = Smtp::start(|_| Fault::None);
    let town = with_mail(&db, &smtp);
    let page = town
        .anyone()
        .post_form("/sign-in", "email=nobody")
        .expect(422)
        .text;
    assert!(
        page.contains("id=\"email-problem\"") && page.contains("value=\"nobody\""),
        "{page}"
    );
    town.anyone()
        .post_form("/sign-in", "email=a%40b.example&name=Ada")
        .expect(422);
    let request = town
        .anyone()
        .request(Method::POST, "/sign-in")
        .header("Sec-Fetch-Site", "cross-site");
    request
        .body(format!("email={NASREEN}"))
        .send_and_read()
        .expect(403);
    assert!(smtp.letters().is_empty());
}

/// Without mail, the page says how else a link is made.
#[test]
fn without_mail_the_page_says_what_to_do() {
    let db = TestDatabase::sqlite();
    let town = town(&db);
    let page = town.anyone().get("/sign-in").expect(200).text;
    assert!(
        page.contains("headroom account link") && !page.contains("<form"),
        "{page}"
    );
}

/// On a telephone and without a script: ask, open the letter, and be signed in where one was.
#[test]
fn somebody_signs_in_on_a_telephone() {
    let db = TestDatabase::sqlite();
    let smtp = Smtp::start(|_| Fault::None);
    let town = with_mail(&db, &smtp);
    account(&town.database, "navigator", NASREEN, &[]);
    let telephone = Browser::without_javascript(Screen::Telephone);
    telephone.goto(&format!("{}/?q=lunch", town.server.url()));
    telephone.click("a[href^='/sign-in']");
    telephone.fill("#email", NASREEN);
    telephone.click(".stack .go");
    assert_eq!(telephone.text("h1"), WORDS);
    let letter = soon("a letter", || smtp.letters().first().cloned());
    telephone.goto(&format!("{}{}", town.server.url(), path_in(&letter)));
    assert_eq!(telephone.text("h1"), "Hello Somebody");
    telephone.click(".stack .go");
    telephone.find("a[href='/account']");
    assert!(
        telephone.url().ends_with("/?q=lunch"),
        "{}",
        telephone.url()
    );
    assert_eq!(telephone.console_errors(), [""; 0]);
    telephone.click("a[href='/account']");
    telephone.click("form[action='/sign-out'] button");
    telephone.find("a[href^='/sign-in']");
}
