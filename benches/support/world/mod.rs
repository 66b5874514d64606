//! A made-up England full of community services: the same from the same numbers, on every machine.
//! Towns are real, everything in them is invented.

mod nested;
mod organization;
mod postcodes;
pub mod terms;
mod towns;
pub mod words;

use super::random::Random;
use flate2::{Compression, write::GzEncoder};
use organization::Organization;
pub use organization::Service;
pub use postcodes::Postcode;
use postcodes::Postcodes;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use words::Words;

/// Raised whenever what is made up changes, so that data made before is made again.
pub const VERSION: u32 = 1;
/// Services to each postcode.
const SERVICES_A_POSTCODE: usize = 4;
/// Postcodes at least, so that a small directory has places too.
const FEWEST_POSTCODES: usize = 2_000;

/// The whole of it.
pub struct World {
    services: usize,
    postcodes: Postcodes,
    words: Words,
}

impl World {
    /// With so many services.
    pub fn new(services: usize) -> Self {
        let postcodes = (services / SERVICES_A_POSTCODE).max(FEWEST_POSTCODES);
        Self {
            services,
            postcodes: Postcodes::new(postcodes),
            words: Words::new(),
        }
    }

    /// The words that descriptions are written with.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// Any postcode; more of them where more people live.
    pub fn postcode(&self, chance: &mut Random) -> &Postcode {
        self.postcodes.any(chance)
    }

    fn organizations(&self) -> impl Iterator<Item = Organization> + '_ {
        (0..).map(|number| Organization::new(number, &self.postcodes))
    }

    /// Every service, in short.
    pub fn services(&self) -> impl Iterator<Item = Service> + '_ {
        let all = self
            .organizations()
            .flat_map(|organization| organization.services());
        all.take(self.services)
    }

    /// Writes every service as HSDS, one a line, gzipped.
    pub fn write_services(&self, to: &Path) -> std::io::Result<()> {
        let mut file = GzEncoder::new(BufWriter::new(File::create(to)?), Compression::fast());
        let mut left = self.services;
        for organization in self.organizations() {
            for service in organization.services().take(left) {
                let document = nested::document(&organization, &service, &self.words);
                serde_json::to_writer(&mut file, &document)?;
                file.write_all(b"\n")?;
                left -= 1;
            }
            if left == 0 {
                break;
            }
        }
        file.finish()?.flush()
    }

    /// Writes every postcode, as CSV.
    pub fn write_postcodes(&self, to: &Path) -> std::io::Result<()> {
        write_postcodes(self.postcodes.all(), to)
    }
}

/// Writes postcodes, as CSV.
pub fn write_postcodes(all: &[Postcode], to: &Path) -> std::io::Result<()> {
    let mut file = BufWriter::new(File::create(to)?);
    writeln!(file, "postcode,lat,lon,ward_name,lad_name")?;
    for code in all {
        let (lat, lon) = code.at;
        writeln!(
            file,
            "{},{lat:.5},{lon:.5},{},{}",
            code.text,
            code.ward(),
            code.town
        )?;
    }
    file.flush()
}
