//! The schema of the index and how words are cut: lower case, without accents, without the words
//! that say nothing, reduced to their English stems.

use super::entry::Listing;
use crate::error::{Error, Result};
use std::sync::LazyLock;
use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer,
    StopWordFilter, TextAnalyzer,
};
use tantivy::{Index, TantivyDocument, Term};

/// Raised whenever what is indexed, or how, changes: an index of another format is built again.
pub const FORMAT: u32 = 1;

/// Bytes in a word at most; what is longer is no word.
const LONGEST_WORD: usize = 60;
/// Words that are stemmed.
const STEMMED: &str = "stemmed";
/// Words as they stand, for completion as one types.
const PLAIN: &str = "plain";

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The id of the service, for replacing it.
    pub id: Field,
    /// The entry, as JSON.
    pub entry: Field,
    /// Names of the service.
    pub name: Field,
    /// Names of the organisation.
    pub organization: Field,
    /// Names of taxonomy terms.
    pub terms: Field,
    /// Names of places.
    pub place: Field,
    /// Everything else.
    pub description: Field,
    /// Names of service and organisation, not stemmed.
    pub complete: Field,
}

impl Fields {
    /// The schema, and its fields.
    pub fn schema() -> (Schema, Fields) {
        let mut builder = Schema::builder();
        let fields = Fields {
            id: builder.add_text_field("id", STRING),
            entry: builder.add_bytes_field("entry", BytesOptions::default().set_stored()),
            name: builder.add_text_field("name", text(STEMMED)),
            organization: builder.add_text_field("organization", text(STEMMED)),
            terms: builder.add_text_field("terms", text(STEMMED)),
            place: builder.add_text_field("place", text(STEMMED)),
            description: builder.add_text_field("description", text(STEMMED)),
            complete: builder.add_text_field("complete", text(PLAIN)),
        };
        (builder.build(), fields)
    }

    /// The document of one listing.
    ///
    /// # Errors
    /// The entry cannot be written as JSON, which would be a fault of ours.
    pub fn document(&self, listing: &Listing) -> Result<TantivyDocument> {
        let Listing { entry, texts } = listing;
        let mut document = TantivyDocument::default();
        document.add_text(self.id, entry.id.to_string());
        let json = serde_json::to_vec(entry).map_err(Error::internal)?;
        document.add_bytes(self.entry, &json);
        document.add_text(self.name, &texts.name);
        document.add_text(self.organization, &texts.organization);
        document.add_text(self.terms, &texts.terms);
        document.add_text(self.place, &texts.place);
        document.add_text(self.description, &texts.description);
        document.add_text(self.complete, &texts.name);
        document.add_text(self.complete, &texts.organization);
        Ok(document)
    }

    /// The fields in which words are looked for.
    pub fn searched(&self) -> [Field; 5] {
        [
            self.name,
            self.terms,
            self.organization,
            self.place,
            self.description,
        ]
    }

    /// The term by which a service is found to be replaced.
    pub fn id_term(&self, id: &str) -> Term {
        Term::from_field_text(self.id, id)
    }
}

fn text(tokenizer: &str) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(IndexRecordOption::WithFreqs),
    )
}

/// Teaches an index how words are cut.
pub fn register(index: &Index) {
    index.tokenizers().register(STEMMED, stemmed());
    index.tokenizers().register(PLAIN, plain());
}

/// Cuts text into stems, as the index does.
pub fn stemmed() -> TextAnalyzer {
    // Made once: the list of stop words is shared by all copies.
    static STEMMED: LazyLock<TextAnalyzer> = LazyLock::new(|| {
        let words = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(RemoveLongFilter::limit(LONGEST_WORD))
            .filter(LowerCaser)
            .filter(AsciiFoldingFilter)
            .filter_dynamic(StopWordFilter::remove(stop_words()));
        words
            .filter_dynamic(Stemmer::new(Language::English))
            .build()
    });
    STEMMED.clone()
}

/// Cuts text into words.
pub fn plain() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// The stems of a text, in order.
pub fn stems(analyzer: &mut TextAnalyzer, text: &str) -> Vec<String> {
    let mut stems = Vec::new();
    analyzer
        .token_stream(text)
        .process(&mut |token| stems.push(token.text.clone()));
    stems
}

/// Words that say nothing about what is looked for, one a line in `index/stopwords.txt`.
fn stop_words() -> Vec<String> {
    let words = include_str!("../../index/stopwords.txt").lines();
    words
        .map(str::trim)
        .filter(|word| !word.is_empty() && !word.starts_with('#'))
        .map(String::from)
        .collect()
}
