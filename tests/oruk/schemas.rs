//! The official schemas of HSDS and Open Referral UK, as judges.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{shared_folder, skip, temporary_folder};

/// Where `./test` puts npm's ajv.
const PACKAGES: &str = "target/tools/node/node_modules";

/// Records, each with the schemas that it is held against.
pub struct Judged {
    standards: PathBuf,
    lines: Vec<u8>,
    held: usize,
}

impl Judged {
    /// None, and the test is noted as skipped, where schemas or validator are not there.
    pub fn new() -> Option<Judged> {
        let standards = shared_folder("standards")?;
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        if !root
            .join(PACKAGES)
            .join("ajv-formats/package.json")
            .is_file()
        {
            skip(&format!(
                "there is no {PACKAGES}/ajv-formats: ./test installs it"
            ));
            return None;
        }
        Some(Judged {
            standards,
            lines: Vec::new(),
            held: 0,
        })
    }

    /// Holds a record against these schemas, such as `hsds/service`.
    pub fn hold(&mut self, record: &Value, schemas: &[&str]) {
        let line = json!({ "schemas": schemas, "record": record });
        writeln!(self.lines, "{line}").expect("memory");
        self.held += schemas.len();
    }

    /// Judges them all.
    ///
    /// # Panics
    ///
    /// When one is not valid, with what is wrong.
    #[track_caller]
    pub fn judge(self) {
        let folder = temporary_folder();
        let file = folder.path().join("records.ndjson");
        std::fs::write(&file, &self.lines).expect("a file in a temporary folder");
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let output = Command::new("node")
            .arg(root.join("tests/oruk/validate.mjs"))
            .args([&root.join(PACKAGES), &self.standards, &file])
            .output()
            .expect("node");
        let said = String::from_utf8_lossy(&output.stdout);
        let errors = String::from_utf8_lossy(&output.stderr);
        let wanted = format!("{} held, 0 wrong", self.held);
        assert_eq!(
            said.trim_end().lines().last(),
            Some(wanted.as_str()),
            "{said}{errors}"
        );
    }
}
