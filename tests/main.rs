//! The tests of the whole: one program, so that it is linked once.

mod exchange;
mod postcodes;
mod postgres_harness;
mod support;
mod tidy;
