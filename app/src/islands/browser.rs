//! The islands' calls into the browser, in one place.

use leptos::prelude::request_animation_frame;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::Promise;
use web_sys::{
    Document, Element, FormData, Headers, HtmlDialogElement, HtmlDocument, HtmlElement, HtmlFormElement,
    HtmlInputElement, HtmlSelectElement, KeyboardEvent, ProgressEvent, Request, RequestInit, Response, UrlSearchParams,
    Window, XmlHttpRequest,
};

/// What came back for a form.
pub(super) enum Answer {
    /// An answer, of whatever kind.
    Text {
        /// Its HTTP status.
        status: u16,
        /// Its body.
        text: String,
    },
    /// Nothing: the server or the network is away.
    None,
}

/// Sends a form as the browser would, but asks for JSON.
pub(super) async fn send(form: &HtmlFormElement) -> Answer {
    try_send(form).await.unwrap_or(Answer::None)
}

async fn try_send(form: &HtmlFormElement) -> Result<Answer, JsValue> {
    let fields = FormData::new_with_form(form)?;
    let headers = Headers::new()?;
    headers.set("Accept", "application/json")?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    let body: JsValue = UrlSearchParams::new_with_str_sequence_sequence(&fields)?.into();
    init.set_body(&body);
    let request = Request::new_with_str_and_init(&form.action(), &init)?;
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    read(JsFuture::from(window.fetch_with_request(&request)).await?.dyn_into()?).await
}

/// Asks for an address of ours.
pub(super) async fn get(address: &str) -> Answer {
    try_get(address).await.unwrap_or(Answer::None)
}

async fn try_get(address: &str) -> Result<Answer, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    read(JsFuture::from(window.fetch_with_str(address)).await?.dyn_into()?).await
}

async fn read(response: Response) -> Result<Answer, JsValue> {
    let text = JsFuture::from(response.text()?).await?.as_string().unwrap_or_default();
    Ok(Answer::Text { status: response.status(), text })
}

/// Puts lines at the end of an element.
pub(super) fn add_lines(id: &str, lines: &[String]) {
    let Some(element) = by_id(id) else { return };
    for line in lines {
        _ = element.append_with_str_2(line, "\n");
    }
}

/// Sends a form with files as the browser would, but asks for JSON; `arrived` is told how many parts of a hundred are on
/// the server.
pub(super) async fn send_files(form: &HtmlFormElement, arrived: impl Fn(u8) + 'static) -> Answer {
    try_send_files(form, arrived).await.unwrap_or(Answer::None)
}

async fn try_send_files(form: &HtmlFormElement, arrived: impl Fn(u8) + 'static) -> Result<Answer, JsValue> {
    // `fetch` does not tell how much was sent.
    let request = XmlHttpRequest::new()?;
    request.open("POST", &form.action())?;
    request.set_request_header("Accept", "application/json")?;
    let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and 100")]
        let part = (event.loaded() / event.total().max(1.0) * 100.0).clamp(0.0, 100.0) as u8;
        arrived(part);
    });
    request.upload()?.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    let fields = FormData::new_with_form(form)?;
    let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    request.send_with_opt_form_data(Some(&fields))?;
    JsFuture::from(ended).await?;
    match request.status()? {
        0 => Ok(Answer::None),
        status => Ok(Answer::Text { status, text: request.response_text()?.unwrap_or_default() }),
    }
}

/// Goes to an address of ours.
pub(super) fn go_to(address: &str) {
    if let Some(window) = window() {
        _ = window.location().assign(address);
    }
}

/// Says what is wrong with a field, in the place for that, or that nothing is.
pub(super) fn show_problem(id: &str, problem: Option<&str>) {
    if let Some(place) = by_id(&format!("{id}-problem")) {
        place.set_text_content(problem);
    }
    let Some(field) = by_id(id) else { return };
    _ = match problem {
        Some(_) => field.set_attribute("aria-invalid", "true"),
        None => field.remove_attribute("aria-invalid"),
    };
}

