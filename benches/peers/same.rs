//! Whether the three find the same.

use super::asking::{Clients, Form, Who};
use super::question::Question;

/// Differences that are told one by one.
const TOLD: usize = 5;

/// Asks each of the three every question, which warms them, and says how much they find.
pub fn tell(questions: &[Question], forms: &[Form], clients: &mut Clients) {
    let told: Vec<[_; 3]> = forms
        .iter()
        .map(|form| Who::ALL.map(|who| clients.look(who, form)))
        .collect();
    let count = questions.len();
    println!("\nwhat the three find");
    for who in Who::ALL {
        let mean = |of: fn(&super::answer::Told) -> usize| {
            told.iter()
                .map(|told| of(&told[who as usize]))
                .sum::<usize>()
                / count
        };
        println!(
            "  {who:12}{:9} found, {:3} on the page, {:6} bytes, on average",
            mean(|told| told.found),
            mean(|told| told.shown),
            mean(|told| told.bytes)
        );
    }
    let plain = || {
        questions
            .iter()
            .zip(&told)
            .filter(|(question, _)| !question.widened)
    };
    let asked = plain().count();
    println!(
        "  Headroom widened {} of {count} questions, for it found little",
        count - asked
    );
    for who in [Who::Postgres, Who::Sqlite] {
        let same = |told: &[super::answer::Told; 3]| told[0].found == told[who as usize].found;
        let equal = plain().filter(|(_, told)| same(told)).count();
        let share = 100.0 * equal as f64 / asked.max(1) as f64;
        println!("  of the other {asked}, {who} finds just as many for {equal} ({share:.1} %)");
        let others = plain().filter(|(_, told)| !same(told)).take(TOLD);
        for (question, told) in others {
            let (own, other) = (told[0].found, told[who as usize].found);
            println!(
                "    {own} and {other}: {} {:?}",
                question.path, question.clauses
            );
        }
    }
}
