//! One suite of tests, run on SQLite and on PostgreSQL, each test in a database of its own.
//!
//! PostgreSQL is found by `TEST_POSTGRES_URL`; without it that half fails rather than being passed over.

mod suite {
    pub(crate) mod audit;
    pub(crate) mod content;
    pub(crate) mod content_sessions;
    pub(crate) mod content_settings;
    pub(crate) mod database;
    pub(crate) mod families;
    pub(crate) mod fixtures;
    pub(crate) mod groups;
    pub(crate) mod jobs;
    pub(crate) mod keys;
    pub(crate) mod migrations;
    pub(crate) mod packages;
    pub(crate) mod permissions;
    pub(crate) mod sessions;
    pub(crate) mod tags;
    pub(crate) mod tasks;
    pub(crate) mod thumbnails;
    pub(crate) mod tokens;
    pub(crate) mod users;
    pub(crate) mod users_at_once;
    pub(crate) mod vanities;
    pub(crate) mod variables;
    pub(crate) mod visits;
}

/// Makes two tests of each function: `sqlite::keys::...` and `postgres::keys::...`. One that is not named here is dead
/// code, which the compiler complains about.
macro_rules! on_both {
    ($($module:ident { $($test:ident,)* })*) => {
        on_both!(@on sqlite $($module { $($test,)* })*);
        on_both!(@on postgres $($module { $($test,)* })*);
    };
    (@on $backend:ident $($module:ident { $($test:ident,)* })*) => {
        mod $backend {
            $(mod $module {
                $(
                    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
                    async fn $test() -> crate::suite::database::Outcome {
                        crate::suite::database::$backend(crate::suite::$module::$test).await
                    }
                )*
            })*
        }
    };
}

on_both! {
    migrations {
        the_tables_come_and_go_and_come_again,
        migrating_twice_changes_nothing,
        a_database_tells_its_kind_and_that_it_lives,
    }
    users {
        an_account_is_stored_whole,
        an_account_without_a_password_is_unconfirmed,
        a_username_is_unique_whatever_its_case,
        accounts_are_listed_by_username,
        a_change_leaves_the_rest_alone,
        a_taken_username_cannot_be_changed_to,
        a_change_of_nobody_is_not_found,
        a_lock_is_no_change_of_the_data,
        the_last_administrator_stays,
        a_locked_administrator_does_not_count,
        sightings_are_remembered,
    }
    users_at_once {
        the_first_account_is_made_once,
        one_of_two_administrators_stays,
        a_username_is_given_once,
    }
    sessions {
        a_session_is_found_until_it_ends,
        a_digest_is_used_once,
        a_session_that_ended_stays_ended,
        only_live_sessions_are_listed,
        all_sessions_of_an_account_are_ended,
        sweeping_takes_what_has_ended,
        a_late_update_revives_nothing,
    }
    keys {
        a_key_is_found_by_its_digest_with_its_owner,
        a_key_is_found_by_any_of_several_digests,
        a_digest_is_stored_once,
        an_expired_key_is_found_but_not_listed,
        keys_are_listed_newest_first,
        a_use_is_remembered_and_a_deleted_key_is_passed_over,
        sweeping_takes_expired_keys,
        peppers_are_listed_once,
        many_writers_wait_for_each_other,
        an_account_has_at_most_so_many_keys,
    }
    families {
        a_key_is_deleted_alone,
        the_children_of_a_key_deleted_alone_become_its_parents,
        a_key_is_deleted_with_all_that_were_made_with_it,
        the_key_of_another_account_is_not_found,
        a_deleted_key_makes_no_other,
        no_descendant_survives_a_race,
        a_deletion_passes_uses_that_are_written_down,
        two_deletions_of_one_family_pass_each_other,
    }
    content {
        a_version_is_served_once_it_is_activated,
        the_next_version_keeps_what_is_not_given,
        a_name_is_unique_among_its_owners_items,
        an_item_is_listed_for_those_who_may_view_it,
        a_version_that_is_served_is_not_forgotten,
        a_version_is_not_known_when_its_archive_has_no_place,
        versions_are_listed_newest_first,
        activating_a_forgotten_item_is_not_found,
        an_item_of_the_same_name_at_once_is_refused_all_but_once,
    }
    content_settings {
        settings_are_changed_and_the_rest_is_left_alone,
        two_changes_of_different_settings_at_once_both_hold,
        a_new_version_keeps_the_description,
        a_deleted_item_is_gone_with_its_versions,
        nothing_is_done_with_an_item_that_is_gone,
        a_deletion_passes_a_version_that_is_published,
        items_are_counted_by_their_kind,
    }
    content_sessions {
        a_content_session_counts_for_its_item_alone,
        it_counts_no_longer_than_the_dashboards_session,
        it_goes_on_under_the_dashboard_sessions_new_id,
        it_goes_with_its_item,
        those_without_a_dashboard_session_are_swept,
    }
    packages {
        packages_are_told_of_what_is_served,
        packages_are_listed_a_page_at_a_time,
    }
    permissions {
        permissions_come_change_and_go,
    }
    groups {
        a_group_is_stored_changed_and_deleted,
        a_groups_name_and_number_are_unique,
        members_come_and_go_and_with_them_what_the_group_may,
    }
    tags {
        a_tag_is_stored_renamed_and_deleted_with_all_below,
        a_name_is_unique_among_siblings,
        no_tag_stands_under_itself,
        two_moves_at_once_make_no_circle,
        content_has_a_tag_and_those_above_it,
    }
    jobs {
        a_job_is_remembered_as_it_ended,
        jobs_end_with_their_server_and_are_swept,
    }
    audit {
        an_entry_is_told_whole_and_pages_follow_each_other,
        entries_are_found_by_what_has_to_hold,
    }
    tasks {
        a_task_is_remembered_as_it_ended,
    }
    thumbnails {
        an_item_has_one_picture_which_goes_with_it,
    }
    tokens {
        a_token_is_found_listed_and_taken_away_by_its_account,
    }
    vanities {
        an_item_has_one_path_that_goes_with_it,
        a_path_is_taken_only_from_who_may_lose_it,
        of_two_items_at_once_one_gets_the_path,
    }
    variables {
        variables_are_set_replaced_and_removed,
    }
    visits {
        a_visit_is_told_whole,
        visits_are_counted_by_day_in_utc,
        visits_are_summed_up_by_person_and_key,
        visits_of_items_that_are_gone_are_passed_over,
        very_many_visits_are_written_at_once,
        a_deletion_passes_visits_that_are_written_down,
        sweeping_takes_old_visits,
        visits_of_many_items_are_paged_by_time,
    }
}
