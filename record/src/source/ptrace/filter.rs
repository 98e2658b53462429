//! The seccomp filter that stops a tracee at the calls that matter (`SECCOMP_RET_TRACE` of seccomp(2)) and lets the others
//! pass: a program of classic BPF. The kernel works out beforehand which calls always pass, and does not run it for them.

use schema::{
    Arch,
    arch::X32_BIT,
    plan::{Plan, SLOTS},
    wire,
};

/// An instruction: code, jumps if true and if false, operand (`struct sock_filter` of `include/uapi/linux/filter.h`).
type Instruction = (u16, u8, u8, u32);

/// `BPF_LD | BPF_W | BPF_ABS`.
const LOAD: u16 = 0x20;
/// `BPF_JMP | BPF_JA | BPF_K`.
const JUMP: u16 = 0x05;
/// `BPF_JMP | BPF_JEQ | BPF_K`.
const IF_EQUAL: u16 = 0x15;
/// `BPF_JMP | BPF_JGT | BPF_K`.
const IF_GREATER: u16 = 0x25;
/// `BPF_JMP | BPF_JGE | BPF_K`.
const IF_NOT_LESS: u16 = 0x35;
/// `BPF_RET | BPF_K`.
const RETURN: u16 = 0x06;
/// `SECCOMP_RET_TRACE` and `SECCOMP_RET_ALLOW`.
const TRACE: Instruction = (RETURN, 0, 0, 0x7ff0_0000);
const ALLOW: Instruction = (RETURN, 0, 0, 0x7fff_0000);
/// Places in `struct seccomp_data`.
const NR: u32 = 0;
const ARCH: u32 = 4;

/// The program for these plans, as the bytes of its instructions. Calls of other ABIs, and numbers beyond the plans, stop.
pub(super) fn program(plans: &[Plan]) -> Vec<u8> {
    let mut program = vec![(LOAD, 0, 0, ARCH)];
    for own in [Arch::X86_64, Arch::I386, Arch::Aarch64] {
        let Some(plan) = plans.iter().find(|plan| plan.arch == own) else { continue };
        let mut stops = ranges(plan, 0);
        if let Some(x32) = plans.iter().find(|plan| plan.arch == Arch::X32 && own == Arch::X86_64) {
            // One number space: what is above the plan ends where those of x32 begin.
            if let Some(last) = stops.last_mut() {
                last.1 = X32_BIT as u32 - 1;
            }
            stops.extend(ranges(x32, X32_BIT as u32));
        }
        let mut block = vec![(LOAD, 0, 0, NR)];
        for (first, last) in stops {
            block.extend([(IF_NOT_LESS, 1, 0, first), ALLOW, (IF_GREATER, 1, 0, last), TRACE]);
        }
        block.push(ALLOW);
        program.extend([(IF_EQUAL, 1, 0, super::events::audit(own)), (JUMP, 0, 0, block.len() as u32)]);
        program.extend(block);
    }
    program.push(TRACE);
    program
        .into_iter()
        .flat_map(|(code, yes, no, operand)| {
            let [low, high] = code.to_ne_bytes();
            let [a, b, c, d] = operand.to_ne_bytes();
            [low, high, yes, no, a, b, c, d]
        })
        .collect()
}

/// The numbers that stop, as ranges with both ends, in order; `bit` is set in all of them. The last one has all numbers beyond
/// the plan.
fn ranges(plan: &Plan, bit: u32) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    let stops = plan.entries.iter().zip(bit..).filter(|(entry, _)| entry.flags & NEEDED != 0).map(|(_, nr)| (nr, nr));
    for (first, last) in stops.chain([(bit | SLOTS as u32, u32::MAX)]) {
        match ranges.last_mut() {
            Some(range) if range.1 + 1 == first => range.1 = last,
            _ => ranges.push((first, last)),
        }
    }
    ranges
}

/// The calls of which a tracer has to know.
pub(super) const NEEDED: u32 = wire::PLAN_WANTED | wire::PLAN_TRACKED | wire::PLAN_EXEC | wire::PLAN_RENAME;

#[cfg(test)]
mod tests {
    use super::*;
    use schema::plan::{self, Options};

    /// What the program returns for a call.
    fn run(program: &[u8], arch: u32, nr: u32) -> u32 {
        let code: Vec<Instruction> = program
            .chunks(8)
            .map(|i| {
                let operand = u32::from_ne_bytes(i[4..].try_into().unwrap());
                (u16::from_ne_bytes([i[0], i[1]]), i[2], i[3], operand)
            })
            .collect();
        let (mut at, mut value) = (0, 0);
        loop {
            let (op, yes, no, operand) = code[at];
            let jump = |holds: bool| usize::from(if holds { yes } else { no });
            at += 1 + match op {
                LOAD => {
                    value = if operand == NR { nr } else { arch };
                    0
                }
                JUMP => operand as usize,
                IF_EQUAL => jump(value == operand),
                IF_GREATER => jump(value > operand),
                IF_NOT_LESS => jump(value >= operand),
                _ => return operand,
            };
        }
    }

    #[test]
    fn the_calls_that_matter_stop_and_no_others() {
        let options = Options { snaplen: 256, wanted: Some("connect,execve,openat".parse().unwrap()), payload: None };
        let arches = [Arch::X86_64, Arch::I386, Arch::X32, Arch::IoUring];
        let plans: Vec<Plan> = arches.iter().map(|arch| plan::build(*arch, &options)).collect();
        let program = program(&plans);
        assert!(program.len() / 8 <= 4096, "{} instructions", program.len() / 8);
        for plan in &plans[..3] {
            let bit = if plan.arch == Arch::X32 { X32_BIT as u32 } else { 0 };
            let own = if plan.arch == Arch::X32 { Arch::X86_64 } else { plan.arch };
            for (nr, entry) in plan.entries.iter().enumerate() {
                let stops = run(&program, super::super::events::audit(own), bit | nr as u32) == TRACE.3;
                assert_eq!(stops, entry.flags & NEEDED != 0, "{:?} {nr}", plan.arch);
            }
            assert_eq!(run(&program, super::super::events::audit(own), bit | 600), TRACE.3);
        }
        let of = |name: &str| {
            run(&program, super::super::events::audit(Arch::X86_64), Arch::X86_64.syscall_nr(name).unwrap() as u32)
        };
        assert_eq!((of("openat"), of("close"), of("prctl"), of("seccomp")), (TRACE.3, TRACE.3, TRACE.3, TRACE.3));
        assert_eq!((of("read"), of("getppid"), of("newfstatat")), (ALLOW.3, ALLOW.3, ALLOW.3));
        assert_eq!(run(&program, 0xdead, 0), TRACE.3);
        assert_eq!(run(&program, super::super::events::audit(Arch::X86_64), u32::MAX), TRACE.3);
    }
}
