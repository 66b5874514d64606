//! Searching, the main job, and completion as one types.

use super::params;
use super::problem::{Problem, ProblemDocument};
use crate::app::{App, Whereabouts, question};
use crate::error::Error;
use crate::search::answer::Answer;
use crate::search::suggest::Suggestion;
use actix_web::http::header::ContentType;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// Bytes of a usual answer: memory taken at once rather than doubled again and again.
const USUAL_ANSWER: usize = 32 * 1024;
/// Letters of a beginning at most.
const LONGEST: usize = 100;

/// Find services that have room
///
/// Everything is optional; what is given must all hold. By default only services that somebody may
/// be sent to are returned; the rest is counted in `hidden`. The words are read as a person would
/// read them: `interpretation` says what was understood, each part of which can be taken away with
/// `without`, what was put right, and how the question was widened if too little was found. Where
/// the words show danger, `safety` says what to do first.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "Search",
    params(
        ("q" = Option<String>, Query, description = "Words, such as `debt advice`"),
        ("near" = Option<String>, Query, description = "A postcode, outcode, place name or `latitude,longitude`"),
        ("within_km" = Option<f64>, Query, description = "How far away at most, in kilometres"),
        ("without" = Option<Vec<String>>, Query, description = "What is not to be understood of the words, as `interpretation.understood` names it, such as `need:debt`, `place` or `spelling`; repeat for several"),
        ("need" = Option<Vec<String>>, Query, description = "Ids of needs, or of taxonomy terms; repeat for any of several"),
        ("access" = Option<Vec<String>>, Query, description = "Arrangements for access; repeat for any of several"),
        ("language" = Option<Vec<String>>, Query, description = "Languages; repeat for any of several"),
        ("route" = Option<Vec<String>>, Query, description = "Ways in: self, drop_in, phone, professional"),
        ("delivery" = Option<Vec<String>>, Query, description = "How it is given: in_person, phone, online, home_visit"),
        ("age" = Option<f64>, Query, description = "The age of the person, in years"),
        ("cost" = Option<String>, Query, description = "`free` for what costs nothing"),
        ("day" = Option<Vec<String>>, Query, description = "MO, TU, WE, TH, FR, SA, SU; repeat for any of several"),
        ("time" = Option<String>, Query, description = "morning, afternoon or evening"),
        ("availability" = Option<String>, Query, description = "signpostable (default), confirmed or any"),
        ("sort" = Option<String>, Query, description = "best (default), distance or name"),
        ("page" = Option<usize>, Query, description = "From 1", minimum = 1),
        ("per_page" = Option<usize>, Query, description = "From 1 to 100, 20 if left out", minimum = 1, maximum = 100),
    ),
    responses(
        (status = 200, description = "One page of answers", body = Answer),
        (status = 400, description = "A parameter is wrong", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn search(request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Problem> {
    let pairs = params::known(&request, &question::PARAMETERS)?;
    let whereabouts = Whereabouts::of(&app, &pairs).await;
    let question = question::request(&pairs, &whereabouts).map_err(Error::BadRequest)?;
    // In memory and quick: handing it to another thread would cost as much as doing it.
    let (answer, asked) = app.engine.ask(&question, Timestamp::now())?;
    asked
        .iter()
        .for_each(|asked| app.gathered.searches.count(asked));
    let mut body = Vec::with_capacity(USUAL_ANSWER);
    serde_json::to_writer(&mut body, &answer).map_err(Error::internal)?;
    Ok(HttpResponse::Ok()
        .content_type(ContentType::json())
        .body(body))
}

/// Completions, best first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Suggestions {
    /// Needs, services, organisations and places.
    pub contents: Vec<Suggestion>,
}

/// Complete what is being typed
#[utoipa::path(
    get, path = "/api/v1/suggest", tag = "Search",
    params(("q" = Option<String>, Query, description = "What was typed so far")),
    responses(
        (status = 200, description = "Completions", body = Suggestions),
        (status = 400, description = "A parameter is wrong", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub async fn suggest(request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Problem> {
    let pairs = params::known(&request, &["q"])?;
    let typed = params::value(&pairs, "q").unwrap_or_default();
    if typed.chars().count() > LONGEST || typed.chars().any(char::is_control) {
        return Err(Error::bad(
            "q",
            format!("is longer than {LONGEST} letters, or holds control characters"),
        )
        .into());
    }
    let contents = app.engine.suggest(typed)?;
    Ok(HttpResponse::Ok().json(Suggestions { contents }))
}
