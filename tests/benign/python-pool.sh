# needs: python3
# Worker processes and threads share out sums, by pipes and shared memory.
/usr/bin/python3 - <<'P'
import concurrent.futures, hashlib, multiprocessing.shared_memory, subprocess
if __name__ == "__main__":
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: hashlib.sha256(bytes(n * 1000)).hexdigest(), range(50)))
    memory = multiprocessing.shared_memory.SharedMemory(create=True, size=4096)
    memory.buf[0] = 1
    memory.close()
    memory.unlink()
    for n in range(5):
        subprocess.run(["true"], check=True)
P
