//! The screen.

use super::app::{App, Mode};
use crate::{
    escape::visible,
    render::words::{completeness, thousands},
};
use ratatui::{
    Frame,
    layout::{Constraint, Layout, Position, Rect},
    style::{Color, Modifier, Style},
    text::{Line, Span, Text},
    widgets::{Block, Borders, Clear, Paragraph},
};
use schema::manifest::Verdict;
use tui_input::Input;

const KEYS: [(&str, &str); 11] = [
    ("up down, j k", "one call"),
    ("PgUp PgDn, space", "one screen"),
    ("Home End, g G", "first and last call"),
    ("left right", "shift long lines"),
    ("Enter", "all about a call: decoded arguments, payload, flags"),
    ("u d", "scroll these details"),
    ("/", "only calls for which a SQL expression is true, as --where: errno = 'ENOENT'"),
    ("t", "jump to a time"),
    ("p", "processes; Enter there shows the calls of one"),
    ("Esc", "close the details; then show all calls again"),
    ("q, Ctrl-C", "end"),
];

/// Draws everything.
pub fn draw(app: &mut App, frame: &mut Frame<'_>) {
    let below = if app.details { Constraint::Percentage(50) } else { Constraint::Length(0) };
    let [head, list, details, foot] =
        Layout::vertical([Constraint::Length(2), Constraint::Fill(1), below, Constraint::Length(2)])
            .areas(frame.area());
    app.height = usize::from(list.height).max(1);
    heading(app, frame, head);
    if matches!(app.mode, Mode::Processes) {
        processes(app, frame, list);
    } else {
        calls(app, frame, list);
    }
    if app.details {
        about(app, frame, details);
    }
    footing(app, frame, foot);
    if matches!(app.mode, Mode::Help) {
        help(frame);
    }
}

fn heading(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let reference = app.trace.reference();
    let title = format!("{}: {}", reference.path.to_string_lossy(), reference.title);
    let verdict = &app.trace.manifest.completeness;
    let color = match verdict.verdict {
        Verdict::Exact => Color::Green,
        Verdict::Bounded => Color::Yellow,
        Verdict::Unknown => Color::Red,
    };
    let lines = vec![
        Line::styled(visible(&title).into_owned(), Modifier::BOLD),
        Line::styled(completeness(verdict), Style::new().fg(color)),
    ];
    frame.render_widget(Paragraph::new(lines), area);
}

/// A line as it stands in a list: shifted, harmless, and marked if it is the one that is looked at.
fn row(text: &str, shift: usize, selected: bool, failed: bool) -> Line<'static> {
    let style = if failed { Style::new().fg(Color::Red) } else { Style::new() };
    let style = if selected { style.add_modifier(Modifier::REVERSED) } else { style };
    let mark = if selected { "> " } else { "  " };
    let shown: String = visible(text).chars().skip(shift).take(1 << 10).collect();
    Line::styled(format!("{mark}{shown}"), style)
}

fn calls(app: &mut App, frame: &mut Frame<'_>, area: Rect) {
    // The selected call stays in sight when the list shrinks.
    app.top = app.top.clamp((app.selected + 1).saturating_sub(app.height), app.selected);
    let mut lines = Vec::new();
    for at in app.top..(app.top + app.height).min(app.length()) {
        if let Some(line) = app.line(at) {
            lines.push(row(&line.text, app.shift, at == app.selected, line.failed));
        }
    }
    if app.length() == 0 {
        lines.push(Line::raw("  no call is like that"));
    }
    frame.render_widget(Paragraph::new(lines), area);
}

fn processes(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let top = app.process.saturating_sub(app.height.saturating_sub(1));
    let shown = app.processes.iter().enumerate().skip(top).take(app.height);
    let lines: Vec<Line<'_>> = shown.map(|(i, p)| row(&p.line, 0, i == app.process, false)).collect();
    frame.render_widget(Paragraph::new(lines), area);
}

fn about(app: &mut App, frame: &mut Frame<'_>, area: Rect) {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (name, texts) in app.about() {
        for (i, text) in texts.iter().enumerate() {
            let name = if i == 0 { name.as_str() } else { "" };
            let name = Span::styled(format!("{name:>10}  "), Style::new().fg(Color::Cyan));
            lines.push(Line::from(vec![name, Span::raw(visible(text).into_owned())]));
        }
    }
    app.details_top = app.details_top.min(lines.len().saturating_sub(1));
    let block = Block::new().borders(Borders::TOP).title(" call ");
    let shift = u16::try_from(app.details_top).unwrap_or(u16::MAX);
    let text = Paragraph::new(Text::from(lines)).wrap(ratatui::widgets::Wrap { trim: false }).scroll((shift, 0));
    frame.render_widget(text.block(block), area);
}

fn footing(app: &App, frame: &mut Frame<'_>, area: Rect) {
    let [above, below] = Layout::vertical([Constraint::Length(1), Constraint::Length(1)]).areas(area);
    let place = format!(
        "call {} of {}{}",
        thousands((app.selected + 1).min(app.length()) as u64),
        thousands(app.length() as u64),
        if app.filter.is_empty() { String::new() } else { format!(", where {}", visible(&app.filter)) },
    );
    frame.render_widget(Line::styled(place, Modifier::BOLD), above);
    match &app.mode {
        Mode::Filter(input) => prompt(frame, "where: ", input, app.message.as_deref(), above, below),
        Mode::Time(input) => prompt(frame, "time: ", input, app.message.as_deref(), above, below),
        _ if app.is_asked() => frame.render_widget("looking for calls ...", below),
        _ => match &app.message {
            Some(message) => frame.render_widget(Line::styled(visible(message).into_owned(), Color::Red), below),
            None => frame.render_widget("Enter details  / filter  t time  p processes  ? keys  q end", below),
        },
    }
}

/// A line to type in, with what was wrong with it above.
fn prompt(frame: &mut Frame<'_>, name: &str, input: &Input, wrong: Option<&str>, above: Rect, below: Rect) {
    if let Some(wrong) = wrong {
        frame.render_widget(Clear, above);
        frame.render_widget(Line::styled(visible(wrong).into_owned(), Color::Red), above);
    }
    let width = usize::from(below.width).saturating_sub(name.len() + 1);
    let shift = input.visual_scroll(width);
    let shown: String = visible(input.value()).chars().skip(shift).collect();
    frame.render_widget(format!("{name}{shown}"), below);
    let x = (name.len() + input.visual_cursor().saturating_sub(shift)).min(usize::from(below.width.saturating_sub(1)));
    frame.set_cursor_position(Position::new(below.x + x as u16, below.y));
}

fn help(frame: &mut Frame<'_>) {
    let lines: Vec<Line<'_>> = KEYS.iter().map(|(key, what)| Line::raw(format!(" {key:<18} {what}"))).collect();
    let [area] = Layout::vertical([Constraint::Length(lines.len() as u16 + 2)])
        .flex(ratatui::layout::Flex::Center)
        .areas(frame.area());
    frame.render_widget(Clear, area);
    frame.render_widget(Paragraph::new(lines).block(Block::bordered().title(" keys ")), area);
}
