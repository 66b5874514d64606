//! What stands around every page: who looks at it, where they can go, and what their forms carry.

use crate::accounts::Role;
use crate::gate::Visitor;
use crate::web::tongue::{Tongue, choice};
use actix_web::HttpRequest;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// What every page can ask for.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Who looks at it, if they signed in.
    pub viewer: Option<Viewer>,
    /// Where one signs in to come back here.
    pub sign_in: String,
    /// The language in which it is read.
    pub tongue: Tongue,
    /// Where it can be read in the other language, if it can.
    pub other: Option<String>,
}

/// Somebody who is signed in, as the pages address them.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// Their name.
    pub name: String,
    /// Where they can go: address and words.
    pub ways: &'static [(&'static str, &'static str)],
    /// What their forms carry.
    pub form: String,
    /// What they may do.
    pub role: Role,
}

impl Frame {
    /// Around the page that a request is for.
    pub fn around(request: &HttpRequest) -> Self {
        let visitor = Visitor::of(request);
        let viewer = visitor.session().map(|session| Viewer {
            name: session.account.name.clone(),
            ways: ways(session.account.role),
            form: session.form.clone(),
            role: session.account.role,
        });
        let tongue = Tongue::of(request);
        Self {
            viewer,
            sign_in: sign_in(request),
            other: choice::link(request, tongue),
            tongue,
        }
    }
}

/// Where each role works, beside the search.
fn ways(role: Role) -> &'static [(&'static str, &'static str)] {
    match role {
        Role::Navigator => &[("/signposts", "Sent")],
        Role::Provider => &[("/my", "My services")],
        Role::Commissioner => &[("/overview", "Overview")],
        Role::Steward => &[
            ("/tasks", "Work list"),
            ("/moderation", "Changes"),
            ("/duplicates", "Duplicates"),
            ("/vocabulary", "Vocabulary"),
            ("/feeds", "Feeds"),
            ("/import", "Sheets"),
            ("/overview", "Overview"),
            ("/people", "People"),
            ("/keys", "Keys"),
            ("/audit", "Audit"),
        ],
    }
}

/// The address of the page to sign in, which leads back here. What was looked for is not written into
/// it where it would be long.
fn sign_in(request: &HttpRequest) -> String {
    let here = request
        .uri()
        .path_and_query()
        .map_or("/", |here| here.as_str());
    let begins = ["/sign-in", "/u/", "/s/", "/assets/"];
    if here == "/" || here.len() > 500 || begins.iter().any(|start| here.starts_with(start)) {
        return "/sign-in".into();
    }
    format!(
        "/sign-in?to={}",
        utf8_percent_encode(here, NON_ALPHANUMERIC)
    )
}

/// Where each role begins.
pub fn home(role: Role) -> &'static str {
    match role {
        Role::Navigator => "/",
        Role::Commissioner => "/overview",
        Role::Provider => "/my",
        Role::Steward => "/tasks",
    }
}

/// What a role is called.
pub fn role_words(role: Role) -> &'static str {
    match role {
        Role::Navigator => "Care navigator",
        Role::Provider => "Provider",
        Role::Commissioner => "Commissioner",
        Role::Steward => "Steward",
    }
}
