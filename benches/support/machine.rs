//! What else the machine is doing: figures from a busy one mean less.

/// Prints how many cores there are, and how busy they were just before.
pub fn describe() {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load: f64 = load
        .split(' ')
        .next()
        .and_then(|load| load.parse().ok())
        .unwrap_or_default();
    println!("{cores} cores, load of the last minute {load:.1}");
    if load > 0.5 {
        println!("other work is going on: latencies at the far end will be worse for it");
    }
}
