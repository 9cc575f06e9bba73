//! How the processes of an item are to run, as far as its owner says.

use thiserror::Error;

/// Settings of processes; `None` leaves it to the server (Connect API, content).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ProcessSettings {
    /// Seconds without any data, after which a connection is closed.
    pub connection_timeout: Option<i32>,
    /// Seconds without data from the client, after which a connection is closed.
    pub read_timeout: Option<i32>,
    /// Seconds that a program may take until it answers for the first time.
    pub init_timeout: Option<i32>,
    /// Seconds that a program goes on with nobody using it.
    pub idle_timeout: Option<i32>,
    /// The most processes.
    pub max_processes: Option<i32>,
    /// The fewest processes.
    pub min_processes: Option<i32>,
    /// The most connections of one process.
    pub max_conns_per_process: Option<i32>,
    /// How eagerly another process is started, from 0 to 1.
    pub load_factor: Option<f64>,
}

/// What changes of the settings of processes: `None` leaves one alone, `Some(None)` leaves it to the server.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ProcessChange {
    /// As [`ProcessSettings::connection_timeout`].
    pub connection_timeout: Option<Option<i32>>,
    /// As [`ProcessSettings::read_timeout`].
    pub read_timeout: Option<Option<i32>>,
    /// As [`ProcessSettings::init_timeout`].
    pub init_timeout: Option<Option<i32>>,
    /// As [`ProcessSettings::idle_timeout`].
    pub idle_timeout: Option<Option<i32>>,
    /// As [`ProcessSettings::max_processes`].
    pub max_processes: Option<Option<i32>>,
    /// As [`ProcessSettings::min_processes`].
    pub min_processes: Option<Option<i32>>,
    /// As [`ProcessSettings::max_conns_per_process`].
    pub max_conns_per_process: Option<Option<i32>>,
    /// As [`ProcessSettings::load_factor`].
    pub load_factor: Option<Option<f64>>,
}

impl ProcessChange {
    /// The settings with what is given in place of what was there.
    pub fn over(&self, before: ProcessSettings) -> ProcessSettings {
        ProcessSettings {
            connection_timeout: self.connection_timeout.unwrap_or(before.connection_timeout),
            read_timeout: self.read_timeout.unwrap_or(before.read_timeout),
            init_timeout: self.init_timeout.unwrap_or(before.init_timeout),
            idle_timeout: self.idle_timeout.unwrap_or(before.idle_timeout),
            max_processes: self.max_processes.unwrap_or(before.max_processes),
            min_processes: self.min_processes.unwrap_or(before.min_processes),
            max_conns_per_process: self.max_conns_per_process.unwrap_or(before.max_conns_per_process),
            load_factor: self.load_factor.unwrap_or(before.load_factor),
        }
    }
}

/// Why settings of processes are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ProcessSettingsError {
    /// A time that is too long, or negative.
    #[error("A timeout is 0 to 2592000 seconds.")]
    Timeout,
    /// A load factor that is none.
    #[error("The load factor is 0 to 1.")]
    LoadFactor,
    /// Fewer processes than none, at most.
    #[error("The most processes are 1 to 20.")]
    NegativeMost,
    /// No process at all.
    #[error("The most processes are at least one.")]
    NoProcesses,
    /// Too many processes at most.
    #[error("The most processes are at most 20.")]
    MostProcesses,
    /// Fewer processes than none, at least.
    #[error("The fewest processes are 0 to 20.")]
    NegativeFewest,
    /// Too many processes at least.
    #[error("The fewest processes are at most 20.")]
    FewestProcesses,
    /// The fewest are more than the most.
    #[error("The fewest processes are not more than the most processes.")]
    FewestOverMost,
    /// Connections that are too few or too many.
    #[error("The connections of a process are 1 to 10000.")]
    Connections,
}

impl ProcessSettings {
    /// The longest timeout, in seconds: thirty days.
    pub const LONGEST_TIMEOUT: i32 = 2_592_000;
    /// The most processes that may be asked for.
    pub const MOST_PROCESSES: i32 = 20;

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Checks what was given.
    ///
    /// # Errors
    /// The first thing that is wrong (Connect API, codes 45, 113, 114, 150, 151, 191, 192, 239, 272).
    pub fn check(&self) -> Result<(), ProcessSettingsError> {
        use ProcessSettingsError as Wrong;
        let timeouts = [self.connection_timeout, self.read_timeout, self.init_timeout, self.idle_timeout];
        if timeouts.into_iter().flatten().any(|seconds| !(0..=Self::LONGEST_TIMEOUT).contains(&seconds)) {
            return Err(Wrong::Timeout);
        }
        if self.load_factor.is_some_and(|factor| !(0.0..=1.0).contains(&factor)) {
            return Err(Wrong::LoadFactor);
        }
        match self.max_processes {
            Some(..0) => return Err(Wrong::NegativeMost),
            Some(0) => return Err(Wrong::NoProcesses),
            Some(most) if most > Self::MOST_PROCESSES => return Err(Wrong::MostProcesses),
            _ => {}
        }
        match self.min_processes {
            Some(..0) => return Err(Wrong::NegativeFewest),
            Some(fewest) if fewest > Self::MOST_PROCESSES => return Err(Wrong::FewestProcesses),
            _ => {}
        }
        if let (Some(fewest), Some(most)) = (self.min_processes, self.max_processes)
            && fewest > most
        {
            return Err(Wrong::FewestOverMost);
        }
        if self.max_conns_per_process.is_some_and(|most| !(1..=10_000).contains(&most)) {
            return Err(Wrong::Connections);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_checked_alone_and_together() {
        let none = ProcessSettings::default();
        assert_eq!(none.check(), Ok(()));
        let wrong = [
            (ProcessSettings { idle_timeout: Some(-1), ..none }, ProcessSettingsError::Timeout),
            (ProcessSettings { read_timeout: Some(2_592_001), ..none }, ProcessSettingsError::Timeout),
            (ProcessSettings { load_factor: Some(1.1), ..none }, ProcessSettingsError::LoadFactor),
            (ProcessSettings { load_factor: Some(f64::NAN), ..none }, ProcessSettingsError::LoadFactor),
            (ProcessSettings { max_processes: Some(0), ..none }, ProcessSettingsError::NoProcesses),
            (ProcessSettings { max_processes: Some(-1), ..none }, ProcessSettingsError::NegativeMost),
            (ProcessSettings { max_processes: Some(21), ..none }, ProcessSettingsError::MostProcesses),
            (ProcessSettings { min_processes: Some(-1), ..none }, ProcessSettingsError::NegativeFewest),
            (ProcessSettings { min_processes: Some(21), ..none }, ProcessSettingsError::FewestProcesses),
            (
                ProcessSettings { min_processes: Some(3), max_processes: Some(2), ..none },
                ProcessSettingsError::FewestOverMost,
            ),
            (ProcessSettings { max_conns_per_process: Some(0), ..none }, ProcessSettingsError::Connections),
        ];
        for (settings, expected) in wrong {
            assert_eq!(settings.check(), Err(expected), "{settings:?}");
        }
    }
}
