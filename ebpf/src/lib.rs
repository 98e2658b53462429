//! The kernel side of `record`, as the bytes of ELF objects.
//!
//! The programs are in `c/`. Their offsets into kernel structures are filled in when they are loaded.

/// Gives the bytes the alignment that an ELF reader expects.
#[repr(C, align(8))]
struct Aligned<T: ?Sized>(T);

static RECORD: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/record.bpf.o")));
static NOTHING: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/empty.bpf.o")));

/// The recorder's object, to be handed to a loader.
pub static OBJECT: &[u8] = &RECORD.0;

/// An object whose programs `sys_enter` and `sys_exit` do nothing: the benchmark's floor.
pub static EMPTY: &[u8] = &NOTHING.0;

#[cfg(test)]
mod tests {
    #[test]
    fn objects_are_ebpf_elf() {
        for object in [super::OBJECT, super::EMPTY] {
            assert_eq!(&object[..4], b"\x7fELF");
            // e_machine: EM_BPF of include/uapi/linux/elf-em.h.
            assert_eq!(u16::from_le_bytes([object[18], object[19]]), 247);
        }
    }
}
