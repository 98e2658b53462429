//! Scheduling and priorities.

use super::words::*;

table! {
    [] sched_yield();
    [] sched_setparam(pid: Pid, param: given("sched_param", 4));
    [] sched_getparam(pid: Pid, param: filled("sched_param", 4));
    [] sched_setscheduler(pid: Pid, policy: Flags(&SCHED), param: given("sched_param", 4));
    [] sched_getscheduler(pid: Pid) -> Enum(&SCHED);
    [] sched_get_priority_max(policy: Flags(&SCHED));
    [] sched_get_priority_min(policy: Flags(&SCHED));
    [] sched_rr_get_interval(pid: Pid, tp: TIMESPEC_OUT) @ W64;
    [] sched_rr_get_interval(pid: Pid, tp: TIMESPEC32_OUT) @ I386;
    [] sched_rr_get_interval_time64(pid: Pid, tp: TIMESPEC_OUT);
    [] sched_setaffinity(pid: Pid, cpusetsize: Size, mask: Struct("cpu_set_t", Entry, n(1, 1)));
    [] sched_getaffinity(pid: Pid, cpusetsize: Size, mask: Struct("cpu_set_t", Exit, Len::Ret(1)));
    [] sched_setattr(pid: Pid, attr: Struct("sched_attr", Entry, Own("size", 48)), flags: Uint);
    [] sched_getattr(pid: Pid, attr: Struct("sched_attr", Exit, n(2, 1)), size: Uint, flags: Uint);
    [] getpriority(which: Enum(&PRIORITY), who: Int);
    [] setpriority(which: Enum(&PRIORITY), who: Int, prio: Int);
    [] nice(inc: Int);
    [] ioprio_get(which: Enum(&IOPRIO), who: Int);
    [] ioprio_set(which: Enum(&IOPRIO), who: Int, ioprio: IoPrio);
    [] getcpu(cpu: filled("u32", 4), node: filled("u32", 4), tcache: Addr);
}
