//! The engine on rows that are made up, beside an evaluation row by row that does nothing cleverly.

use super::{
    ask::Asker,
    condition::{Case, Condition, Op},
    evaluate::Evaluator,
    facts::{Facts, Run},
    fields::{Field, Place, Source},
    load, many, node,
    question::Questions,
    read,
    rows::{Aside, CALL, NONE, Rows, TEXTS},
    rule::{Find, Many, Step, Steps, What, Within},
    steps,
    value::Value,
};
use proptest::prelude::*;
use schema::manifest::Manifest;

/// A call, as far as the tests need one.
#[derive(Debug, Clone)]
struct Call {
    run: u32,
    ts: i64,
    name: &'static str,
    path: Option<&'static str>,
    fd_path: Option<&'static str>,
    peer: Option<&'static str>,
    a0: u64,
    a2: u64,
    ret: Option<i64>,
    count: u64,
}

impl Default for Call {
    fn default() -> Call {
        Call {
            run: 0,
            ts: 0,
            name: "getpid",
            path: None,
            fd_path: None,
            peer: None,
            a0: 0,
            a2: 0,
            ret: Some(0),
            count: 1,
        }
    }
}

fn rows(calls: &[Call]) -> Rows {
    let mut rows = Rows::default();
    for call in calls {
        let errno = call.ret.filter(|ret| *ret < 0).map(|_| "EACCES");
        for (at, name) in TEXTS.iter().enumerate() {
            let text = match *name {
                "event" => Some(CALL),
                "name" => Some(call.name),
                "path" => call.path,
                "fd_path" => call.fd_path,
                "peer" => call.peer,
                "errno" => errno,
                "phase" => Some("payload"),
                _ => None,
            };
            rows.texts[at].push(text.map_or(0, |text| rows.dictionary.number(text)));
        }
        for (at, column) in rows.args.iter_mut().enumerate() {
            column.push(match at {
                0 => call.a0,
                2 => call.a2,
                _ => 0,
            });
        }
        rows.tid.push(100 + call.run);
        rows.tgid.push(100 + call.run);
        rows.ns_tgid.push(0);
        rows.ts.push(call.ts);
        rows.last.push(call.ts);
        rows.ended.push(call.ts);
        rows.count.push(call.count);
        rows.content.push(0);
        rows.ret.push(call.ret);
        rows.bits.push(0);
        rows.run.push(call.run);
    }
    rows
}

fn facts() -> Facts {
    let run = |tgid, comm: &str, parent| Run {
        tgid,
        comm: Some(comm.to_owned()),
        exe: Some(format!("/bin/{comm}")),
        argv: Some(vec![comm.to_owned(), "-x".to_owned()]),
        uid: Some(i64::from(tgid) - 100),
        parent,
        ..Run::default()
    };
    let mut facts = Facts::default();
    facts.runs = vec![run(100, "init", None), run(101, "sh", Some(0)), run(102, "cat", Some(1))];
    facts
}

fn manifest() -> Manifest {
    let text = include_str!("../../../samples/container-busybox.trace/manifest.json");
    serde_json::from_str(text).expect("a sample's manifest")
}

fn field(name: &str) -> Field {
    Field::named(name).expect("a field")
}

/// The value of a field in a row, made anew each time.
fn plain(field: Field, row: usize, rows: &Rows, facts: &Facts, manifest: &Manifest) -> Value {
    match field.row().source {
        Source::Column(name) => {
            let at = TEXTS.iter().position(|text| *text == name).expect("a column");
            rows.text(at, row).map_or(Value::None, Value::from)
        }
        Source::Of(base, of) => match plain(Field::named(base).expect("a field"), row, rows, facts, manifest) {
            Value::Text(text) => of(&text),
            _ => Value::None,
        },
        Source::Row(of) => of(rows, row).into(),
        Source::RowText(of) => of(rows, row).map(|text| text.into_owned()).into(),
        Source::Process(of) => facts.runs.get(rows.run[row] as usize).map_or(Value::None, |run| of(facts, run)),
        Source::Since(of) => {
            let run = facts.runs.get(rows.run[row] as usize);
            run.and_then(of).map(|began| rows.ts[row] - began).into()
        }
        Source::Trace(of) => of(manifest),
        Source::Argument(places) => match places.iter().find(|(call, _)| *call == rows.name(row)) {
            Some((_, Place::Register(at))) => rows.arg(*at, row).into(),
            _ => Value::None,
        },
    }
}

