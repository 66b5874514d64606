//! Towns of England with the letters of their postcodes, where they lie, and their people in
//! thousands, all roughly.

/// A town.
#[derive(Debug)]
pub struct Town {
    /// Its name.
    pub name: &'static str,
    /// The letters that its postcodes begin with.
    pub area: &'static str,
    /// Latitude and longitude of its middle.
    pub at: (f64, f64),
    /// Thousands of people.
    pub people: f64,
}

const fn town(name: &'static str, area: &'static str, lat: f64, lon: f64, people: f64) -> Town {
    let at = (lat, lon);
    Town {
        name,
        area,
        at,
        people,
    }
}

/// The towns.
#[rustfmt::skip]
pub const TOWNS: [Town; 64] = [
    town("East London", "E", 51.540, 0.000, 1400.0),
    town("North London", "N", 51.590, -0.100, 1300.0),
    town("South London", "SE", 51.460, -0.040, 1500.0),
    town("West London", "W", 51.510, -0.260, 1500.0),
    town("Croydon", "CR", 51.370, -0.100, 390.0),
    town("Birmingham", "B", 52.480, -1.900, 1140.0),
    town("Manchester", "M", 53.480, -2.240, 1100.0),
    town("Leeds", "LS", 53.800, -1.550, 790.0),
    town("Liverpool", "L", 53.410, -2.980, 860.0),
    town("Sheffield", "S", 53.380, -1.470, 730.0),
    town("Newcastle", "NE", 54.975, -1.615, 800.0),
    town("Bristol", "BS", 51.455, -2.590, 620.0),
    town("Nottingham", "NG", 52.955, -1.150, 650.0),
    town("Leicester", "LE", 52.635, -1.135, 510.0),
    town("Bradford", "BD", 53.795, -1.755, 540.0),
    town("Coventry", "CV", 52.408, -1.510, 430.0),
    town("Wolverhampton", "WV", 52.586, -2.128, 300.0),
    town("Stoke-on-Trent", "ST", 53.003, -2.180, 380.0),
    town("Derby", "DE", 52.922, -1.476, 330.0),
    town("Southampton", "SO", 50.905, -1.404, 360.0),
    town("Portsmouth", "PO", 50.805, -1.087, 420.0),
    town("Brighton", "BN", 50.827, -0.140, 420.0),
    town("Hull", "HU", 53.744, -0.336, 320.0),
    town("Plymouth", "PL", 50.375, -4.143, 300.0),
    town("Exeter", "EX", 50.722, -3.530, 200.0),
    town("Truro", "TR", 50.263, -5.051, 160.0),
    town("Taunton", "TA", 51.015, -3.103, 130.0),
    town("Bournemouth", "BH", 50.720, -1.880, 400.0),
    town("Swindon", "SN", 51.558, -1.782, 230.0),
    town("Reading", "RG", 51.455, -0.970, 340.0),
    town("Oxford", "OX", 51.752, -1.258, 260.0),
    town("Milton Keynes", "MK", 52.041, -0.759, 290.0),
    town("Luton", "LU", 51.879, -0.418, 280.0),
    town("Cambridge", "CB", 52.205, 0.119, 240.0),
    town("Peterborough", "PE", 52.573, -0.243, 260.0),
    town("Norwich", "NR", 52.629, 1.297, 270.0),
    town("Ipswich", "IP", 52.057, 1.148, 230.0),
    town("Colchester", "CO", 51.892, 0.902, 190.0),
    town("Chelmsford", "CM", 51.736, 0.469, 220.0),
    town("Southend", "SS", 51.538, 0.714, 290.0),
    town("Canterbury", "CT", 51.280, 1.080, 220.0),
    town("Medway", "ME", 51.388, 0.527, 290.0),
    town("Guildford", "GU", 51.237, -0.571, 240.0),
    town("Gloucester", "GL", 51.865, -2.246, 240.0),
    town("Worcester", "WR", 52.192, -2.220, 150.0),
    town("Hereford", "HR", 52.056, -2.716, 90.0),
    town("Shrewsbury", "SY", 52.708, -2.754, 130.0),
    town("Telford", "TF", 52.678, -2.445, 180.0),
    town("Northampton", "NN", 52.237, -0.896, 270.0),
    town("Lincoln", "LN", 53.230, -0.540, 150.0),
    town("Doncaster", "DN", 53.523, -1.133, 310.0),
    town("Wakefield", "WF", 53.683, -1.499, 300.0),
    town("Huddersfield", "HD", 53.646, -1.785, 220.0),
    town("York", "YO", 53.960, -1.080, 210.0),
    town("Harrogate", "HG", 53.992, -1.541, 110.0),
    town("Middlesbrough", "TS", 54.574, -1.235, 380.0),
    town("Sunderland", "SR", 54.906, -1.381, 240.0),
    town("Durham", "DH", 54.776, -1.575, 150.0),
    town("Carlisle", "CA", 54.895, -2.935, 110.0),
    town("Lancaster", "LA", 54.047, -2.801, 140.0),
    town("Preston", "PR", 53.763, -2.703, 300.0),
    town("Blackburn", "BB", 53.748, -2.482, 280.0),
    town("Bolton", "BL", 53.577, -2.428, 290.0),
    town("Stockport", "SK", 53.408, -2.149, 300.0),
];
