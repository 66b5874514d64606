//! Which register is asked about charities: its option.

use crate::config::{REGISTER_KEY, RegisterApi};
use crate::error::Result;
use clap::Args;

#[derive(Debug, Args)]
#[command(next_help_heading = "Asking the register of charities")]
pub struct RegisterOption {
    /// The API of the register of charities: asked once a week about each charity that runs something here,
    /// so that removals are known. The key goes into HEADROOM_REGISTER_KEY. Nobody is asked if left out
    #[arg(long, env = "HEADROOM_REGISTER_API", value_name = "URL")]
    register_api: Option<String>,
}

impl RegisterOption {
    /// The register, if it is to be asked.
    ///
    /// # Errors
    /// Its address or the key cannot be used.
    pub fn api(&self) -> Result<Option<RegisterApi>> {
        let key = std::env::var(REGISTER_KEY).ok();
        let api = |base: &String| RegisterApi::new(base, key.as_deref());
        self.register_api.as_ref().map(api).transpose()
    }
}
