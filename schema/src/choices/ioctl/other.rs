//! Random numbers, performance events, virtual machines: random(4), perf_event_open(2), `include/uapi/linux/random.h`,
//! `perf_event.h`, `kvm.h`.

use super::super::words::*;

pub(super) static ROWS: &[Choice] = choices! {
    0x80045200 RNDGETENTCNT [filled("int")];
    0x40045201 RNDADDTOENTCNT [given("int")];
    0x5204 RNDZAPENTCNT [];
    0x5206 RNDCLEARPOOL [];
    0x5207 RNDRESEEDCRNG [];
    0x2400 PERF_EVENT_IOC_ENABLE [Flags(&PERF_IOC)];
    0x2401 PERF_EVENT_IOC_DISABLE [Flags(&PERF_IOC)];
    0x2402 PERF_EVENT_IOC_REFRESH [Int];
    0x2403 PERF_EVENT_IOC_RESET [Flags(&PERF_IOC)];
    0x40082404 PERF_EVENT_IOC_PERIOD [given("u64")];
    0x2405 PERF_EVENT_IOC_SET_OUTPUT [Fd];
    0x40082406 PERF_EVENT_IOC_SET_FILTER [Str];
    0x80082407 PERF_EVENT_IOC_ID [filled("u64")];
    0x40042408 PERF_EVENT_IOC_SET_BPF [Fd];
    0x40042409 PERF_EVENT_IOC_PAUSE_OUTPUT [Int];
    0xae00 KVM_GET_API_VERSION [Hex];
    0xae01 KVM_CREATE_VM [Hex] -> Ret::Fd;
    0xae03 KVM_CHECK_EXTENSION [Enum(&KVM_CAP)];
    0xae04 KVM_GET_VCPU_MMAP_SIZE [Hex];
    0xae41 KVM_CREATE_VCPU [Hex] -> Ret::Fd;
    0xae80 KVM_RUN [Hex];
    0x4020ae46 KVM_SET_USER_MEMORY_REGION [given("kvm_userspace_memory_region")];
};
