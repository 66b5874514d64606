//! What stands behind `cargo bench --bench NAME --`.

use std::path::PathBuf;

/// The options of a bench.
#[derive(Debug, Clone)]
pub struct Options {
    /// Services in the directory.
    pub services: usize,
    /// Seconds for each measurement.
    pub seconds: f64,
    /// How often something is done that is counted rather than timed.
    pub times: usize,
    /// Where the data folder is kept; by default under the target folder.
    pub keep: Option<PathBuf>,
}

impl Options {
    /// Reads the command line; what cargo adds of its own (`--bench`) says nothing.
    ///
    /// # Panics
    ///
    /// When an option is unknown or has no value.
    pub fn read() -> Self {
        Self::read_with(100_000)
    }

    /// The same, with so many services unless the command line says otherwise.
    ///
    /// # Panics
    ///
    /// When an option is unknown or has no value.
    pub fn read_with(services: usize) -> Self {
        let mut options = Self {
            services,
            seconds: 10.0,
            times: 10_000,
            keep: None,
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(name) = arguments.next() {
            if name != "--bench" {
                options.take(&name, arguments.next());
            }
        }
        options
    }

    fn take(&mut self, name: &str, value: Option<String>) {
        let value = value.unwrap_or_else(|| panic!("{name} needs a value"));
        match name {
            "--services" => self.services = number(name, &value) as usize,
            "--seconds" => self.seconds = number(name, &value),
            "--times" => self.times = number(name, &value) as usize,
            "--keep" => self.keep = Some(value.into()),
            _ => panic!("{name}: known are --services, --seconds, --times and --keep"),
        }
    }
}

fn number(name: &str, value: &str) -> f64 {
    let plain = value.replace(['_', ','], "");
    plain
        .parse()
        .unwrap_or_else(|_| panic!("{name} {value}: not a number"))
}
