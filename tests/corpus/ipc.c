/* System V: shared memory, semaphores, queues. Each is private and removed at once. */
#include "corpus.h"
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <time.h>

static void run(void)
{
	struct shmid_ds segment;
	struct semid_ds set;
	struct msqid_ds queue;
	struct shminfo info;
	struct msginfo message_info;
	struct sembuf operations[2] = {{0, 1, SEM_UNDO}, {1, -1, IPC_NOWAIT}}, odd = {99, -99, 0x7fff};
	unsigned short values[3] = {1, 2, 3};
	struct timespec soon = {0, 1000}, wrong = {0, -1};
	struct {
		long type;
		char text[20];
	} message = {5, "text of it"}, received;
	long id, memory;

	id = sys(SYS_shmget, IPC_PRIVATE, 4096, IPC_CREAT | 0600);
	sys(SYS_shmget, 0x7fff1234, 1, 0);
	sys(SYS_shmget, IPC_PRIVATE, -1L, IPC_CREAT | IPC_EXCL | SHM_HUGETLB | 0777);
	memory = sys(SYS_shmat, id, 0, SHM_RDONLY);
	sys(SYS_shmat, -1, LOW, SHM_RND | SHM_REMAP | 0xff);
	sys(SYS_shmctl, id, IPC_STAT, &segment);
	sys(SYS_shmctl, id, IPC_SET, &segment);
	sys(SYS_shmctl, id, IPC_INFO, &info);
	sys(SYS_shmctl, id, IPC_STAT, LOW);
	sys(SYS_shmctl, -1, SHM_LOCK, 0);
	sys(SYS_shmctl, -1, 77, LOW);
	sys(SYS_shmdt, memory);
	sys(SYS_shmdt, LOW);
	sys(SYS_shmctl, id, IPC_RMID, 0);
	id = sys(SYS_semget, IPC_PRIVATE, 3, IPC_CREAT | 0640);
	sys(SYS_semget, 0x7fff1234, -1, 0xffff);
	sys(SYS_semctl, id, 0, SETALL, values);
	sys(SYS_semctl, id, 0, GETALL, values);
	sys(SYS_semctl, id, 1, SETVAL, 7);
	sys(SYS_semctl, id, 1, GETVAL, 0);
	sys(SYS_semctl, id, 1, GETPID, 0);
	sys(SYS_semctl, id, 0, IPC_STAT, &set);
	sys(SYS_semctl, id, 0, IPC_SET, LOW);
	sys(SYS_semctl, -1, 5, 77, LOW);
	sys(SYS_semop, id, operations, 2);
	sys(SYS_semop, id, &odd, 1);
	sys(SYS_semop, id, LOW, 1);
	sys(SYS_semop, -1, operations, 0);
	sys(SYS_semtimedop, id, operations, 1, &soon);
	sys(SYS_semtimedop, id, operations, 1, &wrong);
	sys(SYS_semtimedop, -1, LOW, 5, LOW);
	sys(SYS_semctl, id, 0, IPC_RMID, 0);
	id = sys(SYS_msgget, IPC_PRIVATE, IPC_CREAT | 0600);
	sys(SYS_msgget, 0x7fff1234, IPC_EXCL);
	sys(SYS_msgsnd, id, &message, 10, IPC_NOWAIT);
	sys(SYS_msgsnd, id, LOW, 10, 0);
	sys(SYS_msgsnd, -1, &message, 0, 0xffff);
	sys(SYS_msgctl, id, IPC_STAT, &queue);
	sys(SYS_msgctl, id, MSG_INFO, &message_info);
	sys(SYS_msgrcv, id, &received, 20, 5L, 0);
	sys(SYS_msgrcv, id, &received, 20, -1L, IPC_NOWAIT | MSG_NOERROR);
	sys(SYS_msgrcv, -1, LOW, -1L, 0L, MSG_EXCEPT | MSG_COPY | 0xf);
	sys(SYS_msgctl, id, IPC_SET, LOW);
	sys(SYS_msgctl, id, IPC_RMID, 0);
	sys(SYS_msgctl, -1, 77, 0);
}
