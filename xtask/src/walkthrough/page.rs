//! The steps that a page describes: commands, programs, and the output that it shows. Must not
//! perform them.

/// A step of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// The line in the page.
    pub(super) line: usize,
    pub(super) kind: Kind,
}

/// The action of a step.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Run a command.
    Command(String),
    /// Run a command until the end of the page, in another terminal.
    Background(String),
    /// Write a file.
    File(String, String),
    /// Compare the output of the last command.
    Output(String),
}

/// A block of code with the paragraph before it.
struct Block<'t> {
    line: usize,
    language: &'t str,
    text: String,
    paragraph: String,
}

/// The line and the reason why a page cannot be followed.
type Problem = (usize, String);

/// Returns the steps of a page, up to the heading `end`.
pub(super) fn steps(page: &str, end: Option<&str>) -> Result<Vec<Step>, Problem> {
    let mut steps = Vec::new();
    for block in blocks(page, end)? {
        match block.language {
            "console" => commands(&block, &mut steps)?,
            "rust" => {
                let file = block.paragraph.split_once("Paste this into `").and_then(|(_, rest)| rest.split_once('`'));
                let (file, _) = file.ok_or((block.line, "no sentence says where the program goes".to_owned()))?;
                steps.push(Step { line: block.line, kind: Kind::File(file.to_owned(), block.text) });
            }
            "text" if block.paragraph.contains("prints") => {
                steps.push(Step { line: block.line, kind: Kind::Output(block.text) });
            }
            language => return Err((block.line, format!("a block of `{language}` is not a step"))),
        }
    }
    Ok(steps)
}

/// Adds the commands of a console block. Lines without a prompt are output.
fn commands(block: &Block<'_>, steps: &mut Vec<Step>) -> Result<(), Problem> {
    let in_background = block.paragraph.contains("in another terminal");
    for (index, line) in block.text.lines().enumerate() {
        let number = block.line + index + 1;
        match (line.strip_prefix("$ "), steps.last_mut().map(|step| &mut step.kind)) {
            (Some(command), _) if in_background => {
                steps.push(Step { line: number, kind: Kind::Background(command.to_owned()) });
            }
            (Some(command), _) => steps.push(Step { line: number, kind: Kind::Command(command.to_owned()) }),
            (None, Some(Kind::Command(command))) if command.ends_with('\\') => {
                command.pop();
                command.push_str(line.trim_start());
            }
            (None, Some(Kind::Output(text))) if index > 0 => *text += &format!("{line}\n"),
            (None, Some(Kind::Command(_))) if index > 0 => {
                steps.push(Step { line: number, kind: Kind::Output(format!("{line}\n")) });
            }
            (None, _) => return Err((number, "output without a command".to_owned())),
        }
    }
    Ok(())
}

fn blocks<'t>(page: &'t str, end: Option<&str>) -> Result<Vec<Block<'t>>, Problem> {
    let (mut found, mut open, mut paragraph) = (Vec::new(), None::<Block<'t>>, String::new());
    for (index, line) in page.lines().enumerate() {
        if open.is_none() && end.is_some_and(|end| line == end) {
            return Ok(found);
        }
        open = match (open, line.strip_prefix("```")) {
            (None, Some(language)) => {
                let paragraph = std::mem::take(&mut paragraph);
                Some(Block { line: index + 1, language, text: String::new(), paragraph })
            }
            (None, None) => {
                // A block may follow its paragraph after an empty line.
                let starts_anew =
                    !line.is_empty() && index > 0 && page.lines().nth(index - 1).is_some_and(str::is_empty);
                if starts_anew {
                    paragraph.clear();
                }
                paragraph += &format!("{line} ");
                None
            }
            (Some(block), Some(_)) => {
                found.push(block);
                None
            }
            (Some(mut block), None) => {
                block.text += &format!("{line}\n");
                Some(block)
            }
        };
    }
    match end {
        Some(end) => Err((0, format!("the heading `{end}` is gone"))),
        None => Ok(found),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Step, steps};

    const PAGE: &str = "Run it:\n\n```console\n$ a --b \\\n    c\n$ d\nout\nput\n```\n\nIn short. Start it\nin another terminal:\n\n\
                        ```console\n$ serve\n```\n\nPaste this into `src/main.rs`:\n\n```rust\nfn main() {}\n```\n\nIt prints:\n\n\
                        ```text\nhello\n```\n\n## End\n\n```console\n$ never\n```\n";

    #[test]
    fn a_page_is_read_up_to_its_end() {
        let kinds: Vec<Kind> = steps(PAGE, Some("## End")).unwrap().into_iter().map(|step| step.kind).collect();
        let command = |text: &str| Kind::Command(text.to_owned());
        let expected = [
            command("a --b c"),
            command("d"),
            Kind::Output("out\nput\n".to_owned()),
            Kind::Background("serve".to_owned()),
            Kind::File("src/main.rs".to_owned(), "fn main() {}\n".to_owned()),
            Kind::Output("hello\n".to_owned()),
        ];
        assert_eq!(kinds, expected);
        assert_eq!(steps(PAGE, None).unwrap().last(), Some(&Step { line: 33, kind: command("never") }));
    }

    #[test]
    fn pages_that_cannot_be_followed_are_errors() {
        assert!(steps("```console\nout\n```\n", None).is_err());
        assert!(steps("Text.\n\n```rust\nfn main() {}\n```\n", None).is_err());
        assert!(steps("Text.\n\n```text\nout\n```\n", None).is_err());
        assert!(steps("Text.\n", Some("## Gone")).is_err());
    }
}
