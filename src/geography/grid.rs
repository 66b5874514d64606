//! The National Grid of Great Britain: eastings and northings to WGS84.
//!
//! Transverse Mercator on the Airy 1830 ellipsoid, then the seven-parameter Helmert transformation,
//! both as in Ordnance Survey's "A guide to coordinate systems in Great Britain" (annexes A to C).
//! Over the forty test points of Ordnance Survey's OSTN15 it is never more than 5 m off. OSTN15
//! itself is exact to centimetres, but its table has 876,951 entries: a postcode is a street.

use crate::domain::point::Point;

/// Metres of the grid, eastward and northward.
const WIDTH: f64 = 700_000.0;
const HEIGHT: f64 = 1_300_000.0;
/// Semi-axes of Airy 1830, in metres.
const AIRY: [f64; 2] = [6_377_563.396, 6_356_256.909];
/// Semi-axes of WGS84, in metres.
const WGS84: [f64; 2] = [6_378_137.0, 6_356_752.314_2];
/// Scale on the central meridian.
const F0: f64 = 0.999_601_271_7;
/// The true origin, in degrees, and its false coordinates, in metres.
const ORIGIN: [f64; 2] = [49.0, -2.0];
const FALSE: [f64; 2] = [400_000.0, -100_000.0];
/// Shift in metres, rotation in seconds of arc and scale in millionths, from OSGB36 to WGS84.
const SHIFT: [f64; 3] = [446.448, -125.157, 542.060];
const ROTATION: [f64; 3] = [0.1502, 0.2470, 0.8421];
const SCALE: f64 = -20.4894;

/// The position of a point of the grid, in metres; `None` if it is not on it.
pub fn to_wgs84(easting: f64, northing: f64) -> Option<Point> {
    if !(0.0..=WIDTH).contains(&easting) || !(0.0..=HEIGHT).contains(&northing) {
        return None;
    }
    let (latitude, longitude) = unprojected(easting, northing);
    let (latitude, longitude) = geodetic(shifted(cartesian(latitude, longitude)));
    Point::new(latitude.to_degrees(), longitude.to_degrees())
}

/// The square of the eccentricity of an ellipsoid.
fn eccentricity2([a, b]: [f64; 2]) -> f64 {
    (a * a - b * b) / (a * a)
}

/// The developed arc of the meridian from the origin to this latitude, in metres.
fn meridian_arc(latitude: f64) -> f64 {
    let [a, b] = AIRY;
    let n = (a - b) / (a + b);
    let (n2, n3) = (n * n, n * n * n);
    let origin = ORIGIN[0].to_radians();
    let (less, sum) = (latitude - origin, latitude + origin);
    let first = (1.0 + n + 1.25 * n2 + 1.25 * n3) * less;
    let second = (3.0 * n + 3.0 * n2 + 2.625 * n3) * less.sin() * sum.cos();
    let third = 1.875 * (n2 + n3) * (2.0 * less).sin() * (2.0 * sum).cos();
    let fourth = 35.0 / 24.0 * n3 * (3.0 * less).sin() * (3.0 * sum).cos();
    b * F0 * (first - second + third - fourth)
}

/// The latitude on the central meridian that has this northing.
fn foot(northing: f64) -> f64 {
    let mut latitude = ORIGIN[0].to_radians();
    // Each round divides what is missing by hundreds: four are enough for a tenth of a millimetre.
    for _ in 0..6 {
        latitude += (northing - FALSE[1] - meridian_arc(latitude)) / (AIRY[0] * F0);
    }
    latitude
}

/// Latitude and longitude on Airy 1830, in radians (annex C of the guide).
fn unprojected(easting: f64, northing: f64) -> (f64, f64) {
    let foot = foot(northing);
    let (sin2, tan, sec) = (foot.sin().powi(2), foot.tan(), 1.0 / foot.cos());
    let e2 = eccentricity2(AIRY);
    let nu = AIRY[0] * F0 / (1.0 - e2 * sin2).sqrt();
    let rho = AIRY[0] * F0 * (1.0 - e2) * (1.0 - e2 * sin2).powf(-1.5);
    let eta2 = nu / rho - 1.0;
    let (t2, t4, t6) = (tan.powi(2), tan.powi(4), tan.powi(6));
    let vii = tan / (2.0 * rho * nu);
    let viii = tan / (24.0 * rho * nu.powi(3)) * (5.0 + 3.0 * t2 + eta2 - 9.0 * t2 * eta2);
    let ix = tan / (720.0 * rho * nu.powi(5)) * (61.0 + 90.0 * t2 + 45.0 * t4);
    let x = sec / nu;
    let xi = sec / (6.0 * nu.powi(3)) * (nu / rho + 2.0 * t2);
    let xii = sec / (120.0 * nu.powi(5)) * (5.0 + 28.0 * t2 + 24.0 * t4);
    let xiia = sec / (5040.0 * nu.powi(7)) * (61.0 + 662.0 * t2 + 1320.0 * t4 + 720.0 * t6);
    let e = easting - FALSE[0];
    let latitude = foot - vii * e.powi(2) + viii * e.powi(4) - ix * e.powi(6);
    let longitude = x * e - xi * e.powi(3) + xii * e.powi(5) - xiia * e.powi(7);
    (latitude, ORIGIN[1].to_radians() + longitude)
}

