/* Does the same few things in every run, and with the name of a plant one more. Everything is harmless and stays on this machine.
 *
 * FOLDER has a folder named disk.
 *
 * usage: planted FOLDER [secret|peer|drop|cron|ioctl|setuid|listen|thread|config|argv|signal|shared]
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char path[4096];

static const char *in(const char *folder, const char *name) {
	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

static void put(const char *name, const char *text, int mode) {
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, mode);
	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		perror(name);
	close(fd);
}

static void spawn(const char *program, const char *argument) {
	pid_t child = fork();
	if (child == 0) {
		execl(program, program, argument, NULL);
		_exit(127);
	}
	waitpid(child, NULL, 0);
}

static void *idle(void *nothing) {
	for (int i = 0; i < 20; i++)
		usleep(100);
	return nothing;
}

static void ignore(int number) { (void)number; }

static int address(struct sockaddr_in *to, int port) {
	memset(to, 0, sizeof *to);
	to->sin_family = AF_INET;
	to->sin_port = htons(port);
	to->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return socket(AF_INET, SOCK_STREAM, 0);
}

int main(int argc, char **argv) {
	const char *folder = argv[1], *plant = argc > 2 ? argv[2] : "";
	char temporary[4096];

	/* What every run does. */
	put(in(folder, "settings"), "a=1\n", 0644);
	for (int i = 0; i < 10; i++) {
		int fd = open(in(folder, "settings"), O_RDONLY);
		char buffer[64];
		while (read(fd, buffer, sizeof buffer) > 0)
			;
		ioctl(fd, !strcmp(plant, "ioctl") ? FIONCLEX : FIOCLEX);
		close(fd);
	}
	snprintf(temporary, sizeof temporary, "%s/disk/work-XXXXXX", folder);
	int fd = mkstemp(temporary);
	char *block = calloc(1, 4096);
	for (int i = 0; i < 30; i++) {
		if (pwrite(fd, block, 4096, 0) < 0)
			perror("write");
		fsync(fd);
	}
	close(fd);
	unlink(temporary);
	pthread_t threads[3];
	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, idle, NULL);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	spawn("/bin/true", !strcmp(plant, "argv") ? "--other" : "--same");

	/* What only some do. */
	struct sockaddr_in to;
	if (!strcmp(plant, "secret")) {
		fd = open(in(folder, ".ssh/id_ed25519"), O_RDONLY);
		close(fd);
	} else if (!strcmp(plant, "peer")) {
		fd = address(&to, 9);
		if (connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
			puts("connected");
		close(fd);
	} else if (!strcmp(plant, "listen")) {
		fd = address(&to, 7777);
		if (bind(fd, (struct sockaddr *)&to, sizeof to) || listen(fd, 1))
			perror("listen");
		close(fd);
	} else if (!strcmp(plant, "drop")) {
		put(in(folder, "dropped"), "#!/bin/sh\nexit 0\n", 0755);
		chmod(path, 0755);
		spawn(path, "x");
	} else if (!strcmp(plant, "cron")) {
		put("/etc/cron.d/planted", "# nothing\n", 0644);
	} else if (!strcmp(plant, "setuid")) {
		pid_t child = fork();
		if (child == 0)
			_exit(setuid(65534) != 0);
		waitpid(child, NULL, 0);
	} else if (!strcmp(plant, "config")) {
		put("/etc/planted.conf", "x\n", 0644);
	} else if (!strcmp(plant, "signal")) {
		signal(SIGUSR2, ignore);
		raise(SIGUSR2);
	} else if (!strcmp(plant, "shared")) {
		if (mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0) == MAP_FAILED)
			perror("mmap");
	}
	free(block);
	return 0;
}
