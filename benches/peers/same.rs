//! Whether all of them find the same.

use super::asking::{Clients, Form, Who};
use super::question::Question;

/// Differences that are told one by one.
const TOLD: usize = 5;

/// Asks each of them every question, which warms them, and says how much they find.
pub fn tell(questions: &[Question], forms: &[Form], clients: &mut Clients) {
    let told: Vec<[_; Who::ALL.len()]> = forms
        .iter()
        .map(|form| Who::ALL.map(|who| clients.look(who, form)))
        .collect();
    let count = questions.len();
    println!("\nwhat they find, on average");
    for who in Who::ALL {
        let mean = |of: fn(&super::answer::Told) -> usize| {
            told.iter()
                .map(|told| of(&told[who.index()]))
                .sum::<usize>()
                / count
        };
        println!(
            "  {who:19}{:9} found, {:3} on the page, {:6} bytes",
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
    for who in Who::ALL.into_iter().skip(1) {
        let same =
            |told: &[super::answer::Told; Who::ALL.len()]| told[0].found == told[who.index()].found;
        let equal = plain().filter(|(_, told)| same(told)).count();
        let share = 100.0 * equal as f64 / asked.max(1) as f64;
        println!("  of the other {asked}, {who} finds just as many for {equal} ({share:.1} %)");
        let others = plain().filter(|(_, told)| !same(told)).take(TOLD);
        for (question, told) in others {
            let (own, other) = (told[0].found, told[who.index()].found);
            println!(
                "    {own} and {other}: {} {:?}",
                question.path, question.clauses
            );
        }
    }
}
