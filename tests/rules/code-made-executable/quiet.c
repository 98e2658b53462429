/* Memory is made read-only. */
#include <sys/mman.h>

int main(void)
{
	char *data = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	*data = 'x';
	return mprotect(data, 4096, PROT_READ);
}
