//! `analyze browse` in a real terminal: tmux types the keys and reads the screen.

use crate::Case;
use anyhow::{Context, Result, ensure};
use e2e::{HERE, binary, output, stdout};
use std::{path::Path, process::Command, thread::sleep, time::Duration};

pub fn cases() -> Vec<Case> {
    let skip = match Command::new("tmux").arg("-V").output() {
        Ok(_) => None,
        Err(error) => Some(format!("tmux: {error}")),
    };
    let case = |name, run| Case { name, skip: skip.clone(), run };
    vec![
        case("browse::calls_details_filter_time_and_processes", keys),
        case("browse::the_terminal_is_as_before", restored),
        Case { name: "browse::without_a_terminal_says_what_to_do", skip: None, run: no_terminal },
    ]
}

/// A terminal of its own server, which ends with the test.
struct Terminal {
    socket: String,
}

impl Terminal {
    fn new(folder: &Path) -> Result<Terminal> {
        let terminal = Terminal { socket: folder.join("tmux").to_string_lossy().into_owned() };
        terminal.tmux(&["-f", "/dev/null", "new-session", "-d", "-x", "140", "-y", "36", "env PS1='$ ' sh"])?;
        Ok(terminal)
    }

    fn tmux(&self, args: &[&str]) -> Result<String> {
        stdout(Command::new("tmux").args(["-S", &self.socket]).args(args).env("LC_ALL", "C.UTF-8").env_remove("TMUX"))
    }

    fn keys(&self, keys: &[&str]) -> Result<()> {
        self.tmux(&[&["send-keys"], keys].concat()).map(drop)
    }

    fn text(&self, text: &str) -> Result<()> {
        self.tmux(&["send-keys", "-l", text]).map(drop)
    }

    fn screen(&self) -> Result<String> {
        self.tmux(&["capture-pane", "-p"])
    }

    /// The screen, as soon as it is as wanted.
    fn until(&self, what: &str, wanted: impl Fn(&str) -> bool) -> Result<String> {
        let mut screen = String::new();
        for _ in 0..200 {
            screen = self.screen()?;
            if wanted(&screen) {
                return Ok(screen);
            }
            sleep(Duration::from_millis(50));
        }
        anyhow::bail!("never came: {what}; the screen is\n{screen}")
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.tmux(&["kill-server"]);
    }
}

fn browse(terminal: &Terminal, more: &str) -> Result<()> {
    let trace = format!("{HERE}/../samples/shell-pipeline.trace");
    terminal.text(&format!("{} browse {trace} {more}", binary("analyze")?.display()))?;
    terminal.keys(&["Enter"])
}

/// The line that is looked at.
fn selected(screen: &str) -> &str {
    screen.lines().find_map(|line| line.strip_prefix("> ")).unwrap_or_default()
}

fn keys() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let terminal = Terminal::new(dir.path())?;
    // What print says, and what SQLite's tools would count, is what the screen must say.
    let trace = format!("{HERE}/../samples/shell-pipeline.trace");
    let printed = stdout(Command::new(binary("analyze")?).args(["print", "-y", &trace, "--where", "ts > 0"]))?;
    let lines: Vec<&str> = printed.lines().skip(4).collect();
    let cut = |line: &str| line.chars().take(100).collect::<String>();

    browse(&terminal, "")?;
    let screen = terminal.until("the list", |s| s.contains("call 1 of 268"))?;
    ensure!(screen.contains("complete: exact: 268 calls recorded"), "{screen}");
    ensure!(selected(&screen).starts_with(&cut(lines.first().context("no calls")?)), "{screen}");
    terminal.keys(&["End"])?;
    let screen = terminal.until("the last call", |s| s.contains("call 268 of 268"))?;
    ensure!(selected(&screen).starts_with(&cut(lines.last().context("no calls")?)), "{screen}");

    // A mistake is named, and can be corrected.
    terminal.keys(&["/"])?;
    terminal.text("pth LIKE '/etc/%'")?;
    terminal.keys(&["Enter"])?;
    terminal.until("a mistake", |s| s.contains("did you mean \"path\"?"))?;
    terminal.keys(&["Home", "Right", "a"])?;
    terminal.keys(&["Enter"])?;
    let chosen = lines.iter().filter(|line| line.contains("\"/etc/")).count();
    let screen = terminal.until("the filter", |s| s.contains(&format!("of {chosen}, where path LIKE '/etc/%'")))?;
    ensure!(chosen > 0 && screen.contains("/etc/ld.so.cache"), "{chosen} {screen}");

    // Details of an access: its decoded arguments.
    terminal.keys(&["Home", "Enter"])?;
    let screen = terminal.until("details", |s| s.contains(" call ─"))?;
    ensure!(screen.contains("mode (flags) = 4  R_OK") && screen.contains("errno  ENOENT"), "{screen}");
    terminal.keys(&["Escape"])?;
    terminal.until("no details", |s| !s.contains(" call ─"))?;
    terminal.keys(&["Escape"])?;
    terminal.until("all calls", |s| s.contains("of 268\n"))?;

    // The time of a call in the middle finds that call.
    let middle = lines.get(200).context("too few")?;
    terminal.keys(&["t"])?;
    terminal.text(middle.split(' ').next().unwrap_or_default())?;
    terminal.keys(&["Enter"])?;
    let screen = terminal.until("the time", |s| selected(s).starts_with(&cut(middle)))?;
    ensure!(screen.contains("call 201 of 268"), "{screen}");
    terminal.keys(&["t"])?;
    terminal.text("soon")?;
    terminal.keys(&["Enter"])?;
    terminal.until("no time", |s| s.contains("\"soon\" is no time"))?;
    terminal.keys(&["Escape"])?;
    // Read together with it, the next key would be another one, with Alt.
    terminal.until("no question", |s| !s.contains("is no time"))?;

    // The calls of one process: sort has 81, as the processes report says.
    terminal.keys(&["p", "Home", "Down", "Down"])?;
    terminal.until("processes", |s| selected(s).trim_start().starts_with("sort["))?;
    terminal.keys(&["Enter"])?;
    terminal.until("sort's calls", |s| s.contains(" of 81, where tgid = "))?;
    terminal.keys(&["?"])?;
    terminal.until("help", |s| s.contains("jump to a time"))?;
    terminal.keys(&["q", "q"])?;
    terminal.until("the shell", |s| s.contains("$ ") && !s.contains("where tgid"))?;
    Ok(())
}

fn restored() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let terminal = Terminal::new(dir.path())?;
    let before = dir.path().join("before");
    let after = dir.path().join("after");
    terminal.text(&format!("stty -g > {}", before.display()))?;
    terminal.keys(&["Enter"])?;
    browse(&terminal, "--where \"errno IS NOT NULL\"")?;
    terminal.until("the list", |s| s.contains("where errno IS NOT NULL"))?;
    terminal.keys(&["C-c"])?;
    terminal.until("the shell", |s| !s.contains("where errno IS NOT NULL\n"))?;
    terminal.text(&format!("status=$?; stty -g > {}; echo $status", after.display()))?;
    terminal.keys(&["Enter"])?;
    terminal.until("the status", |s| s.lines().any(|line| line.trim_start_matches("$ ") == "0"))?;
    ensure!(std::fs::read(&before)? == std::fs::read(&after)?, "the terminal's settings differ");
    Ok(())
}

fn no_terminal() -> Result<()> {
    let trace = format!("{HERE}/../samples/shell-pipeline.trace");
    let out = output(Command::new(binary("analyze")?).args(["browse", &trace]))?;
    e2e::refused(&out, 2, &["terminal", "analyze print"])
}
