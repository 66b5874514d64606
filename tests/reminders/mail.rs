//! Mail leaves encrypted, by whoever has said who they are, and what fails is tried again or not as
//! the server says.

use super::{asked_at, asking, be_tried_again, mail_options, nudge, open, outbox};
use crate::support::town::{import, soon};
use crate::support::{Fault, Launch, Smtp, TestDatabase, on_both_databases};

on_both_databases! {
    /// One letter to each person, about all of their services, and nothing of it is kept.
    fn each_person_gets_one_letter_about_all_their_services(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        import(db.url(), &[
            asked_at(1, "Lunch", "Sam@quay.example"),
            asked_at(2, "Walks", "sam@Quay.example"),
            asked_at(3, "Talks", "kit@quay.example"),
        ]);
        let server = asking(db, &smtp).start();
        let mut letters = soon("two letters", || Some(smtp.letters()).filter(|letters| letters.len() == 2));
        letters.sort_by_key(|letter| letter.to.clone());
        assert_eq!(letters[0].to, "kit@quay.example");
        let [kit, sam] = [&letters[0], &letters[1]];
        assert!(sam.encrypted && sam.known, "{sam:?}");
        assert_eq!(sam.header("Auto-Submitted"), "auto-generated");
        assert!(sam.header("Message-ID").ends_with("@quay.example>"));
        assert_eq!(kit.header("Subject"), "Is this still right? Talks");
        assert!(sam.data.contains("Lunch") && sam.data.contains("Walks") && !sam.data.contains("Talks"));
        let links = sam.data.matches("Still right, or change it: https://room.example/u/").count();
        assert_eq!(links, 2, "{}", sam.data);
        let database = open(db);
        let all_sent = || outbox(&database).iter().all(|message| message.state == "sent").then_some(());
        soon("both are recorded", all_sent);
        assert!(outbox(&database).iter().all(|message| message.body.is_empty() && message.html.is_empty()));
        let said = server.said();
        assert!(!said.contains("quay.example") && !said.contains("secret"), "{said}");
    }

    /// What the server refuses for ever is given up, what it cannot take now is tried again.
    fn a_refusal_is_final_and_a_delay_is_not(db: &TestDatabase) {
        let smtp = Smtp::start(|attempt| match attempt {
            1 => Fault::Recipient(550),
            2 => Fault::Message(451),
            3 => Fault::HangUp,
            _ => Fault::None,
        });
        import(db.url(), &[1, 2, 3, 4].map(|number| asked_at(number, "Lunch", &format!("n{number}@quay.example"))));
        let said = nudge(db, &mail_options(&smtp));
        assert!(said.starts_with("asked about 4 lines: 4 queued, 1 sent, 2 delayed, 1 failed"), "{said}");
        let database = open(db);
        let refused: Vec<_> = outbox(&database).into_iter().filter(|message| message.state == "failed").collect();
        let why = refused[0].last_error.clone().expect("a reason");
        assert!(why.contains("550") && !why.contains("quay.example") && refused[0].body.is_empty(), "{why}");
        be_tried_again(&database);
        let said = nudge(db, &mail_options(&smtp));
        assert!(said.contains(" 2 sent, 0 delayed, 0 failed") && said.contains("0 wait, 1 failed in all"), "{said}");
        assert_eq!(smtp.letters().len(), 3);
    }

    /// A wrong password is the gateway's trouble: no message is given up for it.
    fn a_wrong_password_loses_nothing(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::Password);
        import(db.url(), &[1, 2].map(|number| asked_at(number, "Lunch", &format!("n{number}@quay.example"))));
        let said = nudge(db, &mail_options(&smtp));
        assert!(said.contains("2 queued, 0 sent, 1 delayed, 0 failed") && said.contains("2 wait"), "{said}");
        let attempts: i32 = outbox(&open(db)).iter().map(|message| message.attempts).sum();
        assert_eq!(attempts, 1, "the second need not be tried where the first was not let in");
    }

    /// Asking again, at once or by another server, asks nobody twice.
    fn asking_again_asks_nobody_twice(db: &TestDatabase) {
        let smtp = Smtp::start(|_| Fault::None);
        let listings: Vec<_> = (1..=20).map(|number| asked_at(number, "Lunch", &format!("n{number}@quay.example"))).collect();
        import(db.url(), &listings);
        let servers = [asking(db, &smtp).start(), asking(db, &smtp).start()];
        let database = open(db);
        soon("all are sent", || (outbox(&database).iter().filter(|message| message.state == "sent").count() == 20).then_some(()));
        let said = nudge(db, &mail_options(&smtp));
        assert!(said.starts_with("asked about 0 lines: 0 queued, 0 sent"), "{said}");
        assert_eq!(smtp.letters().len(), 20);
        drop(servers);
    }
}

#[test]
fn without_a_gateway_nobody_is_asked_and_the_server_says_so() {
    let db = TestDatabase::sqlite();
    import(db.url(), &[asked_at(1, "Lunch", "sam@quay.example")]);
    let mut server = Launch::new(db.url()).start();
    soon("a line in the log", || {
        server
            .said()
            .contains("nobody is asked whether room is still right")
            .then_some(())
    });
    server.stop();
    assert!(outbox(&open(&db)).is_empty());
}

#[test]
fn settings_that_will_not_do_are_said_without_secrets() {
    let db = TestDatabase::sqlite();
    for (options, word) in [
        (
            vec![
                "--mail-from",
                "us@quay.example",
                "--smtp",
                "smtp://us:secret@mail.example",
            ],
            "tls=required",
        ),
        (vec!["--smtp", "smtp://mail.example"], "--mail-from"),
        (
            vec![
                "--smtp",
                "smtp://mail.example",
                "--mail-from",
                "us@quay.example",
            ],
            "--public-url",
        ),
        (vec!["--notify-key", "secret"], "--notify-key is not a key"),
        (vec![], "nobody can be asked"),
    ] {
        let output = crate::support::town::command(db.url(), &[vec!["nudge"], options].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !output.status.success() && said.contains(word) && !said.contains("secret"),
            "{said}"
        );
    }
}
