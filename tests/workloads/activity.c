/* Does things of which reports must know how much: files, connections, waiting, memory. All in the current folder and on loopback. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHECK(x) do { if ((long)(x) < 0) { perror(#x); exit(1); } } while (0)

static char buffer[1 << 16];

static void put(int fd, size_t bytes) { CHECK(write(fd, buffer, bytes) == (ssize_t)bytes ? 0 : -1); }
static void nap(long ms) { struct timespec t = { ms / 1000, ms % 1000 * 1000000 }; nanosleep(&t, NULL); }

/* written: 5 x 1000, read back 4000 in two pieces, renamed; a second one is deleted; a third is not there. */
static void files(void) {
	CHECK(mkdir("made", 0755));
	int fd = open("made/one", O_RDWR | O_CREAT | O_EXCL, 0644);
	CHECK(fd);
	for (int i = 0; i < 5; i++) put(fd, 1000);
	CHECK(lseek(fd, 0, SEEK_SET));
	CHECK(read(fd, buffer, 3000));
	CHECK(read(fd, buffer, 1000));
	CHECK(close(fd));
	CHECK(rename("made/one", "made/renamed"));
	CHECK(fd = open("made/two", O_WRONLY | O_CREAT | O_TRUNC, 0644));
	put(fd, 77);
	CHECK(close(fd));
	CHECK(unlink("made/two"));
	for (int i = 0; i < 3; i++) if (open("made/missing", O_RDONLY) >= 0) exit(1);
	CHECK(fd = open("made/renamed", O_RDONLY));
	if (mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0) == MAP_FAILED) exit(1);
	CHECK(close(fd));
	CHECK(symlink("renamed", "made/link"));
}

/* A server on a port of its own: takes one connection, receives 700 bytes, sends 300; a connection to a closed port fails. */
static void network(const char *closed) {
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof to;
	int server = socket(AF_INET, SOCK_STREAM, 0);
	CHECK(server);
	CHECK(bind(server, (void *)&to, sizeof to));
	CHECK(getsockname(server, (void *)&to, &size));
	CHECK(listen(server, 5));
	printf("%d\n", ntohs(to.sin_port));
	fflush(stdout);
	pid_t child = fork();
	CHECK(child);
	if (!child) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);
		CHECK(connect(fd, (void *)&to, sizeof to));
		put(fd, 700);
		size_t had = 0;
		for (ssize_t n; had < 300 && (n = recv(fd, buffer, sizeof buffer, 0)) > 0;) had += n;
		close(fd);
		struct sockaddr_in none = to;
		none.sin_port = htons(atoi(closed));
		fd = socket(AF_INET, SOCK_STREAM, 0);
		exit(connect(fd, (void *)&none, sizeof none) == 0 || errno != ECONNREFUSED);
	}
	struct sockaddr_in from;
	size = sizeof from;
	int fd = accept(server, (void *)&from, &size);
	CHECK(fd);
	size_t had = 0;
	for (ssize_t n; had < 700 && (n = read(fd, buffer, sizeof buffer)) > 0;) had += n;
	CHECK(send(fd, buffer, 300, 0));
	close(fd);
	int status;
	CHECK(wait(&status));
	int datagrams = socket(AF_UNIX, SOCK_DGRAM, 0);
	struct sockaddr_un unix_to = { .sun_family = AF_UNIX, .sun_path = "nobody" };
	if (sendto(datagrams, buffer, 10, 0, (void *)&unix_to, sizeof unix_to) >= 0) exit(1);
	exit(WEXITSTATUS(status));
}

/* 80 ms asleep, 120 ms until a child ends, 60 ms until something comes through a pipe; then 100 ms of work. */
static void waits(void) {
	nap(80);
	if (!fork()) { nap(120); _exit(0); }
	wait(NULL);
	int ends[2];
	CHECK(pipe(ends));
	if (!fork()) { nap(60); put(ends[1], 1); _exit(0); }
	CHECK(read(ends[0], buffer, 1));
	wait(NULL);
	struct timespec start, now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
	do clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	while ((now.tv_sec - start.tv_sec) * 1000000000L + now.tv_nsec - start.tv_nsec < 100000000L);
}

/* 8 MiB mapped of which 3 MiB are given back, 7 files left open, 4 closed. */
static void resources(void) {
	char *memory = mmap(NULL, 8 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED) exit(1);
	CHECK(munmap(memory, 3 << 20));
	for (int i = 0; i < 11; i++) {
		int fd = open("/etc/hostname", O_RDONLY);
		CHECK(fd);
		if (i % 3 == 1) CHECK(close(fd));
	}
	if (brk((char *)sbrk(0) + (1 << 20))) exit(1);
}

int main(int argc, char **argv) {
	if (argc < 2) return 2;
	if (!strcmp(argv[1], "files")) files();
	if (!strcmp(argv[1], "network")) network(argc > 2 ? argv[2] : "1");
	if (!strcmp(argv[1], "waits")) waits();
	if (!strcmp(argv[1], "resources")) resources();
	return 0;
}
