//! What has to be true when the server is there again.

use std::collections::BTreeSet;
use std::fs;

use super::super::archive::Dice;
use super::super::program::Home;
use super::super::wire::Wire;
use super::client::{Client, LARGE, PAGES, Version, large, page};

impl Client {
    /// Looks at everything after the server started again, and takes note of what came of what was under way.
    pub(super) fn check(&mut self, home: &Home, wire: &mut Wire, dice: &mut Dice) {
        let listed = self.ask(wire, "GET", "/bundles", "").unwrap().expect(200).json();
        let listed = listed.as_array().unwrap().iter().map(|bundle| bundle["id"].as_str().unwrap().to_owned());
        let listed: BTreeSet<String> = listed.collect();
        for version in self.there.values() {
            assert!(listed.contains(&version.number), "{} was uploaded and is lost", version.number);
        }
        for number in &self.gone {
            assert!(!listed.contains(number), "{number} was deleted and came back");
        }
        if let Some(version) = self.deleting.take() {
            if listed.contains(&version.number) {
                self.there.insert(version.number.clone(), version);
            } else {
                self.gone.push(version.number);
            }
        }
        let new: Vec<_> = listed.iter().filter(|number| !self.there.contains_key(*number)).cloned().collect();
        if let (Some(version), Some(number)) = (self.uploading.take(), new.first()) {
            self.there.insert(number.clone(), Version { number: number.clone(), ..version });
        }
        assert!(listed.iter().eq(self.there.keys()), "{listed:?} is more than was uploaded");
        for version in self.there.values() {
            let path = format!("/bundles/{}/download", version.number);
            let archive = self.ask(wire, "GET", &path, "").unwrap().expect(200).bytes;
            assert!(archive == version.archive, "{} is not what was uploaded", version.number);
        }
        self.check_what_is_served(home, wire, dice);
        self.check_folders(home, &listed);
    }

    fn check_what_is_served(&mut self, home: &Home, wire: &mut Wire, dice: &mut Dice) {
        let served = self.ask(wire, "GET", "", "").unwrap().expect(200).json()["bundle_id"].clone();
        let (active, task) = self.active.clone().unwrap();
        let known = self.task(wire, &task, "").unwrap();
        assert!(known["finished"] == true && known["code"] == 0, "it was told that it ended well: {known}");
        let mut expected = active;
        if let Some((version, task)) = self.deploying.take() {
            let known = task.as_ref().map(|task| self.task(wire, task, "").unwrap());
            if let Some(known) = &known {
                assert_eq!(known["finished"], true, "{known}");
                assert!(known["code"] == 0 || known["error"].as_str().unwrap().contains("stopped"), "{known}");
            }
            let ended_well = known.is_some_and(|known| known["code"] == 0);
            assert!(!ended_well || served == version.number, "the deploy of {} ended well", version.number);
            if served == version.number {
                expected = version;
                // Nobody was told, so there is no task to ask again.
                let task = if ended_well { task } else { None };
                self.active = Some((expected.clone(), task.unwrap_or(self.active.take().unwrap().1)));
            }
        }
        assert_eq!(served, expected.number);
        for number in [0, 1 + (dice.next() as usize) % (PAGES - 1)] {
            let name = if number == 0 { String::new() } else { format!("part/{number}.html") };
            assert_eq!(self.view(wire, &name).expect(200).body, page(expected.made, number));
        }
        let folder = home.data().join("unpacked").join(&expected.number);
        assert_eq!(fs::read_to_string(folder.join("index.html")).unwrap(), page(expected.made, 0));
        assert!(fs::read(folder.join(LARGE.0)).unwrap() == large(expected.made));
        for number in 1..PAGES {
            let text = fs::read_to_string(folder.join(format!("part/{number}.html"))).unwrap();
            assert_eq!(text, page(expected.made, number));
        }
    }

    fn check_folders(&self, home: &Home, listed: &BTreeSet<String>) {
        assert_eq!(home.names("incoming"), BTreeSet::new(), "in incoming");
        assert_eq!(home.names("set-aside"), BTreeSet::new(), "in set-aside");
        assert_eq!(
            home.names("bundles"),
            listed.iter().map(|number| format!("{number}.tar.gz")).collect(),
            "in bundles"
        );
        let unpacked = home.names("unpacked");
        assert!(unpacked.is_subset(listed), "{unpacked:?} was unpacked of {listed:?}");
    }
}
