//! Words: where they are found, and how they are understood.

use serde_json::json;

use super::*;

on_both_databases! {
    /// A word is found in the name, the description, the organisation, a term and a place.
    fn a_word_is_found_wherever_it_stands(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Marrowby line"),
            service(2, "Tea and talk").described("Marrowby over a cup of tea."),
            service(3, "Visits").by(3, "The Marrowby Trust"),
            service(4, "Pastime").for_need("need-7", "Marrowby"),
            service(5, "Walks").at_place(5, json!({ "name": "Marrowby House" })),
            service(6, "Debt advice"),
        ]);
        let answer = town.search("q=marrowby&sort=name");
        assert_eq!(names(&answer), ["Marrowby line", "Pastime", "Tea and talk", "Visits", "Walks"]);
        assert!(reasons(&answer, "Marrowby line").contains("in its name"));
        assert!(reasons(&answer, "Pastime").contains("in what it is for"));
        assert!(reasons(&answer, "Visits").contains("in who runs it"), "{}", reasons(&answer, "Visits"));
        assert!(reasons(&answer, "Tea and talk").contains("in its description"));
    }

    /// Words are the same word in all their forms, whatever their case, accents and signs.
    fn words_are_found_in_all_their_forms(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Gardening café for carers")]);
        for q in ["gardens", "Garden", "GARDENING", "carer", "cafe", "CAFÉ", "gardening!", "(carers)"] {
            assert_eq!(town.names(&format!("q={q}")).len(), 1, "{q}");
        }
        assert!(town.names("q=zephyr").is_empty());
    }

    /// What has all of the words comes before what has some of them, and it is said that the
    /// question was widened.
    fn all_of_the_words_come_before_some_of_them(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "Marrowby hut"),
            service(2, "Marrowby Quillon"),
            service(3, "Quillon hut"),
            service(4, "Zephyr"),
        ]);
        let answer = town.search("q=marrowby+quillon");
        assert_eq!(names(&answer)[0], "Marrowby Quillon");
        assert_eq!(answer["total_items"], 3);
        assert_eq!(answer["interpretation"]["relaxed"].as_array().unwrap().len(), 1);
        let narrow = town.search("q=zephyr");
        assert!(narrow["interpretation"]["relaxed"].as_array().unwrap().is_empty());
    }

    /// A word in the name counts for more than one in the description.
    fn a_name_counts_for_more_than_a_description(db: &TestDatabase) {
        let town = Town::start(db, &[
            service(1, "A place to meet").described("There is lunch."),
            service(2, "Lunch"),
        ]);
        assert_eq!(town.names("q=lunch"), ["Lunch", "A place to meet"]);
    }

    /// Without words, everything is found; so it is with words that say nothing.
    fn without_words_everything_is_found(db: &TestDatabase) {
        let town = Town::start(db, &[service(1, "Lunch"), service(2, "Supper")]);
        assert_eq!(town.names("sort=name"), ["Lunch", "Supper"]);
        assert_eq!(town.names("q=&sort=name"), ["Lunch", "Supper"]);
        assert_eq!(town.names("q=the&sort=name"), ["Lunch", "Supper"]);
    }
}
