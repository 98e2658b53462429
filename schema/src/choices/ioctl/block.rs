//! Disks and loop devices: loop(4), sd(4), `include/uapi/linux/fs.h`, `loop.h`, `hdreg.h`.

use super::super::words::*;

pub(super) static ROWS: &[Choice] = choices! {
    0x125d BLKROSET [given("int")];
    0x125e BLKROGET [filled("int")];
    0x125f BLKRRPART [];
    0x1260 BLKGETSIZE [filled("ulong")];
    0x1261 BLKFLSBUF [];
    0x1262 BLKRASET [Size];
    0x1263 BLKRAGET [filled("ulong")];
    0x1264 BLKFRASET [Size];
    0x1265 BLKFRAGET [filled("ulong")];
    0x1267 BLKSECTGET [filled("u16")];
    0x1268 BLKSSZGET [filled("int")];
    0x80081270 BLKBSZGET [filled("int")];
    0x40081271 BLKBSZSET [given("int")];
    0x80081272 BLKGETSIZE64 [filled("u64")];
    0x80041272 BLKGETSIZE64_32 [filled("u64")];
    0x1277 BLKDISCARD [given("u64[2]")];
    0x1278 BLKIOMIN [filled("int")];
    0x1279 BLKIOOPT [filled("int")];
    0x127a BLKALIGNOFF [filled("int")];
    0x127b BLKPBSZGET [filled("int")];
    0x127c BLKDISCARDZEROES [filled("int")];
    0x127d BLKSECDISCARD [given("u64[2]")];
    0x127e BLKROTATIONAL [filled("u16")];
    0x127f BLKZEROOUT [given("u64[2]")];
    0x301 HDIO_GETGEO [filled("hd_geometry")];
    0x4c00 LOOP_SET_FD [Fd];
    0x4c01 LOOP_CLR_FD [];
    0x4c02 LOOP_SET_STATUS [Addr];
    0x4c03 LOOP_GET_STATUS [Addr];
    0x4c04 LOOP_SET_STATUS64 [given("loop_info64")];
    0x4c05 LOOP_GET_STATUS64 [filled("loop_info64")];
    0x4c06 LOOP_CHANGE_FD [Fd];
    0x4c07 LOOP_SET_CAPACITY [];
    0x4c08 LOOP_SET_DIRECT_IO [Size];
    0x4c09 LOOP_SET_BLOCK_SIZE [Size];
    0x4c0a LOOP_CONFIGURE [given("loop_config")];
    0x4c80 LOOP_CTL_ADD [Int];
    0x4c81 LOOP_CTL_REMOVE [Int];
    0x4c82 LOOP_CTL_GET_FREE [];
};
