//! The tests of the whole: one program, so that it is linked once.

mod areas;
mod availability;
mod command_line;
mod exchange;
mod first_build;
mod hostile_input;
mod live_events;
mod loop_of_room;
mod many_writers;
mod one_tap;
mod pages;
mod postcodes;
mod postcodes_io;
mod postgres_harness;
mod relevance;
mod reminders;
mod safety;
mod search_answers;
mod signposts;
mod sudden_death;
mod support;
mod tidy;
mod two_nodes;
