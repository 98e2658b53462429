//! System V IPC, POSIX message queues and futexes.

use super::words::*;

table! {
    [Ipc] shmget(key: Key, size: Size, shmflg: FlagsMode(&IPC_GET));
    [Ipc Memory] shmat(shmid: Int, shmaddr: Addr, shmflg: Flags(&SHMAT)) -> Hex;
    [Ipc Memory] shmdt(shmaddr: Addr);
    [Ipc] shmctl(shmid: Int, cmd: Flags(&SHMCTL), buf: By(1, &SHMCTL_ARGS, 0));
    [Ipc] semget(key: Key, nsems: Int, semflg: FlagsMode(&IPC_GET));
    [Ipc] semop(semid: Int, sops: Struct("sembuf", Entry, n(2, 6)), nsops: Uint);
    [Ipc] semtimedop(semid: Int, sops: Struct("sembuf", Entry, n(2, 6)), nsops: Uint, timeout: TIMESPEC_IN);
    [Ipc] semtimedop_time64(semid: Int, sops: Struct("sembuf", Entry, n(2, 6)), nsops: Uint, timeout: TIMESPEC_IN);
    [Ipc] semctl(semid: Int, semnum: Int, cmd: Flags(&SEMCTL), arg: By(2, &SEMCTL_ARGS, 0));
    [Ipc] msgget(key: Key, msgflg: FlagsMode(&IPC_GET));
    [Ipc] msgsnd(msqid: Int, msgp: Message(Entry, n(2, 1)), msgsz: Size, msgflg: Flags(&MSG_QUEUE));
    [Ipc] msgrcv(msqid: Int, msgp: Message(Exit, Len::Ret(1)), msgsz: Size, msgtyp: Long, msgflg: Flags(&MSG_QUEUE));
    [Ipc] msgctl(msqid: Int, cmd: Flags(&MSGCTL), buf: By(1, &MSGCTL_ARGS, 0));
    [Ipc] ipc(call: Flags(&IPC), first: Hex, second: Hex, third: Hex, ptr: Stands(stands::IPC), fifth: Hex);
    [Desc] mq_open(name: Str, oflag: Flags(&OPEN), mode: If(1, 0x40, &Mode), attr: If(1, 0x40, &given("mq_attr", 64))) -> Fd @ X86_64;
    [Desc] mq_open(name: Str, oflag: Flags(&OPEN_AARCH64), mode: If(1, 0x40, &Mode), attr: If(1, 0x40, &given("mq_attr", 64))) -> Fd @ AARCH64;
    [Desc] mq_open(name: Str, oflag: Flags(&OPEN), mode: If(1, 0x40, &Mode), attr: If(1, 0x40, &given("mq_attr", 32))) -> Fd @ I386;
    [] mq_unlink(name: Str);
    [Desc] mq_timedsend(mqdes: Fd, msg_ptr: Payload(Entry, n(2, 1)), msg_len: Size, msg_prio: Uint, abs_timeout: TIMESPEC_IN) @ W64;
    [Desc] mq_timedsend(mqdes: Fd, msg_ptr: Payload(Entry, n(2, 1)), msg_len: Size, msg_prio: Uint, abs_timeout: TIMESPEC32_IN) @ I386;
    [Desc] mq_timedsend_time64(mqdes: Fd, msg_ptr: Payload(Entry, n(2, 1)), msg_len: Size, msg_prio: Uint, abs_timeout: TIMESPEC_IN);
    [Desc] mq_timedreceive(mqdes: Fd, msg_ptr: Payload(Exit, Len::Ret(1)), msg_len: Size, msg_prio: filled("u32", 4), abs_timeout: TIMESPEC_IN) @ W64;
    [Desc] mq_timedreceive(mqdes: Fd, msg_ptr: Payload(Exit, Len::Ret(1)), msg_len: Size, msg_prio: filled("u32", 4), abs_timeout: TIMESPEC32_IN) @ I386;
    [Desc] mq_timedreceive_time64(mqdes: Fd, msg_ptr: Payload(Exit, Len::Ret(1)), msg_len: Size, msg_prio: filled("u32", 4), abs_timeout: TIMESPEC_IN);
    [Desc] mq_notify(mqdes: Fd, sevp: given("sigevent", 64));
    [Desc] mq_getsetattr(mqdes: Fd, newattr: given("mq_attr", 64), oldattr: filled("mq_attr", 64)) @ W64;
    [Desc] mq_getsetattr(mqdes: Fd, newattr: given("mq_attr", 32), oldattr: filled("mq_attr", 32)) @ I386;
    [] futex(uaddr: Addr, futex_op: Flags(&FUTEX), val: By(1, &FUTEX_ARGS, 0), timeout: By(1, &FUTEX_ARGS, 1), uaddr2: By(1, &FUTEX_ARGS, 2), val3: By(1, &FUTEX_ARGS, 3));
    [] futex_time64(uaddr: Addr, futex_op: Flags(&FUTEX), val: By(1, &FUTEX_TIME64_ARGS, 0), timeout: By(1, &FUTEX_TIME64_ARGS, 1), uaddr2: By(1, &FUTEX_TIME64_ARGS, 2), val3: By(1, &FUTEX_TIME64_ARGS, 3));
    [] futex_wait(uaddr: Addr, val: Size, mask: Hex, flags: Flags(&FUTEX2), timeout: TIMESPEC_IN, clockid: Enum(&CLOCK));
    [] futex_wake(uaddr: Addr, mask: Hex, nr: Int, flags: Flags(&FUTEX2));
    [] futex_requeue(waiters: given("futex_waitv[2]", 48), flags: Hex32, nr_wake: Int, nr_requeue: Int);
    [] futex_waitv(waiters: Struct("futex_waitv", Entry, n(1, 24)), nr_futexes: Uint, flags: Hex32, timeout: TIMESPEC_IN, clockid: Enum(&CLOCK));
}
