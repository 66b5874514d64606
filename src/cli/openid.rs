//! With whom people sign in: its options.

use crate::config::OpenId;
use crate::error::{Error, Result};
use clap::Args;
use std::path::PathBuf;

/// The variable that may hold the secret. It is no option: whoever looks at the processes of a machine
/// reads command lines.
const SECRET: &str = "HEADROOM_OIDC_CLIENT_SECRET";

#[derive(Debug, Args)]
#[command(next_help_heading = "Signing in with an organisation's own accounts (OpenID Connect)")]
pub struct SignIn {
    /// The provider, just as it names itself; people sign in by mailed links alone if left out
    #[arg(long, env = "HEADROOM_OIDC_ISSUER", value_name = "URL")]
    oidc_issuer: Option<String>,
    /// What this server is called there; it must be told of PUBLIC-URL/sign-in/openid/back
    #[arg(long, env = "HEADROOM_OIDC_CLIENT_ID", value_name = "ID")]
    oidc_client_id: Option<String>,
    /// A file with the client's secret; or put the secret into HEADROOM_OIDC_CLIENT_SECRET
    #[arg(long, env = "HEADROOM_OIDC_CLIENT_SECRET_FILE", value_name = "FILE")]
    oidc_client_secret_file: Option<PathBuf>,
    /// The claim of the ID token whose values say what somebody may do, such as realm_access.roles
    #[arg(
        long,
        env = "HEADROOM_OIDC_ROLE_CLAIM",
        value_name = "CLAIM",
        default_value = "roles"
    )]
    oidc_role_claim: String,
    /// What a value of it stands for: VALUE=ROLE, VALUE=provider:ORGANISATION-ID, VALUE=commissioner:AREA,AREA.
    /// May be given several times (with ; between them in the environment); the first that fits counts
    #[arg(
        long = "oidc-role",
        env = "HEADROOM_OIDC_ROLES",
        value_name = "VALUE=ROLE",
        value_delimiter = ';'
    )]
    oidc_roles: Vec<String>,
    /// What to ask for beside openid, email and profile
    #[arg(
        long = "oidc-scope",
        env = "HEADROOM_OIDC_SCOPES",
        value_name = "SCOPE",
        value_delimiter = ' '
    )]
    oidc_scopes: Vec<String>,
    /// What people know the provider by
    #[arg(
        long,
        env = "HEADROOM_OIDC_NAME",
        value_name = "NAME",
        default_value = "your organisation"
    )]
    oidc_name: String,
}

impl SignIn {
    /// The provider, if there is one.
    ///
    /// # Errors
    /// Its address or the secret cannot be used.
    pub fn provider(&self) -> Result<Option<OpenId>> {
        let Some(issuer) = self.oidc_issuer.clone() else {
            return Ok(None);
        };
        let openid = OpenId {
            issuer,
            client_id: self.oidc_client_id.clone().unwrap_or_default(),
            secret: self.secret()?,
            role_claim: self.oidc_role_claim.clone(),
            roles: self.oidc_roles.clone(),
            scopes: self.oidc_scopes.clone(),
            name: self.oidc_name.clone(),
        };
        openid.checked().map(Some)
    }

    fn secret(&self) -> Result<Option<String>> {
        let told = match &self.oidc_client_secret_file {
            Some(file) => {
                let failed = Error::io(format!("cannot read {}", file.display()));
                Some(std::fs::read_to_string(file).map_err(failed)?)
            }
            None => std::env::var(SECRET).ok(),
        };
        let told = told.map(|secret| secret.trim().to_owned());
        Ok(told.filter(|secret| !secret.is_empty()))
    }
}
