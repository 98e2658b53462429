//! The kernel side of `record`, as the bytes of an ELF object.
//!
//! The program is in `c/record.bpf.c`. Its offsets into kernel structures are filled in when it is loaded.

/// Gives the bytes the alignment that an ELF reader expects.
#[repr(C, align(8))]
struct Aligned<T: ?Sized>(T);

static ALIGNED: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/record.bpf.o")));

/// The object, to be handed to a loader.
pub static OBJECT: &[u8] = &ALIGNED.0;

#[cfg(test)]
mod tests {
    #[test]
    fn object_is_an_ebpf_elf() {
        assert_eq!(&super::OBJECT[..4], b"\x7fELF");
        // e_machine: EM_BPF of include/uapi/linux/elf-em.h.
        assert_eq!(u16::from_le_bytes([super::OBJECT[18], super::OBJECT[19]]), 247);
    }
}