/// Copies the text or value of an element; selects it where the browser refuses, and then answers `false`.
pub(super) async fn copy_text_of(id: &str) -> bool {
    let Some((window, element)) = window().and_then(|window| Some((window, by_id(id)?))) else { return false };
    let input = element.dyn_ref::<HtmlInputElement>();
    let text = input.map_or_else(|| element.text_content().unwrap_or_default(), HtmlInputElement::value);
    let clipboard = window.navigator().clipboard();
    // Pages that came over plain http have no clipboard.
    if !AsRef::<JsValue>::as_ref(&clipboard).is_undefined() && JsFuture::from(clipboard.write_text(&text)).await.is_ok()
    {
        return true;
    }
    match input {
        Some(input) => {
            _ = input.focus();
            input.select();
        }
        None => {
            if let Ok(Some(selection)) = window.get_selection() {
                _ = selection.select_all_children(&element);
            }
        }
    }
    let document = document().and_then(|document| document.dyn_into::<HtmlDocument>().ok());
    document.is_some_and(|document| document.exec_command("copy").unwrap_or(false))
}

/// The value of a choice.
pub(super) fn value_of(id: &str) -> String {
    by_id(id)
        .and_then(|element| element.dyn_into::<HtmlSelectElement>().ok())
        .map(|select| select.value())
        .unwrap_or_default()
}

/// Empties a field, if it is there.
pub(super) fn clear(id: &str) {
    if let Some(input) = by_id(id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok()) {
        input.set_value("");
    }
}

/// Opens a dialog that was closed in the meantime.
pub(super) fn show_again(dialog: &HtmlDialogElement) {
    if !dialog.open() {
        _ = dialog.show_modal();
    }
}

/// Focuses an element once it is drawn.
pub(super) fn focus_next_frame(element: HtmlElement) {
    request_animation_frame(move || _ = element.focus());
}

/// Focuses the first field with a problem, else the element of the given id, once they are drawn.
pub(super) fn focus_first_problem(form: HtmlFormElement, otherwise: Option<&'static str>) {
    request_animation_frame(move || {
        // A group of choices takes the focus in its chosen one.
        let selector = "input[aria-invalid=true], select[aria-invalid=true], [aria-invalid=true] input:checked";
        let found = form.query_selector(selector).ok().flatten().or_else(|| by_id(otherwise?));
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            _ = element.focus();
        }
    });
}

/// Loads this page anew; the boot script then focuses the element of the given id.
pub(super) fn reload_with_focus(id: &str) {
    let Some(window) = window() else { return };
    if let Ok(Some(storage)) = window.session_storage() {
        _ = storage.set_item("focus", id);
    }
    let location = window.location();
    // Without its fragment, or the browser would only scroll.
    let here = location.pathname().unwrap_or_default() + &location.search().unwrap_or_default();
    _ = location.replace(&here);
}

/// Moves the focus to another link of the menu that the event came from, opening it first; whether there was one to move to.
///
/// `choose` gets the position of the link that has the focus, if one has, and the number of links, which is not 0.
pub(super) fn move_in_menu(event: &KeyboardEvent, choose: impl FnOnce(Option<usize>, usize) -> usize) -> bool {
    let Some(root) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) else { return false };
    let Ok(Some(menu)) = root.query_selector("[popover]") else { return false };
    let Ok(menu) = menu.dyn_into::<HtmlElement>() else { return false };
    let focused = document().and_then(|document| document.active_element());
    let open = menu.matches(":popover-open").unwrap_or(false);
    if !open && (event.key() != "ArrowDown" || menu.show_popover().is_err()) {
        return false;
    }
    let Ok(all) = menu.query_selector_all("a, button") else { return false };
    // Links that only narrow screens show have no box on wide ones.
    let items: Vec<HtmlElement> = (0..all.length())
        .filter_map(|index| all.get(index)?.dyn_into::<HtmlElement>().ok())
        .filter(|item| item.offset_height() > 0)
        .collect();
    if items.is_empty() {
        return false;
    }
    let at = items.iter().position(|item| Some(AsRef::<Element>::as_ref(item)) == focused.as_ref());
    items.get(choose(at, items.len())).is_some_and(|item| item.focus().is_ok())
}

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

fn by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}
