//! The codes of the languages that community services in the UK speak most, so that a filter for one finds
//! what was typed by name.

/// Name and ISO 639 code.
const KNOWN: [(&str, &str); 44] = [
    ("albanian", "sq"),
    ("amharic", "am"),
    ("arabic", "ar"),
    ("bengali", "bn"),
    ("british sign language", "bfi"),
    ("bulgarian", "bg"),
    ("cantonese", "yue"),
    ("chinese", "zh"),
    ("czech", "cs"),
    ("dari", "prs"),
    ("farsi", "fa"),
    ("french", "fr"),
    ("german", "de"),
    ("greek", "el"),
    ("gujarati", "gu"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("italian", "it"),
    ("kurdish", "ku"),
    ("latvian", "lv"),
    ("lithuanian", "lt"),
    ("mandarin", "cmn"),
    ("nepali", "ne"),
    ("pashto", "ps"),
    ("persian", "fa"),
    ("persian (farsi)", "fa"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("punjabi", "pa"),
    ("romanian", "ro"),
    ("russian", "ru"),
    ("slovak", "sk"),
    ("somali", "so"),
    ("spanish", "es"),
    ("swahili", "sw"),
    ("tamil", "ta"),
    ("tigrinya", "ti"),
    ("turkish", "tr"),
    ("ukrainian", "uk"),
    ("urdu", "ur"),
    ("vietnamese", "vi"),
    ("welsh", "cy"),
    ("yoruba", "yo"),
];

/// The code of a language by its name, if it is one of these.
pub fn code_of(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let found = KNOWN.iter().find(|(known, _)| *known == name);
    found.map(|(_, code)| *code)
}
