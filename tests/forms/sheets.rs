//! The forms of a page, as a browser finds them.

/// One form.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// `get` or `post`.
    pub method: &'static str,
    /// Where it is sent.
    pub action: String,
    /// What can be filled in, and what stands there.
    pub fields: Vec<(String, String)>,
}

impl Sheet {
    /// What its fields are called.
    pub fn names(&self) -> Vec<&str> {
        self.fields.iter().map(|(name, _)| name.as_str()).collect()
    }
}

/// The value of an attribute of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let value = rest.split('"').next()?;
    Some(
        value
            .replace("&#38;", "&")
            .replace("&amp;", "&")
            .replace("&#34;", "\""),
    )
}

/// The pieces of a text that begin so.
fn tags<'a>(text: &'a str, begin: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(begin).skip(1)
}

/// The forms of a page; those that say nothing of where they go go to the page itself.
pub fn sheets_of(page: &str, path: &str) -> Vec<Sheet> {
    let forms = tags(page, "<form").filter_map(|form| form.split("</form>").next());
    forms.map(|form| sheet(form, path)).collect()
}

fn sheet(form: &str, path: &str) -> Sheet {
    let head = form.split('>').next().unwrap_or_default();
    let is_post = attribute(head, "method").is_some_and(|method| method == "post");
    let mut fields = Vec::new();
    for begin in ["<input", "<select", "<textarea", "<button"] {
        for tag in tags(form, begin) {
            let head = tag.split('>').next().unwrap_or_default();
            if let Some(name) = attribute(head, "name") {
                fields.push((name, attribute(head, "value").unwrap_or_default()));
            }
        }
    }
    Sheet {
        method: if is_post { "post" } else { "get" },
        action: attribute(head, "action").unwrap_or_else(|| path.to_owned()),
        fields,
    }
}

/// The pages that links of a page lead to within the same server: no tables, no pictures, nothing for programs,
/// and not the same page in the other language, whose cookie would be taken for that of the session.
pub fn links_of(page: &str) -> Vec<String> {
    let links = tags(page, "<a").filter_map(|tag| attribute(tag.split('>').next()?, "href"));
    links
        .filter(|link| {
            link.starts_with('/')
                && !link.starts_with("/api/")
                && !link.starts_with("/language/")
                && !link.starts_with("//")
        })
        .filter(|link| {
            ![".csv", ".svg", ".json", ".atom", ".xml", ".ics"]
                .iter()
                .any(|end| link.contains(end))
        })
        .map(|link| link.split('#').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn a_form_is_read_as_it_stands_in_a_page() {
    let page = r#"<a class="x" href="/b?c&#38;d#e">b</a><a href="https://elsewhere.example/">e</a>
        <form method="post" action="/a"><input type="hidden" name="form" value="t">
        <textarea name="words" rows="3"></textarea><select name="role"><option value="a">A</option></select>
        <button name="step" value="send">Send</button></form><form role="search"><input name="q"></form>"#;
    assert_eq!(links_of(page), ["/b?c&d"]);
    let sheets = sheets_of(page, "/here");
    assert_eq!(
        (sheets[0].method, sheets[0].action.as_str()),
        ("post", "/a")
    );
    assert_eq!(sheets[0].names(), ["form", "role", "words", "step"]);
    assert_eq!(
        (sheets[1].method, sheets[1].action.as_str()),
        ("get", "/here")
    );
}
