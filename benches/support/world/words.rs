//! The words of descriptions: a few hundred that listings are full of, and thousands of rarer ones,
//! used as words are used, the second half as often as the first, the third a third as often.

use crate::support::random::Random;

/// What listings say most, most frequent first.
const COMMON: &str = "support people community group service local free weekly young family adults \
    advice session welcome open centre activities health children older team volunteers friendly \
    every day information available call space meet new parents run week appointment staff café \
    area home drop project training social experience skills safe join working offer learn \
    together wellbeing women men carers club mental trained referral contact time range provide \
    morning afternoon evening living practical including confidential food hall need tea coffee \
    chat members access school life first programme specialist volunteer independent workers \
    condition affected connect worker online phone visit residents housing classes events music \
    art garden walking cooking exercise games crafts fun build confidence friends isolation \
    emotional trauma listening counselling therapy recovery drugs alcohol addiction homeless \
    hostel rent benefits forms debt budgeting energy bills fuel winter warm clothing furniture \
    parcels pantry meals lunch breakfast kitchen nutrition baby toddler pregnancy birth feeding \
    nursery play sensory autism disability learning hearing sight dementia memory stroke cancer \
    diabetes heart pain nurse doctor clinic screening vaccination sexual dental pharmacy hospital \
    discharge transport minibus driver shopping cleaning repairs equipment wheelchair ramp lift \
    refugees asylum language english interpreter immigration legal rights court solicitor police \
    domestic abuse violence refuge survivors bereavement grief loss funeral memorial faith church \
    mosque temple chaplain sport football swimming dance yoga cycling running tennis bowls gym \
    library books reading writing computer digital internet tablets employment jobs apprenticeship \
    interview careers enterprise college university qualifications tutor mentor youth teenagers \
    students holiday camp forest nature allotment growing animals dogs environment recycling \
    charity donations fundraising committee trustees partnership council neighbourhood street \
    estate village town city borough county rural coast park station bus parking building room \
    entrance garage theatre museum gallery festival choir band drama film photography pottery \
    sewing knitting woodwork heritage history stories culture diversity equality lesbian gay \
    transgender veterans armed forces prison offenders probation crime prevention safety mediation \
    conflict relationships marriage fathers mothers grandparents fostering adoption kinship care";

/// Words that hold a sentence together.
const GLUE: [&str; 16] = [
    "the", "and", "to", "of", "for", "a", "in", "we", "with", "you", "our", "at", "is", "who",
    "are", "your",
];
/// Rarer words that are made up.
const RARE: usize = 3_000;
/// How much the first few words are held back: without it the first would be every twelfth word.
const FLATTENED: f64 = 2.7;

const STARTS: [&str; 24] = [
    "bra", "cal", "den", "fen", "gar", "hol", "ing", "jor", "kel", "lam", "mar", "nor", "oak",
    "pel", "quin", "ras", "sel", "tor", "ul", "ver", "wes", "yar", "thorn", "stan",
];
const MIDDLES: [&str; 16] = [
    "ba", "co", "di", "fe", "go", "hi", "la", "mi", "no", "pu", "re", "si", "ta", "vo", "we", "zy",
];
const ENDS: [&str; 24] = [
    "ton", "ford", "wick", "dale", "ham", "bury", "mere", "ley", "stead", "worth", "combe", "gate",
    "field", "brook", "shaw", "holm", "croft", "don", "ridge", "well", "bank", "low", "moor",
    "cliff",
];

/// The words, and how likely each is.
pub struct Words {
    all: Vec<String>,
    /// For each word the share of all use that it and those before it have.
    shares: Vec<f64>,
}

impl Words {
    /// Makes the list.
    pub fn new() -> Self {
        let common = COMMON.split_whitespace().map(String::from);
        let rare = (0..RARE).map(|number| made_up(number * 2 + 1));
        let all: Vec<String> = common.chain(rare).collect();
        let uses = (0..all.len()).map(|rank| 1.0 / (rank as f64 + FLATTENED));
        let total: f64 = uses.clone().sum();
        let shares = uses.scan(0.0, |sum, share| {
            *sum += share / total;
            Some(*sum)
        });
        let shares = shares.collect();
        Self { all, shares }
    }

    /// A word, as often as it is used.
    pub fn any(&self, chance: &mut Random) -> &str {
        let at = chance.part();
        let place = self.shares.partition_point(|share| *share < at);
        &self.all[place.min(self.all.len() - 1)]
    }
}

/// A word that only holds a sentence together.
pub fn glue(chance: &mut Random) -> &'static str {
    chance.word(&GLUE)
}

/// A word of its own for each number below nine thousand, and for larger ones a longer word.
pub fn made_up(number: usize) -> String {
    let (rest, start) = (number / STARTS.len(), STARTS[number % STARTS.len()]);
    let (rest, end) = (rest / ENDS.len(), ENDS[rest % ENDS.len()]);
    let mut word = String::from(start);
    let mut rest = rest;
    while rest > 0 {
        rest -= 1;
        word.push_str(MIDDLES[rest % MIDDLES.len()]);
        rest /= MIDDLES.len();
    }
    word + end
}
