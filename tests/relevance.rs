//! Whether searches find what people need: judged questions over real and invented listings, beside
//! plain BM25 over the same fields with the same filters.

mod plain;

use std::path::{Path, PathBuf};

use headroom::app::App;
use headroom::config::Config;
use headroom::eval::{self, Judged, Measures, Report};
use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;

use super::support::folder::temporary_folder;
use super::support::server::run;
use super::support::shared_folder as shared;
use plain::Plain;

/// How much better than plain BM25 the answers over real records are, in nDCG at 10.
const AHEAD: f64 = 0.20;

/// A directory, filled and opened.
struct Directory {
    app: App,
    services: Vec<Value>,
    _files: TempDir,
}

impl Directory {
    fn fill(postcodes: &[&Path], listings: &Path) -> Self {
        let files = temporary_folder();
        let data = files
            .path()
            .to_str()
            .expect("a path in plain letters")
            .to_owned();
        for (kind, file) in postcodes
            .iter()
            .map(|file| ("postcodes", *file))
            .chain([("hsds", listings)])
        {
            let file = file.to_str().expect("a path in plain letters");
            let done = run(&["--data", &data, "import", kind, file]);
            assert!(
                done.status.success(),
                "{}",
                String::from_utf8_lossy(&done.stderr)
            );
        }
        let config = Config::new(files.path(), None).expect("a folder of our own");
        Self {
            app: App::open(&config).expect("what was just imported"),
            services: services(listings),
            _files: files,
        }
    }

    /// What the product and plain BM25 make of a file of judged questions.
    fn compare(&self, file: &str) -> (Report, Measures) {
        let cases = eval::read(&judged(file)).expect("a file of ours");
        let index = Plain::of(&self.services);
        let gazetteer = self.app.engine.gazetteer();
        let plain = cases.iter().map(|case| match &case.judged {
            Judged::Answers(grades) => eval::measure(&index.ask(case, &gazetteer), grades),
            Judged::Danger(_) => Measures::default(),
        });
        let plain = Measures::mean(&plain.collect::<Vec<_>>());
        let report = eval::run(&self.app, cases, Timestamp::now()).expect("questions of ours");
        let mean = report.mean();
        println!("{report}");
        println!(
            "{file}: nDCG@10 {:.3} (plain BM25 {:.3}), recall@20 {:.3} ({:.3}), success@3 {:.3} ({:.3})",
            mean.ndcg, plain.ndcg, mean.recall, plain.recall, mean.success, plain.success
        );
        (report, plain)
    }
}

fn judged(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/judged")
        .join(file)
}

fn services(listings: &Path) -> Vec<Value> {
    let file = std::fs::File::open(listings).expect("a file that was just imported");
    let read: Box<dyn std::io::Read> = match listings.extension() {
        Some(ending) if ending == "gz" => Box::new(flate2::read::GzDecoder::new(file)),
        _ => Box::new(file),
    };
    let read: Value = serde_json::from_reader(read).expect("JSON");
    match read {
        Value::Array(services) => services,
        Value::Object(page) => page["contents"].as_array().cloned().unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn no_question_is_without_an_answer(report: &Report) {
    for (case, measures) in &report.answers {
        assert!(
            measures.answers > 0,
            "{}: {} has no answer",
            case.id,
            case.q
        );
    }
}

/// What people ask for in Greater Manchester is found far better than by plain BM25.
#[test]
fn real_listings_of_a_region_are_found_by_lay_words() {
    let Some(data) = shared("data") else { return };
    let region = Directory::fill(
        &[
            &data.join("geography/gm-postcodes.csv.gz"),
            &data.join("geography/gb-places.tsv"),
        ],
        &data.join("directory/greater-manchester.json"),
    );
    let (report, plain) = region.compare("greater-manchester.jsonl");
    no_question_is_without_an_answer(&report);
    assert!(report.mean().ndcg >= 0.60 && report.mean().ndcg >= plain.ndcg + AHEAD);
}

/// So is what they ask for among charities of the whole country.
#[test]
fn real_charities_of_the_country_are_found_by_lay_words() {
    let Some(data) = shared("data") else { return };
    let country = Directory::fill(
        &[
            &data.join("geography/gb-postcodes.csv.gz"),
            &data.join("geography/gb-places.tsv"),
        ],
        &data.join("directory/uk-charities.json.gz"),
    );
    let (report, plain) = country.compare("charities.jsonl");
    no_question_is_without_an_answer(&report);
    assert!(report.mean().ndcg >= 0.50 && report.mean().ndcg >= plain.ndcg + AHEAD);
}

/// And in the sample borough, which has its own words.
#[test]
fn listings_of_the_sample_borough_are_found_by_lay_words() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let borough = Directory::fill(
        &[&fixtures.join("postcodes.csv")],
        &fixtures.join("listings.json"),
    );
    let (report, plain) = borough.compare("demo.jsonl");
    no_question_is_without_an_answer(&report);
    assert!(report.mean().ndcg >= 0.65 && report.mean().ndcg > plain.ndcg);
}
