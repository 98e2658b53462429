/* bpf by command. Maps are the program's own and end with it. */
#include "corpus.h"
#include <linux/bpf.h>

static void run(void)
{
	struct bpf_insn code[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 0}, {.code = BPF_JMP | BPF_EXIT}};
	uint32_t key = 0, value = 42;
	char log[200];
	union bpf_attr attr;
	struct bpf_map_info info = {0};
	int map, program;

	memset(&attr, 0, sizeof(attr));
	attr.map_type = BPF_MAP_TYPE_ARRAY;
	attr.key_size = 4;
	attr.value_size = 4;
	attr.max_entries = 2;
	strcpy(attr.map_name, "a_map");
	map = sys(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof(attr));
	sys(SYS_bpf, BPF_MAP_CREATE, &attr, 16);
	attr.map_type = 999;
	attr.map_flags = 0x80000001;
	sys(SYS_bpf, BPF_MAP_CREATE, &attr, 72);
	memset(&attr, 0, sizeof(attr));
	attr.map_fd = map;
	attr.key = (uintptr_t)&key;
	attr.value = (uintptr_t)&value;
	attr.flags = BPF_EXIST;
	sys(SYS_bpf, BPF_MAP_UPDATE_ELEM, &attr, 32);
	attr.flags = 0;
	sys(SYS_bpf, BPF_MAP_LOOKUP_ELEM, &attr, 32);
	sys(SYS_bpf, BPF_MAP_GET_NEXT_KEY, &attr, 24);
	sys(SYS_bpf, BPF_MAP_DELETE_ELEM, &attr, 16);
	sys(SYS_bpf, BPF_MAP_FREEZE, &attr, 4);
	memset(&attr, 0, sizeof(attr));
	attr.prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
	attr.insn_cnt = 2;
	attr.insns = (uintptr_t)code;
	attr.license = (uintptr_t) "GPL";
	attr.log_level = 1;
	attr.log_size = sizeof(log);
	attr.log_buf = (uintptr_t)log;
	strcpy(attr.prog_name, "a_program");
	program = sys(SYS_bpf, BPF_PROG_LOAD, &attr, 128);
	attr.insns = 1;
	attr.license = 1;
	attr.prog_type = 999;
	sys(SYS_bpf, BPF_PROG_LOAD, &attr, 48);
	memset(&attr, 0, sizeof(attr));
	attr.pathname = (uintptr_t) "/nonexistent/pin";
	attr.bpf_fd = map;
	sys(SYS_bpf, BPF_OBJ_PIN, &attr, 16);
	sys(SYS_bpf, BPF_OBJ_GET, &attr, 16);
	memset(&attr, 0, sizeof(attr));
	attr.target_fd = -1;
	attr.attach_bpf_fd = program;
	attr.attach_type = BPF_CGROUP_INET_INGRESS;
	sys(SYS_bpf, BPF_PROG_ATTACH, &attr, 20);
	sys(SYS_bpf, BPF_PROG_DETACH, &attr, 20);
	memset(&attr, 0, sizeof(attr));
	attr.start_id = 0x7ffffff0;
	sys(SYS_bpf, BPF_PROG_GET_NEXT_ID, &attr, 12);
	sys(SYS_bpf, BPF_MAP_GET_NEXT_ID, &attr, 12);
	sys(SYS_bpf, BPF_MAP_GET_FD_BY_ID, &attr, 12);
	memset(&attr, 0, sizeof(attr));
	attr.info.bpf_fd = map;
	attr.info.info_len = sizeof(info);
	attr.info.info = (uintptr_t)&info;
	sys(SYS_bpf, BPF_OBJ_GET_INFO_BY_FD, &attr, 16);
	memset(&attr, 0, sizeof(attr));
	sys(SYS_bpf, BPF_RAW_TRACEPOINT_OPEN, &attr, 16);
	sys(SYS_bpf, BPF_LINK_CREATE, &attr, 16);
	sys(SYS_bpf, BPF_BTF_LOAD, &attr, 28);
	sys(SYS_bpf, BPF_PROG_TEST_RUN, &attr, 40);
	sys(SYS_bpf, BPF_MAP_CREATE, LOW, 48);
	sys(SYS_bpf, BPF_MAP_CREATE, 0, 0);
	sys(SYS_bpf, 999, &attr, 16);
	sys(SYS_bpf, -1, LOW, -1);
}
