//! The program: reads the command line, does what it says, and turns the outcome into a status.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Answering and indexing make many small pieces of memory on few threads: the allocator of the
/// system takes a fifth of their time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    headroom::cli::main()
}
