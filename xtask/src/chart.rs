//! `cargo xtask chart`: draws the chart of README from the figures in `generator/guide/figures`.
//! Must not know what the figures mean: titles and columns come from the tables and the constants
//! below.

use std::fs;
use std::path::Path;

use plotters::coord::Shift;
use plotters::element::{Rectangle, Text};
use plotters::prelude::{
    Color, DrawingArea, FontFamily, IntoDrawingArea, IntoFont, IntoTextStyle, RGBColor, SVGBackend, TextStyle, WHITE,
};
use plotters::style::FontStyle;

use crate::stop::Stop;

/// The tables and the picture.
const FOLDER: &str = "generator/guide/figures";
const PICTURE: &str = "peers.svg";

const SIZE: (u32, u32) = (920, 364);
const BAR: i32 = 14;
/// The widest bar of a panel, in pixels.
const WIDEST: f64 = 250.0;
const INK: RGBColor = RGBColor(40, 40, 40);
/// One colour for each generator, in the order in which the tables name them first.
const COLOURS: [RGBColor; 5] = [
    RGBColor(27, 110, 87),
    RGBColor(120, 130, 180),
    RGBColor(205, 135, 70),
    RGBColor(170, 160, 100),
    RGBColor(160, 160, 160),
];

/// A table: the cells of its head, and those of each row.
struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A bar: what it is of, its length as a share of the widest, and the text at its end.
struct Bar {
    generator: String,
    share: f64,
    label: String,
}

/// Draws the picture; with `check`, fails if the committed one differs.
pub(crate) fn chart(check: bool) -> Result<(), Stop> {
    let folder = Path::new(FOLDER);
    let picture = draw(&read(&folder.join("operations.tsv"))?, &read(&folder.join("check.tsv"))?)?;
    let path = folder.join(PICTURE);
    if check {
        let found = fs::read_to_string(&path).map_err(|error| Stop::io("read", &path, &error))?;
        let stale = || Stop::Refused(format!("{} is stale; run `cargo xtask chart`", path.display()));
        return if found == picture { Ok(()) } else { Err(stale()) };
    }
    fs::write(&path, picture).map_err(|error| Stop::io("write", &path, &error))
}

/// Reads a table of tab-separated values; lines that begin with `#` are comments.
fn read(path: &Path) -> Result<Table, Stop> {
    let text = fs::read_to_string(path).map_err(|error| Stop::io("read", path, &error))?;
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut rows = lines.map(|line| line.split('\t').map(str::to_owned).collect::<Vec<String>>());
    let head = rows.next().unwrap_or_default();
    let rows: Vec<Vec<String>> = rows.collect();
    match rows.iter().all(|row| row.len() == head.len()) {
        true => Ok(Table { head, rows }),
        false => Err(Stop::Refused(format!("{}: a row has another number of cells than the head", path.display()))),
    }
}

fn draw(operations: &Table, check: &Table) -> Result<String, Stop> {
    let mut picture = String::new();
    paint(&mut picture, operations, check).map_err(|error| Stop::Refused(format!("cannot draw: {error}")))?;
    picture.push('\n');
    Ok(picture)
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Painted = Result<(), Box<dyn std::error::Error>>;

fn paint(into: &mut String, operations: &Table, check: &Table) -> Painted {
    let area = SVGBackend::with_string(into, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let (left, right) = area.split_horizontally(470);
    let generators: Vec<&str> = operations.rows.iter().map(|row| row[0].as_str()).collect();
    write(&left, "cargo check of the client, user seconds", (16, 12), 19, true)?;
    let mut top = 44;
    for row in &check.rows {
        write(&left, &format!("{}, {} operations", row[0], row[1]), (16, top), 16, true)?;
        top = bars(&left, &seconds(check, row), &generators, top + 20)? + 10;
    }
    write(&right, "operations in descriptions that generate", (16, 12), 19, true)?;
    bars(&right, &shares(operations), &generators, 64)?;
    area.present()?;
    Ok(())
}

/// The bars of one description: the columns of the generators, relative to the longest time of all
/// rows.
fn seconds(table: &Table, row: &[String]) -> Vec<Bar> {
    let all = table.rows.iter().flat_map(|row| row.iter().skip(2)).map(|cell| number(cell));
    let most = all.fold(f64::MIN_POSITIVE, f64::max);
    let cells = table.head.iter().zip(row).skip(2);
    let bar = |(generator, cell): (&String, &String)| Bar {
        generator: generator.clone(),
        share: number(cell) / most,
        label: format!("{cell} s"),
    };
    cells.map(bar).collect()
}

/// The bars of the operations: the share of each generator's own set of descriptions.
fn shares(table: &Table) -> Vec<Bar> {
    let bar = |row: &Vec<String>| {
        let share = number(&row[4]) / number(&row[3]).max(1.0);
        let label = format!("{:.1} % ({} descriptions)", share * 100.0, row[1]);
        Bar { generator: row[0].clone(), share: share * 0.55, label }
    };
    table.rows.iter().map(bar).collect()
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap_or_default()
}

/// Draws bars below each other, and returns where the last one ends.
fn bars(area: &Area<'_>, bars: &[Bar], generators: &[&str], mut top: i32) -> Result<i32, Box<dyn std::error::Error>> {
    for bar in bars {
        let index = generators.iter().position(|name| *name == bar.generator).unwrap_or_default();
        let colour = COLOURS[index % COLOURS.len()];
        write(area, &bar.generator, (16, top - 1), 15, false)?;
        #[allow(clippy::cast_possible_truncation)]
        let end = 120 + (bar.share * WIDEST).round() as i32;
        area.draw(&Rectangle::new([(120, top), (end, top + BAR - 3)], colour.filled()))?;
        write(area, &bar.label, (end + 6, top - 1), 15, false)?;
        top += BAR + 2;
    }
    Ok(top)
}

fn write(area: &Area<'_>, text: &str, position: (i32, i32), size: i32, bold: bool) -> Painted {
    let font = (FontFamily::SansSerif, size).into_font();
    let font = if bold { font.style(FontStyle::Bold) } else { font };
    let style: TextStyle<'_> = font.into_text_style(area).color(&INK);
    area.draw(&Text::new(text.to_owned(), position, style))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_with_a_missing_cell_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("t.tsv");
        fs::write(&path, "# a comment\na\tb\n1\t2\n3\n").unwrap();
        assert!(read(&path).is_err());
        fs::write(&path, "# a comment\na\tb\n1\t2\n").unwrap();
        assert_eq!(read(&path).unwrap().rows, [["1", "2"]]);
    }
}
