//! Rendering, which nothing that can be published here takes.

use crate::{Managed, Mistake, ServiceError};

impl Managed<'_> {
    /// Why the item is not rendered.
    pub fn why_not_rendered(&self) -> ServiceError {
        match self.content().bundle {
            None => Mistake::NoBundle.into(),
            Some(_) => Mistake::NothingToRender.into(),
        }
    }
}
