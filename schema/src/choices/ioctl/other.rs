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
    0xae00 KVM_GET_API_VERSION [Size];
    0xae01 KVM_CREATE_VM [Size] -> Ret::Fd;
    0xae03 KVM_CHECK_EXTENSION [Enum(&KVM_CAP)];
    0xae04 KVM_GET_VCPU_MMAP_SIZE [Size];
    0xae41 KVM_CREATE_VCPU [Size] -> Ret::Fd;
    0xae80 KVM_RUN [Size];
    0xab00 NBD_SET_SOCK [Fd];
    0xab01 NBD_SET_BLKSIZE [Size];
    0xab02 NBD_SET_SIZE [Size];
    0xab03 NBD_DO_IT [];
    0xab04 NBD_CLEAR_SOCK [];
    0xab05 NBD_CLEAR_QUE [];
    0xab06 NBD_PRINT_DEBUG [];
    0xab07 NBD_SET_SIZE_BLOCKS [Size];
    0xab08 NBD_DISCONNECT [];
    0xab09 NBD_SET_TIMEOUT [Size];
    0xab0a NBD_SET_FLAGS [Hex];
    0xc138fd00 DM_VERSION [Addr];
    0xc138fd03 DM_DEV_CREATE [Addr];
    0xc138fd04 DM_DEV_REMOVE [Addr];
    0xc138fd06 DM_DEV_SUSPEND [Addr];
    0xc138fd07 DM_DEV_STATUS [Addr];
    0xc138fd09 DM_TABLE_LOAD [Addr];
    0xc138fd0b DM_TABLE_DEPS [Addr];
    0xc138fd0c DM_TABLE_STATUS [Addr];
    0x5514 USBDEVFS_RESET [Hex];
    0x4020ae46 KVM_SET_USER_MEMORY_REGION [given("kvm_userspace_memory_region")];
};
