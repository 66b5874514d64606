//! The program: reads the command line, does what it says, and turns the outcome into a status.

use std::process::ExitCode;

fn main() -> ExitCode {
    headroom::cli::main()
}
