//! Room that is used again. A row group has a million rows and a column of codes 4 MB; the system would clear new pages for each.

use std::cell::RefCell;

thread_local! {
    static CODES: RefCell<Vec<Vec<u32>>> = const { RefCell::new(Vec::new()) };
    static BYTES: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room for so many codes, empty.
pub fn codes(capacity: usize) -> Vec<u32> {
    let mut codes = CODES.with_borrow_mut(Vec::pop).unwrap_or_default();
    codes.clear();
    codes.reserve(capacity);
    codes
}

/// Takes room back.
pub fn take_back(codes: Vec<u32>) {
    CODES.with_borrow_mut(|all| all.push(codes));
}

/// Room for the bytes of a page.
pub fn bytes() -> Vec<u8> {
    BYTES.take()
}

/// Takes it back.
pub fn take_bytes_back(bytes: Vec<u8>) {
    BYTES.set(bytes);
}
