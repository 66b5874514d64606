//! The needs vocabulary: what people lack, in plain words, and the phrases by which a question or a
//! listing shows a need. It is data, in `index/needs`, and is read once.

mod annotate;
mod choices;
mod circumstances;
mod complete;
mod file;
mod phrases;
pub mod token;
mod vocabulary;

pub use annotate::{Annotated, Part, annotate};
pub use circumstances::{Circumstance, Circumstances, Kind, circumstances};
pub use complete::complete;
pub use file::Fault;
pub use phrases::{Match, Phrases};
pub use vocabulary::{Need, NeedId, Vocabulary, embedded, vocabulary};
