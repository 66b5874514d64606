//! What pays for a service: the awards that are known, and the grants to its organisation, of which somebody
//! who knows says whether they pay for it. And what the register says of the charity that runs it.

use crate::accounts::audit::{self, Actor, Deed};
use crate::accounts::{Principal, Role};
use crate::app::App;
use crate::app::work::{read, write};
use crate::capacity::which::missing;
use crate::db::{Conn, Tx};
use crate::directory::record::text;
use crate::directory::store::{assemble, owners};
use crate::domain::schedule::local_day;
use crate::error::{Error, Result};
use crate::funding::{Funding, FundingReport, grants, store};
use crate::gate::Visitor;
use crate::registers::store as registers;
use crate::web::page::{self, Answer};
use crate::web::post::{id_of, or_problem, sent};
use crate::web::view::money_page::{Loaded, MoneyPage};
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use jiff::Timestamp;

/// Shows it to those who run the service, commissioners and stewards.
pub async fn show(app: Data<App>, visitor: Visitor, path: Path<String>) -> Answer {
    or_problem(shown(&app, &visitor, &path).await)
}

async fn shown(app: &Data<App>, visitor: &Visitor, id: &str) -> Result<Answer> {
    let who = insider(visitor)?;
    let (id, now) = (id_of(id)?, Timestamp::now());
    let loaded = read(app, move |conn| {
        who.must_speak_for(&owners(conn, &id)?.ok_or_else(|| missing(&id))?)?;
        load(conn, &id, now)
    });
    let page = MoneyPage::view(&loaded.await?, local_day(now, 0));
    Ok(page::respond(StatusCode::OK, page))
}

fn insider(visitor: &Visitor) -> Result<Principal> {
    visitor.must_be(&[Role::Provider, Role::Commissioner])
}

fn load(conn: &mut Conn, id: &str, now: Timestamp) -> Result<Loaded> {
    let service = assemble(conn, id)?.ok_or_else(|| missing(id))?;
    let organization = text(&service, "organization_id");
    Ok(Loaded {
        name: text(&service, "name").unwrap_or_default().to_owned(),
        funding: funding(conn, id, now)?,
        grants: match organization {
            Some(organization) => grants::store::to_organization(conn, organization)?,
            None => Vec::new(),
        },
        charities: match organization {
            Some(organization) => registers::of_organization(conn, organization)?,
            None => Vec::new(),
        },
        id: id.to_owned(),
    })
}

fn funding(conn: &mut Conn, id: &str, now: Timestamp) -> Result<Funding> {
    store::get(conn, id, local_day(now, 0))?.ok_or_else(|| missing(id))
}

/// Takes down that a grant pays for the service, and leads back.
pub async fn pays(app: Data<App>, visitor: Visitor, path: Path<String>, body: Bytes) -> Answer {
    or_problem(paid(&app, &visitor, &path, &body).await)
}

async fn paid(app: &Data<App>, visitor: &Visitor, id: &str, body: &[u8]) -> Result<Answer> {
    let who = insider(visitor)?;
    let typed = sent(visitor, body, &["grant"])?;
    let (id, grant) = (id_of(id)?, typed.get("grant").to_owned());
    let back = format!("/services/{id}/money");
    write(app, move |tx| take(tx, &who, &id, &grant, Timestamp::now())).await?;
    Ok(page::lead_to(&back))
}

/// Adds the award that a grant is, once, however often it is said.
fn take(tx: &mut Tx, who: &Principal, id: &str, grant: &str, now: Timestamp) -> Result<()> {
    who.must_speak_for(&owners(tx, id)?.ok_or_else(|| missing(id))?)?;
    let Loaded {
        funding, grants, ..
    } = load(tx, id, now)?;
    let grant = grants.iter().find(|one| one.id == grant);
    let grant = grant
        .ok_or_else(|| Error::NotFound("there is no such grant to this organisation".into()))?;
    let award = grant.award();
    if funding
        .awards
        .iter()
        .any(|known| known.source == award.source)
    {
        return Ok(());
    }
    let awards: Vec<_> = funding.awards.iter().cloned().chain([award]).collect();
    let report = FundingReport {
        // What was stated stays stated, as of now: whoever knows the money has just looked at it.
        status: funding.stated,
        awards: Some(awards),
    };
    let faults = report.faults();
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    store::put(tx, id, &report, now)?;
    let deed = Deed {
        action: "funding.grant_taken",
        kind: "service",
        id,
    };
    audit::note(
        tx,
        &Actor::from(who),
        deed,
        (Some(&funding.awards), report.awards.as_ref()),
        now,
    )
}