/// Cartesian coordinates of a point on the surface of Airy 1830, in metres (annex B).
fn cartesian(latitude: f64, longitude: f64) -> [f64; 3] {
    let e2 = eccentricity2(AIRY);
    let nu = AIRY[0] / (1.0 - e2 * latitude.sin().powi(2)).sqrt();
    [
        nu * latitude.cos() * longitude.cos(),
        nu * latitude.cos() * longitude.sin(),
        nu * (1.0 - e2) * latitude.sin(),
    ]
}

/// The Helmert transformation.
fn shifted([x, y, z]: [f64; 3]) -> [f64; 3] {
    let [rx, ry, rz] = ROTATION.map(|seconds| (seconds / 3600.0).to_radians());
    let scale = 1.0 + SCALE * 1e-6;
    [
        SHIFT[0] + scale * x - rz * y + ry * z,
        SHIFT[1] + rz * x + scale * y - rx * z,
        SHIFT[2] - ry * x + rx * y + scale * z,
    ]
}

/// Latitude and longitude on WGS84, in radians (annex B).
fn geodetic([x, y, z]: [f64; 3]) -> (f64, f64) {
    let e2 = eccentricity2(WGS84);
    let p = x.hypot(y);
    let mut latitude = z.atan2(p * (1.0 - e2));
    for _ in 0..4 {
        let nu = WGS84[0] / (1.0 - e2 * latitude.sin().powi(2)).sqrt();
        latitude = (z + e2 * nu * latitude.sin()).atan2(p);
    }
    (latitude, y.atan2(x))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Latitude, longitude, easting and northing of the test points that Ordnance Survey publishes
    /// with OSTN15 (OSTN15_OSGM15_TestInput_ETRStoOSGB.txt and its output), under the OGL.
    const POINTS: [[f64; 4]; 40] = [
        [49.92226394, -6.29977752, 91492.146, 11318.804],
        [49.96006138, -5.20304610, 170370.718, 11572.405],
        [50.43885826, -4.10864564, 250359.811, 62016.569],
        [50.57563665, -1.29782277, 449816.371, 75335.861],
        [50.93127938, -1.45051434, 438710.920, 114792.250],
        [51.40078220, -3.55128349, 292184.870, 168003.465],
        [51.37447026, 1.44454730, 639821.835, 169565.858],
        [51.42754743, -2.54407618, 362269.991, 169978.690],
        [51.48936565, -0.11992557, 530624.974, 178388.464],
        [51.85890896, -4.30852477, 241124.584, 220332.641],
        [51.89436637, 0.89724327, 599445.590, 225722.826],
        [52.25529382, -2.15458614, 389544.190, 261912.153],
        [52.25160951, -0.91248957, 474335.969, 262047.755],
        [52.75136687, 0.40153547, 562180.547, 319784.995],
        [52.96219109, -1.19747656, 454002.834, 340834.943],
        [53.34480280, -2.64049321, 357455.843, 383290.436],
        [53.41628516, -4.28918070, 247958.971, 393492.909],
        [53.41630925, -4.28917793, 247959.241, 393495.583],
        [53.77911026, -3.04045491, 331534.564, 431920.794],
        [53.80021520, -1.66379168, 422242.186, 433818.701],
        [54.08666318, -4.63452168, 227778.330, 468847.388],
        [54.11685144, -0.07773133, 525745.670, 470703.214],
        [54.32919541, -4.38849118, 244780.636, 495254.887],
        [54.89542340, -2.93827741, 339921.145, 556034.761],
        [54.97912274, -1.61657685, 424639.355, 565012.703],
        [55.85399953, -4.29649016, 256340.925, 664697.269],
        [55.92478266, -3.29479219, 319188.434, 670947.534],
        [57.00606696, -5.82836692, 167634.202, 797067.144],
        [57.13902519, -2.04856031, 397160.491, 805349.736],
        [57.48625001, -4.21926399, 267056.768, 846176.972],
        [57.81351838, -8.57854456, 9587.909, 899448.996],
        [58.21262247, -7.59255561, 71713.132, 938516.404],
        [58.51560361, -6.26091456, 151968.652, 966483.780],
        [58.58120461, -3.72631022, 299721.891, 967202.992],
        [59.03743871, -3.21454001, 330398.323, 1017347.016],
        [59.09335035, -4.41757675, 261596.778, 1025447.602],
        [59.09671617, -5.82799340, 180862.461, 1029604.114],
        [59.53470794, -1.62516966, 421300.525, 1072147.239],
        [59.85409914, -1.27486910, 440725.073, 1107878.448],
        [60.13308092, -2.07382823, 395999.668, 1138728.951],
    ];

    #[test]
    fn it_is_within_5_metres_of_the_survey_everywhere() {
        let off = POINTS.map(|[latitude, longitude, easting, northing]| {
            let right = Point::new(latitude, longitude).unwrap();
            to_wgs84(easting, northing).unwrap().distance_m(right)
        });
        let worst = off.iter().copied().fold(0.0, f64::max);
        let mean = off.iter().sum::<f64>() / off.len() as f64;
        println!("worst {worst:.2} m, mean {mean:.2} m");
        assert!(worst < 5.0 && mean < 2.5, "{off:?}");
    }

    #[test]
    fn what_is_not_on_the_grid_has_no_position() {
        for (easting, northing) in [(-1.0, 0.0), (0.0, 1_300_001.0), (f64::NAN, 0.0)] {
            assert_eq!(to_wgs84(easting, northing), None);
        }
    }
}
