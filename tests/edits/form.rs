//! A form as a browser reads it from a page: its fields with what is in them.

use super::encoded;

/// Names and values, in the order of the page.
#[derive(Clone, Debug)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// The form in which a listing is edited.
    #[track_caller]
    pub fn read(page: &str) -> Form {
        let (_, rest) = page.split_once("class=\"sheet-form\"").expect("the form");
        let form = rest.split("</form>").next().unwrap_or_default();
        let mut fields = Vec::new();
        for tag in form.split('<').skip(1) {
            let (head, after) = tag.split_once('>').unwrap_or((tag, ""));
            let name = attribute(head, "name");
            match (head.split_whitespace().next(), name) {
                (Some("input"), Some(name)) => {
                    let is_box = attribute(head, "type").as_deref() == Some("checkbox");
                    if !is_box || head.contains(" checked") {
                        fields.push((name, attribute(head, "value").unwrap_or_default()));
                    }
                }
                (Some("textarea"), Some(name)) => fields.push((name, plain(after))),
                (Some("select"), Some(name)) => fields.push((name, String::new())),
                (Some("option"), _) if head.contains(" selected") => {
                    if let Some((_, value)) = fields.last_mut() {
                        *value = attribute(head, "value").unwrap_or_default();
                    }
                }
                _ => {}
            }
        }
        fields.retain(|(name, _)| name != "form" && name != "step");
        Form(fields)
    }

    /// With something else in a field.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Form {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), value.to_owned()));
        self
    }

    /// What is in a field.
    pub fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// The names of all fields.
    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }

    /// As it is sent.
    pub fn body(&self) -> String {
        let pairs = self
            .0
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        pairs.collect::<Vec<_>>().join("&")
    }
}

fn attribute(head: &str, name: &str) -> Option<String> {
    let (_, rest) = head.split_once(&format!(" {name}=\""))?;
    Some(plain(rest.split('"').next()?))
}

fn plain(text: &str) -> String {
    let known = [
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
    ];
    known
        .iter()
        .fold(text.to_owned(), |text, (entity, letter)| {
            text.replace(entity, letter)
        })
}
