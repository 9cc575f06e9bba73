//! Revocation against a simple model: keys are made, used, deleted, locked out, demoted and expire in random order, and
//! after each step every key ever made is let in exactly when the model says so.

#[path = "revocation_model/at_once.rs"]
mod at_once;
#[path = "support/house.rs"]
mod house;
#[path = "revocation_model/model.rs"]
mod model;
#[path = "revocation_model/step.rs"]
mod step;

use proptest::prelude::*;

use crate::house::Outcome;
use crate::model::Model;
use crate::step::{Step, step};

proptest! {
    // `PROPTEST_CASES` asks for more.
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_key_admits_exactly_what_the_model_says(steps in prop::collection::vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(walk(steps)).map_err(|fault| TestCaseError::fail(fault.to_string()))?;
    }
}

async fn walk(steps: Vec<Step>) -> Outcome {
    let mut model = Model::open().await?;
    for (number, step) in steps.into_iter().enumerate() {
        let told = format!("step {number}, {step:?}");
        model.take(step).await.map_err(|fault| format!("{told}: {fault}"))?;
        model.compare().await.map_err(|fault| format!("after {told}: {fault}"))?;
    }
    Ok(())
}
