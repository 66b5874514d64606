//! The mail server: its address, and how to connect to it.

use crate::error::{Error, Result};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use percent_encoding::percent_decode_str;
use reqwest::Url;
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpStream;

/// How long a connection may take to be made.
const CONNECTING: Duration = Duration::from_secs(30);
/// What to write, for messages about settings. Settings are not repeated: they hold a password.
const WRITE: &str =
    "write smtp://USER:PASSWORD@HOST:PORT?tls=required, or smtps://USER:PASSWORD@HOST";

/// When a connection is encrypted.
enum Encryption {
    Never,
    /// After `STARTTLS`, without which nothing is said.
    Upgraded(TlsParameters),
    /// From the first byte.
    Always(TlsParameters),
}

/// A mail server.
pub struct Server {
    host: String,
    port: u16,
    encryption: Encryption,
    credentials: Option<Credentials>,
    hello: ClientId,
}

impl Server {
    /// Reads the address of a server; `us` is the name we go by.
    ///
    /// # Errors
    /// It is no address, would show a password to the network, or the authority's file is none.
    pub fn parse(text: &str, authority: Option<&Path>, us: &str) -> Result<Self> {
        let refused = |why: &str| {
            Error::Usage(format!(
                "the address of the mail server is not understood ({why}): {WRITE}"
            ))
        };
        let url: Url = text.parse().map_err(|_| refused("it is no address"))?;
        let host = url
            .host_str()
            .filter(|host| !host.is_empty())
            .ok_or_else(|| refused("it has no host"))?;
        let host = host.trim_matches(['[', ']']).to_owned();
        let tls = url
            .query_pairs()
            .find(|(name, _)| name == "tls")
            .map(|(_, value)| value.into_owned());
        let (usual, encryption) = match (url.scheme(), tls.as_deref()) {
            ("smtps", None) => (465, Encryption::Always(trust(&host, authority)?)),
            ("smtp", Some("required")) => (587, Encryption::Upgraded(trust(&host, authority)?)),
            ("smtp", None) => (25, Encryption::Never),
            _ => {
                return Err(refused(
                    "it is neither smtp nor smtps, or says of tls what is unknown",
                ));
            }
        };
        let credentials =
            credentials(&url).map_err(|()| refused("user or password is not UTF-8"))?;
        let near = matches!(host.as_str(), "localhost" | "127.0.0.1" | "::1");
        if credentials.is_some() && matches!(encryption, Encryption::Never) && !near {
            return Err(refused(
                "it would show the password to the network: add ?tls=required",
            ));
        }
        let port = url.port().unwrap_or(usual);
        let hello = ClientId::Domain(us.to_owned());
        Ok(Self {
            host,
            port,
            encryption,
            credentials,
            hello,
        })
    }

    /// Connects, and says who we are.
    ///
    /// # Errors
    /// In words: there is no such server, it is not the one it should be, or does not let us in.
    pub async fn connect(&self) -> Result<AsyncSmtpConnection, String> {
        let open = tokio::time::timeout(CONNECTING, self.reach()).await;
        let mut open = open.map_err(|_| "no connection in time".to_owned())??;
        if let Some(credentials) = &self.credentials {
            let let_in = open.auth(DEFAULT_MECHANISMS, credentials).await;
            let_in.map_err(|why| why.to_string())?;
        }
        Ok(open)
    }

    async fn reach(&self) -> Result<AsyncSmtpConnection, String> {
        let in_words = |why: SmtpError| why.to_string();
        let place = (self.host.as_str(), self.port);
        if let Encryption::Always(tls) = &self.encryption {
            let tls = Some(tls.clone());
            let open = AsyncSmtpConnection::connect_tokio1(place, None, &self.hello, tls, None);
            return open.await.map_err(in_words);
        }
        let stream = TcpStream::connect(place)
            .await
            .map_err(|why| why.to_string())?;
        // A message ends with a small write after a large one, which would else wait for the other
        // side to say that it has the first.
        stream.set_nodelay(true).map_err(|why| why.to_string())?;
        let open = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &self.hello);
        let mut open = open.await.map_err(in_words)?;
        if let Encryption::Upgraded(tls) = &self.encryption {
            let encrypted = open.starttls(tls.clone(), &self.hello).await;
            encrypted.map_err(in_words)?;
        }
        Ok(open)
    }
}

fn credentials(url: &Url) -> Result<Option<Credentials>, ()> {
    let Some(password) = url.password() else {
        return Ok(None);
    };
    let text = |encoded| {
        percent_decode_str(encoded)
            .decode_utf8()
            .map(|text| text.into_owned())
    };
    let (user, password) = (text(url.username()), text(password));
    Ok(Some(Credentials::new(
        user.map_err(drop)?,
        password.map_err(drop)?,
    )))
}

/// Whose certificates are believed: those that the system believes, and one authority more.
fn trust(host: &str, authority: Option<&Path>) -> Result<TlsParameters> {
    let mut trusted = TlsParameters::builder(host.to_owned());
    if let Some(file) = authority {
        let shown = file.display();
        let pem = std::fs::read(file).map_err(Error::io(format!("cannot read {shown}")))?;
        let certificate = Certificate::from_pem(&pem)
            .map_err(|_| Error::Usage(format!("{shown} is not a certificate in PEM form")))?;
        trusted = trusted.add_root_certificate(certificate);
    }
    let prepared = trusted.build();
    prepared.map_err(|why| Error::Usage(format!("encrypted mail cannot be prepared: {why}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn port(text: &str) -> u16 {
        Server::parse(text, None, "quay.example")
            .map(|server| server.port)
            .unwrap()
    }

    #[test]
    fn the_usual_ports_are_known() {
        assert_eq!(port("smtp://mail.example"), 25);
        assert_eq!(port("smtp://us:secret@mail.example?tls=required"), 587);
        assert_eq!(port("smtps://us:secret@mail.example"), 465);
        assert_eq!(port("smtp://us:secret@localhost:2525"), 2525);
    }

    #[test]
    fn what_is_wrong_is_said_and_not_repeated() {
        for text in [
            "",
            "mail",
            "http://secret@mail.example",
            "smtp://us:secret@mail.example",
            "smtp://us:secret@mail.example?tls=maybe",
            "smtp://",
        ] {
            let said = Server::parse(text, None, "quay.example")
                .map(drop)
                .unwrap_err()
                .to_string();
            assert!(
                said.contains("write smtp://") && !said.contains("secret"),
                "{said}"
            );
        }
    }
}