fn naive(condition: &Condition, row: usize, rows: &Rows, facts: &Facts, manifest: &Manifest) -> bool {
    let is = |part: &Condition| naive(part, row, rows, facts, manifest);
    match condition {
        Condition::Always(is) => *is,
        Condition::Not(part) => !is(part),
        Condition::All(parts) => parts.iter().all(is),
        Condition::Any(parts) => parts.iter().any(is),
        Condition::Test { field, op } => plain(*field, row, rows, facts, manifest).passes(op),
    }
}

const NAMES: [&str; 6] = ["openat", "connect", "dup2", "socket", "renameat", "getpid"];
const PATHS: [&str; 5] = ["/etc/passwd", "/tmp/x", "/tmp/x.sh", "", "relative"];
const THINGS: [&str; 4] = ["/etc/passwd", "pipe:[#1]", "TCP:[10.0.0.1:5->203.0.113.5:80]", "UNIX-STREAM:[@x]"];
const PEERS: [&str; 3] = ["203.0.113.5:80", "[::1]:53", "unix:/run/docker.sock"];

fn call() -> impl Strategy<Value = Call> {
    let some = |of: &'static [&'static str]| proptest::option::of(proptest::sample::select(of));
    let parts = (0..4_u32, 0..50_i64, proptest::sample::select(&NAMES[..]), some(&PATHS), some(&THINGS), some(&PEERS));
    let numbers = (0..4_u64, 0..0o3000_u64, proptest::option::of(-2..4_i64), 1..3_u64);
    (parts, numbers).prop_map(|((run, ts, name, path, fd_path, peer), (a0, a2, ret, count))| Call {
        run: if run == 3 { NONE } else { run },
        ts,
        name,
        path,
        fd_path,
        peer,
        a0,
        a2,
        ret,
        count,
    })
}

fn op() -> impl Strategy<Value = Op> {
    let texts = || {
        let parts = ["openat", "passwd", "/tmp", ".sh", "SH", "203.0.113.5", "TCP", "sh", "", "2", "out"];
        proptest::collection::vec(proptest::sample::select(parts.to_vec()).prop_map(str::to_owned), 0..3)
    };
    let case = || prop_oneof![Just(Case::Exact), Just(Case::Ignored)];
    prop_oneof![
        Just(Op::Exists),
        (texts(), case()).prop_map(|(t, c)| Op::Equals(t, c)),
        (texts(), case()).prop_map(|(t, c)| Op::Starts(t, c)),
        (texts(), case()).prop_map(|(t, c)| Op::Ends(t, c)),
        (texts(), case()).prop_map(|(t, c)| Op::Contains(t, c)),
        case().prop_map(|c| Op::glob(&["/t*p/?*", "*[s]h"], c).expect("globs")),
        case().prop_map(|c| Op::regex(&["^/etc", "o.t$"], c).expect("expressions")),
        proptest::collection::vec(-1..4_i64, 0..3).prop_map(Op::Number),
        (-2..90_i64).prop_map(Op::Below),
        (-2..90_i64).prop_map(Op::AtMost),
        (-2..90_i64).prop_map(Op::Above),
        (-2..90_i64).prop_map(Op::AtLeast),
        (0..0o3000_i64).prop_map(Op::Bits),
        (0..0o3000_i64).prop_map(Op::AnyBit),
        Just(Op::Within(vec!["203.0.113.0/24".parse().expect("a network"), "::/0".parse().expect("a network")])),
    ]
}

fn condition() -> impl Strategy<Value = Condition> {
    let fields: Vec<Field> = Field::all().collect();
    let test = (proptest::sample::select(fields), op()).prop_map(|(field, op)| Condition::Test { field, op });
    let leaf = prop_oneof![8 => test, 1 => any::<bool>().prop_map(Condition::Always)];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Condition::All),
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Condition::Any),
            inner.prop_map(|part| Condition::Not(Box::new(part))),
        ]
    })
}

