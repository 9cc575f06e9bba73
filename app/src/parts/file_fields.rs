//! The fields with which files are chosen.

use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;

/// A folder, or an archive or loose files: chosen, or dropped onto the field, which browsers do by themselves.
#[component]
pub(crate) fn FileFields(
    /// What is wrong with the files.
    problem: Option<String>,
) -> impl IntoView {
    let invalid = problem.is_some().then_some("true");
    view! {
        <fieldset class="field files">
            <legend>"Files"</legend>
            <p class="hint" id="upload-hint">"Choose a folder, or else an archive or files. They can be dropped here, too."</p>
            <div class="drop-places">
                <div class="drop-place">
                    <label for="upload-folder">"Folder"</label>
                    <p class="hint" id="upload-folder-hint">"A site, or a program with its data."</p>
                    <input
                        id="upload-folder"
                        name="folder"
                        type="file"
                        {..custom_attribute("webkitdirectory", "")}
                        multiple
                        aria-describedby="upload-folder-hint upload-files-problem"
                        aria-invalid=invalid
                    />
                </div>
                <div class="drop-place">
                    <label for="upload-files">"Archive or files"</label>
                    <p class="hint" id="upload-files-hint">"A .tar.gz, a single page, or a few files."</p>
                    <input
                        id="upload-files"
                        name="files"
                        type="file"
                        multiple
                        aria-describedby="upload-files-hint upload-files-problem"
                        aria-invalid=invalid
                    />
                </div>
            </div>
            <p class="problem" id="upload-files-problem">{problem}</p>
        </fieldset>
    }
}
