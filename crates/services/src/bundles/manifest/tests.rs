use std::error::Error;

use serde_json::json;

use super::*;

type Fault = Box<dyn Error>;
type Outcome = Result<(), Fault>;

fn read(json: &Value) -> Result<Manifest, Fault> {
    Ok(Manifest::parse(json.to_string().as_bytes())?.ok_or("not a manifest")?)
}

fn refusal(json: &Value) -> Result<String, Fault> {
    Ok(Manifest::parse(json.to_string().as_bytes()).err().ok_or("it was read")?.to_string())
}

fn python(version: &str) -> Option<PythonNeeds> {
    Some(PythonNeeds { version: Some(version.to_owned()), package_file: Some("requirements.txt".to_owned()) })
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn the_manifest_of_an_api_from_rsconnect_python_is_read() -> Outcome {
    let manifest = read(&json!({
        "version": 1,
        "locale": "en_US.UTF-8",
        "metadata": {"appmode": "python-fastapi", "entrypoint": "app:app"},
        "environment": {
            "image": "image:1", "environment_management": {"python": true, "node": false},
            "python": {"requires": ">=3.8"}, "nodejs": {"requires": ">=20"}
        },
        "python": {
            "version": "3.11.2",
            "package_manager":
                {"name": "pip", "version": "24.0", "package_file": "requirements.txt", "allow_uv": true}
        },
        "files": {"requirements.txt": {"checksum": "0e1c5b"}, "app.py": {"checksum": "5f2ab1"}}
    }))?;
    let expected = Manifest {
        app_mode: "python-fastapi".to_owned(),
        entrypoint: some("app:app"),
        python: python("3.11.2"),
        python_requires: some(">=3.8"),
        ..Manifest::default()
    };
    assert_eq!(manifest, expected);
    Ok(())
}

#[test]
fn every_form_of_an_entry_point_is_taken_as_it_is() -> Outcome {
    for entrypoint in
        ["app", "app:app", "hello", "pkg.mod:create()", "shiny.express.app:app_2e_py", "nb.ipynb", "a b/c.py"]
    {
        let manifest = read(&json!({"metadata": {"appmode": "python-api", "entrypoint": entrypoint}}))?;
        assert_eq!(manifest.entrypoint.as_deref(), Some(entrypoint));
    }
    let manifest = read(&json!({"metadata": {"appmode": "static", "entrypoint": "./index.html"}}))?;
    assert_eq!(manifest.entrypoint.as_deref(), Some("index.html"));
    Ok(())
}

#[test]
fn the_manifest_of_a_plumber_api_from_r_is_read() -> Outcome {
    let manifest = read(&json!({
        "version": 1, "locale": "de_DE", "platform": "4.2.2",
        "metadata": {
            "appmode": "api", "primary_rmd": null, "primary_html": null, "content_category": null,
            "has_parameters": false
        },
        "environment": {"r": {"requires": ">= 4.1"}},
        "packages": {
            "plumber": {
                "Source": "CRAN", "Repository": "https://cran.example.com",
                "description": {"Package": "plumber", "Version": "1.2.1"}
            },
            "R6": {"Source": "CRAN", "Repository": null, "description": {"Version": "2.5.1"}},
            "local.pkg": {"Source": "github"}
        },
        "files": {"plumber.R": {"checksum": "ab"}}, "users": null
    }))?;
    let packages =
        vec![("R6".to_owned(), some("2.5.1")), ("local.pkg".to_owned(), None), ("plumber".to_owned(), some("1.2.1"))];
    let expected =
        Manifest { app_mode: "api".to_owned(), r_version: some("4.2.2"), r_packages: packages, ..Manifest::default() };
    assert_eq!(manifest, expected);
    Ok(())
}

#[test]
fn the_manifest_of_a_pin_has_a_list_of_files_and_no_locale() -> Outcome {
    let manifest = read(&json!({
        "version": 1, "local": "en_US", "platform": "3.5.1",
        "metadata": {
            "appmode": "static", "primary_rmd": null, "primary_html": "index.html", "content_category": "pin",
            "has_parameters": false
        },
        "packages": null, "files": ["data.txt", "index.html", "x.csv"], "users": null
    }))?;
    assert_eq!((manifest.category, manifest.primary), (Category::Pin, some("index.html")));
    Ok(())
}

#[test]
fn static_pages_are_read_from_every_client() -> Outcome {
    let from_python = read(&json!({
        "version": 1, "metadata": {"appmode": "static", "primary_html": "a.html", "entrypoint": "a.html"},
        "files": {"a.html": {"checksum": ""}}
    }))?;
    assert_eq!((from_python.primary, from_python.entrypoint), (some("a.html"), some("a.html")));
    let from_r = read(&json!({
        "version": 1, "platform": "4.4.1", "packages": [], "files": null,
        "metadata": {"appmode": "static", "primary_html": "p.html", "primary_rmd": "p.Rmd", "content_category": "plot"}
    }))?;
    assert_eq!((from_r.category, from_r.primary), (Category::Plot, some("p.html")));
    let of_unknown_category = read(&json!({"metadata": {"appmode": "static", "content_category": "presentation"}}))?;
    assert_eq!(of_unknown_category.category, Category::None);
    Ok(())
}

#[test]
fn documents_are_read_from_every_client() -> Outcome {
    let notebook = read(&json!({
        "version": 1, "locale": "C.UTF-8",
        "metadata": {"appmode": "jupyter-static", "entrypoint": "nb.ipynb", "primary_document": "nb.ipynb"},
        "jupyter": {"hide_all_input": false, "hide_tagged_input": false},
        "python": {
            "version": "3.12.2",
            "package_manager": {"name": "uv", "version": "0.5", "package_file": "requirements.txt"}
        }
    }))?;
    assert_eq!((notebook.primary, notebook.python), (some("nb.ipynb"), python("3.12.2")));
    let quarto = read(&json!({
        "version": 1, "metadata": {"appmode": "quarto-static", "content_category": "site"},
        "quarto": {"version": "1.5.57", "engines": ["markdown"]}
    }))?;
    assert_eq!((quarto.quarto_version, quarto.category), (some("1.5.57"), Category::Site));
    let markdown = read(&json!({
        "version": 1, "platform": "4.3.3",
        "metadata": {"appmode": "rmd-static", "primary_rmd": "a.Rmd", "primary_html": "x.html", "has_parameters": true}
    }))?;
    assert_eq!(markdown.primary, some("a.Rmd"));
    Ok(())
}

#[test]
fn a_mode_that_is_not_known_is_still_read() -> Outcome {
    let node = read(&json!({
        "version": 1, "metadata": {"appmode": "nodejs", "entrypoint": "index.js"}, "node": {"version": "20.1.0"}
    }))?;
    assert_eq!((node.app_mode.as_str(), node.entrypoint), ("nodejs", some("index.js")));
    Ok(())
}

#[test]
fn a_python_block_that_says_little_still_asks_for_python() -> Outcome {
    let manifest = read(&json!({"metadata": {"appmode": "python-api"}, "python": {}}))?;
    assert_eq!(manifest.python, Some(PythonNeeds::default()));
    assert_eq!(read(&json!({"metadata": {"appmode": "python-api"}, "python": null}))?.python, None);
    Ok(())
}

#[test]
fn other_files_of_this_name_are_no_manifests() -> Outcome {
    for other in [
        "",
        "not json",
        "null",
        "[]",
        "7",
        r#""text""#,
        r#"{"name":"A web app","icons":[]}"#,
        r#"{"metadata":null}"#,
        r#"{"metadata":{"appmode":null}}"#,
        r#"{"metadata":{"appmode":7}}"#,
        r#"{"metadata":{"appmode":""}}"#,
        r#"{"metadata":["appmode"]}"#,
    ] {
        assert_eq!(Manifest::parse(other.as_bytes())?, None, "{other}");
    }
    let deep = "[".repeat(200_000);
    assert_eq!(Manifest::parse(deep.as_bytes())?, None);
    assert_eq!(Manifest::parse(b"\xff\xfe")?, None);
    Ok(())
}

#[test]
fn fields_of_another_type_count_as_missing() -> Outcome {
    let manifest = read(&json!({
        "metadata": {"appmode": "python-api", "entrypoint": 7, "primary_html": [], "has_parameters": "yes"},
        "platform": {}, "packages": "none", "python": "3.11", "quarto": [], "environment": {"python": "3"}
    }))?;
    assert_eq!(manifest, Manifest { app_mode: "python-api".to_owned(), ..Manifest::default() });
    Ok(())
}

#[test]
fn names_that_lead_out_of_the_bundle_are_refused() -> Outcome {
    let leads_out = |field: &str| format!("manifest.json names as {field} what leads out of the bundle.");
    for bad in ["../x.html", "/etc/passwd", "a/../../x", "a\\b", "x\0", "a//b", "new\nline"] {
        for field in ["primary_html", "primary_rmd", "primary_document", "entrypoint"] {
            let hostile = json!({"metadata": {"appmode": "static", field: bad}});
            assert_eq!(refusal(&hostile)?, leads_out(field), "{bad:?}");
        }
        let hostile =
            json!({"metadata": {"appmode": "python-api"}, "python": {"package_manager": {"package_file": bad}}});
        assert_eq!(refusal(&hostile)?, leads_out("package_file"), "{bad:?}");
    }
    let above = json!({"metadata": {"appmode": "python-api", "entrypoint": "../app:app"}});
    assert_eq!(refusal(&above)?, leads_out("entrypoint"));
    let lines = json!({"metadata": {"appmode": "python-api", "entrypoint": "app:a\nb"}});
    assert!(refusal(&lines)?.contains("one line"));
    Ok(())
}

#[test]
fn texts_that_are_too_long_or_have_lines_are_refused() -> Outcome {
    for bad in ["x".repeat(257), "1\n2".to_owned(), "\u{1b}[2J1".to_owned()] {
        for hostile in [
            json!({"metadata": {"appmode": bad}}),
            json!({"metadata": {"appmode": "api"}, "platform": bad}),
            json!({"metadata": {"appmode": "api"}, "python": {"version": bad}}),
            json!({"metadata": {"appmode": "api"}, "environment": {"python": {"requires": bad}}}),
            json!({"metadata": {"appmode": "api"}, "packages": {"x": {"description": {"Version": bad}}}}),
        ] {
            assert!(refusal(&hostile)?.contains("too long or not of one line"), "{hostile}");
        }
    }
    let injected = json!({"metadata": {"appmode": "api"}, "packages": {"x'); system('id": {}}});
    assert!(refusal(&injected)?.contains("no package can be called"));
    Ok(())
}
