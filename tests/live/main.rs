//! End-to-end tests on the running system. Each says why, where it cannot run.

mod anomaly;
mod attach;
mod backtest;
mod behave;
mod benign;
mod browse;
mod catalog;
mod columns;
mod container;
mod corners;
mod corpus;
mod counts;
mod debian;
mod diff;
mod encrypt;
mod engines;
mod evidence;
mod exchange;
mod falco;
mod faults;
mod filters;
mod flow;
mod forged;
mod forms;
mod ground_truth;
mod hostile;
mod image;
mod killed;
mod lives;
mod names;
mod options;
mod oracle;
mod output;
mod page;
mod pairs;
mod pressure;
mod programs;
mod redact;
mod refusals;
mod reports;
mod rules;
mod samples;
mod shell;
mod sigma;
mod signals;
mod signatures;
mod uring;

use libtest_mimic::{Arguments, Trial};

/// A test, and why it cannot run here.
struct Case {
    name: &'static str,
    skip: Option<String>,
    run: fn() -> anyhow::Result<()>,
}

fn main() {
    let mut arguments = Arguments::from_args();
    // The tests load the machine on purpose; beside each other they would only disturb each other.
    arguments.test_threads.get_or_insert(1);
    let no_ebpf = e2e::no_ebpf();
    let no_podman = e2e::no_podman();
    let cases = [
        attach::cases(&no_ebpf),
        behave::cases(&no_ebpf),
        columns::cases(&no_ebpf),
        filters::cases(&no_ebpf),
        killed::cases(&no_ebpf),
        counts::cases(&no_ebpf),
        ground_truth::cases(&no_ebpf),
        container::cases(&no_podman),
        forms::cases(&no_ebpf),
        refusals::cases(&no_ebpf),
        reports::cases(&no_ebpf),
        rules::cases(&no_ebpf),
        benign::cases(&no_ebpf),
        corners::cases(&no_ebpf),
        diff::cases(&no_ebpf),
        engines::cases(&no_ebpf, &no_podman),
        debian::cases(&no_ebpf, &no_podman),
        corpus::cases(&no_ebpf),
        evidence::cases(),
        forged::cases(),
        signatures::cases(),
        redact::cases(),
        encrypt::cases(),
        catalog::cases(),
        exchange::cases(&no_ebpf),
        faults::cases(&no_ebpf),
        lives::cases(&no_ebpf),
        names::cases(&no_ebpf),
        options::cases(),
        oracle::cases(&no_ebpf),
        pressure::cases(&no_ebpf),
        browse::cases(),
        hostile::cases(),
        image::cases(&no_podman),
        output::cases(),
        page::cases(),
        pairs::cases(&no_podman),
        programs::cases(&no_ebpf),
        samples::cases(),
        shell::cases(),
        signals::cases(&no_ebpf),
        uring::cases(&no_ebpf),
        anomaly::cases(&no_ebpf),
        backtest::cases(&no_ebpf),
        falco::cases(&no_ebpf),
        flow::cases(&no_ebpf),
        sigma::cases(),
    ];
    let trials = cases.into_iter().flatten().map(|case| {
        if let Some(reason) = &case.skip {
            println!("{} is skipped: {reason}", case.name);
        }
        let run = case.run;
        Trial::test(case.name, move || run().map_err(|e| format!("{e:#}").into()))
            .with_ignored_flag(case.skip.is_some())
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}
