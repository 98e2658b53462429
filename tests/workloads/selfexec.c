/* Executes itself, three times over, with one argument less each time. */
#include <unistd.h>

int main(int argc, char **argv)
{
	access("/nonexistent", F_OK);
	if (argc > 1)
		execv("/proc/self/exe", argv + 1);
	return argc;
}
