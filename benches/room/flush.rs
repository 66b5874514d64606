//! The least that it takes to make something last on this disk.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::support::latencies::{HEADING, Latencies};

/// Flushes to disk that are timed, for comparison.
const FLUSHES: usize = 1000;
/// Bytes of a page of the database with the header that it has in the write-ahead log: no commit
/// writes less.
const FRAME: usize = 4096 + 24;

/// How long a few bytes take.
pub fn describe(folder: &Path) {
    let mut file = File::create(folder.join("flushed")).expect("a file in the data folder");
    let mut flushed = Latencies::default();
    for _ in 0..FLUSHES {
        flushed.time(|| {
            file.write_all(&[7; 64])
                .and_then(|()| file.sync_data())
                .expect("written")
        });
    }
    println!("\n  {:28}{HEADING}", "for comparison");
    println!("  {:28}{}", "64 bytes flushed to disk", flushed.sorted());
}

/// Frames of one page appended to one file and flushed one by one: what a database could commit at
/// most on this disk if each change had a flush of its own.
#[derive(Default)]
pub struct Raw {
    data: Rate,
    all: Rate,
}

impl Raw {
    /// Measures both ways of flushing for a while.
    pub fn measure(&mut self, folder: &Path, turn: Duration) {
        let path = folder.join("frames");
        self.data
            .add(frames(&path, turn, |file: &File| file.sync_data()));
        self.all
            .add(frames(&path, turn, |file: &File| file.sync_all()));
    }

    /// The faster of the two, per second.
    pub fn rate(&self) -> f64 {
        self.data.per_second().max(self.all.per_second())
    }

    /// Prints both.
    pub fn tell(&self) {
        println!("\n  raw flushes of this disk, one writer, a frame of {FRAME} bytes each");
        println!("  {:28}{:9.0}/s", "fdatasync", self.data.per_second());
        println!("  {:28}{:9.0}/s", "fsync", self.all.per_second());
    }
}

/// How often something happened, and in how long.
#[derive(Debug, Default, Clone, Copy)]
pub struct Rate {
    count: usize,
    time: Duration,
}

impl Rate {
    /// So often in so long.
    pub fn of(count: usize, time: Duration) -> Self {
        Self { count, time }
    }

    /// Adds another stretch of time.
    pub fn add(&mut self, other: Self) {
        self.count += other.count;
        self.time += other.time;
    }

    /// Per second.
    pub fn per_second(&self) -> f64 {
        self.count as f64 / self.time.as_secs_f64().max(f64::EPSILON)
    }
}

fn frames(path: &PathBuf, turn: Duration, flush: impl Fn(&File) -> std::io::Result<()>) -> Rate {
    let mut file = File::create(path).expect("a file in the data folder");
    let begun = Instant::now();
    let mut count = 0;
    while begun.elapsed() < turn {
        file.write_all(&[7; FRAME])
            .and_then(|()| flush(&file))
            .expect("written");
        count += 1;
    }
    Rate::of(count, begun.elapsed())
}
