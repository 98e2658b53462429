//! Where a file comes from, as the images that were run tell it.

use crate::{error::Error, image::Image};
use std::path::Path;

/// The image of each side, where one was named.
#[derive(Default)]
pub struct Owners {
    /// Of the left and of the right.
    pub images: [Option<Image>; 2],
}

impl Owners {
    /// Reads the images.
    ///
    /// # Errors
    /// When one is none, or is damaged.
    pub fn open(paths: [Option<&Path>; 2]) -> Result<Owners, Error> {
        let [left, right] = paths.map(|path| path.map(Image::open).transpose());
        Ok(Owners { images: [left?, right?] })
    }

    /// Where a file comes from on the left and on the right; `None` where that is not known, or it is not in the image.
    pub fn of(&self, paths: [&str; 2]) -> [Option<String>; 2] {
        let of = |side: usize| self.images[side].as_ref()?.owner(paths[side]).map(|origin| origin.to_string());
        [of(0), of(1)]
    }

    /// Whether anything is known of any side.
    pub fn known(&self) -> bool {
        self.images.iter().any(Option::is_some)
    }
}
