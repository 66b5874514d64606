//! A real provider of OpenID Connect on loopback, and a browser that goes there and back without a browser.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use reqwest::Method;

use super::http::{Client, Exchange, Reply};
use super::skip::skip;

/// Where `./test` puts npm's oidc-provider.
const PACKAGE: &str = "target/tools/node/node_modules/oidc-provider";
/// Redirects that are followed in a row.
const MOST_STEPS: usize = 12;

/// A running provider; it ends when its input does.
pub struct Provider {
    child: Child,
    pub issuer: String,
}

impl Provider {
    /// Starts one; none, and the test is noted as skipped, where it is not installed.
    pub fn start() -> Option<Provider> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let package = root.join(PACKAGE);
        if !package.join("lib/index.js").is_file() {
            skip(&format!("there is no {PACKAGE}: ./test installs it"));
            return None;
        }
        let mut child = Command::new("node")
            .arg(root.join("tests/oidc/provider.mjs"))
            .arg(package)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node");
        let out = child.stdout.take().expect("its output");
        let address =
            |line: std::io::Result<String>| line.ok().filter(|line| line.starts_with("http://"));
        let issuer = BufReader::new(out)
            .lines()
            .find_map(address)
            .expect("its address");
        Some(Provider { child, issuer })
    }

    /// Has it do what a test wants, see `tests/oidc/provider.mjs`.
    pub fn wish(&self, word: &str) {
        Client::new(&self.issuer)
            .get(&format!("/test/{word}"))
            .expect(200);
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Somebody's browser: it keeps cookies, those of each server apart.
#[derive(Default)]
pub struct Walker {
    jars: BTreeMap<String, BTreeMap<String, String>>,
}

impl Walker {
    /// Opens an address, or posts a form there; redirects are answers.
    pub fn ask(&mut self, address: &str, form: Option<&str>) -> Reply {
        let url: reqwest::Url = address.parse().expect("an address");
        let base = url.origin().ascii_serialization();
        let jar = self.jars.entry(base.clone()).or_default();
        let cookies: Vec<String> = jar
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let method = form.map_or(Method::GET, |_| Method::POST);
        let request = Client::new(&base).request(method, &address[base.len()..]);
        let mut request = request.header("cookie", cookies.join("; "));
        if let Some(form) = form {
            request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(form.to_owned());
        }
        let reply = request.send_and_read();
        for cookie in reply.headers.get_all("set-cookie") {
            let text = cookie.to_str().expect("a cookie");
            let pair = text.split(';').next().expect("its beginning");
            let (name, value) = pair.split_once('=').expect("name and value");
            jar.insert(name.to_owned(), value.to_owned());
        }
        reply
    }

    /// A cookie of a server.
    pub fn cookie(&mut self, base: &str, name: &str) -> &mut String {
        let jar = self.jars.entry(base.to_owned()).or_default();
        jar.entry(name.to_owned()).or_default()
    }

    /// Begins at our own server, signs in at the provider as this person, and stops before going back: the
    /// address that one is led back to.
    pub fn there(&mut self, here: &str, person: &str) -> String {
        let begun = self
            .ask(&format!("{here}/sign-in/openid?to=%2Faccount"), None)
            .expect(303);
        let mut at = begun.header("location").expect("where to").to_owned();
        for _ in 0..MOST_STEPS {
            if at.starts_with(here) {
                return at;
            }
            let page = self.ask(&at, None);
            let reply = match page.status {
                200 => self.ask(&at, Some(&filled(&page.text, person))),
                _ => page,
            };
            let next = reply
                .header("location")
                .unwrap_or_else(|| panic!("nowhere: {}", reply.text));
            let from: reqwest::Url = at.parse().expect("an address");
            at = from.join(next).expect("an address").to_string();
        }
        panic!("{person} does not arrive: {at}")
    }
}

/// The form of one of the provider's own pages, as somebody fills it in.
fn filled(page: &str, person: &str) -> String {
    match page.contains("value=\"login\"") {
        true => format!("prompt=login&login={person}&password=any"),
        false => "prompt=consent".to_owned(),
    }
}
