//! Every page as those see it who see badly, or not at all, or on a small screen: looked over by
//! axe-core in each theme, and pictured for those who want to look themselves.

mod walk;

use std::path::{Path, PathBuf};

use crate::support::{Browser, Demo, Screen, skip, temporary_folder};
use walk::Walk;

/// The program text of axe-core, which `./test` installs.
fn axe() -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/node/node_modules");
    let text = std::fs::read_to_string(folder.join("axe-core/axe.min.js")).ok();
    if text.is_none() {
        skip("axe-core is not installed: run ./test once without a name");
    }
    text
}

/// A page with faint words and a picture of which nothing is said.
const FAULTY: &str =
    "data:text/html,<html lang=en><title>x</title><p style='color:%23bbb'>faint</p><img src=x>";

/// Where the pictures go: nothing of it is tracked.
fn pictures() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pages");
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    folder
}

#[test]
fn every_page_is_there_for_everybody() {
    let Some(axe) = axe() else { return };
    let (temporary, pictures) = (temporary_folder(), pictures());
    let demo = Demo::start(temporary.path());
    let browser = Browser::open(Screen::Desktop);
    browser.goto(FAULTY);
    assert_eq!(browser.faults(&axe, &[]).len(), 2, "it sees what is wrong");
    let mut walk = Walk::new(&browser, demo.after("listening on "), &axe, &pictures);
    walk.anybody(demo.after("3. Say so without a key, as a group does on a telephone: "));
    walk.navigator(&demo.link_of("Nasreen Khan"));
    walk.provider(&demo.link_of("Pat Whelan"));
    walk.steward(&demo.link_of("Stella Marsh"));
    walk.commissioner(&demo.link_of("Callum Reid"));
    assert!(walk.faults.is_empty(), "{}", walk.faults.join("\n"));
}
