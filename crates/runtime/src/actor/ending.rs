//! How an actor brings programs to their end.

use std::time::Duration;

use tokio::time::{sleep, timeout};

use crate::StartError;

use super::{Actor, State, answer};

impl Actor {
    /// Takes the program out of use: it may finish what it does for this long, and is then stopped.
    pub(super) fn retire(&mut self, patience: Duration) {
        self.front.close();
        let State::Ready { mut process, leases, .. } = std::mem::replace(&mut self.state, State::Stopped) else {
            return;
        };
        let within = self.settings.config.limits.stop_within;
        let mut hurry = self.hurry.subscribe();
        self.retiring.spawn(async move {
            tokio::select! {
                () = leases.all_returned() => {}
                _ = process.ended() => {}
                _ = hurry.changed() => {}
                () = sleep(patience) => {}
            }
            process.stop(within).await;
        });
    }

    /// Stops a program that nobody has used for long enough, unless somebody has come in the last moment.
    pub(super) fn rest(&mut self) {
        if self.front.close_if_unused_for(self.idle) {
            self.retire(Duration::ZERO);
        }
    }

    /// Somebody ended the process itself. That is no crash, and who comes next starts another one.
    pub(super) fn was_ended(&mut self) {
        let retry_after = self.settings.config.limits.back_off;
        let waiting = self.give_up_start();
        self.front.close();
        self.state = State::Stopped;
        self.publish();
        answer(waiting, &StartError::Unavailable { retry_after });
    }

    /// Ends everything now, and forgets what went wrong. Comes back when nothing is left.
    pub(super) async fn stop(&mut self) {
        let retry_after = self.settings.config.limits.back_off;
        answer(self.give_up_start(), &StartError::Unavailable { retry_after });
        self.retire(Duration::ZERO);
        self.crashes.forget();
        self.last_failure = None;
        self.hurry.send_replace(());
        self.all_gone().await;
    }

    /// Lets everything finish, within bounds. Comes back when nothing is left.
    pub(super) async fn close(&mut self) {
        answer(self.give_up_start(), &StartError::Stopping);
        let patience = self.settings.config.limits.stop_within;
        self.retire(patience);
        // What a newer version has replaced may have had more time; it has not any more.
        if timeout(patience, self.all_gone()).await.is_err() {
            self.hurry.send_replace(());
            self.all_gone().await;
        }
    }

    /// Waits until nothing is left. May be given up and called again.
    async fn all_gone(&mut self) {
        self.publish();
        while self.retiring.join_next().await.is_some() {}
        self.workspaces.all_returned().await;
    }
}
