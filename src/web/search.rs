//! The search page, for every question and for none.

use super::address::Question;
use super::page;
use super::view::chips::Label;
use super::view::form::{Form, SHOWN};
use super::view::results::Results;
use super::view::search::{Problem, SearchPage, Start, title};
use super::wider::{everything, from_everywhere};
use crate::app::{App, Whereabouts, question};
use crate::error::{Error, FieldError, Result};
use crate::search::answer::Answer;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Answers a question, in the same address whether it comes from the form or from a link.
pub async fn page(app: web::Data<App>, request: HttpRequest) -> page::Answer {
    let question = Question::read(request.query_string());
    let whereabouts = Whereabouts::of(&app, &question.pairs()).await;
    let tiles = app.tiles.clone();
    let made = web::block(move || make(&app, &question, &whereabouts, Timestamp::now())).await;
    match made {
        Ok(Ok((status, page))) => page::respond(status, page).with_pictures_of(tiles.as_deref()),
        Ok(Err(error)) => super::problem(&error),
        Err(_) => super::problem(&Error::Busy("too much to do".into())),
    }
}

fn make(
    app: &App,
    question: &Question,
    whereabouts: &Whereabouts,
    now: Timestamp,
) -> Result<(StatusCode, SearchPage)> {
    let asked = question::request(&question.pairs(), whereabouts);
    let label: Label = &|kind, id| app.engine.label(kind, id);
    let frame = |answer: Option<&Answer>, faults: &[FieldError]| {
        // Words of danger come first even where something else of the question is wrong.
        let safety = match answer {
            Some(answer) => answer.safety.clone(),
            None => app.engine.safety(question.get("q").unwrap_or_default()),
        };
        let facets = answer.map_or_else(BTreeMap::new, |answer| answer.facets.clone());
        let mut problems = problems(app, faults, question);
        let form = Form::view(question, &facets, &problems, label);
        problems.retain(|problem| !SHOWN.contains(&problem.field.as_str()));
        SearchPage {
            title: title(question, safety.as_ref()),
            safety,
            form,
            refused: (!faults.is_empty()).then_some(match answer {
                Some(_) => "The place is not known: this is from everywhere",
                None => "Nothing was looked up yet",
            }),
            problems,
            start: None,
            results: None,
        }
    };
    let (searched, request, faults) = match asked {
        Ok(request) => (question.clone(), request, Vec::new()),
        Err(faults) => match from_everywhere(question, &faults, whereabouts) {
            Some((wider, request)) => (wider, request, faults),
            None => return Ok((StatusCode::BAD_REQUEST, frame(None, &faults))),
        },
    };
    if question.is_empty() {
        let everything = app.engine.search(&everything(&request), now)?;
        let start = Some(Start::view(app.engine.listings(), &everything, question));
        return Ok((
            StatusCode::OK,
            SearchPage {
                start,
                ..frame(Some(&everything), &[])
            },
        ));
    }
    let (answer, asked) = app.engine.ask(&request, now)?;
    asked
        .iter()
        .for_each(|asked| app.gathered.searches.count(asked));
    let status = match faults.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::BAD_REQUEST,
    };
    let tiles = app.tiles.as_deref();
    let results = Some(Results::view(&answer, &searched, label, tiles, now));
    let frame = frame(Some(&answer), &faults);
    Ok((status, SearchPage { results, ..frame }))
}

/// What is wrong; where it is the place, with what may have been meant.
fn problems(app: &App, faults: &[FieldError], question: &Question) -> Vec<Problem> {
    let mut problems = Problem::all(faults, question);
    let asked = question.get("near").unwrap_or_default();
    if let Some(problem) = problems.iter_mut().find(|problem| problem.field == "near")
        && let Err(unknown) = app.engine.gazetteer().locate(asked)
    {
        *problem = Problem::place(asked, &unknown.near, question);
    }
    problems
}
