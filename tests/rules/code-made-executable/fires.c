/* Memory is made executable by a program that lies in a temporary folder. */
#include <sys/mman.h>

int main(void)
{
	char *code = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	*code = '\xc3';
	return mprotect(code, 4096, PROT_READ | PROT_EXEC);
}
