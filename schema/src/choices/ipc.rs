//! The last arguments of semctl(2), shmctl(2) and msgctl(2), by command: `include/uapi/linux/ipc.h`, `sem.h`, `shm.h`, `msg.h`.

use super::words::*;

/// The last argument of semctl(2).
pub static SEMCTL_ARGS: Choices = Choices {
    name: "semctl",
    header: "include/uapi/linux/sem.h",
    mask: 0xff,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[Hex],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    0 IPC_RMID [Addr];
    1 IPC_SET [given("semid_ds")];
    2 IPC_STAT [filled("semid_ds")];
    3 IPC_INFO [filled("seminfo")];
    11 GETPID [Addr];
    12 GETVAL [Addr];
    13 GETALL [Addr];
    14 GETNCNT [Addr];
    15 GETZCNT [Addr];
    16 SETVAL [Hex];
    17 SETALL [Addr];
    18 SEM_STAT [filled("semid_ds")];
    19 SEM_INFO [filled("seminfo")];
};

/// The last argument of shmctl(2).
pub static SHMCTL_ARGS: Choices = Choices {
    name: "shmctl",
    header: "include/uapi/linux/shm.h",
    mask: 0xff,
    encoded: false,
    groups: &[SHMCTL_ROWS],
    otherwise: &[Addr],
    index: OnceLock::new(),
};

static SHMCTL_ROWS: &[Choice] = choices! {
    0 IPC_RMID [Addr];
    1 IPC_SET [given("shmid_ds")];
    2 IPC_STAT [filled("shmid_ds")];
    3 IPC_INFO [filled("shminfo")];
    11 SHM_LOCK [Addr];
    12 SHM_UNLOCK [Addr];
    13 SHM_STAT [filled("shmid_ds")];
    14 SHM_INFO [filled("shm_info")];
};

/// The last argument of msgctl(2).
pub static MSGCTL_ARGS: Choices = Choices {
    name: "msgctl",
    header: "include/uapi/linux/msg.h",
    mask: 0xff,
    encoded: false,
    groups: &[MSGCTL_ROWS],
    otherwise: &[Addr],
    index: OnceLock::new(),
};

static MSGCTL_ROWS: &[Choice] = choices! {
    0 IPC_RMID [Addr];
    1 IPC_SET [given("msqid_ds")];
    2 IPC_STAT [filled("msqid_ds")];
    3 IPC_INFO [filled("msginfo")];
    11 MSG_STAT [filled("msqid_ds")];
    12 MSG_INFO [filled("msginfo")];
};
