//! Figures beside targets, in one table at the end.

use std::time::Duration;

/// Which way is good.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    /// At most so much.
    Most(f64),
    /// At most so many times what it is compared to.
    Times(f64),
    /// Nothing is asked; the figure is for the reader.
    None,
}

impl Target {
    /// The target as it stands in the table.
    pub fn words(self, unit: &str) -> String {
        match self {
            Self::Most(most) => format!("≤ {}", number(most, unit)),
            Self::Times(times) => format!("≤ {times} ×"),
            Self::None => "–".to_owned(),
        }
    }
}

#[derive(Debug)]
pub struct Row {
    what: String,
    figure: String,
    target: String,
    anchor: String,
    ratio: Option<f64>,
    verdict: String,
}

/// What it is compared to.
#[derive(Debug, Clone)]
pub enum Anchor {
    /// Measured in this run.
    Ran(&'static str, f64),
    /// Measured on another day, on a 2-core Debian 12 machine.
    Recorded(&'static str, f64),
    None,
}

impl Anchor {
    fn words(&self, unit: &str) -> String {
        match self {
            Self::Ran(who, figure) => format!("{who} {}", number(*figure, unit)),
            Self::Recorded(who, figure) => format!("{who} {}, recorded", number(*figure, unit)),
            Self::None => "–".to_owned(),
        }
    }
    fn figure(&self) -> Option<f64> {
        match self {
            Self::Ran(_, figure) | Self::Recorded(_, figure) => Some(*figure),
            Self::None => None,
        }
    }
}

#[derive(Debug, Default)]
pub struct Table {
    only: Vec<String>,
    rows: Vec<Row>,
}

impl Table {
    pub fn new(only: Vec<String>) -> Self {
        Self {
            only,
            rows: Vec::new(),
        }
    }
    /// Whether a suite was asked for.
    pub fn wants(&self, suite: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|word| suite.contains(word.as_str()))
    }
    /// A measured row. The ratio is the figure by what it is compared to, else by its target.
    pub fn row(&mut self, what: &str, figure: f64, unit: &str, target: Target, anchor: &Anchor) {
        let words = target.words(unit);
        let (good, ratio) = match target {
            Target::Most(most) => (
                Some(figure <= most),
                anchor.figure().or(Some(most)).filter(|by| *by > 0.0),
            ),
            Target::Times(times) => (
                anchor.figure().map(|by| figure <= times * by),
                anchor.figure(),
            ),
            Target::None => (None, anchor.figure()),
        };
        let verdict = match (target, good) {
            (Target::None, _) => "–",
            (_, Some(true)) => "met",
            (_, Some(false)) => "missed",
            (_, None) => "not measured here because there is nothing to compare it to",
        };
        println!("{what}: {}  {verdict}", number(figure, unit));
        self.rows.push(Row {
            what: what.to_owned(),
            figure: number(figure, unit),
            target: words,
            anchor: anchor.words(unit),
            ratio: ratio.map(|by| figure / by),
            verdict: verdict.to_owned(),
        });
    }
    /// A row that could not be measured.
    pub fn absent(&mut self, what: &str, target: &str, why: &str) {
        println!("{what}: not measured here because {why}");
        self.rows.push(Row {
            what: what.to_owned(),
            figure: "–".to_owned(),
            target: target.to_owned(),
            anchor: "–".to_owned(),
            ratio: None,
            verdict: format!("not measured here because {why}"),
        });
    }
    pub fn print(&self) {
        let wide = |of: &dyn Fn(&Row) -> &str, least: usize| {
            self.rows
                .iter()
                .map(|row| of(row).chars().count())
                .chain([least])
                .max()
                .unwrap_or(least)
        };
        let (a, b, c, d) = (
            wide(&|row| &row.what, 4),
            wide(&|row| &row.figure, 6),
            wide(&|row| &row.target, 6),
            wide(&|row| &row.anchor, 6),
        );
        println!("\nTargets on {}\n", machine());
        println!(
            "{:<a$}  {:>b$}  {:>c$}  {:<d$}  {:>7}  verdict",
            "what", "figure", "target", "beside", "ratio"
        );
        println!("{}", "-".repeat(a + b + c + d + 24));
        for row in &self.rows {
            let ratio = row
                .ratio
                .map_or("–".to_owned(), |ratio| format!("{ratio:.2} ×"));
            println!(
                "{:<a$}  {:>b$}  {:>c$}  {:<d$}  {ratio:>7}  {}",
                row.what, row.figure, row.target, row.anchor, row.verdict
            );
        }
        let count = |verdict: &str| {
            self.rows
                .iter()
                .filter(|row| row.verdict == verdict)
                .count()
        };
        println!(
            "\n{} met, {} missed, {} not measured here. The ratio is to what stands beside, else to the target. \
             Recorded figures come from a 2-core Debian 12 machine, 100 columns by 30 rows.",
            count("met"),
            count("missed"),
            self.rows
                .iter()
                .filter(|row| row.verdict.starts_with("not measured"))
                .count()
        );
    }
}

fn number(figure: f64, unit: &str) -> String {
    let digits = match figure.abs() {
        0.0 => 0,
        f if f < 10.0 && f.fract() != 0.0 => 2,
        f if f < 100.0 && f.fract() != 0.0 => 1,
        _ => 0,
    };
    format!("{figure:.digits$} {unit}").trim_end().to_owned()
}

/// The machine in a line.
pub fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let model = read("/proc/cpuinfo")
        .lines()
        .find_map(|line| {
            line.strip_prefix("model name")?
                .split_once(": ")
                .map(|(_, name)| name.to_owned())
        })
        .unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let system = read("/etc/os-release")
        .lines()
        .find_map(|line| {
            line.strip_prefix("PRETTY_NAME=")
                .map(|name| name.trim_matches('"').to_owned())
        })
        .unwrap_or_else(|| std::env::consts::OS.to_owned());
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or("?");
    format!("{model}, {cores} cores, {system}, load {load}")
}

/// The value below which so many of a hundred lie.
pub fn percentile(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
        .get((sorted.len().saturating_sub(1)) * percent / 100)
        .copied()
        .unwrap_or(f64::NAN)
}

pub fn median(values: &[f64]) -> f64 {
    percentile(values, 50)
}

pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
