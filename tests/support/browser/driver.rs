//! One chromedriver process, with the folder that its browser lives in.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::watchdog::Watchdog;

const STARTING: Duration = Duration::from_secs(60);

/// What chromedriver prints before the number of its port.
const READY: &str = "was started successfully on port ";

/// Ends chromedriver (`$1`), which takes its browser with it, and removes the
/// folder (`$2`). The browser may still write while it ends: so more than once.
const CLEAN_UP: &str = r#"kill -KILL "-$1"
for _ in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$2" && exit; sleep 0.2; done"#;

#[derive(Debug)]
pub struct Driver {
    child: Child,
    folder: PathBuf,
    port: u16,
    watchdog: Option<Watchdog>,
}

impl Driver {
    /// Starts chromedriver on a port of its own choice.
    pub fn start() -> Driver {
        let folder = TempDir::with_prefix("headroom-browser-")
            .expect("a temporary folder")
            .keep();
        let child = command(&folder).spawn().expect("chromedriver can be run");
        let arguments = [child.id().to_string(), folder.display().to_string()];
        let watchdog = Watchdog::set(CLEAN_UP, &[&arguments[0], &arguments[1]], None);
        let mut driver = Driver {
            child,
            folder,
            port: 0,
            watchdog: Some(watchdog),
        };
        driver.port = driver.wait_for_port();
        driver
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The browser's profile: a folder that does not exist yet.
    pub fn profile(&self) -> PathBuf {
        self.folder.join("profile")
    }

    /// What chromedriver has printed.
    pub fn log(&self) -> String {
        std::fs::read_to_string(log_file(&self.folder)).unwrap_or_default()
    }

    fn wait_for_port(&self) -> u16 {
        let begun = Instant::now();
        loop {
            if let Some(port) = port_in(&self.log()) {
                return port;
            }
            assert!(
                begun.elapsed() < STARTING,
                "chromedriver does not start:\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // In this order: the process number stays ours until it is waited for.
        drop(self.watchdog.take());
        let _ = self.child.wait();
    }
}

/// Chromium keeps files in the home and temporary folders too: so these are
/// inside the folder as well.
fn command(folder: &Path) -> Command {
    let log = std::fs::File::create(log_file(folder)).expect("a file for chromedriver's log");
    let errors = log.try_clone().expect("a file handle");
    let mut command = Command::new(program("chromedriver"));
    command
        .arg("--port=0")
        .env("HOME", folder)
        .env("TMPDIR", folder)
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(log)
        .stderr(errors);
    command
}

fn log_file(folder: &Path) -> PathBuf {
    folder.join("chromedriver.log")
}

fn port_in(log: &str) -> Option<u16> {
    let (_, after) = log.split_once(READY)?;
    let (port, _) = after.split_once('.')?;
    port.parse().ok()
}

/// Where Chromium is.
pub fn chromium() -> PathBuf {
    program("chromium")
}

fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let usual = PathBuf::from("/usr/bin");
    let mut folders = std::env::split_paths(&path).chain([usual]);
    folders
        .find_map(|folder| Some(folder.join(name)).filter(|file| file.is_file()))
        .unwrap_or_else(|| {
            panic!("these tests need {name}: `apt-get install chromium chromium-driver`")
        })
}
