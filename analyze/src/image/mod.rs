//! Images at rest: in which layer a path lies, and which package brought it.
//!
//! What is read is a root file system (a folder, or a tar of it), an OCI image layout (a folder or a tar), or what `docker save` and
//! `podman save` write. Nothing is unpacked: the names are kept, and of the contents only the databases of packages. An image is as
//! hostile as a trace: sizes, counts and depths have limits, and no name leads out of it.

mod blobs;
mod folder;
mod layer;
mod members;
mod open;
mod origin;
mod packages;
mod recipe;
#[cfg(test)]
mod tests;
mod tree;
mod unpack;

pub use origin::Image;
