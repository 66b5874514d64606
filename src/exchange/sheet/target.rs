//! What a column of a sheet can be about, and the words that people put over it.

use std::fmt;

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // Each has its words below.
pub enum Target {
    Id,
    Organization,
    Charity,
    Company,
    Name,
    Description,
    Category,
    Phone,
    Email,
    Website,
    Person,
    Venue,
    Address,
    Address2,
    Town,
    Postcode,
    When,
    Day,
    Start,
    End,
    From,
    Until,
    Cost,
    Ages,
    MinimumAge,
    MaximumAge,
    Eligibility,
    Process,
    Languages,
    Access,
    Area,
    Free,
    Places,
    Waiting,
    Updated,
    Funder,
    FundedUntil,
}

/// A target, its name, what people read, and the headers that mean it; the first of these is that of the
/// template.
type About = (Target, &'static str, &'static str, &'static [&'static str]);

#[rustfmt::skip]
const ABOUT: [About; 37] = [
    (Target::Id, "id", "The number or id of the row", &["id", "ref", "reference", "unique id", "record id", "service id", "row id", "listing id"]),
    (Target::Organization, "organization", "Who runs it", &["organisation", "organization", "run by", "provider", "charity", "parent organisation", "organisation name", "name of organisation", "delivered by", "who runs it", "host"]),
    (Target::Charity, "charity_number", "Charity number", &["charity no", "charity number", "registered charity number", "charity num", "reg charity no", "charity registration number"]),
    (Target::Company, "company_number", "Company number", &["company no", "company number", "companies house number"]),
    (Target::Name, "name", "Name", &["name of group", "group name", "name", "service", "service name", "activity", "activity name", "title", "group", "club", "session", "project", "class", "what s on", "name of service", "name of activity"]),
    (Target::Description, "description", "What it is", &["what we do", "description", "about", "details", "summary", "what happens", "what is it", "about us", "information", "service description", "what you do"]),
    (Target::Category, "category", "Kind of service", &["category", "type", "categories", "type of activity", "service type", "theme", "topics", "tags"]),
    (Target::Phone, "phone", "Telephone", &["tel", "phone", "telephone", "phone number", "telephone number", "tel no", "tel number", "mobile", "contact number", "contact phone", "contact tel", "landline", "phone no", "ring"]),
    (Target::Email, "email", "E-mail", &["e mail", "email", "email address", "e mail address", "contact email"]),
    (Target::Website, "website", "Website", &["website", "web", "url", "web address", "site", "link", "web site", "webpage", "facebook", "social media"]),
    (Target::Person, "person", "The name of a person", &["contact name", "contact person", "leader", "organiser", "organizer", "coordinator", "co ordinator", "named contact", "lead", "volunteer lead", "main contact", "contact", "manager"]),
    (Target::Venue, "venue", "Name of the place", &["venue", "place", "location", "building", "where", "venue name", "held at", "location name"]),
    (Target::Address, "address", "Street", &["address", "address 1", "address line 1", "street", "venue address", "full address", "street address"]),
    (Target::Address2, "address_2", "More of the address", &["address 2", "address line 2", "area line", "locality"]),
    (Target::Town, "town", "Town", &["town", "city", "town city", "post town", "village"]),
    (Target::Postcode, "postcode", "Postcode", &["post code", "postcode", "postal code", "p code", "zip"]),
    (Target::When, "when", "When it is", &["when", "times", "day and time", "days and times", "opening times", "opening hours", "day time", "session times", "schedule", "meeting times", "when we meet", "day s and time s", "hours"]),
    (Target::Day, "day", "Day of the week", &["day", "days", "day of week", "weekday", "day s", "day of the week"]),
    (Target::Start, "start", "Begins at (time)", &["start", "start time", "from time", "time from", "begins", "starts", "opens", "time start", "time"]),
    (Target::End, "end", "Ends at (time)", &["end", "end time", "finish", "to time", "time to", "ends", "closes", "finish time", "time end"]),
    (Target::From, "from", "First day", &["start date", "first date", "date", "starts on", "date from", "begins on", "from date"]),
    (Target::Until, "until", "Last day", &["end date", "last date", "finishes on", "date to", "ends on", "runs until", "to date"]),
    (Target::Cost, "cost", "Cost", &["cost", "price", "fee", "fees", "charge", "cost per session", "charges", "costs", "how much"]),
    (Target::Ages, "ages", "Ages", &["ages", "age", "age range", "age group", "suitable for ages"]),
    (Target::MinimumAge, "minimum_age", "Youngest age", &["minimum age", "min age", "age from", "youngest"]),
    (Target::MaximumAge, "maximum_age", "Oldest age", &["maximum age", "max age", "age to", "oldest"]),
    (Target::Eligibility, "eligibility", "Who it is for", &["who is it for", "who can come", "eligibility", "for whom", "target group", "who for", "audience", "suitable for", "criteria"]),
    (Target::Process, "referral", "How to join", &["how to join", "referral", "how to book", "booking", "how to refer", "referral route", "referral process", "access route", "how to access", "joining"]),
    (Target::Languages, "languages", "Languages", &["languages", "language", "languages spoken"]),
    (Target::Access, "access", "Access", &["access", "accessibility", "wheelchair access", "disabled access", "facilities"]),
    (Target::Area, "area", "Area covered", &["area covered", "area", "areas covered", "coverage", "catchment", "area served", "borough", "district", "ward"]),
    (Target::Free, "spaces", "Places free now", &["spaces", "spaces available", "places available", "places free", "spaces left", "availability", "vacancies", "spaces free", "places left", "free spaces", "room", "places"]),
    (Target::Places, "capacity", "Places in all", &["capacity", "max capacity", "total places", "maximum", "group size", "max number", "max", "total spaces", "maximum numbers"]),
    (Target::Waiting, "waiting_list", "Waiting list", &["waiting list", "waitlist", "wait list", "waiting", "waiting time", "wait", "number waiting"]),
    (Target::Updated, "updated", "When this was true", &["updated", "last updated", "date updated", "last checked", "correct as of", "as of", "checked on", "date checked", "last modified"]),
    (Target::Funder, "funder", "Who pays for it", &["funder", "funded by", "funding", "funding source", "commissioned by"]),
    (Target::FundedUntil, "funded_until", "Paid for until", &["funded until", "funding ends", "funding end date", "funded to", "funding until", "contract end", "contract end date", "funding end"]),
];

