//! What official clients stumble over, one by one: each of these made one of them fail, or go on for ever.

mod answers;
mod deploys;
mod keys;
mod listing;
