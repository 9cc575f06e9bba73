//! A page of the documentation, and the blocks of code in it.

use std::collections::VecDeque;
use std::fs;
use std::path::Path;

/// A page whose blocks are taken in their order, so that none is left out.
pub(super) struct Page {
    name: &'static str,
    blocks: VecDeque<Block>,
}

struct Block {
    heading: String,
    language: String,
    text: String,
}

impl Page {
    /// Reads a page below `docs`.
    pub(super) fn of(name: &'static str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self { name, blocks: blocks(&text) }
    }

    /// Reads a page of examples, which begins with the two settings that they need.
    pub(super) fn of_examples(name: &'static str) -> Self {
        let mut page = Self::of(name);
        let Block { language, text, .. } = page.blocks.pop_front().unwrap_or_else(|| panic!("{name} has no block"));
        let settings: Vec<_> = text.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name).collect();
        assert_eq!(language, "sh", "the settings of {name}");
        assert_eq!(settings, ["export CONNECT_API_KEY", "export CONNECT_SERVER"], "the settings of {name}");
        page
    }

    /// The next block, which stands below this heading in this language.
    #[track_caller]
    pub(super) fn next(&mut self, heading: &str, language: &str) -> String {
        let block = self.blocks.pop_front().unwrap_or_else(|| panic!("{} ends before {heading}", self.name));
        assert_eq!((block.heading.as_str(), block.language.as_str()), (heading, language), "in {}", self.name);
        block.text
    }

    /// The first block below this heading, wherever it stands.
    #[track_caller]
    pub(super) fn find(&self, heading: &str, language: &str) -> &str {
        let found = self.blocks.iter().find(|block| block.heading == heading && block.language == language);
        found.map_or_else(|| panic!("{} has no {language} below {heading}", self.name), |block| block.text.as_str())
    }

    /// Ends the test if a block was left out.
    #[track_caller]
    pub(super) fn end(self) {
        let left: Vec<_> = self.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(left, [""; 0], "no test runs these blocks of {}", self.name);
    }
}

fn blocks(text: &str) -> VecDeque<Block> {
    let (mut blocks, mut heading, mut open) = (VecDeque::new(), String::new(), None::<Block>);
    for line in text.lines() {
        let fence = line.strip_prefix("```");
        match (open.take(), fence) {
            (Some(block), Some(_)) => blocks.push_back(block),
            (Some(mut block), None) => {
                block.text.push_str(&format!("{line}\n"));
                open = Some(block);
            }
            (None, Some(language)) => {
                let (heading, language) = (heading.clone(), language.to_owned());
                open = Some(Block { heading, language, text: String::new() });
            }
            (None, None) if line.starts_with('#') => heading = line.trim_start_matches('#').trim().to_owned(),
            (None, None) => {}
        }
    }
    blocks
}
