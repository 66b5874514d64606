//! The schema of the index and how words are cut: lower case, without accents, without the words
//! that say nothing, reduced to their English stems.

use super::entry::{Listing, Texts};
use super::ranking::ranking;
use super::reach;
use super::record;
use crate::error::Result;
use crate::lists;
use crate::needs::{self, token::joined};
use std::sync::LazyLock;
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer,
    StopWordFilter, TextAnalyzer,
};
use tantivy::{Index, IndexSettings, IndexSortByField, Order, TantivyDocument, Term};

/// Raised whenever what is indexed, or how, changes: an index of another format is built again.
const FORMAT: u32 = 6;

/// Bytes in a word at most; what is longer is no word.
const LONGEST_WORD: usize = 60;
/// The list of words that are left out.
const STOP_WORDS: &str = include_str!("../../index/stopwords.txt");
/// The name of the field by which the index is sorted.
const PLACE: &str = "place";
/// Words that are stemmed.
const STEMMED: &str = "stemmed";
/// Words as they stand, for completion as one types.
const PLAIN: &str = "plain";
/// Texts that are one word each.
const WHOLE: &str = "raw";

/// The fields of the index.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The id of the service, for replacing it.
    pub id: Field,
    /// The entry, see [`record`].
    pub entry: Field,
    /// Where it is, as a number by which the index is sorted.
    pub place: Field,
    /// All texts, each as often as it weighs.
    pub text: Field,
    /// The needs that it meets, each as often as its texts say so.
    pub needs: Field,
    /// Every word of its texts as it stands: what a misspelt word may have been.
    pub words: Field,
}

impl Fields {
    /// The schema, and its fields.
    pub fn schema() -> (Schema, Fields) {
        let mut builder = Schema::builder();
        let fields = Fields {
            id: builder.add_text_field("id", STRING),
            entry: builder.add_bytes_field("entry", BytesOptions::default().set_stored()),
            place: builder.add_u64_field(PLACE, FAST),
            text: builder.add_text_field("text", text(STEMMED)),
            needs: builder.add_text_field("needs", text(WHOLE)),
            words: builder.add_text_field("words", occurring(PLAIN)),
        };
        (builder.build(), fields)
    }

    /// The document of one listing.
    ///
    /// # Errors
    /// The entry cannot be written, which would be a fault of ours.
    pub fn document(&self, listing: &Listing) -> Result<TantivyDocument> {
        let Listing {
            entry,
            texts,
            needs,
        } = listing;
        let mut document = TantivyDocument::default();
        document.add_text(self.id, entry.id.to_string());
        document.add_bytes(self.entry, &record::write(entry)?);
        document.add_u64(self.place, reach::place(entry));
        for (text, weight) in texts.weighted() {
            let text = joined(text);
            (0..weight).for_each(|_| document.add_text(self.text, &text));
            document.add_text(self.words, &text);
        }
        for (need, weight) in needs {
            (0..*weight).for_each(|_| document.add_text(self.needs, need));
        }
        Ok(document)
    }

    /// The term by which a service is found to be replaced.
    pub fn id_term(&self, id: &str) -> Term {
        Term::from_field_text(self.id, id)
    }
}

/// Words with how often each stands in a document.
fn text(tokenizer: &str) -> TextOptions {
    words(tokenizer, IndexRecordOption::WithFreqs)
}

/// Words, and only whether they stand in a document.
fn occurring(tokenizer: &str) -> TextOptions {
    words(tokenizer, IndexRecordOption::Basic)
}

fn words(tokenizer: &str, option: IndexRecordOption) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_fieldnorms(false)
            .set_index_option(option),
    )
}

impl Texts {
    /// Each text with its weight.
    fn weighted(&self) -> [(&str, u32); 5] {
        let weights = &ranking().fields;
        [
            (&self.name, weights.name),
            (&self.terms, weights.terms),
            (&self.organization, weights.organization),
            (&self.place, weights.place),
            (&self.description, weights.description),
        ]
    }
}

/// How a new index is kept: sorted by place.
pub fn settings() -> IndexSettings {
    IndexSettings {
        sort_by_field: Some(IndexSortByField {
            field: PLACE.into(),
            order: Order::Asc,
        }),
        ..IndexSettings::default()
    }
}

/// What an index depends on besides the listings, as one number: the format, the weights, the stop
/// words and the vocabulary.
pub fn format() -> u32 {
    static HASH: LazyLock<u32> = LazyLock::new(|| {
        let vocabulary = needs::embedded();
        let files = [super::ranking::FILE, STOP_WORDS, needs::token::SMALL].into_iter();
        let files = files.chain(vocabulary.iter().map(|(_, text)| text.as_str()));
        let bytes = files.flat_map(str::bytes);
        // FNV-1a: the same on every machine, which the standard library's hash does not promise.
        bytes.fold(0x811c_9dc5 ^ FORMAT, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        })
    });
    *HASH
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
    lists::entries(STOP_WORDS).map(String::from).collect()
}
