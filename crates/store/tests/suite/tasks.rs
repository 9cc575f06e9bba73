//! Tasks, and what becomes of them when their server is gone.

use domain::{ContentRef, Role, Task, TaskId};
use store::Store;

use super::database::Outcome;
use super::fixtures::{LATER, NOW, new_content, user};

pub(crate) async fn a_task_is_remembered_as_it_ended(store: Store) -> Outcome {
    let ada = user(&store, "ada", Role::Publisher).await?.id;
    let item = store.insert_content(new_content(ada, "plot")?).await?.id;
    let begun = |byte| Task {
        id: TaskId::from_random([byte; 16]),
        user_id: ada,
        content_id: Some(item),
        output: Vec::new(),
        finished: false,
        code: 0,
        error: String::new(),
        created_at: NOW,
    };
    let (first, second) = (begun(1), begun(2));
    store.insert_task(&first).await?;
    store.insert_task(&second).await?;
    let ended = Task { output: vec!["One.".to_owned(), String::new(), "Zwö.".to_owned()], finished: true, ..first };
    store.finish_task(&ended).await?;
    assert_eq!(store.find_task(&ended.id).await?, Some(ended.clone()));
    let with_nul = |nul: &str| Task { output: vec![format!("a{nul}b")], error: format!("{nul}."), ..ended.clone() };
    store.finish_task(&with_nul("\0")).await?;
    assert_eq!(store.find_task(&ended.id).await?, Some(with_nul("\u{fffd}")));
    assert_eq!(store.fail_unfinished_tasks(1, "The server stopped.").await?, 1);
    let failed = Task { finished: true, code: 1, error: "The server stopped.".to_owned(), ..second };
    assert_eq!(store.find_task(&failed.id).await?, Some(failed.clone()));
    store.delete_content(item).await?;
    assert_eq!(store.find_content(ContentRef::Id(item)).await?, None);
    assert_eq!(store.find_task(&failed.id).await?, Some(Task { content_id: None, ..failed.clone() }));
    store.sweep_tasks(NOW).await?;
    assert!(store.find_task(&failed.id).await?.is_some(), "it is not older");
    store.sweep_tasks(LATER).await?;
    assert_eq!(store.find_task(&failed.id).await?, None);
    Ok(())
}