impl Target {
    /// Every target, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Target> {
        ABOUT.iter().map(|about| about.0)
    }

    fn about(self) -> &'static About {
        // Every target has its line, which a test makes sure of.
        ABOUT
            .iter()
            .find(|about| about.0 == self)
            .unwrap_or(&ABOUT[0])
    }

    /// Its name, as in `--map "Column=name"`.
    pub fn key(self) -> &'static str {
        self.about().1
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        self.about().2
    }

    /// The header that the template gives it.
    pub fn header(self) -> &'static str {
        self.headers().first().copied().unwrap_or_default()
    }

    /// The headers that mean it, in small letters and without signs.
    pub fn headers(self) -> &'static [&'static str] {
        self.about().3
    }

    /// The target with this name.
    pub fn parse(key: &str) -> Option<Self> {
        let key = key.trim().to_lowercase().replace([' ', '-'], "_");
        Self::all().find(|target| target.key() == key)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_target_has_a_name_and_headers_of_its_own() {
        let mut headers = HashSet::new();
        for target in Target::all() {
            assert_eq!(Target::parse(target.key()), Some(target));
            for header in target.headers() {
                assert!(headers.insert(*header), "{header} means two things");
                assert_eq!(
                    &super::super::words(header),
                    header,
                    "in small letters and without signs"
                );
            }
        }
        assert_eq!(Target::parse("Funded until"), Some(Target::FundedUntil));
        assert_eq!(Target::parse("shoe size"), None);
    }
}
