//! The attributes of bpf(2), by command: `include/uapi/linux/bpf.h`. A name in brackets counts the bytes that the program gives.

use super::words::*;

/// The third argument is the size.
const fn attr(name: &'static str) -> Kind {
    Struct(name, Entry, Arg(2, 1))
}

/// The attributes of bpf(2).
pub static BPF_ATTR: Choices = Choices {
    name: "bpf",
    header: "include/uapi/linux/bpf.h",
    mask: 0xffff_ffff,
    encoded: false,
    groups: &[ROWS],
    otherwise: &[attr("bpf_attr")],
    index: OnceLock::new(),
};

static ROWS: &[Choice] = choices! {
    0 BPF_MAP_CREATE [attr("bpf_map_create")] -> Ret::Fd;
    1 BPF_MAP_LOOKUP_ELEM [attr("bpf_map_elem")];
    2 BPF_MAP_UPDATE_ELEM [attr("bpf_map_update")];
    3 BPF_MAP_DELETE_ELEM [attr("bpf_map_key")];
    4 BPF_MAP_GET_NEXT_KEY [attr("bpf_map_next")];
    5 BPF_PROG_LOAD [attr("bpf_prog_load")] -> Ret::Fd;
    6 BPF_OBJ_PIN [attr("bpf_obj")];
    7 BPF_OBJ_GET [attr("bpf_obj")] -> Ret::Fd;
    8 BPF_PROG_ATTACH [attr("bpf_attach")];
    9 BPF_PROG_DETACH [attr("bpf_attach")];
    10 BPF_PROG_TEST_RUN [attr("bpf_test_run")];
    11 BPF_PROG_GET_NEXT_ID [attr("bpf_next_id")];
    12 BPF_MAP_GET_NEXT_ID [attr("bpf_next_id")];
    13 BPF_PROG_GET_FD_BY_ID [attr("bpf_prog_id")] -> Ret::Fd;
    14 BPF_MAP_GET_FD_BY_ID [attr("bpf_map_id")] -> Ret::Fd;
    15 BPF_OBJ_GET_INFO_BY_FD [attr("bpf_info")];
    17 BPF_RAW_TRACEPOINT_OPEN [attr("bpf_raw_tracepoint")] -> Ret::Fd;
    18 BPF_BTF_LOAD [attr("bpf_btf_load")] -> Ret::Fd;
    19 BPF_BTF_GET_FD_BY_ID [attr("bpf_btf_id")] -> Ret::Fd;
    22 BPF_MAP_FREEZE [attr("bpf_map_freeze")];
    23 BPF_BTF_GET_NEXT_ID [attr("bpf_next_id")];
    28 BPF_LINK_CREATE [attr("bpf_link_create")] -> Ret::Fd;
    32 BPF_ENABLE_STATS [attr("bpf_stats")] -> Ret::Fd;
};
