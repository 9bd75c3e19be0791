//! Reads the lists' files: `#` header lines, a line of column names, RFC 4180 rows. Nothing else's CSV.

/// The cells of a row.
pub(super) type Row = Vec<String>;

/// The header line that starts with `key`, without it; for an empty key the first one.
pub(super) fn header(text: &'static str, key: &str) -> Option<&'static str> {
    text.lines()
        .filter_map(|line| line.strip_prefix("# "))
        .find_map(|line| line.strip_prefix(key))
        .map(str::trim)
}

/// The column names, and each row with its first cell, which is the code and is never quoted.
pub(super) fn table(text: &'static str) -> (Row, Vec<(&'static str, Row)>) {
    let mut lines = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    let columns = lines.next().map(cells).unwrap_or_default();
    let rows = lines
        .map(|line| (line.split(',').next().unwrap_or_default(), cells(line)))
        .collect();
    (columns, rows)
}

/// The cells of one line. Quoted cells may hold commas and doubled quotes, never line breaks.
fn cells(line: &str) -> Row {
    let mut out = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                push(&mut out, '"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(String::new()),
            c => push(&mut out, c),
        }
    }
    out
}

fn push(cells: &mut [String], c: char) {
    if let Some(last) = cells.last_mut() {
        last.push(c);
    }
}
