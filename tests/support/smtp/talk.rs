//! What the server says and hears on one connection.

use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::TcpStream;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio_rustls::rustls::{ServerConnection, StreamOwned};

use super::{Fault, Letter, PASSWORD, State, USER};

/// Plain or encrypted.
trait Line: Read + Write {}
impl<T: Read + Write> Line for T {}

struct Talk<'a> {
    line: BufReader<Box<dyn Line>>,
    state: &'a State,
    encrypted: bool,
    known: bool,
}

/// Talks until the other side hangs up, or the script does.
pub fn talk(connection: TcpStream, state: &Arc<State>) -> Result<()> {
    let plain = connection.try_clone()?;
    let mut talk = Talk {
        line: BufReader::new(Box::new(plain)),
        state,
        encrypted: false,
        known: false,
    };
    talk.say("220 localhost ready")?;
    if talk.hear_until_starttls()? {
        let tls =
            ServerConnection::new(state.identity.0.clone()).expect("a configuration that fits");
        let encrypted = StreamOwned::new(tls, connection);
        let mut talk = Talk {
            line: BufReader::new(Box::new(encrypted)),
            state,
            encrypted: true,
            known: false,
        };
        talk.hear_until_starttls()?;
    }
    Ok(())
}

impl Talk<'_> {
    fn say(&mut self, text: &str) -> Result<()> {
        let line = self.line.get_mut();
        line.write_all(format!("{text}\r\n").as_bytes())?;
        line.flush()
    }

    fn hear(&mut self) -> Result<Option<String>> {
        let mut text = String::new();
        let read = self.line.read_line(&mut text)?;
        Ok((read > 0).then(|| text.trim_end().to_owned()))
    }

    /// True if what follows is to be encrypted.
    fn hear_until_starttls(&mut self) -> Result<bool> {
        let (mut to, mut fault) = (String::new(), Fault::None);
        while let Some(heard) = self.hear()? {
            let command = heard
                .split([' ', ':'])
                .next()
                .unwrap_or_default()
                .to_uppercase();
            match command.as_str() {
                "EHLO" if self.encrypted => {
                    self.say("250-localhost\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN")?
                }
                "EHLO" => self
                    .say("250-localhost\r\n250-8BITMIME\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS")?,
                "STARTTLS" => {
                    self.say("220 go ahead")?;
                    return Ok(true);
                }
                "AUTH" => self.let_in(&heard)?,
                "MAIL" => {
                    fault = self.state.attempt();
                    self.say("250 ok")?;
                }
                "RCPT" => {
                    to = heard
                        .split(['<', '>'])
                        .nth(1)
                        .unwrap_or_default()
                        .to_owned();
                    match fault {
                        Fault::Recipient(code) => {
                            self.say(&format!("{code} <{to}> is not liked"))?
                        }
                        _ => self.say("250 ok")?,
                    }
                }
                "DATA" => {
                    self.say("354 end with a dot")?;
                    if !self.take(&to, fault)? {
                        return Ok(false);
                    }
                }
                "QUIT" => {
                    self.say("221 bye")?;
                    return Ok(false);
                }
                "NOOP" | "RSET" => self.say("250 ok")?,
                _ => self.say("502 what?")?,
            }
        }
        Ok(false)
    }

    fn let_in(&mut self, heard: &str) -> Result<()> {
        let mut words = heard.split_whitespace().skip(1);
        let right = match (words.next(), words.next()) {
            (Some("PLAIN"), Some(said)) => decoded(said) == format!("\0{USER}\0{PASSWORD}"),
            (Some("LOGIN"), _) => {
                self.say("334 VXNlcm5hbWU6")?;
                let user = self.hear()?.unwrap_or_default();
                self.say("334 UGFzc3dvcmQ6")?;
                let password = self.hear()?.unwrap_or_default();
                decoded(&user) == USER && decoded(&password) == PASSWORD
            }
            _ => false,
        };
        self.known = right && (self.state.script)(0) != Fault::Password;
        match self.known {
            true => self.say("235 welcome"),
            false => self.say("535 who are you?"),
        }
    }

    /// Hears a message to its end. False if the connection is over.
    fn take(&mut self, to: &str, fault: Fault) -> Result<bool> {
        let mut data = String::new();
        loop {
            match self.hear()? {
                None => return Ok(false),
                Some(line) if line == "." => break,
                Some(line) => {
                    data.push_str(&format!("{}\n", line.strip_prefix('.').unwrap_or(&line)))
                }
            }
        }
        match fault {
            Fault::HangUp => return Ok(false),
            Fault::Message(code) => self.say(&format!("{code} not now"))?,
            _ => {
                let (encrypted, known) = (self.encrypted, self.known);
                self.state.take(Letter {
                    to: to.to_owned(),
                    data,
                    encrypted,
                    known,
                });
                self.say("250 taken")?;
            }
        }
        Ok(true)
    }
}

fn decoded(text: &str) -> String {
    let bytes = STANDARD.decode(text).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}
