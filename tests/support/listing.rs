//! Small HSDS services, built by naming only what matters to the test.

use serde_json::{Map, Value, json};

/// The id of a service.
pub fn service_id(number: u32) -> String {
    id("5e", number)
}

/// The id of an organisation.
pub fn organization_id(number: u32) -> String {
    id("0a", number)
}

/// The id of a location.
pub fn location_id(number: u32) -> String {
    id("10", number)
}

fn id(kind: &str, number: u32) -> String {
    format!("000000{kind}-0000-4000-8000-{number:012}")
}

/// An HSDS service with its organisation and its locations inside.
#[derive(Clone, Debug)]
pub struct Listing(Map<String, Value>);

/// An active service of organisation 1, at no place, of which nothing more is known.
pub fn service(number: u32, name: &str) -> Listing {
    let bare = json!({ "id": service_id(number), "name": name, "status": "active" });
    let Value::Object(fields) = bare else {
        unreachable!("an object was written just above")
    };
    Listing(fields).by(1, "Wythmere Together")
}

impl Listing {
    /// A record as a feed has it.
    pub fn of(record: Value) -> Listing {
        let Value::Object(fields) = record else {
            panic!("a record is an object")
        };
        Listing(fields)
    }

    /// Its id.
    pub fn id(&self) -> String {
        self.0["id"].as_str().expect("an id is a text").to_owned()
    }

    /// The record, as a feed has it.
    pub fn record(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// With any other field of the service.
    pub fn with(mut self, field: &str, value: impl Into<Value>) -> Listing {
        self.0.insert(field.to_owned(), value.into());
        self
    }

    pub fn described(self, text: &str) -> Listing {
        self.with("description", text)
    }

    /// Run by this organisation.
    pub fn by(self, number: u32, name: &str) -> Listing {
        let organization =
            json!({ "id": organization_id(number), "name": name, "description": name });
        self.with("organization", organization)
    }

    /// Run by an organisation that is part of another.
    pub fn by_child_of(self, parent: u32, number: u32, name: &str) -> Listing {
        let mut listing = self.by(number, name);
        listing.0["organization"]["parent_organization_id"] = json!(organization_id(parent));
        listing
    }

    /// Given also at this place.
    pub fn at(self, number: u32, latitude: f64, longitude: f64) -> Listing {
        let place = json!({ "latitude": latitude, "longitude": longitude });
        self.at_place(number, place)
    }

    /// Given also at this postcode, which is all that is known of the place.
    pub fn at_postcode(self, number: u32, postcode: &str) -> Listing {
        let address = json!({ "id": location_id(number), "address_1": "1 Example Street",
            "city": "Wythmere", "postal_code": postcode, "address_type": "physical" });
        self.at_place(number, json!({ "addresses": [address] }))
    }

    /// Given also at a place of which this is known.
    pub fn at_place(self, number: u32, about: Value) -> Listing {
        let mut location = json!({ "id": location_id(number), "location_type": "physical" });
        let fields = about.as_object().expect("fields of a location").clone();
        location
            .as_object_mut()
            .expect("an object was written just above")
            .extend(fields);
        let at = json!({ "id": location_id(number), "location": location });
        self.and("service_at_locations", at)
    }

    /// For this need: a taxonomy term.
    pub fn for_need(self, id: &str, name: &str) -> Listing {
        let term = json!({ "id": id, "code": id, "name": name, "description": name });
        self.and("attributes", json!({ "taxonomy_term": term }))
    }

    /// One gets in by this route: `self`, `drop_in`, `phone`, `professional`.
    pub fn route(self, value: &str) -> Listing {
        let attribute = json!({ "link_type": "referral_route", "value": value });
        self.and("attributes", attribute)
    }

    /// It is given in this way: `phone`, `online`, `home_visit`.
    pub fn delivered(self, value: &str) -> Listing {
        self.and(
            "attributes",
            json!({ "link_type": "delivery", "value": value }),
        )
    }

    pub fn speaks(self, code: &str, name: &str) -> Listing {
        self.and("languages", json!({ "code": code, "name": name }))
    }

    pub fn costs(self, amount: f64) -> Listing {
        self.and(
            "cost_options",
            json!({ "amount": amount, "currency": "GBP" }),
        )
    }

    /// On this day of every week: `MO`, `TU`, …
    pub fn weekly(self, day: &str, opens: &str, closes: &str) -> Listing {
        let schedule =
            json!({ "freq": "WEEKLY", "byday": day, "opens_at": opens, "closes_at": closes });
        self.and("schedules", schedule)
    }

    /// For those who live in this area, which may have a shape.
    pub fn for_area(self, name: &str, extent: Option<Value>) -> Listing {
        let extent = extent.map(|shape| shape.to_string());
        self.and("service_areas", json!({ "name": name, "extent": extent }))
    }

    fn and(mut self, list: &str, entry: Value) -> Listing {
        let held = self.0.entry(list).or_insert_with(|| json!([]));
        held.as_array_mut().expect("a list").push(entry);
        self
    }
}

/// A square as GeoJSON, `half` degrees from its middle to each side.
pub fn square(latitude: f64, longitude: f64, half: f64) -> Value {
    let (south, north) = (latitude - half, latitude + half);
    let (west, east) = (longitude - half, longitude + half);
    let ring = [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
    ];
    json!({ "type": "Polygon", "coordinates": [ring] })
}
