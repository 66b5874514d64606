//! What maps are drawn on: its options.

use crate::config::Tiles;
use crate::error::Result;
use clap::Args;

#[derive(Debug, Args)]
#[command(next_help_heading = "Maps")]
pub struct Maps {
    /// Map tiles to lay below answers, such as https://HOST/{z}/{x}/{y}.png: browsers ask that server for the
    /// part of the world that somebody looks at. Maps are of our own drawing alone if left out
    #[arg(
        long,
        env = "HEADROOM_MAP_TILES",
        value_name = "URL",
        hide_env_values = true
    )]
    map_tiles: Option<String>,
    /// Whose work the tiles are, as their licence wants it said beside the map
    #[arg(long, env = "HEADROOM_MAP_CREDIT", value_name = "WORDS")]
    map_credit: Option<String>,
}

impl Maps {
    /// The server of tiles, if there is one.
    ///
    /// # Errors
    /// Its address cannot be used, or nobody is named.
    pub fn tiles(&self) -> Result<Option<Tiles>> {
        let template = self.map_tiles.as_deref();
        template
            .map(|template| Tiles::new(template, self.map_credit.as_deref()))
            .transpose()
    }
}
