/* A server in a temporary folder. */
#include <netinet/in.h>
#include <sys/socket.h>

int main(void)
{
	int server = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	bind(server, (struct sockaddr *)&address, sizeof address);
	return listen(server, 5);
}
