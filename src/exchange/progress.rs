//! Telling how far a long command has come: a bar on a terminal, a line now and then elsewhere.

use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often a line is written where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// How far a long command has come, on standard error. Cheap to clone; clones tell the same story.
#[derive(Clone)]
pub struct Progress(Arc<Shown>);

enum Shown {
    Quiet,
    Bar(ProgressBar),
    Lines(Mutex<Count>),
}

struct Count {
    what: String,
    done: u64,
    total: Option<u64>,
    told: Instant,
}

impl Progress {
    /// A bar if standard error is a terminal, plain lines if not.
    pub fn new() -> Self {
        if std::io::stderr().is_terminal() {
            return Self(Arc::new(Shown::Bar(ProgressBar::no_length())));
        }
        Self(Arc::new(Shown::Lines(Mutex::new(Count {
            what: String::new(),
            done: 0,
            total: None,
            told: Instant::now(),
        }))))
    }

    /// Says nothing.
    pub fn quiet() -> Self {
        Self(Arc::new(Shown::Quiet))
    }

    /// Begins a stretch of work, as `reading` or `writing`, with the number of steps if it is known.
    pub fn begin(&self, what: &str, total: Option<u64>) {
        match &*self.0 {
            Shown::Quiet => {}
            Shown::Bar(bar) => begin_bar(bar, what, total),
            Shown::Lines(count) => {
                let mut count = count.lock().unwrap_or_else(PoisonError::into_inner);
                what.clone_into(&mut count.what);
                (count.done, count.total) = (0, total);
            }
        }
    }

    /// Says that so many more steps are done.
    pub fn step(&self, steps: u64) {
        match &*self.0 {
            Shown::Quiet => {}
            Shown::Bar(bar) => bar.inc(steps),
            Shown::Lines(count) => {
                let mut count = count.lock().unwrap_or_else(PoisonError::into_inner);
                count.done += steps;
                if count.told.elapsed() >= LINE_EVERY {
                    count.told = Instant::now();
                    eprintln!("{}", count.line());
                }
            }
        }
    }

    /// Takes the bar away; what comes next begins on a clean line.
    pub fn end(&self) {
        if let Shown::Bar(bar) = &*self.0 {
            bar.finish_and_clear();
        }
    }

    /// Prints a line of the command's answer on standard output, above the bar.
    pub fn say(&self, line: &str) {
        match &*self.0 {
            Shown::Quiet => {}
            Shown::Bar(bar) => bar.suspend(|| println!("{line}")),
            Shown::Lines(_) => println!("{line}"),
        }
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}

impl Count {
    fn line(&self) -> String {
        match self.total {
            Some(total) => format!("{}: {} of {total}", self.what, self.done),
            None => format!("{}: {}", self.what, self.done),
        }
    }
}

fn begin_bar(bar: &ProgressBar, what: &str, total: Option<u64>) {
    let template = match total {
        Some(_) => "{msg} [{wide_bar}] {pos} of {len}, {eta} left",
        None => "{spinner} {msg}: {pos}, {elapsed}",
    };
    // A template that does not parse would be a mistake of ours; the plain bar serves as well.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.reset();
    bar.set_message(what.to_owned());
    match total {
        Some(total) => bar.set_length(total),
        None => bar.unset_length(),
    }
}
