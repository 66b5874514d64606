//! Building a net from its files. Whatever is wrong is refused with the file and the line.

use std::collections::{HashMap, HashSet};
use toml::Spanned;

use super::files::{
    ClassesFile, ContactsFile, DangerFile, Fault, File, Files, GroupEntry, HarmlessFile,
};
use super::learning::Learning;
use super::lexicon::{Lexicon, Symbol};
use super::matching::Grammar;
use super::net::Net;
use super::pattern::Pattern;
use super::rules::{Rings, Role, Rule, Rules};
use super::{Contact, Danger};

/// Reads all files.
pub fn load(files: &Files) -> Result<Net, Fault> {
    let contacts = read_contacts(&files.contacts)?;
    let mut lexicon = Lexicon::default();
    let grammar = read_classes(&files.classes, &mut lexicon)?;
    let mut loader = Loader {
        lexicon,
        contacts,
        rules: Vec::new(),
        dangers: Vec::new(),
    };
    loader.read_harmless(&files.harmless)?;
    for (subject, file) in files.dangers.iter().enumerate() {
        loader.read_danger(subject, file)?;
    }
    loader.lexicon.add_common(files.common.text);
    loader.lexicon.settle();
    let learning = Learning::from(&files.examples, &loader.dangers)?;
    let rules = Rules::new((loader.lexicon, grammar), loader.rules);
    Ok(Net::new(rules, loader.dangers, learning))
}

struct Loader {
    lexicon: Lexicon,
    contacts: HashMap<String, Contact>,
    rules: Vec<Rule>,
    dangers: Vec<Danger>,
}

impl Loader {
    fn read_harmless(&mut self, file: &File) -> Result<(), Fault> {
        let read: HarmlessFile = file.read()?;
        self.add(file, &read.masks, Role::Mask(None))?;
        self.add(file, &read.about, Role::About)?;
        self.add(file, &read.past, Role::Past)
    }

    fn read_danger(&mut self, subject: usize, file: &File) -> Result<(), Fault> {
        let read: DangerFile = file.read()?;
        if self.dangers.iter().any(|danger| danger.id == read.id) {
            let what = format!("the danger {} is in another file already", read.id);
            return Err(file.fault(0, what));
        }
        self.add(file, &read.harmless, Role::Mask(Some(subject)))?;
        let mut seen = HashSet::new();
        for group in &read.group {
            refuse_repeated(file, group, &mut seen)?;
            let danger = self.danger(file, &read.id, group)?;
            self.dangers.push(danger);
            let danger = self.dangers.len() - 1;
            for (lines, topic) in [(&group.patterns, false), (&group.topics, true)] {
                let rings = Rings {
                    danger,
                    subject,
                    topic,
                };
                self.add(file, lines, Role::Rings(rings))?;
            }
        }
        Ok(())
    }

    fn danger(&self, file: &File, id: &str, group: &GroupEntry) -> Result<Danger, Fault> {
        let advice = group.advice.get_ref().trim();
        if advice.is_empty() {
            let place = group.advice.span().start;
            return Err(file.fault(place, "the advice is empty: say what to do"));
        }
        let contacts = group.contacts.iter().map(|short| self.contact(file, short));
        Ok(Danger {
            id: id.to_owned(),
            level: group.level,
            advice: advice.to_owned(),
            contacts: contacts.collect::<Result<_, Fault>>()?,
        })
    }

    fn contact(&self, file: &File, short: &Spanned<String>) -> Result<Contact, Fault> {
        let found = self.contacts.get(short.get_ref()).cloned();
        found.ok_or_else(|| {
            let what = format!("there is no contact {} in contacts.toml", short.get_ref());
            file.fault(short.span().start, what)
        })
    }

    fn add(&mut self, file: &File, lines: &[Spanned<String>], role: Role) -> Result<(), Fault> {
        for line in lines {
            let pattern = Pattern::parse(line.get_ref(), &mut self.lexicon);
            let pattern = pattern.map_err(|what| {
                let what = format!("{:?}: {what}", line.get_ref());
                file.fault(line.span().start, what)
            })?;
            self.rules.push(Rule { pattern, role });
        }
        Ok(())
    }
}

fn refuse_repeated(
    file: &File,
    group: &GroupEntry,
    seen: &mut HashSet<String>,
) -> Result<(), Fault> {
    for line in group.patterns.iter().chain(&group.topics) {
        if !seen.insert(line.get_ref().clone()) {
            let what = format!("{:?} is in the file twice: take one out", line.get_ref());
            return Err(file.fault(line.span().start, what));
        }
    }
    Ok(())
}

fn read_contacts(file: &File) -> Result<HashMap<String, Contact>, Fault> {
    let read: ContactsFile = file.read()?;
    let mut contacts = HashMap::new();
    for entry in &read.contact {
        let id = entry.id.get_ref();
        if contacts.insert(id.clone(), entry.shown()).is_some() {
            let what = format!("the contact {id} is in the file twice");
            return Err(file.fault(entry.id.span().start, what));
        }
    }
    Ok(contacts)
}

fn read_classes(file: &File, lexicon: &mut Lexicon) -> Result<Grammar, Fault> {
    let read: ClassesFile = file.read()?;
    for name in read.classes.keys() {
        lexicon.new_class(name);
    }
    for (name, members) in &read.classes {
        // Proven: every name was made a class above.
        let class = lexicon.class(name).expect("a class of the file");
        let mut seen = HashSet::new();
        for member in members.get_ref().split(',').map(str::trim) {
            add_member(lexicon, class, member, seen.insert(member))
                .map_err(|what| file.fault(members.span().start, format!("{name}: {what}")))?;
        }
    }
    let reserved = |name: &str| {
        let class = lexicon.class(name);
        class.ok_or_else(|| file.fault(0, format!("the class {name} is missing")))
    };
    Ok(Grammar {
        filler: reserved("filler")?,
        denial: reserved("denial")?,
        bridge: reserved("bridge")?,
    })
}

fn add_member(
    lexicon: &mut Lexicon,
    class: Symbol,
    member: &str,
    is_new: bool,
) -> Result<(), String> {
    if !is_new {
        return Err(format!("{member:?} is in it twice: take one out"));
    }
    let symbol = match member.strip_prefix('@') {
        Some(other) => lexicon.class(other),
        None => lexicon.phrase(member),
    };
    let symbol = symbol.ok_or_else(|| format!("{member:?} is no word and no class"))?;
    lexicon.hold(class, symbol);
    Ok(())
}