proptest! {
    #[test]
    fn rows_are_found_as_if_each_were_asked(calls in proptest::collection::vec(call(), 0..40), condition in condition()) {
        let (mut rows, facts, manifest) = (rows(&calls), facts(), manifest());
        let accepted = ["203.0.113.5:80".to_owned()].into();
        rows.aside = Aside { accepted, ..Aside::default() }.into();
        let found = asked(&[&condition], &mut rows, &facts, &manifest).remove(0);
        for row in 0..rows.len() {
            prop_assert_eq!(found.contains(&row), naive(&condition, row, &rows, &facts, &manifest), "row {} {:?}", row, calls[row]);
        }
        // No row outside of the calls that the condition is said to be about.
        if let Some(names) = condition.values_of(field("name")) {
            for row in found {
                prop_assert!(names.contains(rows.name(row)), "{} {:?}", rows.name(row), condition);
            }
        }
    }
}

/// The rows of which each condition is true.
fn asked(conditions: &[&Condition], rows: &mut Rows, facts: &Facts, manifest: &Manifest) -> Vec<Vec<usize>> {
    let mut questions = Questions::default();
    conditions.iter().for_each(|condition| questions.add(condition, What::Calls, true));
    let mut asker = Asker::new(&questions, facts, manifest);
    std::mem::swap(&mut asker.rows, rows);
    let mut found = vec![Vec::new(); conditions.len()];
    for (row, condition) in asker.ask(What::Calls) {
        found[condition as usize].push(row as usize);
    }
    std::mem::swap(&mut asker.rows, rows);
    found
}

fn test(name: &str, op: Op) -> Condition {
    Condition::Test { field: field(name), op }
}

fn is(name: &str, value: &str) -> Condition {
    test(name, Op::Equals(vec![value.to_owned()], Case::Exact))
}

fn matched(find: &Find, calls: &[Call]) -> Vec<Vec<usize>> {
    let (mut rows, facts, manifest) = (rows(calls), facts(), manifest());
    let matched = asked(&find.conditions(), &mut rows, &facts, &manifest);
    let evaluator = Evaluator { rows: &rows, facts: &facts, manifest: &manifest };
    let found = match find {
        Find::Many(many) => many::find(many, &evaluator, matched[0].iter().copied()),
        Find::Steps(steps) => steps::find(steps, &evaluator, &matched),
        Find::One(_) | Find::Flow(_) => Vec::new(),
    };
    found.into_iter().map(|found| found.rows).collect()
}

fn at(ts: i64, name: &'static str, run: u32, path: &'static str) -> Call {
    Call { ts, name, run, path: Some(path), ..Call::default() }
}

#[test]
fn a_threshold_counts_within_its_window() {
    let many = |at_least, window, distinct: Option<&str>| {
        Find::Many(Many {
            condition: is("name", "openat"),
            within: Within::Process,
            same: Vec::new(),
            distinct: distinct.map(field),
            at_least,
            window,
            regular: None,
            apart: None,
        })
    };
    let calls: Vec<Call> =
        [(0, "/a"), (10, "/a"), (20, "/b"), (100, "/c")].map(|(ts, path)| at(ts, "openat", 1, path)).into();
    assert_eq!(matched(&many(3, Some(20), None), &calls), [[0, 1, 2]]);
    assert_eq!(matched(&many(4, Some(20), None), &calls), Vec::<Vec<usize>>::new());
    assert_eq!(matched(&many(4, None, None), &calls), [[0, 1, 2, 3]]);
    assert_eq!(matched(&many(3, None, Some("path")), &calls), [[0, 1, 2, 3]]);
    assert_eq!(matched(&many(3, Some(80), Some("path")), &calls), Vec::<Vec<usize>>::new());
    // Calls of another process do not count.
    let mixed = [at(0, "openat", 1, "/a"), at(1, "openat", 2, "/a"), at(2, "openat", 1, "/a")];
    assert!(matched(&many(3, None, None), &mixed).is_empty());
    // A row may stand for many calls.
    assert_eq!(matched(&many(3, None, None), &[Call { count: 3, ..at(0, "openat", 1, "/a") }]), [[0]]);
}

#[test]
fn regular_times_are_told_from_others() {
    let regular = Find::Many(Many {
        condition: is("name", "connect"),
        within: Within::Process,
        same: vec![field("peer")],
        distinct: None,
        at_least: 4,
        window: None,
        regular: Some(20),
        apart: Some(50),
    });
    let peer = |ts| Call { ts, name: "connect", peer: Some("203.0.113.5:80"), ..Call::default() };
    assert_eq!(matched(&regular, &[0, 100, 205, 300].map(peer)).len(), 1);
    assert!(matched(&regular, &[0, 10, 20, 300].map(peer)).is_empty());
    assert!(matched(&regular, &[0, 10, 20, 30].map(peer)).is_empty(), "too close together");
}

#[test]
fn steps_are_joined_in_order_and_in_time() {
    let steps = |ordered, window, within| {
        Find::Steps(Steps {
            steps: vec![
                Step { condition: is("name", "openat"), joins: Vec::new() },
                Step { condition: is("name", "renameat"), joins: vec![(field("path"), 0, field("path"))] },
            ],
            within,
            ordered,
            window,
        })
    };
    let none = Vec::<Vec<usize>>::new();
    let calls = [at(0, "openat", 1, "/a"), at(5, "renameat", 1, "/b"), at(9, "renameat", 1, "/a")];
    assert_eq!(matched(&steps(true, None, Within::Process), &calls), [[0, 2]]);
    assert_eq!(matched(&steps(true, Some(5), Within::Process), &calls), none);
    let reversed = [at(0, "renameat", 1, "/a"), at(5, "openat", 1, "/a")];
    assert_eq!(matched(&steps(true, None, Within::Process), &reversed), none);
    assert_eq!(matched(&steps(false, None, Within::Process), &reversed), [[1, 0]]);
    // In another process, but the same tree.
    let tree = [at(0, "openat", 1, "/a"), at(5, "renameat", 2, "/a")];
    assert_eq!(matched(&steps(true, None, Within::Process), &tree), none);
    assert_eq!(matched(&steps(true, None, Within::Tree), &tree), [[0, 1]]);
}

#[test]
fn built_in_rules_are_right_and_complete() -> Result<(), crate::error::Error> {
    let rules = load::built_in()?;
    assert!(rules.len() >= 60);
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let files = std::fs::read_dir(folder).expect("the folder of rules").flatten().map(|entry| entry.file_name());
    let mut files: Vec<String> = files.map(|name| name.to_string_lossy().replace(".yaml", "")).collect();
    files.retain(|name| name != "words");
    files.sort();
    let mut ids: Vec<String> = rules.iter().map(|rule| rule.id.clone()).collect();
    ids.sort();
    assert_eq!(ids, files, "the list of rules and the folder differ");
    // Otherwise every call of a trace would have to be looked at.
    for rule in &rules {
        let questions = super::findings::questions(std::slice::from_ref(rule));
        assert!(questions.calls().is_some(), "{} is about every call", rule.id);
    }
    Ok(())
}

#[test]
fn mistakes_in_rules_are_placed() {
    let wrong = |text: &str| {
        let words = Default::default();
        let document = node::read(text).map_err(|at| at.what).expect("YAML").remove(0);
        read::rule(&document, &words).err().map(|at| (at.line, at.what)).unwrap_or_default()
    };
    let rule = "id: x\ntitle: x\nseverity: low\nattack: T1059\nfinds: x\nwhy: x\nbenign: x\nlimits: x\noutput: x\n";
    assert_eq!(wrong(&format!("{rule}when: {{name: x}}\n")), (0, String::new()));
    assert!(wrong(rule).1.contains("exactly one of"));
    assert_eq!(wrong(&format!("{rule}when:\n  fil: x\n")).0, 11);
    assert!(wrong(&format!("{rule}when:\n  fil: x\n")).1.contains("did you mean \"file\""));
    let whole = format!("{rule}when: {{name: x}}\n");
    assert!(wrong(&whole.replace("T1059", "1059")).1.contains("technique"));
    assert!(wrong(&whole.replace("output: x", "output: '{nothing}'")).1.contains("nothing"));
    assert!(
        wrong(&format!("{rule}steps: {{of: [{{when: {{}}}}, {{when: {{}}, join: {{fd: 3.fd}}}}]}}\n"))
            .1
            .contains("earlier step")
    );
}
